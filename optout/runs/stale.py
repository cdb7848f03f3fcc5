"""Say when the last good check of an account is too old; from a few of the newest records, and without any library."""

from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from optout.model import Outcome
from optout.runs.shelf import Account, newest_first, record

AT_MOST = 12  # records that are opened: a few milliseconds
WITHOUT_SCHEDULE_DAYS = 30
_GRACE_DAYS = 2
_UNREAD = frozenset(outcome for outcome in Outcome if outcome.exit_status >= Outcome.SIGNED_OUT.exit_status)


def last_good(home: Path, now: datetime) -> datetime | None:
    """When the last good check was, of the account that has waited longest; None if there never was one.

    A good check is a run of any kind that ended, and could read every setting of the account that it looked at. An
    account without a profile waits for nothing: it was signed out. Only the newest `AT_MOST` records are opened; where
    an account has no good one among them and there are more, the oldest of them answers: it was even longer ago.

    Args:
        home: the home folder.
        now: the time.
    """
    newest = list(islice(newest_first(home / "runs", now), AT_MOST + 1))
    good: dict[Account, datetime | None] = {}
    oldest: datetime | None = None
    for folder in newest[:AT_MOST]:
        one = record(folder)
        if one is None or one.started > now:
            continue
        oldest = one.started
        for account, words in one.words.items():
            read = one.ended and not words & _UNREAD
            if not good.get(account) and (home / "profiles" / account[0] / account[1]).is_dir():
                good[account] = one.started if read else None
    more = oldest if len(newest) > AT_MOST else None
    return min((when for when in (when or more for when in good.values()) if when), default=None)


def stale(last_good: datetime | None, every_days: int, now: datetime) -> str:
    """One sentence where the last good check is too old, else nothing.

    Too old is more than twice the schedule's interval and two days, or 30 days without a schedule.

    Args:
        last_good: when it was; None if there never was one, which is no silence.
        every_days: the schedule's interval in days; 0 without a schedule.
        now: the time.
    """
    if last_good is None:
        return ""
    patience = 2 * every_days + _GRACE_DAYS if every_days else WITHOUT_SCHEDULE_DAYS
    age = now - last_good
    if age <= timedelta(days=patience):
        return ""
    ago = f"The last good check was more than {age.days} days ago."
    return f'{ago} Run "optout check", and see "optout schedule status".'
