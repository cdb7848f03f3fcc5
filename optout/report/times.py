"""Times of records as words: the day, the minute, and the second in UTC and on this machine's clock."""

from datetime import UTC, datetime, tzinfo

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def moment(at: str) -> datetime | None:
    """A time of a record (ISO 8601; UTC where it does not say); None if it is none."""
    try:
        when = datetime.fromisoformat(at)
    except ValueError:
        return None
    if not 1970 < when.year < 9000:  # no clock of a run has said so, and zones cannot be counted at the ends of time
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def day(at: str) -> str:
    """The day in UTC, "24 Nov 2026"; what is no time stays as it is."""
    when = moment(at)
    return _day(when.astimezone(UTC)) if when else at


def minute(at: str) -> str:
    """The minute in UTC, "24 Nov 2026 14:01 UTC"; what is no time stays as it is."""
    when = moment(at)
    return f"{day(at)} {when.astimezone(UTC):%H:%M} UTC" if when else at


def clock(at: str) -> str:
    """The time of the day in UTC, "14:01:09"; what is no time stays as it is."""
    when = moment(at)
    return f"{when.astimezone(UTC):%H:%M:%S}" if when else at


def exact(at: str, zone: tzinfo | None = None) -> str:
    """The second in UTC and in a zone: "24 Nov 2026 14:01:09 UTC, 15:01:09 local time (UTC+01:00)".

    Args:
        at: the time; what is none stays as it is.
        zone: which zone is "local"; None for that of this machine.
    """
    when = moment(at)
    if not when:
        return at
    here, there = when.astimezone(UTC), when.astimezone(zone)
    offset = f"{there:%z}"
    if not there.utcoffset():
        return f"{_day(here)} {here:%H:%M:%S} UTC, also local"
    other_day = f"{_day(there)} " if there.date() != here.date() else ""
    return f"{_day(here)} {here:%H:%M:%S} UTC, {other_day}{there:%H:%M:%S} local time (UTC{offset[:3]}:{offset[3:5]})"


def _day(when: datetime) -> str:
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"
