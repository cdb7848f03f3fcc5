"""When an account is to be checked next: soon after a change, then every so often. The clock is passed in. Pure.

The scheduler's timer is dumb and fires every hour; this knows from the runs what is due.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from random import Random

from optout.model import Outcome
from optout.runs.shelf import Account, Record

DAYS = {"day": 1, "week": 7, "month": 30}
AFTER_A_CHANGE = (timedelta(hours=1), timedelta(days=1), timedelta(days=7))
_FIRST_RETRY = timedelta(hours=1)  # doubled with each failure, up to the interval
_SPREAD = timedelta(minutes=30)  # at most this much later than promised: not all the world at nine
_CLOCK = timedelta(days=1)  # a run from further in the future was made under a wrong clock
_FAILED = frozenset({Outcome.SIGNED_OUT, Outcome.CHALLENGED, Outcome.UNREACHABLE})


@dataclass(frozen=True, slots=True)
class Look:
    """One run, as far as the next check of an account depends on it.

    Attributes:
        run: the run's id.
        at: when it began.
        whole: it was to look at everything of the account, or at all that matters.
        failed: it did not end, or something could not be read.
        changed: something was turned.
    """

    run: str
    at: datetime
    whole: bool
    failed: bool
    changed: bool


def looks(records: Iterable[Record], account: Account, named: Collection[str] = ()) -> list[Look]:
    """What the runs' records say of one account.

    Args:
        records: of any runs.
        account: service and name.
        named: all that is to be looked at (`linkedin/ads-*`); none means everything there.
    """
    service, whole = account[0], set(named)
    return [
        Look(
            one.run,
            one.started,
            not one.targets
            or bool({service, f"{service}/", f"{service}/*"} & set(one.targets))
            or bool(whole and whole <= set(one.targets)),
            not one.ended or bool(one.words.get(account, frozenset()) & _FAILED),
            account in one.clicked,
        )
        for one in records
        if account in one.words or not (one.ended or one.words)  # one that could not even begin
    ]


def next_due(
    looks: Iterable[Look], every: str, at: str, now: datetime, seed: str = "", zone: tzinfo | None = None
) -> datetime:
    """When an account is due (UTC); it is due if that is not after `now`.

    About an hour, a day and a week after a change; else as many days after the last look as the interval has, from a
    time of day on. What failed is tried again after one hour, two, four, and so on up to the interval. However late a
    check comes, what has become due meanwhile is one check.

    Args:
        looks: what runs did, in any order.
        every: "day", "week" or "month".
        at: the time of day, "HH:MM" in local time.
        now: the time.
        seed: spreads the checks of different installations over some minutes.
        zone: what local time is; None for this machine's.
    """
    known = sorted((one for one in looks if one.at <= now + _CLOCK), key=lambda one: one.at)
    whole = [one for one in known if one.whole]
    if not whole:
        return now
    last = whole[-1]
    if failures := _failures(whole):
        longest = timedelta(days=DAYS[every])
        wait = min(_FIRST_RETRY * (1 << min(failures - 1, 16)), longest)
        return last.at + wait + _later(seed, last.run, wait)
    due = [_regular(last, DAYS[every], at, zone) + _later(seed, last.run, _SPREAD * 10)]
    if changes := [one for one in known if one.changed]:
        change = changes[-1]
        follow_ups = [change.at + after + _later(seed, change.run, after) for after in AFTER_A_CHANGE]
        due += [when for when in follow_ups if when > last.at]
    return min(due)


def _failures(whole: list[Look]) -> int:
    """How many of the latest looks failed in a row."""
    count = 0
    for one in reversed(whole):
        if not one.failed:
            break
        count += 1
    return count


def _regular(last: Look, days: int, at: str, zone: tzinfo | None) -> datetime:
    day = last.at.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, time.fromisoformat(at), zone).astimezone(UTC)


def _later(seed: str, run: str, wait: timedelta) -> timedelta:
    """Up to a tenth of the wait, and never long; the same whenever it is asked."""
    return min(_SPREAD, wait / 10) * Random(f"{seed} {run}").random()  # noqa: S311
