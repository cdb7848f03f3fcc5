"""What is news: from what was known before and a run that has ended to what a person has to hear of. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from optout.model import Mode, Outcome, Result, Run, State, Unlisted
from optout.notices.events import Account, Event, Failing, Key, Kind, Known

LONG = 3  # looks in a row that found no page ...
_LONG = timedelta(days=1)  # ... over at least so much time: a laptop may be offline for an evening

_DOORS = {Outcome.SIGNED_OUT, Outcome.CHALLENGED}
_ON = {Outcome.STILL_ON, Outcome.CAME_BACK, Outcome.NOT_SAVED, Outcome.LOCKED}
_READ = {Outcome.ALREADY_OFF, Outcome.TURNED_OFF, Outcome.PUT_BACK, Outcome.NOT_OFFERED, *_ON}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a run was to look at in one service.

    Attributes:
        listed: the ids of the settings that the flow lists.
        swept: the hubs all of whose rows are settings.
        whole: everything in the service was asked for, and not only some of its settings.
    """

    listed: frozenset[str]
    swept: frozenset[str]
    whole: bool


def learn(known: Known, run: Run, scopes: Mapping[str, Scope]) -> Known:
    """What is known after a run: an event begins, goes on or is over only by what this run itself has read.

    Args:
        known: what was known before.
        run: a run that has ended, or was interrupted.
        scopes: service -> what the run was to look at there.
    """
    events = {event.key: event for event in known.events}
    accounts = dict(known.accounts)
    places = dict.fromkeys((one.service, one.account, _origin(one.url)) for one in run.results)
    for service, account, origin in places:
        results = [
            one for one in run.results if (one.service, one.account, _origin(one.url)) == (service, account, origin)
        ]
        rows = [one for one in run.unlisted if (one.service, _origin(one.url)) == (service, origin)]
        name = f"{service} {account} {origin}"
        look = _Look(run, scopes[service], accounts.get(name, Account()), events, (origin, service, account))
        accounts[name] = look.take(results, rows)
    return Known(tuple(events.values()), accounts)


@dataclass(frozen=True)
class _Look:
    """One run's look at one account; changes `events`."""

    run: Run
    scope: Scope
    before: Account
    events: dict[Key, Event]
    place: tuple[str, str, str]

    def take(self, results: list[Result], rows: list[Unlisted]) -> Account:
        unread = {one.setting for one in results if one.before is None and one.setting in self.scope.swept}
        whole = self.scope.whole and not self.run.interrupted
        hubs = self.scope.swept - unread if whole else frozenset()
        failing = {name: long for name, long in self.before.failing.items() if name not in hubs}
        for one in results:
            self._drift(one)
            self._page(one)
            self._away(one, failing)
        for hub in hubs:  # no result stands for a hub that was read
            self._settle(False, Kind.PAGE, hub)
            self._settle(False, Kind.AWAY, hub)
        self._sign_in(results)
        back = {one.setting for one in results if self._on_purpose(one)}
        return Account(
            tuple(sorted({*self.before.hubs, *hubs})),
            tuple(sorted({*self.before.rows, *self._rows(results, rows)})),
            tuple(sorted(({*self.before.off} - back) | {one.setting for one in results if one.outcome.is_off})),
            failing,
        )

    def _drift(self, one: Result) -> None:
        on = one.outcome in _ON and one.last is not None and one.last.state is State.ON
        came_back = one.outcome is Outcome.CAME_BACK or (
            self.run.mode is Mode.CHECK and one.clicked
        )  # a check with --fix
        was_off = came_back or one.setting in self.before.off
        heard = self.events.get((Kind.DRIFT, *self.place, one.setting))
        if one.outcome is Outcome.TURNED_OFF and was_off and not (heard and heard.told):
            self._settle(True, Kind.FIXED, one.setting, one)
        if self._on_purpose(one):
            self.events.pop((Kind.DRIFT, *self.place, one.setting), None)
        so = False if one.outcome.is_off else True if on and was_off else None
        self._settle(so, Kind.DRIFT, one.setting, one)

    def _on_purpose(self, one: Result) -> bool:
        """Whether it is on, or may be, because the person wants it so."""
        return one.outcome is Outcome.PUT_BACK or (self.run.mode is Mode.UNDO and one.clicked)

    def _page(self, one: Result) -> None:
        so = True if one.outcome is Outcome.NOT_RECOGNISED else False if one.outcome in _READ else None
        self._settle(so, Kind.PAGE, one.setting, one)

    def _away(self, one: Result, failing: dict[str, Failing]) -> None:
        so = None
        if one.outcome is Outcome.UNREACHABLE and not self.run.interrupted:
            earlier = failing.get(one.setting, Failing(0, self.run.started))
            failing[one.setting] = long = Failing(earlier.times + 1, min(earlier.since, self.run.started))
            if long.times >= LONG and _passed(long.since, self.run.started) >= _LONG:
                so = True
        elif one.outcome in _READ or one.outcome is Outcome.NOT_RECOGNISED:
            failing.pop(one.setting, None)
            so = False
        self._settle(so, Kind.AWAY, one.setting, one)

    def _sign_in(self, results: list[Result]) -> None:
        out = next((one for one in results if one.outcome in _DOORS), None)
        so = True if out else False if any(one.outcome in _READ for one in results) else None
        self._settle(so, Kind.SIGN_IN, "", out)

    def _rows(self, results: list[Result], rows: list[Unlisted]) -> set[str]:
        """The paths that are there; one that never was before, on hubs whose rows are known, is news."""
        there = {urlsplit(one.url).path: one for one in results if one.before}
        paths = {*there, *(urlsplit(row.url).path for row in rows)}
        if self.scope.swept and self.scope.swept <= {*self.before.hubs}:
            fresh = paths - {*self.before.rows}
            for path, one in there.items():
                if path in fresh and one.setting not in self.scope.listed:
                    self._settle(True, Kind.NEW, one.setting, one)
            for row in rows:
                if (path := urlsplit(row.url).path) in fresh:
                    self._settle(True, Kind.NEW, path, row)
        return paths

    def _settle(self, so: bool | None, kind: Kind, name: str, what: Result | Unlisted | None = None) -> None:
        """Begin an event, or let it go on (True), or end it (False); None: this run cannot say."""
        key = (kind, *self.place, name)
        old = self.events.get(key)
        if so and what:
            sentence, state = "", State.UNKNOWN
            if isinstance(what, Result):
                sentence, state = what.sentence, what.last.state if what.last else State.UNKNOWN
            event = Event(kind, *self.place, name, what.title, sentence, what.url, state, self.run.started)
            self.events[key] = replace(event, since=old.since, told=old.told) if old else event
        elif so is False and old:
            if old.told:
                self.events[key] = replace(old, over=True)
            else:
                del self.events[key]  # nobody has heard of it


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _passed(since: str, now: str) -> timedelta:
    return datetime.fromisoformat(now) - datetime.fromisoformat(since)
