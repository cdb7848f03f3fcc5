"""What this machine can do to a run: no room, no leave to write, another run, another clock, other files."""

import json
import os
import shutil
import sqlite3
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import pytest

from optout.resources import folder
from optout.runs import folders

AGE, GENDER = "allowAdsByAge", "allowAdsByGender"
CHECK_AGE, RUN_AGE = ("check", "linkedin/ads-age", "--json"), ("run", "linkedin/ads-age", "--json")
BOTH = ("linkedin/ads-age", "linkedin/ads-gender", "--json")
PROFILE = "profiles/linkedin/default"


@contextmanager
def mounted(place, options):
    """A file system of its own at a folder, with what the folder holds on it."""
    held = place.with_name(f"{place.name}.held")
    shutil.copytree(place, held)
    if not shutil.which("mount") or subprocess.run(["mount", "-t", "tmpfs", "tmpfs", place], check=False).returncode:
        pytest.skip("a file system of its own cannot be mounted here (it needs root)")
    try:
        shutil.copytree(held, place, dirs_exist_ok=True)
        subprocess.run(["mount", "-o", f"remount,{options}", place], check=True)
        yield
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def refused(said, *words):
    """A command that could not look has said why, once in a sentence and once in the document; exit 5."""
    assert (said.status, said.document["exit"], said.document["run"]) == (5, 5, None), said
    assert said.err.strip() == f"optout: {said.document['error']}"
    for word in words:
        assert word in said.document["error"]


def changed(run, **changes):
    """A run folder whose record is changed."""
    file = run / "run.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **changes}))


def test_a_full_disk_is_one_sentence_and_loses_nothing(stage):
    """Where a picture finds no room the run ends with exit 5, and what earlier runs have saved is whole."""
    with stage() as (cli, site):
        assert cli(*CHECK_AGE, site=site).status == 1
        (earlier,) = (cli.home / "runs").iterdir()
        with mounted(cli.home / "runs", "size=64k"):
            said = cli("run", *BOTH, site=site)
            assert (said.status, said.document["exit"]) == (5, 5), said
            for word in ("cannot be written", "No space left", "is still there"):
                assert word in said.document["error"]
            assert said.outcomes == {"ads-age": "unreachable", "ads-gender": "unreachable"}
            assert folders.load(earlier).finished
            (cut,) = (cli.home / "runs").glob(f"*{folders.PARTIAL}")
            assert not folders.load(cut).finished
        assert {write.key for write in site.state.writes} <= {AGE, GENDER}
        assert cli("run", *BOTH, site=site).status == 0


def test_a_home_on_a_disk_that_is_only_read_is_one_sentence(stage):
    """No page is asked for where nothing can be kept; exit 5, and the sentence names the home."""
    with stage() as (cli, site):
        with mounted(cli.home, "ro"):
            refused(cli(*RUN_AGE, site=site), str(cli.home), "Read-only", "--home")
        assert site.state.visits == []


def test_two_runs_at_once_write_once(stage):
    """Of two runs that begin together on one account, one holds it; the other is exit 5 or finds all done."""
    with stage(latency_ms=20) as (cli, site), ThreadPoolExecutor() as both:
        first, second = both.map(lambda _: cli(*RUN_AGE, site=site), range(2))
        assert {first.status, second.status} <= {0, 5}
        assert 0 in (first.status, second.status)
        for said in (first, second):
            if said.status == 5:
                refused(said, "Another run is using the account")
        assert [(write.key, write.value) for write in site.state.writes] == [(AGE, False)]


def test_two_accounts_at_once_do_not_meet(stage):
    """Two accounts have two profiles: both runs go on side by side, and both are kept."""
    with stage(latency_ms=20) as (cli, site), ThreadPoolExecutor() as both:
        shutil.copytree(cli.home / PROFILE, (cli.home / PROFILE).with_name("work"))
        said = list(both.map(lambda name: cli(*CHECK_AGE, "--account", name, site=site), ("default", "work")))
        assert [one.outcomes for one in said] == [{"ads-age": "still-on"}] * 2
        assert [one.document["results"][0]["account"] for one in said] == ["default", "work"]
        assert len(list((cli.home / "runs").iterdir())) == 2


def test_a_clock_that_was_set_back_hides_nothing(stage):
    """A run from the future proved it off: what is on now came back, and a report by name is that of its run."""
    with stage() as (cli, site):
        run = cli(*RUN_AGE, site=site).document
        future = cli.home / "runs" / "2099-01-01T000000Z-ffff"
        os.rename(run["folder"], future)
        results = json.loads((future / "run.json").read_text())["results"]
        results[0]["after"]["at"] = "2099-01-01T00:00:00.000+00:00"
        changed(future, id=future.name, started="2099-01-01T00:00:00+00:00", results=results)
        site.state.set(AGE, True)
        said = cli(*CHECK_AGE, site=site)
        assert said.outcomes == {"ads-age": "came-back"}
        assert cli("report", said.document["run"], "-o", str(cli.home / "one.html")).status == 0
        assert "came-back" in (cli.home / "one.html").read_text("utf-8")
        assert cli("report", "-o", str(cli.home / "latest.html")).status == 0


@pytest.mark.parametrize(
    "damage", ["cookies", *(pytest.param(one, marks=pytest.mark.full) for one in ("version", "garbage"))]
)
def test_a_profile_of_another_browser_never_reads_as_off(stage, damage):
    """A profile from a newer browser is read if the browser can; a session that is lost with it is signed-out."""
    with stage() as (cli, site):
        site.state.set(AGE, False)
        profile = cli.home / PROFILE
        if damage == "version":
            (profile / "Last Version").write_text("999.0.0.0")
        elif damage == "cookies":
            cookies = sqlite3.connect(profile / "Default" / "Cookies")
            cookies.execute("update meta set value = '999' where key in ('version', 'last_compatible_version')")
            cookies.commit()
            cookies.close()
        else:
            for name in ("Local State", "Default/Cookies", "Default/Preferences"):
                (profile / name).write_bytes(b"{no\0" * 1000)
        said = cli(*CHECK_AGE, site=site)
        assert said.outcomes == {"ads-age": "already-off" if damage == "version" else "signed-out"}
        if damage != "version":
            cli.sign_in(site)
            assert cli(*CHECK_AGE, site=site).outcomes == {"ads-age": "already-off"}


def test_a_flow_that_has_changed_still_knows_what_was_off(stage):
    """A setting is known again by its id when its flow file gives it other words; each run keeps its flow's hash."""
    with stage() as (cli, site):
        assert cli(*RUN_AGE, site=site).status == 0
        site.state.set(AGE, True)
        own = cli.home.parent / "flows"
        own.mkdir()
        text = (folder("flows") / "linkedin.toml").read_text("utf-8")
        (own / "linkedin.toml").write_text(text.replace('"Age range"', '"How old you are"'), "utf-8")
        said = cli(*CHECK_AGE, "--flows", str(own), site=site)
        assert said.outcomes == {"ads-age": "came-back"}
        assert said.result("ads-age")["title"] == "How old you are"
        kept = [folders.load(one).flows["linkedin"] for one in (cli.home / "runs").iterdir()]
        assert len(set(kept)) == 2
        assert cli("report", "-o", str(cli.home / "latest.html")).status == 0


def test_a_home_that_was_moved_goes_on(stage):
    """Profile and runs hold no path of their home: from another folder, what came back is still known."""
    with stage() as (cli, site):
        assert cli(*RUN_AGE, site=site).status == 0
        site.state.set(AGE, True)
        moved = replace(cli, home=cli.home.with_name("elsewhere"))
        os.rename(cli.home, moved.home)
        assert moved(*CHECK_AGE, site=site).outcomes == {"ads-age": "came-back"}
