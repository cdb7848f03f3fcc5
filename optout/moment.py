"""The present moment, in UTC and as the clocks around the person show it."""

from datetime import UTC, datetime


def now() -> tuple[str, str]:
    """One moment twice (ISO 8601, milliseconds): in UTC, and in local time with its offset from UTC."""
    moment = datetime.now(UTC)
    return moment.isoformat(timespec="milliseconds"), moment.astimezone().isoformat(timespec="milliseconds")
