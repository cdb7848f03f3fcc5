"""Where the person stands, in a few lines: what is off, what is not, how old that is, and the one next command."""

from collections.abc import Sequence
from datetime import UTC, datetime

from rich.console import Console
from rich.text import Text

from optout.model import Outcome, State
from optout.report.times import moment
from optout.runs.track import Account, Track, by_account

_LISTED = 8  # settings that are named; the rest is a number
_UNITS = (("year", 365 * 86400), ("month", 30 * 86400), ("day", 86400), ("hour", 3600), ("minute", 60))
_NO_MATTER = (Outcome.NOT_OFFERED, Outcome.SKIPPED)  # not there, or the person's own business


def show(
    tracks: Sequence[Track], now: datetime, next_check: datetime | None, console: Console, *, scheduled: bool
) -> None:
    """Print it.

    Args:
        tracks: all settings that runs have looked at; at least one.
        now: the time.
        next_check: when the schedule looks next; None where nothing tells.
        console: where to print.
        scheduled: whether there is a schedule.
    """
    for account in by_account(tracks):
        _account(account, now, console)
    planned = "ask optout schedule status" if scheduled else "no schedule: optout schedule install"
    if next_check:
        planned = f"{words(next_check, now)} ({_minute(next_check)})"
    console.print(f"Next check: {planned}", soft_wrap=True)
    console.print(f"To do next: {next_step(tracks, scheduled=scheduled)}", soft_wrap=True, markup=False)


def next_step(tracks: Sequence[Track], *, scheduled: bool) -> str:
    """The one command that helps most now, by the smallest exit status among what was seen last."""
    wrong = [one for one in tracks if one.last.seen.outcome.exit_status and not one.put_back]
    if not wrong:
        return "nothing" if scheduled else "optout schedule install"
    first = min(wrong, key=lambda one: one.last.seen.outcome.exit_status)
    service, account, _ = first.place
    outcome = first.last.seen.outcome
    command = {1: "optout run", 3: "optout login", 4: "optout report", 5: "optout check"}[outcome.exit_status]
    if outcome is Outcome.CHALLENGED:
        command = "optout run --headed"  # there is something to solve, in the window
    if outcome.exit_status == 4:
        return f"{command} {first.last.run.id} --open"
    program, verb, *options = command.split()
    return " ".join([program, verb, service, *options, *(["--account", account] if account != "default" else [])])


def words(when: datetime, now: datetime) -> str:
    """How far away a time is: "3 days ago", "in 2 hours", "just now"; always the largest whole unit."""
    seconds = (when - now).total_seconds()
    for unit, size in _UNITS:
        if number := int(abs(seconds) // size):
            span = f"{number} {unit}{'' if number == 1 else 's'}"
            return f"in {span}" if seconds > 0 else f"{span} ago"
    return "now" if seconds > 0 else "just now"


def _account(account: Account, now: datetime, console: Console) -> None:
    offered = [one for one in account.tracks if one.last.seen.outcome is not Outcome.NOT_OFFERED]
    off = [one for one in offered if one.last.seen.proves_off]
    counted = [one for one in offered if not _by_person(one)]
    head = Text()
    head.append(account.title, "bold")
    head.append(": ")
    share = f"{len(off)} of {len(counted)} off" if counted else "nothing to turn off here"
    head.append(share, "green" if off and len(off) == len(counted) else "")
    readings = [when for one in off if (when := moment(one.last.at))]
    if readings:  # the oldest counts: a younger one says nothing of the others
        head.append(f", read {words(min(readings), now)}")
    console.print(head, soft_wrap=True)
    rest = sorted((one for one in offered if not one.last.seen.proves_off), key=_urgency)
    for one in rest[:_LISTED]:
        _other(one, now, console)
    if len(rest) > _LISTED:
        console.print(f"  and {len(rest) - _LISTED} more: optout history {account.service}", soft_wrap=True)


def _by_person(track: Track) -> bool:
    """Whether nothing but a person can tell: a form, say, which nobody reads and which they have not done."""
    return track.last.seen.outcome is Outcome.SKIPPED and track.last.seen.state is State.UNKNOWN


def _urgency(track: Track) -> tuple[bool, int]:
    outcome = track.last.seen.outcome
    return outcome in _NO_MATTER, outcome.exit_status


def _other(track: Track, now: datetime, console: Console) -> None:
    seen = track.last.seen
    line = Text("  ")
    line.append(f"{seen.outcome.value:14}", "bold red" if seen.state is State.ON else "yellow")
    line.append(f"  {track.setting}{', yours to do' if _by_person(track) else ''}")
    when = moment(track.since)
    if seen.state is State.ON and when:
        line.append(f", on since {when:%Y-%m-%d}")
    line.append(", as you had it put back" if track.put_back else "")
    proved = moment(track.proof.at) if track.proof else None
    if proved:
        line.append(f", last proved off {words(proved, now)}")
    console.print(line, soft_wrap=True)


def _minute(when: datetime) -> str:
    """A time in UTC, to the minute."""
    return f"{when.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
