"""Which accounts of a home are due for a check, and when the next is: from schedule, profiles and records."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from optout.errors import CannotLook
from optout.runs.shelf import newest_first, record
from optout.schedule import settings
from optout.schedule.due import looks, next_due

AT_MOST = 40  # records that are opened, from the newest back: enough for a week of changes and failures
_EVERY, _AT = "week", "09:00"  # without a schedule


@dataclass(frozen=True, slots=True)
class Date:
    """When an account of a service is to be checked."""

    when: datetime  # UTC
    service: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is to be checked when.

    Attributes:
        now: when this was asked.
        dates: one for each service with an account, the next one first.
        fix: the schedule allows to turn off again what came back.
    """

    now: datetime
    dates: tuple[Date, ...]
    fix: bool

    @property
    def due(self) -> tuple[str, ...]:
        """The services that are to be checked by now."""
        return tuple(one.service for one in self.dates if one.when <= self.now)

    @property
    def words(self) -> str:
        """One sentence about when the next check is due."""
        if not self.dates:
            return 'Nothing is due: nobody has signed in yet. Start with "optout login linkedin".'
        first = self.dates[0]
        return f"Nothing is due. Next: {first.service}, {first.when.astimezone():%Y-%m-%d %H:%M}."


def read(home: Path, account: str, now: datetime, named: Mapping[str, Collection[str]] | None = None) -> Agenda:
    """The agenda of the accounts of one name.

    Args:
        home: the home folder.
        account: the name of the accounts.
        now: the time.
        named: service -> all that is to be looked at there (`linkedin/ads-*`); None, or no entry, means everything.

    Raises:
        CannotLook: the home is not there, such as on a disk that is not: nothing is known, and that is no good news.
        UsageProblem: `schedule.json` is damaged.
    """
    if not home.is_dir():
        raise CannotLook(
            f"{home} is not there, so nobody knows what is due. See whether its disk is; a new home begins with "
            '"optout login linkedin".'
        )
    wanted = settings.read(home)
    every, at = (wanted.every, wanted.at) if wanted else (_EVERY, _AT)
    profiles = home / "profiles"
    services = sorted(one.parent.name for one in profiles.glob(f"*/{account}") if one.is_dir())
    records = [one for folder in islice(newest_first(home / "runs", now), AT_MOST) if (one := record(folder))]
    dates = [
        Date(
            next_due(
                looks(records, (service, account), (named or {}).get(service, ())), every, at, now, seed=str(home)
            ),
            service,
        )
        for service in services
    ]
    return Agenda(now, tuple(sorted(dates, key=lambda one: one.when)), bool(wanted and wanted.fix))


def next_check(home: Path, now: datetime) -> datetime | None:
    """When the schedule looks next (UTC); None where nothing is scheduled."""
    wanted = settings.read(home)
    if wanted is None:
        return None
    dates = read(home, wanted.account, now).dates
    return max(dates[0].when, now).astimezone(UTC) if dates else None
