"""What is remembered between runs: the events that go on or were not told yet, and what was seen of each account."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from optout.model import State


class Kind(StrEnum):
    """What an event is about."""

    DRIFT = "drift"  # a setting reads on that was read off before
    FIXED = "fixed"  # the same, found and turned off in one run; told once, and over
    NEW = "new"  # a row that was never there before; told once, and never over
    SIGN_IN = "sign-in"  # one for a whole account
    PAGE = "page"  # a page is not what the flow says
    AWAY = "away"  # no page for long

    @property
    def lasts(self) -> bool:
        """Whether it goes on until a run finds it to be over."""
        return self not in (Kind.FIXED, Kind.NEW)


Key = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a person has to hear of: once when it begins, and once when it is over.

    Attributes:
        kind: what it is about.
        origin: where the pages came from; what a stand-in site shows is no news of the real one.
        service: the service's id.
        account: the account's name.
        name: the setting's id, or the path of a row that the flow does not know; empty for a whole account.
        title: what the page calls it.
        sentence: what was seen last.
        url: where to look at it.
        state: what it read, for a row that is new.
        since: when the run began that found it (UTC, ISO 8601).
        told: a notice that it has begun was delivered.
        over: it is over, and no notice of that was delivered yet.
    """

    kind: Kind
    origin: str
    service: str
    account: str
    name: str
    title: str
    sentence: str
    url: str
    state: State
    since: str
    told: bool = False
    over: bool = False

    @property
    def key(self) -> Key:
        """What makes it the same event."""
        return (self.kind, self.origin, self.service, self.account, self.name)


@dataclass(frozen=True, slots=True)
class Failing:
    """How often in a row there was no page, and since when (UTC, ISO 8601)."""

    times: int
    since: str


@dataclass(frozen=True, slots=True)
class Account:
    """What is remembered of one account.

    Attributes:
        hubs: the swept hubs whose rows were all read once: only after that can a row be new.
        rows: the paths of all rows and settings that were ever there.
        off: the settings that were ever read off.
        failing: setting -> how long there was no page.
    """

    hubs: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    failing: Mapping[str, Failing] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """All that is remembered from one run to the next: events that go on or were not told, and each account."""

    events: tuple[Event, ...] = ()
    accounts: Mapping[str, Account] = field(default_factory=dict)

    @property
    def pending(self) -> tuple[Event, ...]:
        """What a person has not heard yet."""
        return tuple(event for event in self.events if event.over or not event.told)

    def told(self, heard: Iterable[Event]) -> "Known":
        """The same after a notice of some events was delivered."""
        keys = {event.key for event in heard}
        left = []
        for event in self.events:
            if event.key not in keys:
                left.append(event)
            elif event.kind.lasts and not event.over:
                left.append(replace(event, told=True))
        return replace(self, events=tuple(left))
