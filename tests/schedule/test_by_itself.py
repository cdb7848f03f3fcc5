"""A check that nobody asked for: a real scheduler starts it, it catches what came back, and the person hears of it."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from machine import CRON, DAEMON, MANAGER, SYSTEMD, bus, just_before, lacking, machine, started_by, until
from receiver import Receiver

from optout.site import Site

REAL, AGE = "https://www.linkedin.com", "linkedin/ads-age"
MINE = b"# mine: caf\xe9\nMAILTO=somebody\n5 4 * * 7 true 100\\% sure\n"


@pytest.fixture
def site(cli: Any, signed_in: Callable[..., Site], post: Receiver) -> Site:
    """The local site, whose switch a run has turned off and proved off; `.env` says where it is and who hears."""
    site = signed_in()
    (cli.home.parent / ".env").write_text(
        f"OPTOUT_ORIGINS={REAL}={site.origin}\n"
        f"OPTOUT_NOTIFY=json://127.0.0.1:{post.port}/n0tice\n"
        f"OPTOUT_PING=http://127.0.0.1:{post.port}/p1ng\n"
    )
    said = cli("run", AGE, "--json")
    assert (said.status, said.outcomes) == (0, {"ads-age": "turned-off"})
    assert post.got == []
    return site


def records(home: Path) -> list[dict[str, Any]]:
    """The records of all runs, the oldest first."""
    return [json.loads((one / "run.json").read_bytes()) for one in sorted((home / "runs").iterdir())]


def caught(cli: Any, post: Receiver) -> None:
    """One check was made, of everything; it saw the switch; the person heard of that, and the monitor of the check."""
    ran, checked = records(cli.home)
    assert (ran["mode"], checked["mode"]) == ("run", "check")
    assert len(checked["results"]) > 5
    (seen,) = [one for one in checked["results"] if one["setting"] == "ads-age"]
    assert (seen["outcome"], seen["before"]["state"]) == ("came-back", "on")
    assert post.paths == ["/p1ng/start", "/n0tice", "/p1ng/fail"]
    notice = json.loads(post.got[1][1])
    assert notice["title"] == "optout: on again"
    assert notice["message"] == f"On again (linkedin):\n- Age range ({AGE})\nNext: optout run {AGE}"
    (told,) = [one for one in cli("history", "--json").document["settings"] if one["setting"] == "ads-age"]
    assert (told["state"], told["proved_off"]["run"], told["proved_off"]["on_run"]) == ("on", ran["id"], checked["id"])
    assert [one["outcome"] for one in told["seen"]] == ["turned-off", "came-back"]


def test_cron(cli: Any, site: Site, post: Receiver) -> None:
    """cron fires the line that was installed: what came back is told once, and then the crontab is mine again."""
    if reason := lacking(*DAEMON):
        pytest.skip(f"no cron of its own can be started here: {reason}")
    folder = cli.home.parent
    with machine(CRON, folder) as small:

        def fire() -> None:
            """Let cron's clock come to the minute that was installed, and wait for the end of what it starts."""
            with small.cron(just_before(minute)) as daemon:
                until(lambda: any("--due" in line for line in started_by(daemon)))
                until(lambda: not started_by(daemon))

        cli.inside = small.inside
        small("crontab", "-", given=MINE)
        said = cli("schedule", "install", "--using", "cron")
        assert said.status == 0, said.out + said.err
        assert "ok    notices: 1 channel (json)" in said.out
        installed = small("crontab", "-l")
        assert installed.endswith(MINE)
        (line,) = [line for line in installed.split(b"\n") if b"'--due'" in line]
        minute = int(line.split(b" ")[0])
        site.state.set("allowAdsByAge", True)
        fire()
        caught(cli, post)
        mail = (folder / "MAIL").read_text()
        assert f"came-back       {AGE}: On again: proved off on " in mail
        fire()  # an hour later, as far as cron knows: nothing is due
        caught(cli, post)
        assert (folder / "MAIL").read_text() == mail
        assert small("crontab", "-l") == installed
        assert cli("schedule", "remove").out == "Removed from cron. Nothing is scheduled any more.\n"
        assert small("crontab", "-l") == MINE


def test_systemd(cli: Any, site: Site, post: Receiver) -> None:
    """systemd's timer makes up for an hour that was slept through: the same story, and no unit is left behind."""
    if reason := lacking(*MANAGER):
        pytest.skip(f"no systemd of its own can be started here: {reason}")
    folder = cli.home.parent
    units, stamps = folder / "config" / "systemd" / "user", folder / "data" / "systemd" / "timers"
    with machine(SYSTEMD, folder, **bus(folder)) as small:
        cli.inside = small.inside
        cli.environment |= bus(folder)
        said = cli("schedule", "install", "--using", "systemd")
        assert said.status == 0, said.out + said.err
        assert "ok    notices: 1 channel (json)" in said.out
        (timer,) = [one.name for one in units.glob("*.timer")]
        service = timer.replace(".timer", ".service")
        quick = units / f"{timer}.d" / "quick.conf"
        quick.parent.mkdir()
        quick.write_text("[Timer]\nRandomizedDelaySec=0\n")

        def ended() -> tuple[int, int]:
            """When what the timer starts has last ended, 0 while it runs; and its exit status."""
            asked = ("ExecMainExitTimestampMonotonic", "ExecMainStatus")
            told = small("systemctl", "--user", "show", service, *(f"--property={name}" for name in asked)).decode()
            found = dict(line.split("=") for line in told.split())
            return int(found[asked[0]]), int(found[asked[1]])

        def fire() -> int:
            """Let the timer find that it has slept for three hours, and wait for the end of what it starts."""
            before, _ = ended()
            small("systemctl", "--user", "stop", timer)
            long_ago = time.time() - 3 * 60 * 60
            os.utime(stamps / f"stamp-{timer}", (long_ago, long_ago))
            small("systemctl", "--user", "daemon-reload")
            small("systemctl", "--user", "start", timer)
            until(lambda: ended()[0] > before, every=0.3)
            return ended()[1]

        site.state.set("allowAdsByAge", True)
        assert fire() == 1
        caught(cli, post)
        assert fire() == 0  # nothing is due
        caught(cli, post)
        quick.unlink()
        quick.parent.rmdir()
        assert cli("schedule", "remove").out == "Removed from systemd. Nothing is scheduled any more.\n"
        assert [one for one in units.parent.rglob("*") if not one.is_dir()] == []
        assert small("systemctl", "--user", "list-timers", "--all", "--no-legend") == b""
