"""One service's part of a plan: hubs, rows, settings, and a second pass over fresh pages, which is the one believed."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Protocol

from optout.browser.tab import Tab
from optout.catalog import setting_id, swept
from optout.errors import CannotLook
from optout.flow import Hub, Setting, Sweep
from optout.model import Mode, Observation, Obstacle, Outcome, Result, State, Turn, Unlisted
from optout.plan import Errand
from optout.verdict import Evidence, conclude
from optout.visit import Page, Sight, Visitor

_PASSES = 3  # look and turn; read back; and once more where the second pass had to turn something
_HUB_S = 3
_RESTING = 4  # how many pages may rest at a time


class Watcher(Protocol):
    """Is told what happens while it happens."""

    def begin(self, title: str, passing: int) -> None:
        """A setting's page is about to be opened, for the first, second or third time."""

    def step(self, text: str) -> None:
        """One small step, for a person who watches the window."""

    def seen(self, title: str, passing: int, state: State, turned: bool) -> None:
        """A setting's page has been read, and perhaps a switch turned."""


class Hand(Protocol):
    """Turns the switches of the page that is open: the program's mouse, or the person's."""

    def __call__(self, page: Page, tab: Tab, done: set[tuple[object, ...]], tried: set[str]) -> Iterator[Turn]:
        """Turn what is on; yields one Turn for each attempt."""


@dataclass
class _Visit:
    """What is known so far of one setting."""

    page: Page
    row_missing: bool = False
    before: Observation | None = None
    after: Observation | None = None
    turns: list[Turn] = field(default_factory=list)
    done: set[tuple[object, ...]] = field(default_factory=set)

    @property
    def settled(self) -> set[tuple[object, ...]]:
        """The switches that must not be clicked again: all that were, unless no save was seen at the first attempt."""
        clicked = [turn for turn in self.turns if not turn.obstacle]
        return set() if clicked and not any(turn.save for turn in clicked) else self.done


@dataclass
class Walk:
    """The walk over one errand.

    Attributes:
        errand: what to look at.
        mode: whether switches may be turned.
        visitor: reads one page.
        hand: turns the switches of an open page.
        pause: waits politely between two pages.
        proved_off: answers when an earlier run proved a setting (by id) off; empty if none did.
        watcher: is told what happens.
        keep: stores the results as far as they go, after every page.
        unlisted: rows of swept hubs that the flow does not know; filled by the walk.
    """

    errand: Errand
    mode: Mode
    visitor: Visitor
    hand: Hand
    pause: Callable[[], None]
    proved_off: Callable[[str], str]
    watcher: Watcher
    keep: Callable[[list[Result]], None]
    unlisted: list[Unlisted]
    _stop: Obstacle | None = None
    _seen: dict[int, _Visit] = field(default_factory=dict)

    def results(self) -> list[Result]:
        """Walk, and say what became of every setting of the errand."""
        manual = [self._by_hand(setting) for setting in self.errand.settings if setting.control.kind == "manual"]
        visits, unread = self._visits()
        for passing in range(1, _PASSES + 1):
            if not self._pass(visits, passing):
                break
        return [*map(self._result, visits), *unread, *manual]

    # ------------------------------------------------------------------- passes

    def _pass(self, visits: list[_Visit], passing: int) -> bool:
        """Look at every setting once, and turn what is on; whether anything was clicked, so that it must be read back.

        Pages rest in their tabs while the next ones load; each is believed, and turned, only after that.
        """
        clicked = False
        resting: deque[tuple[_Visit, Sight]] = deque()
        for visit in visits:
            if passing > 1 and visit.before and visit.before.obstacle:
                continue  # it could not be read, so nothing was turned there either
            try:
                if sight := self._glance(visit, passing):
                    resting.append((visit, sight))
                while resting and (self.visitor.full or len(resting) >= _RESTING or resting[0][1].rested):
                    clicked |= self._believe(*resting.popleft(), passing)
            except CannotLook as error:
                self._give_up(visit, passing, error)
        while resting:
            visit, sight = resting.popleft()
            try:
                clicked |= self._believe(visit, sight, passing)
            except CannotLook as error:
                self._give_up(visit, passing, error)
        return clicked

    def _glance(self, visit: _Visit, passing: int) -> Sight | None:
        if self._stop:
            self._see(visit, passing, Observation(State.UNKNOWN, "", visit.page.url, obstacle=self._stop))
            return None
        self.watcher.begin(visit.page.setting.title, passing)
        self.pause()
        when = ("before" if passing == 1 else "after") if self.mode.turns else "seen"
        stem = f"{self.errand.service.service}-{visit.page.setting.id}-{when}"
        sight = self.visitor.glance(visit.page, stem, passing == 1)
        if sight.seen.obstacle and sight.seen.obstacle.stops:
            self._stop = sight.seen.obstacle
        return sight

    def _believe(self, visit: _Visit, sight: Sight, passing: int) -> bool:
        title = visit.page.setting.title
        observation = self.visitor.believe(sight)
        made: list[Turn] = []
        if self.mode.turns and observation.state is State.ON and passing < _PASSES:
            if self._stop:  # nothing more is turned on a service that has said stop
                observation = replace(observation, obstacle=self._stop)
            else:
                done = set(visit.settled)
                for turn in self.hand(visit.page, sight.tab, done, {turn.via for turn in visit.turns}):
                    made.append(turn)
                    visit.turns.append(turn)  # at once: a browser that dies must not make a click unheard of
                visit.done |= done
        self._see(visit, passing, observation)
        self.visitor.release(sight)
        clicked = any(not turn.obstacle for turn in made)
        self.watcher.seen(title, passing, observation.state, clicked)
        return clicked

    def _give_up(self, visit: _Visit, passing: int, error: CannotLook) -> None:
        """The browser is gone: this setting, and all that follow, cannot be looked at."""
        self._stop = Obstacle(Outcome.UNREACHABLE, str(error).rstrip("."), stops=True)
        self._see(visit, passing, Observation(State.UNKNOWN, "", visit.page.url, obstacle=self._stop))

    def _see(self, visit: _Visit, passing: int, observation: Observation) -> None:
        if passing == 1:
            visit.before = observation
        else:
            visit.after = observation
        self._seen[id(visit)] = visit
        self.keep([self._result(one) for one in self._seen.values()])

    def _result(self, visit: _Visit) -> Result:
        setting = visit.page.setting
        assert visit.before
        skipped = bool(visit.turns) and all(turn.via == "skipped" for turn in visit.turns)
        evidence = Evidence(
            visit.before, visit.after, tuple(visit.turns), visit.row_missing, self.proved_off(setting.id), skipped
        )
        outcome, sentence = conclude(setting, self.mode, evidence)
        return Result(
            self.errand.service.service,
            self.errand.account,
            setting.id,
            setting.title,
            visit.page.url,
            outcome,
            sentence,
            visit.before,
            visit.after,
            tuple(visit.turns),
        )

    def _by_hand(self, setting: Setting) -> Result:
        url = self.errand.url(setting.path)
        return Result(
            self.errand.service.service,
            self.errand.account,
            setting.id,
            setting.title,
            url,
            Outcome.SKIPPED,
            f"Only you can do this: open {url}. {setting.why}".strip(),
        )

    # --------------------------------------------------------------- hubs, rows

    def _visits(self) -> tuple[list[_Visit], list[Result]]:
        """Every setting to visit, in the flow's order and then as the hubs list them; and what could not be found."""
        visits: list[_Visit] = []
        unread: list[Result] = []
        settings = [setting for setting in self.errand.settings if setting.control.kind != "manual"]
        for name, hub in self.errand.service.hubs.items():
            mine = [setting for setting in settings if setting.hub == name]
            sweeps = [sweep for sweep in self.errand.service.sweeps if sweep.hub == name and self.errand.sweeps(sweep)]
            if not mine and not sweeps:
                continue
            rows = self._rows(hub, sweeps, mine)
            visits += [
                self._visit(setting, missing=isinstance(rows, dict) and setting.path not in rows) for setting in mine
            ]
            if isinstance(rows, Obstacle):
                unread += [_unread(self.errand, sweep, hub, rows) for sweep in sweeps]
                continue
            for sweep in sweeps:
                found, lost = self._swept(sweep, hub, rows)
                visits += found
                unread += lost
        visits += [self._visit(setting) for setting in settings if setting.hub is None]
        return visits, unread

    def _visit(self, setting: Setting, *, missing: bool = False, every: bool = False) -> _Visit:
        return _Visit(Page(setting, self.errand.url(setting.path), every), row_missing=missing)

    def _rows(self, hub: Hub, sweeps: list[Sweep], mine: list[Setting]) -> dict[str, str] | Obstacle:
        """The rows of a hub: path -> title. An obstacle if it has none that the flow knows."""
        if self._stop:
            return self._stop
        url = self.errand.url(hub.path)
        self.watcher.step(f"Opening {' > '.join(hub.walk) or hub.path}: {url}")
        try:
            obstacle, _ = self.visitor.open(self.visitor.tabs[0], url, hub.path, None)
            if obstacle:
                self._stop = obstacle if obstacle.stops else None
                return obstacle
            expected = {setting.path for setting in mine if not setting.may_be_missing}
            selector = sweeps[0].rows if sweeps else "a[href]"
            rows = self.visitor.rows(selector, expected, _HUB_S)
        except CannotLook as error:
            self._stop = Obstacle(Outcome.UNREACHABLE, str(error).rstrip("."), stops=True)
            return self._stop
        known = {
            path
            for path in rows
            if any(path == setting.path for setting in self.errand.service.settings)
            or any(sweep.allows(path) for sweep in sweeps)
        }
        return (
            rows if known else Obstacle(Outcome.NOT_RECOGNISED, f"{hub.path} lists none of the settings that it should")
        )

    def _swept(self, sweep: Sweep, hub: Hub, rows: dict[str, str]) -> tuple[list[_Visit], list[Result]]:
        service = self.errand.service
        listed = {setting.path for setting in service.settings} | {one.path for one in service.hubs.values()}
        found = []
        for path, title in rows.items():
            if path in listed:
                continue
            if not sweep.allows(path):
                self.unlisted.append(Unlisted(service.service, title, self.errand.url(path)))
            elif any(fnmatchcase(setting_id(path), pattern) for pattern in self.errand.patterns):
                found.append(self._visit(swept(sweep, path, title), every=True))
        here = {visit.page.setting.id for visit in found} | {setting.id for setting in service.settings}
        lost = [
            _missing(self.errand, pattern, pattern, hub, Outcome.NOT_RECOGNISED, f"{hub.path} has no row for it.")
            for pattern in self.errand.patterns
            if not any(sign in pattern for sign in "*?[") and pattern not in here
        ]
        return found, lost


def unvisited(errand: Errand, obstacle: Obstacle) -> list[Result]:
    """The results of an errand of which no page can be opened, and why."""
    service = errand.service
    sentence = f"{obstacle.sentence[0].upper()}{obstacle.sentence[1:]}."
    listed = [
        Result(
            service.service,
            errand.account,
            setting.id,
            setting.title,
            errand.url(setting.path),
            obstacle.outcome,
            sentence,
        )
        for setting in errand.settings
    ]
    return listed + [
        _unread(errand, sweep, service.hubs[sweep.hub], obstacle) for sweep in service.sweeps if errand.sweeps(sweep)
    ]


def _unread(errand: Errand, sweep: Sweep, hub: Hub, obstacle: Obstacle) -> Result:
    """One result that stands for all the rows of a hub that could not be read."""
    title = hub.walk[-1] if hub.walk else sweep.hub
    return _missing(errand, sweep.hub, f"{title} (all rows)", hub, obstacle.outcome, f"{obstacle.sentence}.")


def _missing(errand: Errand, name: str, title: str, hub: Hub, outcome: Outcome, sentence: str) -> Result:
    return Result(
        errand.service.service,
        errand.account,
        name,
        title,
        errand.url(hub.path),
        outcome,
        sentence[0].upper() + sentence[1:],
    )
