"""A site that misbehaves: each way ends in the true word, and never in a false "off"."""

import pytest

from optout.flowfile import load
from optout.resources import folder

SERVICE = load(folder("flows") / "linkedin.toml").service
KEYED = {setting.id: setting.control.key[0] for setting in SERVICE.settings}


def test_a_site_that_keeps_it_on_is_not_saved(cli, signed_in):
    """Accepted, shown off, and still on when loaded anew: `not-saved`, exit 1, one write and no more."""
    site = signed_in(quirks={"allowAdsByAge": "not-kept"})
    said = cli("run", "linkedin/ads-age", "--json", site=site)
    assert (said.status, said.outcomes) == (1, {"ads-age": "not-saved"})
    assert said.result("ads-age")["after"] == "on"
    assert len(site.state.writes) == 1


def test_a_refused_save_is_not_saved(cli, signed_in):
    """The site answers the save with an error and rolls back: `not-saved`, and the sentence quotes the answer."""
    site = signed_in(quirks={"allowAdsByAge": "refused"})
    said = cli("run", "linkedin/ads-age", "--json", site=site)
    assert (said.status, said.outcomes) == (1, {"ads-age": "not-saved"})
    assert "500" in said.result("ads-age")["sentence"]
    assert len(site.state.writes) == 1


@pytest.mark.parametrize("setting", sorted(KEYED))
def test_every_setting_that_is_not_kept_is_not_saved(cli, signed_in, setting):
    """Whichever setting the site quietly keeps on, the run says so."""
    site = signed_in(quirks={KEYED[setting]: "not-kept"}, layout="all")
    said = cli("run", f"linkedin/{setting}", "--json", site=site)
    assert (said.status, said.outcomes) == (1, {setting: "not-saved"})


@pytest.mark.parametrize("markup", ["classic", "nested"])
@pytest.mark.parametrize(
    ("quirk", "outcome", "status"),
    [("locked", "locked", 1), ("mixed", "not-recognised", 4), ("absent", "not-recognised", 4)],
)
def test_what_cannot_be_turned_is_never_off(cli, signed_in, quirk, outcome, status, markup):
    """A locked switch is `locked`; a half-on one and a missing one are `not-recognised`; nothing is written."""
    site = signed_in(quirks={"allowAdsByAge": quirk}, markup=markup)
    said = cli("run", "linkedin/ads-age", "--json", site=site)
    assert (said.status, said.outcomes) == (status, {"ads-age": outcome})
    assert site.state.writes == []


@pytest.mark.parametrize("quirk", ["late", "hydrate"])
@pytest.mark.parametrize("on", [True, False])
def test_a_late_switch_is_waited_for(cli, signed_in, quirk, on):
    """A switch that comes late, or shows off until its value is fetched, is read only when it has settled."""
    site = signed_in(quirks={"allowAdsByAge": quirk})
    site.state.set("allowAdsByAge", on)
    said = cli("check", "linkedin/ads-age", "--json", site=site)
    assert said.outcomes == {"ads-age": "still-on" if on else "already-off"}
    assert cli("run", "linkedin/ads-age", "--json", site=site).status == 0
    assert site.state.value("allowAdsByAge") is False
    assert len(site.state.writes) == int(on)


@pytest.mark.parametrize("quirk", ["cookie-banner", "modal"])
def test_a_known_overlay_is_dismissed(cli, signed_in, quirk):
    """What the flow knows how to dismiss does not stop the run."""
    site = signed_in(quirks={"session": quirk})
    said = cli("run", "linkedin/ads-age", "--json", site=site)
    assert (said.status, said.outcomes) == (0, {"ads-age": "turned-off"}), said.out


def test_an_unknown_overlay_is_not_recognised(cli, signed_in):
    """What covers the control and is not known is named, pictured, and never clicked."""
    site = signed_in(quirks={"session": "unknown-modal"})
    said = cli("run", "linkedin/ads-age", "--json", site=site)
    assert (said.status, said.outcomes) == (4, {"ads-age": "not-recognised"})
    assert said.result("ads-age")["proof"] == ["linkedin-ads-age-before.png"]
    assert site.state.writes == []


@pytest.mark.parametrize(
    ("quirk", "outcome", "status"), [("challenge", "challenged", 3), ("slow-down", "unreachable", 5)]
)
def test_the_site_says_stop(cli, signed_in, quirk, outcome, status):
    """A security check or "slow down" ends the service at once: every setting has the word, one page was asked for."""
    site = signed_in()
    site.misbehave({"session": quirk})
    said = cli("run", "linkedin", "--json", site=site)
    assert said.status == status
    assert set(said.outcomes.values()) == {outcome}
    assert set(said.outcomes) >= set(KEYED)
    assert len([path for path in cli.opened(site) if "/mypreferences/" in path]) == 1


def test_a_session_that_ended_is_signed_out_and_stays_as_it_was(cli, signed_in):
    """A sign-in page is `signed-out`, exit 3, nothing written; the stored session is not spoilt by it."""
    site = signed_in()
    site.state.sign_out()
    said = cli("run", "linkedin", "--json", site=site)
    assert said.status == 3
    assert set(said.outcomes.values()) == {"signed-out"}
    assert site.state.writes == []
    assert not [secret for secret in site.secrets if secret in said.out + said.err]


def test_a_site_that_is_gone_is_unreachable(cli, signed_in):
    """No server: every setting is `unreachable`, exit 5, with what was seen."""
    site = signed_in()
    site.stop()
    said = cli("check", "linkedin", "--json", site=site)
    assert said.status == 5
    assert set(said.outcomes.values()) == {"unreachable"}
    assert "connection refused" in said.result("ai-training")["sentence"]
