"""The main job on the local site: what the site ends up holding, and how often it was written."""

import re
from collections import Counter
from importlib.metadata import version
from itertools import product

import pytest

from optout.flowfile import load
from optout.resources import folder

SERVICE = load(folder("flows") / "linkedin.toml").service
CONNECTED_TV = "/mypreferences/d/connected-tv"
MAILS = "tipsForUsingLinkedinViaEmail"  # on the promotions page, but no target


def targets(cli, site):
    """The keys that a whole run must turn off: those of the listed settings and of every allowed row."""
    listed = {key for setting in SERVICE.settings for key in setting.control.key}
    slugs = {path.removeprefix("/mypreferences/d/") for path in cli.opened(site) if "/settings/ads-" in path}
    swept = {key for slug in slugs for key in site.keys(slug)}
    return (listed | swept) - {MAILS}


SITES = list(product(("en", "de", "ar"), ("classic", "nested"), ("us", "eu")))
SOME = [("en", "classic", "us"), ("de", "nested", "us"), ("ar", "nested", "eu")]  # each of the words, and no more


@pytest.mark.parametrize(
    ("lang", "markup", "layout"),
    [pytest.param(*site, marks=() if site in SOME else pytest.mark.full) for site in SITES],
)
def test_a_run_turns_every_target_off_once_and_nothing_else(cli, signed_in, lang, markup, layout):
    """Every target is held off by the site, written exactly once if it was on; all else is untouched and unopened."""
    site = signed_in(lang=lang, markup=markup, layout=layout)
    before = site.state.values()
    said = cli("run", "linkedin", "--json", site=site)
    assert said.status == 0, said.out + said.err
    after, keys = site.state.values(), targets(cli, site)
    assert len(keys) >= 18
    assert not [key for key in keys if after.get(key)]
    assert {key: value for key, value in after.items() if key not in keys} == {
        key: value for key, value in before.items() if key not in keys
    }
    written = Counter(write.key for write in site.state.writes)
    assert set(written) <= {key for key in keys if before.get(key)}
    assert set(written.values()) == {1}
    # one switch takes another along on this site; all others that were on have been written
    assert {key for key in keys if before.get(key)} - set(written) <= {"shareDataWithTrustedPartners"}
    assert cli.strayed(site) == []
    outcomes = said.outcomes
    # another switch takes it along: before or after its own page was read, which is a matter of milliseconds
    assert outcomes["ads-affiliates"] in (["not-offered"] if layout == "eu" else ["already-off", "turned-off"])
    assert set(outcomes.values()) <= {"turned-off", "already-off", "not-offered"}
    assert [row["url"] for row in said.document["unlisted"]] == [site.origin + CONNECTED_TV]


@pytest.mark.parametrize("words", [["check"], ["run", "--dry-run"]])
def test_looking_writes_nothing(cli, signed_in, words):
    """`check` and `--dry-run` find what is on, exit 1, and send the site no write at all."""
    site = signed_in(layout="eu")
    before = site.state.values()
    said = cli(*words, "linkedin", "--json", site=site)
    assert said.status == 1
    assert site.state.writes == []
    assert site.state.values() == before
    assert said.outcomes["ai-training"] == "still-on"
    assert said.outcomes["ads-city"] == "already-off"  # consent-based in the EU
    assert said.document["mode"] == ("check" if words == ["check"] else "dry-run")


def test_each_listed_setting_reads_on_when_it_is_on(cli, signed_in):
    """For each shipped setting there is a page on which it is on and must read on."""
    site = signed_in(layout="all")
    said = cli("check", "linkedin", "--json", site=site)
    assert {one["setting"] for one in said.document["results"]} >= {setting.id for setting in SERVICE.settings}
    assert set(said.outcomes.values()) == {"still-on"}
    assert len(said.document["results"]) == 20


def test_drift_is_told_as_came_back(cli, signed_in):
    """What an earlier run proved off and a check finds on is `came-back`, exit 1; the next run turns it off again."""
    site = signed_in()
    assert cli("run", "linkedin/ads-age", "--json", site=site).status == 0
    site.state.set("allowAdsByAge", True)
    said = cli("check", "linkedin/ads-age", "linkedin/ads-gender", "--json", site=site)
    assert said.status == 1
    assert said.outcomes == {"ads-age": "came-back", "ads-gender": "still-on"}
    assert cli("run", "linkedin/ads-age", "--json", site=site).outcomes == {"ads-age": "turned-off"}
    assert site.state.value("allowAdsByAge") is False


def test_the_json_document_has_exactly_the_fixed_keys(cli, signed_in):
    """The keys of the JSON document and of its results are the contract, and stdout holds nothing else."""
    site = signed_in()
    document = cli("run", "linkedin/ai-training", "--json", site=site).document
    assert list(document) == ["format", "run", "mode", "exit", "folder", "results", "unlisted"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d{6}Z-[0-9a-f]{4}", document["run"])
    (result,) = document["results"]
    assert result == {
        "service": "linkedin",
        "account": "default",
        "setting": "ai-training",
        "title": "Data for Generative AI Improvement",
        "url": f"{site.origin}/mypreferences/d/settings/data-for-ai-improvement",
        "outcome": "turned-off",
        "before": "on",
        "after": "off",
        "sentence": "Was on; turned off; still off on a fresh page.",
        "proof": ["linkedin-ai-training-before.png", "linkedin-ai-training-after.png"],
    }


def test_the_run_folder_holds_the_proof(cli, signed_in):
    """A finished run folder has run.json and both pictures of every setting, owner-only, and nothing half-written."""
    site = signed_in()
    document = cli("run", "linkedin/ads-age", "--json", site=site).document
    (folder_,) = (cli.home / "runs").iterdir()
    assert str(folder_) == document["folder"]
    assert {file.name for file in folder_.iterdir()} == {
        "run.json",
        "run.json.sig",
        "key.pem",
        *document["results"][0]["proof"],
    }
    assert {file.stat().st_mode & 0o077 for file in [folder_, *folder_.iterdir()]} == {0}
    assert (cli.home / "profiles" / "linkedin" / "default").stat().st_mode & 0o077 == 0
    manifest = (folder_ / "run.json").read_text()
    assert "PUT /mysettings-api/settingsApiSettings/allowAdsByAge 200" in manifest
    assert f'"{version("playwright")}"' in manifest
    assert not [secret for secret in site.secrets if secret in manifest]


def test_walking_by_clicks_comes_to_the_same(cli, signed_in):
    """`--walk` reaches the pages by clicking menu by menu, and turns the same switches."""
    site = signed_in()
    said = cli("run", "linkedin/ai-training", "linkedin/ads-age", "--walk", "--json", site=site)
    assert set(said.outcomes.values()) == {"turned-off"}
    assert [(write.key, write.value) for write in site.state.writes] == [
        ("allowDataForGenerativeAI", False),
        ("allowAdsByAge", False),
    ]
    assert "/mypreferences/d/categories/privacy" in cli.opened(site)


def test_a_glob_takes_rows_that_only_the_hub_knows(cli, signed_in):
    """`linkedin/ads-*` covers listed settings and the rows of the sweep; a row by name works as well."""
    site = signed_in(layout="us")
    some = cli("check", "linkedin/ads-c*", "--json", site=site)
    assert set(some.outcomes) == {"ads-city", "ads-connections", "ads-companies"}
    one = cli("check", "linkedin/ads-connections", "--json", site=site)
    assert set(one.outcomes) == {"ads-connections"}


def test_a_row_that_the_hub_does_not_have_is_accounted_for(cli, signed_in):
    """A target that only a sweep could find, and does not, is `not-recognised`, never silently left out."""
    site = signed_in()
    said = cli("check", "linkedin/ads-nonsense", "--json", site=site)
    assert (said.status, said.outcomes) == (4, {"ads-nonsense": "not-recognised"})


def test_quiet_says_nothing_while_all_is_well(cli, signed_in):
    """`--quiet` prints only what is wrong."""
    site = signed_in()
    site.state.set("allowAdsByAge", False)
    site.state.set("allowAdsByGender", True)
    good = cli("check", "linkedin/ads-age", "--quiet", site=site)
    bad = cli("check", "linkedin/ads-gender", "--quiet", site=site)
    assert (good.status, good.out, good.err) == (0, "", "")
    assert bad.status == 1
    assert "linkedin/ads-gender" in bad.out


def test_logout_removes_the_profile(cli, signed_in):
    """After `logout` the account is signed out, and a run without a terminal says so with exit 3."""
    site = signed_in()
    assert cli("logout", "linkedin").status == 0
    assert not (cli.home / "profiles" / "linkedin" / "default").exists()
    said = cli("run", "linkedin", "--json", site=site)
    assert said.status == 3
    assert set(said.outcomes.values()) == {"signed-out"}
    assert site.state.writes == []


def test_the_report_is_one_page_that_needs_nothing_else(cli, signed_in):
    """`report` writes before and after into one HTML file without any outside address to load."""
    site = signed_in()
    cli("run", "linkedin/ads-age", "--json", site=site)
    said = cli("report", "-o", str(cli.home / "proof.html"))
    page = (cli.home / "proof.html").read_text()
    assert said.status == 0
    assert page.count("data:image/png;base64,") == 2
    assert not re.findall(r'(?:src|href)="(?!data:|#)[^"]*"', page)
    assert "turned-off" in page
