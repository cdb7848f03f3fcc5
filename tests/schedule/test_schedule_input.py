"""Bad input to `schedule` on the real command line: one clear sentence, its exit code, and nothing scheduled."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from optout.schedule.job import Job
from optout.schedule.settings import Settings, read, write


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("--at", "25:00"), 2, '--at "25:00": write a time of day as HH:MM'),
        (("--at", "soon"), 2, '--at "soon": write a time of day'),
        (("--every", "hour"), 2, "'hour' is not one of 'day', 'week', 'month'"),
        (("--using", "at"), 2, "'at' is not one of"),
        (("--account", "../x"), 2, '--account "../x": use letters'),
        (("--origin", "nonsense"), 2, "write FROM=TO"),
        (("--using", "launchd"), 5, "--using launchd: this is no macOS."),
        (("--using", "windows"), 5, "--using windows: this is no Windows."),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, tuple) else "",
)
@pytest.mark.skipif(sys.platform != "linux", reason="what a machine lacks is Linux's view here")
def test_wrong_words(cli: Any, words: tuple[str, ...], status: int, says: str) -> None:
    """What makes no sense, or is not there, is said before anything is written."""
    said = cli("schedule", "install", *words)
    assert (said.status, said.out) == (status, "")
    assert says in said.err
    assert not cli.home.exists()


def test_a_folder_with_a_line_break(cli: Any, tmp_path: Path) -> None:
    """A path that would break a scheduler's file in two is refused."""
    said = cli("schedule", "install", "--using", "cron", "--dry-run", "--flows", f"{tmp_path}/a\nb")
    assert (said.status, said.out) == (2, "")
    assert "holds a control character" in said.err


def alone(cli: Any, *words: str) -> subprocess.CompletedProcess[str]:
    """The command line on a machine whose PATH has nothing on it."""
    empty = cli.home.parent / "empty"
    empty.mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-m", "optout", "schedule", *words, "--home", str(cli.home)],
        env={"PATH": str(empty), "HOME": str(cli.home.parent)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have their scheduler")
def test_a_machine_without_any_scheduler(cli: Any) -> None:
    """Nothing to schedule with is exit 5, and the sentence says what was missing of each and what to do."""
    done = alone(cli, "install")
    assert (done.returncode, done.stdout) == (5, "")
    assert "systemd: there is no systemctl command here; cron: there is no crontab command here" in done.stderr
    assert '"optout check --due" once an hour' in done.stderr
    assert (
        alone(cli, "install", "--using", "cron").stderr == "optout: --using cron: there is no crontab command here.\n"
    )
    assert not cli.home.exists()


def test_settings_that_came_from_another_machine(cli: Any) -> None:
    """A home that was copied to a machine without that scheduler: status says so, and remove gets rid of it."""
    cli.home.mkdir()
    job = Job("optout-00000000", ("/opt/optout", "check", "--due"), "/", 1, "/log")
    for using in ("cron", "launchd", "windows", "systemd"):
        write(cli.home, Settings("week", "09:00", False, "default", using, "2026-11-25T10:00:00+00:00", job))
        asked = alone(cli, "status")
        assert asked.returncode == 5
        assert f"{using} cannot be asked: " in asked.stdout
        assert 'Put it right with "optout schedule install".' in asked.stdout
        done = alone(cli, "remove")
        assert (done.returncode, done.stderr) == (0, ""), using
        assert done.stdout == "The scheduler knew nothing of it. Nothing is scheduled.\n"
        assert read(cli.home) is None


def test_a_home_that_cannot_be_written(cli: Any) -> None:
    """A file in the place of the home is exit 5, before the scheduler is touched."""
    cli.home.write_text("mine")
    said = cli("schedule", "install", "--using", "cron")
    assert (said.status, said.out) == (5, "")
    assert "cannot be" in said.err
    assert cli.home.read_text() == "mine"


FAILING = """#!/bin/sh
# systemctl as it is seen from outside, but it enables nothing
case "$*" in *enable*) echo "Failed to enable unit: No space left on device" >&2; exit 1;; *) exit 0;; esac
"""


def test_a_scheduler_that_fails_half_way(cli: Any) -> None:
    """Units that were written before systemd refused are taken away again; no settings say that there is a schedule."""
    tools, config = cli.home.parent / "bin", cli.home.parent / "config"
    tools.mkdir()
    (tools / "systemctl").write_text(FAILING)
    (tools / "systemctl").chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-m", "optout", "schedule", "install", "--using", "systemd", "--home", str(cli.home)],
        env={"PATH": str(tools), "HOME": str(cli.home.parent), "XDG_CONFIG_HOME": str(config)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr.startswith('optout: "systemctl --user enable optout-')
    assert done.stderr.endswith("failed: Failed to enable unit: No space left on device\n")
    assert [file for file in config.rglob("*") if file.is_file()] == []
    assert read(cli.home) is None


def test_the_dry_run_of_every_scheduler(cli: Any) -> None:
    """What would be written and run is printed, for a scheduler of another system too; nothing is done."""
    said = {
        using: cli("schedule", "install", "--using", using, "--dry-run", "--account", "work")
        for using in ("systemd", "cron", "launchd", "windows")
    }
    assert {one.status for one in said.values()} == {0}
    assert not cli.home.exists()
    for using, words in {
        "systemd": ["OnCalendar=", "systemctl --user daemon-reload"],
        "cron": ["* * * * cd ", "crontab -"],
        "launchd": ["<key>StartCalendarInterval</key>", "launchctl bootstrap"],
        "windows": ["<Interval>PT1H</Interval>", "schtasks /Create /F"],
    }.items():
        assert all(word in said[using].out for word in [*words, '"format": 1', "--account", "work"])
    again = cli("schedule", "install", "--using", "cron", "--dry-run", "--account", "work").out
    lines = [[line for line in out.splitlines() if '"installed"' not in line] for out in (said["cron"].out, again)]
    assert lines[0] == lines[1]  # what it says now is what it will do
    assert list(cli.home.parent.iterdir()) == []
