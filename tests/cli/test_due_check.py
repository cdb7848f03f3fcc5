"""`check --due` as a scheduler starts it, once an hour for years: at once, silent, and with the right exit code."""

import json
import os
import pty
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from test_history import SERVICES, check, fastest, optout, store

from optout.runs import folders
from optout.schedule.settings import Settings, write

FLOW = 'format = 1\nservice = "linkedin"\ntitle = "L"\norigin = "https://www.linkedin.com"\n{}{}'
HEAVY = {"playwright", "pydantic", "structlog", "rich", "apprise", "jinja2", "filelock"}


def schedule(home: Path) -> None:
    """A schedule of once a week, and what a person writes into `.env`."""
    write(home, Settings("week", "09:00", False, "default", "cron", "2026-01-01T00:00:00+00:00"))
    (home.parent / ".env").write_text("OPTOUT_NOTIFY=json://127.0.0.1:1/token\n")


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with 1,000 daily checks of 60 settings, the last one of this hour: nothing is due."""
    home = tmp_path_factory.mktemp("calm") / "home"
    now = datetime.now(UTC) - timedelta(minutes=10)
    text = json.dumps({"format": 1, **folders._RUN.dump_python(check(now), mode="json")}, indent=1)
    for number in range(1000):
        when = now - timedelta(days=number)
        folder = home / "runs" / f"{when:%Y-%m-%dT%H%M%SZ}-0000"
        folder.mkdir(parents=True)
        folder.joinpath("run.json").write_text(text.replace(f"{now:%Y-%m-%d}T", f"{when:%Y-%m-%d}T"), "utf-8")
    for service in SERVICES:
        (home / "profiles" / service / "default").mkdir(parents=True)
    schedule(home)
    return home


def test_nothing_due_is_known_at_once(calm: Path) -> None:
    """With 1,000 runs, a schedule and `.env`: exit 0, not a word, and less than 0.3 s of a processor."""
    said, seconds = fastest(calm, "check", "--due")
    assert said == ""
    assert seconds < 0.3


def test_nothing_due_loads_nothing_heavy(calm: Path) -> None:
    """The process that finds nothing due has imported no browser library, nor anything else that takes its time."""
    done = optout(calm, "check", "--due", PYTHONPROFILEIMPORTTIME="1")
    assert done.returncode == 0
    loaded = {line.rsplit("|", 1)[1].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert {"click", "optout.schedule.agenda", "dotenv"} <= loaded
    assert {name.split(".")[0] for name in loaded} & HEAVY == set()


def test_unattended_and_nothing_due(calm: Path) -> None:
    """Nothing on either stream; with --json the one document, which says why, and when it goes on."""
    for words in ((), ("--quiet",)):
        done = optout(calm, "check", "--due", *words)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    done = optout(calm, "check", "--due", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert document.pop("note").startswith("Nothing is due. Next: ")
    assert document == {
        "format": 1, "run": None, "mode": "check", "exit": 0, "folder": None, "results": [], "unlisted": [],
    }  # fmt: skip


def test_a_person_is_told_when_it_goes_on(calm: Path) -> None:
    """On a terminal the same command says when the next check is due."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "optout", "check", "--due", "--home", str(calm)]
    done = subprocess.run(command, stdin=theirs, stderr=theirs, stdout=subprocess.PIPE, text=True, check=False)
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 0
    assert done.stdout.startswith("Nothing is due. Next: google, 2")


def test_a_damaged_schedule_is_one_sentence(tmp_path: Path) -> None:
    """Whether or not anything is due: exit 2, the file and the way out; and the document where one was asked for."""
    home = tmp_path / "home"
    store(home, check(datetime.now(UTC)))
    (home / "schedule.json").write_text('{"format": 1, "every":')
    says = f'{home / "schedule.json"} is damaged: it is not JSON. Run "optout schedule install" again.'
    done = optout(home, "check", "--due")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"optout: {says}\n")
    done = optout(home, "check", "--due", "--json")
    assert (done.returncode, done.stderr) == (2, f"optout: {says}\n")
    document = json.loads(done.stdout)
    assert (document["exit"], document["error"], document["results"]) == (2, says, [])


def test_a_home_that_is_gone_is_not_silent(cli: Any) -> None:
    """A scheduler that starts a check of a home on a disk that is not there hears of it, with exit 5; none is made."""
    said = cli("check", "--due", "--quiet")
    assert (said.status, said.out) == (5, "")
    assert said.err.startswith(f"optout: {cli.home} is not there, so nobody knows what is due. See whether its disk")
    assert not cli.home.exists()
    cli.home.mkdir()
    said = cli("check", "--due", "--quiet")  # signed out everywhere
    assert (said.status, said.out, said.err) == (0, "", "")


def test_targets_narrow_what_is_due(calm: Path, cli: Any) -> None:
    """A target is looked at where its service is due, not anyway; and what it names must be there."""
    cli.home = calm
    before = sorted(calm.joinpath("runs").iterdir())
    for target in ("linkedin", "linkedin/ads-age", "link*/ads-*"):
        said = cli("check", target, "--due", "--json")
        assert (said.status, said.err) == (0, "")
        assert said.document["note"].startswith("Nothing is due. Next: linkedin, ")
    said = cli("check", "linkedin/no-such-setting", "--due")
    assert (said.status, said.out) == (2, "")
    assert '"linkedin/no-such-setting" names no setting of linkedin' in said.err
    assert sorted(calm.joinpath("runs").iterdir()) == before


def test_a_target_that_is_due_is_looked_at(cli: Any) -> None:
    """What was never looked at is due: the check begins, and says that there is no such browser."""
    (cli.home / "profiles" / "linkedin" / "default").mkdir(parents=True)
    for target in ((), ("linkedin/ads-age",)):
        said = cli("check", *target, "--due", "--accept-terms-risk", "--browser", "/no/such/browser")
        assert (said.status, said.out) == (5, "")
        assert "/no/such/browser" in said.err


def test_a_service_without_a_flow_keeps_nobody_waiting(cli: Any) -> None:
    """A profile whose flow is gone is passed over, and what else is due is looked at."""
    for service in ("gone", "linkedin"):
        (cli.home / "profiles" / service / "default").mkdir(parents=True)
    said = cli("check", "--due", "--accept-terms-risk", "--browser", "/no/such/browser")
    assert (said.status, "/no/such/browser" in said.err) == (5, True)
    (cli.home / "profiles" / "linkedin" / "default").rmdir()
    assert cli("check", "--due", "--json").document["note"].startswith("Nothing is due: ")


def test_a_target_that_was_just_looked_at_is_not_due(cli: Any) -> None:
    """Started every hour with a target, it looks at it once; another target of the service is due as before."""
    now = datetime.now(UTC) - timedelta(minutes=10)
    whole = check(now)
    age = next(one for one in whole.results if one.service == "linkedin")
    store(cli.home, replace(whole, targets=(f"linkedin/{age.setting}",), results=(age,)))
    (cli.home / "profiles" / "linkedin" / "default").mkdir(parents=True)
    flows = cli.home.parent / "flows"
    flows.mkdir()
    flows.joinpath("linkedin.toml").write_text(
        FLOW.format(*(f'[[setting]]\nid = "{one}"\ntitle = "T"\npath = "/{one}"\n' for one in (age.setting, "other")))
    )
    said = cli("check", f"linkedin/{age.setting}", "--due", "--json", "--flows", str(flows))
    assert (said.status, said.document["note"][:15]) == (0, "Nothing is due.")
    for target in ("linkedin/other", "linkedin", "linkedin/*"):
        said = cli(
            "check", target, "--due", "--accept-terms-risk", "--browser", "/no/such/browser", "--flows", str(flows)
        )
        assert (target, said.status) == (target, 5)
