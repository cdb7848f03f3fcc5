"""Say what would stop a run: everything that one needs, whether it is there, and the way out where it is not."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from optout.browser.attach import is_own
from optout.browser.find import find, has_screen
from optout.browser.profile import opened
from optout.catalog import Catalog
from optout.config import Config
from optout.errors import CannotLook, OptoutError, PersonNeeded
from optout.home import Home
from optout.notices import notify, ping


class Mark(StrEnum):
    """Whether something is there, is missing but can be done without, or would stop a run."""

    OK = "ok"
    NOTE = "note"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a run needs.

    Attributes:
        mark: whether it is there.
        what: its name.
        words: what was seen, and the way out where something is missing.
        exit_status: what a run would end with for want of it; 0 if it would not.
    """

    mark: Mark
    what: str
    words: str
    exit_status: int = 0


def examine(config: Config) -> Iterator[Finding]:
    """Look at everything that a run needs, in the order in which it needs it."""
    yield _tried("home", lambda: str(Home.at(config.home).path))
    yield _tried("flows", lambda: ", ".join(Catalog.read(config.flows).flows))
    yield _tried("browser", lambda: _browser(config))
    yield (
        Finding(Mark.OK, "screen", "a window can be shown")
        if has_screen()
        else Finding(Mark.NOTE, "screen", "none here; bring a session with: optout login SERVICE --storage-state FILE")
    )
    yield _aside("notices", "none set (OPTOUT_NOTIFY)", config.notify, lambda: _channels(config))
    yield _aside("monitor", "none set (OPTOUT_PING)", config.ping, lambda: f"told over {ping.sound(config.ping)}")
    try:
        home, catalog = Home.at(config.home), Catalog.read(config.flows)
    except OptoutError:
        return  # said above already
    for name, flow in catalog.flows.items():
        what = f"account {name}/{config.account}"
        if flow.service.session is None:
            yield Finding(Mark.OK, what, "needs no sign-in")
        elif is_own(config.browser):
            yield Finding(Mark.OK, what, "as you are signed in in your own Chrome; a run will see")
        elif home.profile(name, config.account).is_dir():
            yield Finding(Mark.OK, what, "has a profile")
        elif any(home.profile(one, config.account).is_dir() for one in catalog.flows):
            yield Finding(Mark.NOTE, what, f"not signed in, and so left out: optout login {name}")
        else:
            yield Finding(Mark.STOP, what, f"not signed in: optout login {name}", PersonNeeded.exit_status)


def exit_status(findings: list[Finding]) -> int:
    """5 where no run could look at anything, 3 where only a sign-in is missing."""
    return max((finding.exit_status for finding in findings), default=0)


def _tried(what: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(Mark.OK, what, check())
    except OptoutError as error:
        return Finding(Mark.STOP, what, str(error), CannotLook.exit_status)


def _aside(what: str, without: str, asked: object, check: Callable[[], str]) -> Finding:
    """Something that a run can do without."""
    try:
        return Finding(Mark.OK, what, check() if asked else without)
    except OptoutError as error:
        return Finding(Mark.NOTE, what, str(error))


def _channels(config: Config) -> str:
    found = [one.scheme for one in notify.channels(config.notify)]
    return f"{len(found)} channel{'' if len(found) == 1 else 's'} ({', '.join(found)})"


def _browser(config: Config) -> str:
    found = find(config.browser)
    trial = config.home / "profiles" / ".doctor"
    try:
        with opened(found, trial) as browsing:
            return f"{found.name} ({browsing.version}), because {found.why}"
    finally:
        shutil.rmtree(trial, ignore_errors=True)
