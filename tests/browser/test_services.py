"""Google, Meta and Microsoft by the real command line: all as wanted, by what the site ended up holding and counted."""

import json
from collections import Counter

import pytest

from optout.flowfile import load
from optout.resources import folder
from optout.site import Site

GOOGLE = ("audio", "chrome-history", "keep-activity", "personalized-ads", "web-app-activity")
HALF = ("partners", "other-apps", "about-meta", "categories")
META = [f"{where}-{name}" for where in ("facebook", "instagram") for name in HALF]


@pytest.fixture
def service(cli):
    """Starts a site (arguments as for Site), signs in with some of its cookies, and gives what runs a command there."""
    running = []

    def start(name, *cookies, quirks=None, **how):
        site = Site(name, **how)
        running.append(site.start())
        state = site.storage_state()
        state["cookies"] = [one for one in state["cookies"] if not cookies or one["name"] in cookies]
        file = cli.home.parent / "state.json"
        file.write_text(json.dumps(state))
        maps = [word for real, local in site.origins.items() for word in ("--origin", f"{real}={local}")]
        said = cli("login", name, "--storage-state", str(file), *maps)
        assert said.status == 0, said.err
        site.misbehave(quirks or {})
        return site, lambda *words: cli(*words, *maps, "--json")

    yield start
    for site in running:
        site.stop()


def strayed(site, name):
    """The pages that were opened although the flow does not name them, by origin."""
    flow = load(folder("flows") / f"{name}.toml").service
    pages = {(flow.origin, flow.session.probe), *((one.origin or flow.origin, one.path) for one in flow.settings)}
    doors = (*flow.session.signed_out, *flow.session.challenge)
    return [
        (origin, path)
        for origin in site.origins
        for path in site.state.visits_at(origin)
        if (origin, path) not in pages
        and path != "/favicon.ico"
        and not any(f"{origin}{path}".startswith(door) or path == door for door in doors)
    ]


def once(site, *lists):
    """See that nothing was saved twice, but lists, and nothing turned on, and no decoy touched."""
    count = Counter(write.key for write in site.state.writes if write.key not in lists)
    assert [key for key, times in count.items() if times > 1] == []
    assert site.state.decoys == []


def test_google_is_turned_off_and_caught_when_it_comes_back(service):
    """Menus, boxes that depend on them and a button that is its own state; another origin's drift is seen as such."""
    site, run = service("google")
    said = run("run", "google")
    assert said.outcomes == dict.fromkeys(GOOGLE, "turned-off")
    assert said.status == 0
    assert {key for key in site.state.values() if site.state.on(key)} == {"youtube-history"}
    once(site)
    assert strayed(site, "google") == []
    ours = set(site.origins.values())
    assert {one["url"].rsplit("/", one["url"].count("/") - 2)[0] for one in said.document["results"]} < ours
    site.state.turn("personalized-ads", True)
    site.state.turn("keep-activity", True)
    back = run("check", "google")
    assert {key for key, word in back.outcomes.items() if word == "came-back"} == {"personalized-ads", "keep-activity"}
    assert (back.status, len(site.state.writes)) == (1, len(GOOGLE))


@pytest.mark.full
def test_meta_is_turned_off_on_both_origins_by_its_older_labels(service):
    """Radios in a dialog and a list that lags; what stands outside of the dialog is never clicked."""
    site, run = service("meta", layout="old")
    said = run("run", "meta")
    assert said.outcomes == {**dict.fromkeys(META, "turned-off"), "ai-objection": "skipped",
                             "ai-objection-third-party": "skipped"}  # fmt: skip
    assert not any(map(site.state.on, site.state.values()))
    once(site, "facebook-categories", "instagram-categories")
    assert strayed(site, "meta") == []


def test_who_is_on_facebook_alone_is_helped_there(service):
    """Instagram's sign-in page ends Instagram's settings, and Facebook's are turned and read back."""
    site, run = service("meta", "xs", "c_user")
    said = run("run", "meta/*-partners", "meta/*-about-meta")
    assert said.outcomes == {
        "facebook-partners": "turned-off", "facebook-about-meta": "turned-off",
        "instagram-partners": "signed-out", "instagram-about-meta": "signed-out",
    }  # fmt: skip
    assert said.status == 3
    assert [write.key for write in site.state.writes] == ["facebook-partners", "facebook-about-meta"]


def test_microsoft_is_turned_off_and_tells_when_nobody_is_signed_in(service):
    """Switches on two origins; afterwards the redirect with the way back, and a sign-in on another origin."""
    site, run = service("microsoft")
    said = run("run", "microsoft")
    assert (set(said.outcomes.values()), said.status) == ({"turned-off"}, 0)
    assert not any(map(site.state.on, site.state.values()))
    once(site)
    site.state.sign_out()
    said = run("check", "microsoft")
    assert (set(said.outcomes.values()), said.status) == ({"signed-out"}, 3)
    assert "https://login.live.com" in {origin for origin in site.origins if site.state.visits_at(origin)}
    assert strayed(site, "microsoft") == []


@pytest.mark.full
def test_an_app_that_trains_on_nothing_offers_nothing(service):
    """Copilot's newer app came whole and has no training switch: that is an answer here."""
    site, run = service("microsoft", layout="new")
    said = run("check", "microsoft/copilot-*")
    assert said.outcomes == {"copilot-conversations": "not-offered", "copilot-voice": "not-offered"}
    assert (said.status, site.state.decoys) == (0, [])


@pytest.mark.full
def test_a_language_that_the_flow_does_not_know_is_never_guessed(service):
    """On Arabic pages a lone box is turned, and said to be unchecked; nothing else is, or is called off."""
    site, run = service("google", lang="ar")
    said = run("run", "google")
    alone = {"audio", "chrome-history"}
    assert {key for key, word in said.outcomes.items() if word == "not-recognised"} == {*GOOGLE} - alone
    assert all("could not be checked" in said.result(key)["sentence"] for key in alone)
    assert {write.key for write in site.state.writes} == alone
    once(site)
