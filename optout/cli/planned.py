"""What is scheduled, for the commands that mention it: how often, when next, and whether it has fallen silent."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click


def every_days(home: Path) -> int:
    """The interval of the scheduled check in days; 0 without a schedule, or where its file says nothing readable."""
    try:
        from optout.schedule.due import DAYS

        return DAYS.get(json.loads((home / "schedule.json").read_bytes())["every"], 0)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return 0


def next_check(home: Path) -> datetime | None:
    """When the schedule looks next (UTC); None where nothing tells."""
    from optout.errors import UsageProblem
    from optout.schedule import agenda

    try:
        return agenda.next_check(home, datetime.now(UTC))
    except UsageProblem:
        return None  # "optout schedule status" says what is wrong with it


def mention_silence(home: Path) -> None:
    """Say on stderr, when this command has ended, that the last good check is too old; `--json` keeps stdout clean.

    At the end, because the command may itself be the check that was missing.
    """
    ctx = click.get_current_context(silent=True)
    if ctx and ctx.info_name != "demo":  # its home is one of its own
        ctx.find_root().call_on_close(lambda: _mention(home))


def _mention(home: Path) -> None:
    from optout.runs.stale import last_good, stale

    now = datetime.now(UTC)
    if sentence := stale(last_good(home, now), every_days(home), now):
        click.echo(f"optout: {sentence}", err=True)
