"""Every run at a glance: what all records say of each setting, read lightly, the rest of them passed over."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from optout.errors import UsageProblem
from optout.model import INTERRUPTED, Mode, Outcome, State, Unlisted
from optout.runs.shelf import MANIFEST, PARTIAL, newest_first


@dataclass(frozen=True, slots=True)
class Look:
    """What of an Observation is needed to tell what was when."""

    state: State
    at: str  # UTC, ISO 8601; empty where no page was opened
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What of a Turn is needed to know whether anything was clicked."""

    obstacle: Any = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What of a Result is needed to tell what was when."""

    service: str
    account: str
    setting: str
    title: str
    url: str
    outcome: Outcome
    before: Look | None = None
    after: Look | None = None
    turns: tuple[Attempt, ...] = ()

    @property
    def looks(self) -> tuple[Look, ...]:
        """Both page loads, as far as there were two."""
        return tuple(look for look in (self.before, self.after) if look)

    @property
    def state(self) -> State:
        """The state that is believed."""
        last = self.after or self.before
        return last.state if last else State.UNKNOWN

    @property
    def at(self) -> str:
        """When that was read (UTC, ISO 8601); empty where no page was opened."""
        last = self.after or self.before
        return last.at if last else ""

    @property
    def proves_off(self) -> bool:
        """Whether it was read off: both the word and the page must say so."""
        return self.outcome.is_off and self.state is State.OFF

    @property
    def clicked(self) -> bool:
        """Whether anything was clicked."""
        return any(not turn.obstacle for turn in self.turns)

    @property
    def origin(self) -> str:
        """Where the page came from; empty where the address is none."""
        return _origin(self.url)

    @property
    def place(self) -> tuple[str, str, str]:
        """Whose setting it is: service, account, origin. What a stand-in site held says nothing of the real one."""
        return self.service, self.account, self.origin


@dataclass(frozen=True, slots=True)
class Entry:
    """What of a Run is needed to tell what was when."""

    format: Literal[1, 2]
    id: str
    mode: Mode
    started: str  # UTC, ISO 8601
    finished: str = ""  # empty while it goes on, and for ever where it was cut off
    interrupted: bool = False
    results: tuple[Seen, ...] = ()
    unlisted: tuple[Unlisted, ...] = ()
    folder: Path = Path()
    undoes: str = ""  # the run that it puts something of back
    targets: tuple[str, ...] = ()  # as the person typed them; none means all

    @property
    def partial(self) -> bool:
        """Whether it is going on, or was cut off."""
        return self.folder.name.endswith(PARTIAL) or not self.finished

    def whole(self, service: str) -> bool:
        """Whether it came to its end and was to look at everything of a service."""
        return not self.partial and (not self.targets or service in self.targets)

    @property
    def exit_status(self) -> int:
        """The same as Run's."""
        if self.interrupted:
            return INTERRUPTED
        return min((one.outcome.exit_status for one in self.results if one.outcome.exit_status), default=0)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All runs, the oldest first; and one sentence for each that could not be read."""

    entries: tuple[Entry, ...]
    unreadable: tuple[str, ...] = ()


def read(runs: Path, newest: int | None = None) -> Ledger:
    """Read run records; a damaged one, or one of a newer version, is passed over and told of.

    Args:
        runs: the folder of run folders.
        newest: how many to read, from the latest back; None for all.
    """
    entries, unreadable = [], []
    for folder in islice(newest_first(runs), newest):
        try:
            entries.append(_entry(folder))
        except UsageProblem as problem:
            unreadable.append(str(problem))
    return Ledger(tuple(reversed(entries)), tuple(unreadable))


def put_back(entries: Sequence[Entry], run: str) -> dict[tuple[str, str, str], str]:
    """What of a run was put back: service, account and setting -> the id of the run that did it last."""
    return {
        (seen.service, seen.account, seen.setting): entry.id
        for entry in entries
        if entry.undoes == run
        for seen in entry.results
        if seen.outcome is Outcome.PUT_BACK
    }


def _entry(folder: Path) -> Entry:
    ended = folder.with_name(folder.name.removesuffix(PARTIAL))
    if folder != ended and not folder.exists() and ended.exists():
        folder = ended  # it has ended since the shelf was listed
    try:
        return replace(_reader().validate_json((folder / MANIFEST).read_bytes()), folder=folder)
    except (OSError, ValidationError) as error:
        from optout.runs import folders  # only now: it is slow to load, and has the sentence for every kind of damage

        folders.load(folder)
        raise UsageProblem(f"{folder / MANIFEST} is damaged.") from error


@cache
def _reader() -> TypeAdapter[Entry]:
    return TypeAdapter(Entry)


@lru_cache(maxsize=4096)  # the same few addresses in every run
def _origin(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""
