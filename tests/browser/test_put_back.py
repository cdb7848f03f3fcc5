"""`undo` and `check --fix`, against the local site: what it ends up holding, and what each click was for."""

import json
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest
from hostile import Stage, switch

from optout.resources import folder
from optout.schedule import agenda

AGE, GENDER, AI = "allowAdsByAge", "allowAdsByGender", "allowDataForGenerativeAI"
JOBS = ("allowAdsByCurrentJob", "allowAdsByPastJobs", "allowAdsBySeniority")
SHOP = """format = 1
service = "shop"
title = "Shop"
origin = "https://shop.example"
[hub.ads]
path = "/ads"
[[sweep]]
hub = "ads"
allow = ["/ads-*"]
"""
TARGETS = ("linkedin/ads-age", "linkedin/ads-gender", "linkedin/ads-job-information")


def test_an_undo_turns_on_what_the_run_turned_and_nothing_else(signed_in, cli):
    """Of a page with three switches only the one that the run clicked; a second undo has nothing to do."""
    site = signed_in(layout="all")
    site.state.set(GENDER, False)
    for key in JOBS[:2]:
        site.state.set(key, False)
    run = cli("run", *TARGETS, "--json", site=site)
    assert run.status == 0, run.err
    held, saved = site.state.values(), len(site.state.writes)

    back = cli("undo", run.document["run"], "--json", site=site)
    assert (back.status, back.document["mode"]) == (0, "undo"), back
    assert back.outcomes == {"ads-age": "put-back", "ads-job-information": "put-back"}
    assert [(one["before"], one["after"]) for one in back.document["results"] if one["setting"] == "ads-age"] == [
        ("off", "on")
    ]
    assert site.state.values() == {**held, AGE: True, JOBS[2]: True}
    assert [(one.key, one.value) for one in site.state.writes[saved:]] == [(AGE, True), (JOBS[2], True)]

    saved, visits = len(site.state.writes), len(site.state.visits)
    again = cli("undo", run.document["run"], site=site)
    assert (again.status, len(site.state.writes), len(site.state.visits)) == (0, saved, visits)
    assert f"put back by run {back.document['run']}" in again.out
    silent = cli("undo", run.document["run"], "--json", site=site)
    assert (silent.document["results"], silent.document["run"], silent.document["exit"]) == ([], None, 0)
    # what the person wants on has not come back
    assert cli("check", "linkedin/ads-age", "--json", site=site).outcomes == {"ads-age": "still-on"}


def test_an_undo_knows_of_a_click_that_nobody_saw_the_end_of(signed_in, cli):
    """Killed while the site takes its time to save: the record has the click, and an undo of that run puts it back."""
    site = signed_in()
    site.misbehave({AGE: "slow-save"})
    command = [sys.executable, "-m", "optout", "run", TARGETS[0], "--home", str(cli.home)]
    run = subprocess.Popen([*command, "--origin", f"https://www.linkedin.com={site.origin}"], stderr=subprocess.DEVNULL)
    while not site.state.writes:
        assert run.poll() is None
        time.sleep(0.01)  # nothing tells what a site was asked
    run.kill()
    run.wait()
    site.misbehave({})
    (cut,) = (cli.home / "runs").iterdir()
    assert json.loads((cut / "run.json").read_text())["results"][0]["outcome"] == "unreachable"
    assert cli("undo", cut.name, "--json", site=site).outcomes == {"ads-age": "put-back"}
    assert site.state.value(AGE)


@pytest.mark.full
def test_an_undo_of_some_targets_leaves_the_rest_for_another(signed_in, cli):
    """With a target only that setting is turned on again; the next undo of the same run does the rest."""
    site = signed_in()
    run = cli("run", *TARGETS[:2], "--json", site=site).document["run"]
    back = cli("undo", run, TARGETS[1], "--json", site=site)
    assert back.outcomes == {"ads-gender": "put-back"}
    assert (site.state.value(AGE), site.state.value(GENDER)) == (False, True)
    # what is not in that run is not said to be put back, and an undo of the undo turns nothing on
    assert [cli("undo", *words).status for words in ((run, "linkedin/typo"), (back.document["run"],))] == [2, 2]
    assert cli("undo", run, "--json", site=site).outcomes == {"ads-age": "put-back"}
    assert site.state.value(AGE)
    # neither is a look at everything: a whole check is due at once, and no row is news when it is first seen
    assert (
        json.loads((cli.home / "notices.json").read_text())["accounts"][f"linkedin default {site.origin}"]["hubs"] == []
    )
    assert agenda.read(cli.home, "default", datetime.now(UTC)).due == ("linkedin",)


def test_an_undo_leaves_off_what_the_run_only_put_right(signed_in, cli):
    """A switch that was off, and that turning another one had moved on for a moment, is not turned on."""
    site = signed_in()
    site.state.set(AGE, False)
    site.misbehave({GENDER: f"moves:{AGE}"})
    run = cli("run", *TARGETS[:2], "--json", site=site)
    assert run.outcomes == {"ads-age": "turned-off", "ads-gender": "turned-off"}
    site.misbehave({})
    assert cli("undo", run.document["run"], "--json", site=site).outcomes == {"ads-gender": "put-back"}
    assert (site.state.value(AGE), site.state.value(GENDER)) == (False, True)


@pytest.mark.full
def test_an_undo_that_the_site_refuses_is_not_saved(signed_in, cli):
    """A fresh page that still shows it off is no put-back, and the switch was clicked once."""
    site = signed_in()
    run = cli("run", TARGETS[0], "--json", site=site).document["run"]
    site.misbehave({AGE: "refused"})
    back = cli("undo", run, "--json", site=site)
    assert (back.status, back.outcomes) == (1, {"ads-age": "not-saved"})
    assert [one.value for one in site.state.writes] == [False, True]


@pytest.mark.full
def test_an_undo_of_what_the_site_now_holds_is_locked(signed_in, cli):
    """A switch that is off and greyed out is not clicked, and the word says whose doing it is."""
    site = signed_in()
    run = cli("run", TARGETS[0], "--json", site=site).document["run"]
    site.misbehave({AGE: "locked"})
    back = cli("undo", run, "--json", site=site)
    assert (back.status, back.outcomes) == (1, {"ads-age": "locked"})


def test_an_undo_turns_nothing_where_the_page_no_longer_matches(signed_in, cli):
    """A listed switch that is gone, and a swept one that has another name now: not-recognised, nothing clicked."""
    site = signed_in(layout="all")
    run = cli("run", TARGETS[0], TARGETS[2], "--json", site=site).document["run"]
    site.misbehave({AGE: "absent"})
    record = cli.home / "runs" / run / "run.json"
    record.write_text(record.read_text("utf-8").replace("Use your seniority for ads", "Use your rank for ads"), "utf-8")
    saved = len(site.state.writes)
    back = cli("undo", run, "--json", site=site)
    assert (back.status, back.outcomes) == (4, {"ads-age": "not-recognised", "ads-job-information": "not-recognised"})
    assert 'the run turned switch "Use your rank for ads"' in back.result("ads-job-information")["sentence"]
    assert len(site.state.writes) == saved


@pytest.mark.full
def test_an_undo_with_another_flow_takes_no_other_switch(signed_in, cli):
    """A page that was swept is now a listed setting, of a switch that the run did not touch: nothing is clicked."""
    site = signed_in(layout="all")
    for key in JOBS[:2]:
        site.state.set(key, False)
    run = cli("run", TARGETS[0], TARGETS[2], "--json", site=site)
    flows = cli.home.parent / "flows"
    flows.mkdir()
    text = (folder("flows") / "linkedin.toml").read_text("utf-8")
    path = run.result("ads-job-information")["url"].removeprefix(site.origin)
    listed = f'[[setting]]\nid = "ads-job-information"\ntitle = "Job"\npath = "{path}"\ncontrol.key = "{JOBS[1]}"\n'
    (flows / "linkedin.toml").write_text(text.replace("[[sweep]]", f"{listed}\n[[sweep]]"), "utf-8")
    saved = len(site.state.writes)
    back = cli("undo", run.document["run"], "--flows", str(flows), "--json", site=site)
    assert (back.status, back.outcomes) == (4, {"ads-age": "put-back", "ads-job-information": "not-recognised"})
    assert [one.key for one in site.state.writes[saved:]] == [AGE]


def test_an_undo_goes_only_where_the_run_was(signed_in, cli):
    """A run on a stand-in is not put back on another site; exit 2, and no page is asked for."""
    site = signed_in()
    run = cli("run", TARGETS[0], "--json", site=site).document["run"]
    visits = len(site.state.visits)
    said = cli("undo", run, "--accept-terms-risk")
    assert said.status == 2
    assert "--origin" in said.err
    assert len(site.state.visits) == visits


def test_what_came_back_is_turned_off_again_and_the_result_says_both(signed_in, cli):
    """`check --fix` turns off what an earlier run proved off, and leaves alone what was never turned off."""
    site = signed_in()
    run = cli("run", TARGETS[0], "--json", site=site).document["run"]
    site.state.set(AGE, True)
    saved = len(site.state.writes)
    said = cli("check", *TARGETS[:2], "--fix", "--json", site=site)
    assert (said.status, said.document["mode"]) == (1, "check"), said
    assert said.outcomes == {"ads-age": "turned-off", "ads-gender": "still-on"}
    fixed = said.result("ads-age")
    assert fixed["sentence"].startswith("On again: proved off on ")
    assert f"by run {run}, seen on for the first time now. Was on; turned off; still off" in fixed["sentence"]
    assert (fixed["before"], fixed["after"], len(fixed["proof"])) == ("on", "off", 2)
    assert [(one.key, one.value) for one in site.state.writes[saved:]] == [(AGE, False)]
    assert cli("check", TARGETS[0], "--json", site=site).outcomes == {"ads-age": "already-off"}
    # what a fix has turned can be put back like what a run has turned
    assert cli("undo", said.document["run"], "--json", site=site).outcomes == {"ads-age": "put-back"}


@pytest.mark.full
def test_a_fix_that_is_cut_off_still_says_what_came_back(signed_in, cli):
    """Interrupted at the first click: what was not turned off any more is there, and it is `came-back`."""
    site = signed_in()
    assert cli("run", *TARGETS[:2], site=site).status == 0
    for key in (AGE, GENDER):
        site.state.set(key, True)
    site.misbehave({AGE: "slow-save"})
    saved = len(site.state.writes)
    command = [sys.executable, "-m", "optout", "check", *TARGETS[:2], "--fix", "--home", str(cli.home)]
    check = subprocess.Popen(
        [*command, "--origin", f"https://www.linkedin.com={site.origin}"], stderr=subprocess.DEVNULL
    )
    while len(site.state.writes) == saved:
        assert check.poll() is None
        time.sleep(0.01)  # nothing tells what a site was asked
    check.send_signal(signal.SIGINT)
    assert check.wait() == 130
    (cut,) = (cli.home / "runs").glob("*.partial")
    results = json.loads((cut / "run.json").read_text())["results"]
    assert [(one["setting"], one["outcome"]) for one in results] == [
        ("ads-age", "unreachable"), ("ads-gender", "came-back"),
    ]  # fmt: skip


def test_a_switch_that_has_joined_a_page_is_told_and_left_alone_by_a_fix(cli, tmp_path):
    """What was never proved off is not turned off by --fix: the result names the new switch, and a run turns it."""
    flows = tmp_path / "flows"
    flows.mkdir()
    (flows / "shop.toml").write_text(SHOP)
    pages = {"/ads": "<a href='/ads-one'>Ads one</a>", "/ads-one": switch("a", "A") + switch("b", "B")}
    with Stage(pages=pages, held={"a": True, "b": True}) as stage:
        where = ("shop", "--flows", str(flows), "--origin", f"https://shop.example={stage.origin}", "--json")
        assert cli("run", *where).outcomes == {"ads-one": "turned-off"}
        stage.pages["/ads-one"] += switch("d", "D")
        stage.held["d"] = True
        said = cli("check", "--fix", *where)
        assert said.outcomes == {"ads-one": "came-back"}
        assert 'New on its page since then, and on: switch "D".' in said.result("ads-one")["sentence"]
        assert stage.held == {"a": False, "b": False, "d": True}
        stage.pages["/ads-one"] = switch("a", "A") + switch("b", "B")
        stage.held["a"] = True
        assert cli("check", "--fix", *where).outcomes == {"ads-one": "turned-off"}
        assert not stage.held["a"]


@pytest.mark.full
def test_a_fix_that_is_refused_is_not_saved(signed_in, cli):
    """Where the site does not take it, the word is not-saved, and the story is told with it."""
    site = signed_in()
    assert cli("run", TARGETS[0], site=site).status == 0
    site.state.set(AGE, True)
    site.misbehave({AGE: "refused"})
    said = cli("check", TARGETS[0], "--fix", "--json", site=site)
    assert (said.status, said.outcomes) == (1, {"ads-age": "not-saved"})
    assert said.result("ads-age")["sentence"].startswith("On again: proved off on ")


@pytest.mark.full
def test_an_inverted_switch_is_put_back_the_other_way_round(signed_in, cli):
    """Where switched on means opted out, putting back switches it off."""
    site = signed_in(markup="nested")
    site.misbehave({AGE: "inverted"})
    flows = cli.home.parent / "flows"
    flows.mkdir()
    shutil.copy(folder("flows") / "linkedin.toml", flows)
    file = flows / "linkedin.toml"
    key = f'control.key     = "{AGE}"\n'
    file.write_text(file.read_text("utf-8").replace(key, f"{key}control.inverted = true\n"), "utf-8")
    own = ("--flows", str(flows), "--json")
    run = cli("run", TARGETS[0], *own, site=site)
    assert (run.outcomes, site.state.value(AGE)) == ({"ads-age": "turned-off"}, False)
    assert cli("undo", run.document["run"], *own, site=site).outcomes == {"ads-age": "put-back"}
    assert site.state.value(AGE)
    assert json.loads((cli.home / "runs" / run.document["run"] / "run.json").read_text())["mode"] == "run"


def test_a_row_that_is_there_for_the_first_time_is_said_to_be_new(cli, tmp_path):
    """A sweep's row that no earlier whole run has seen is told as new, with its value; the first time ever, none is."""
    flows = tmp_path / "flows"
    flows.mkdir()
    (flows / "shop.toml").write_text(SHOP)
    row = "<a href='/ads-{0}'>Ads {0}</a>"
    with Stage(pages={"/ads": row.format("one"), "/ads-one": switch("one", "Ads one")}) as stage:
        look = ("check", "shop", "--flows", str(flows), "--origin", f"https://shop.example={stage.origin}", "--json")
        first = cli(*look)
        assert [one["sentence"][:4] for one in first.document["results"]] == ["On. "]
        stage.pages |= {"/ads": row.format("one") + row.format("two"), "/ads-two": switch("two", "Ads two")}
        stage.held["two"] = True
        second = cli(*look)
        assert second.outcomes == {"ads-one": "still-on", "ads-two": "still-on"}
        said = {one["setting"]: one["sentence"] for one in second.document["results"]}
        assert said["ads-two"] == 'New: no earlier run has seen this row. On. "optout run" turns it off.'
        assert not said["ads-one"].startswith("New")
        assert not any(one["sentence"].startswith("New") for one in cli(*look).document["results"])
