"""Which scheduler: the one that was named, or the one that this machine has."""

import sys

from optout.errors import CannotLook
from optout.schedule.job import Scheduler


def scheduler(name: str) -> Scheduler:
    """A scheduler by its name, one of USING."""
    if name == "systemd":
        from optout.schedule.systemd import Systemd

        return Systemd()
    if name == "cron":
        from optout.schedule.cron import Cron

        return Cron()
    if name == "launchd":
        from optout.schedule.launchd import Launchd

        return Launchd()
    from optout.schedule.windows import Windows

    return Windows()


def choose() -> str:
    """The scheduler that this machine has.

    Raises:
        CannotLook: it has none; the sentence says what was missing of each.
    """
    names = {"darwin": ("launchd",), "win32": ("windows",)}.get(sys.platform, ("systemd", "cron"))
    reasons = []
    for name in names:
        reason = scheduler(name).missing()
        if not reason:
            return name
        reasons.append(f"{name}: {reason}")
    raise CannotLook(
        f"No scheduler was found here ({'; '.join(reasons)}). Install cron, or have something else start "
        '"optout check --due" once an hour.'
    )
