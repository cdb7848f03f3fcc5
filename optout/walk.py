"""One service's part of a plan: hubs, rows, settings, and a second pass over fresh pages, which is the one believed."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from optout import hub as hubs
from optout.browser.tab import Tab
from optout.browser.words import PageGone
from optout.case import Case
from optout.errors import CannotLook
from optout.flow import Hub, Setting, Sweep
from optout.model import BEGUN, Mode, Observation, Obstacle, Outcome, Proof, Result, State, Turn, Unlisted
from optout.plan import Errand
from optout.sight import RESTING, Page, Sight
from optout.visit import Visitor

_PASSES = 3  # look and turn; read back; and once more where the second pass had to turn something


class Watcher(Protocol):
    """Is told what happens while it happens."""

    def expect(self, count: int) -> None:
        """So many settings' pages are going to be opened, each of them once or more."""

    def begin(self, title: str, passing: int) -> None:
        """A setting's page is about to be opened, for the first, second or third time."""

    def step(self, text: str) -> None:
        """One small step, for a person who watches the window."""

    def seen(self, title: str, passing: int, state: State, turned: bool) -> None:
        """A setting's page has been read, and perhaps a switch turned."""


class Hand(Protocol):
    """Turns the switches of the page that is open: the program's mouse, or the person's."""

    def __call__(self, page: Page, tab: Tab, done: set[tuple[object, ...]], tried: set[str]) -> Iterator[Turn]:
        """Turn what is on; yields one Turn for each attempt, and one that is only BEGUN before it."""


@dataclass
class Walk:
    """The walk over one errand.

    Attributes:
        errand: what to look at.
        mode: whether switches may be turned.
        visitor: reads one page.
        hand: turns the switches of an open page.
        pause: waits politely between two pages.
        proof: answers which earlier run proved a setting (by id) off last; None if none did.
        watcher: is told what happens.
        keep: stores the results as far as they go, after every page.
        unlisted: rows of swept hubs that the flow does not know; filled by the walk.
        accept_loss: what destroys something is turned, too.
    """

    errand: Errand
    mode: Mode
    visitor: Visitor
    hand: Hand
    pause: Callable[[], None]
    proof: Callable[[str], Proof | None]
    watcher: Watcher
    keep: Callable[[list[Result]], None]
    unlisted: list[Unlisted]
    accept_loss: bool = False
    _stop: Obstacle | None = None
    _shut: dict[str, Obstacle] = field(default_factory=dict)  # origin -> its sign-in page; others may be signed in
    _seen: dict[int, Case] = field(default_factory=dict)

    def results(self) -> list[Result]:
        """Walk, and say what became of every setting of the errand."""
        cases, unread = self._cases()
        self.watcher.expect(len(cases))
        for wave in self._waves(cases):
            for passing in range(1, _PASSES + 1):
                if not self._pass(wave, passing):
                    break
        return [*map(self._result, cases), *unread]

    def _waves(self, cases: list[Case]) -> list[list[Case]]:
        """What is turned, and read back, before what it depends on may go: turning that off would hide it."""
        by_id = {case.page.setting.id: case for case in cases}
        ranks: dict[int, int] = {}
        for case in cases:
            case.parent = by_id.get(case.page.setting.depends or "")
            above = case.parent
            depth = 1
            while above:
                ranks[id(above)] = max(depth, ranks.get(id(above), 0))
                above, depth = by_id.get(above.page.setting.depends or ""), depth + 1
        if not self.mode.turns:
            return [cases]
        order = range(max(ranks.values(), default=0) + 1)
        waves = [[case for case in cases if ranks.get(id(case), 0) == rank] for rank in order]
        return waves if self.mode.goal is State.OFF else waves[::-1]

    def _pass(self, cases: list[Case], passing: int) -> bool:
        """Look at every setting once, and turn what is on; whether anything was clicked, so that it must be read back.

        Pages rest in their tabs while the next ones load; each is believed, and turned, only after that.
        """
        clicked = False
        resting: deque[tuple[Case, Sight]] = deque()
        try:
            self.visitor.begin()
        except (CannotLook, PageGone) as error:
            self._stop = _gone(error)
        for case in cases:
            if passing > 1 and case.before and case.before.obstacle:
                continue  # it could not be read, so nothing was turned there either
            try:
                if sight := self._glance(case, passing):
                    resting.append((case, sight))
            except CannotLook as error:
                self._give_up(case, passing, error)
            while resting and (
                self.visitor.full or len(resting) >= RESTING or resting[0][1].rested(self.visitor.rest_s)
            ):
                clicked |= self._believe(*resting.popleft(), passing)
        while resting:
            clicked |= self._believe(*resting.popleft(), passing)
        return clicked

    def _glance(self, case: Case, passing: int) -> Sight | None:
        if stop := self._stopped(case.page.origin):
            self._see(case, passing, Observation(State.UNKNOWN, "", case.page.url, obstacle=stop))
            return None
        self.watcher.begin(case.page.setting.title, passing)
        self.pause()
        when = ("before" if passing == 1 else "after") if self.mode.turns else "seen"
        stem = f"{self.errand.service.service}-{case.page.setting.id}-{when}"
        sight = self.visitor.glance(case.page, stem, passing == 1)
        self._heed(sight.seen.obstacle, case.page.origin)
        return sight

    def _heed(self, obstacle: Obstacle | None, origin: str) -> None:
        """Ask for no further page of a service that has said stop, or of an origin that nobody is signed in to."""
        if obstacle and obstacle.stops and obstacle.outcome is Outcome.SIGNED_OUT:
            self._shut[origin] = obstacle
        elif obstacle and obstacle.stops:
            self._stop = obstacle

    def _stopped(self, origin: str) -> Obstacle | None:
        return self._stop or self._shut.get(origin)

    def _believe(self, case: Case, sight: Sight, passing: int) -> bool:
        try:
            return self._rested(case, sight, passing)
        except CannotLook as error:
            self._give_up(case, passing, error)  # the one that was read, and not the one that was opened last
            return False

    def _rested(self, case: Case, sight: Sight, passing: int) -> bool:
        observation = self.visitor.believe(sight)
        self._heed(observation.obstacle, case.page.origin)
        made: list[Turn] = []
        if self.mode.turns and case.to_turn(observation) and passing < _PASSES:
            if stop := self._stopped(case.page.origin):  # nothing more is turned where the service has said stop
                observation = observation.blocked(stop)
            else:
                done = set(case.settled)
                self._see(case, passing, observation)
                earlier = list(case.turns)
                for turn in self.hand(case.page, sight.tab, done, {turn.via for turn in earlier}):
                    made = [*_ended(made), turn]
                    case.turns[:] = [*earlier, *made]
                    self._see(case, passing, observation)  # at once: no click may go unrecorded, whatever comes next
                made = _ended(made)
                case.turns[:] = [*earlier, *made]
                case.done |= done
        self._see(case, passing, observation)
        self.visitor.release(sight)
        clicked = any(not turn.obstacle for turn in made)
        self.watcher.seen(case.page.setting.title, passing, observation.state, clicked)
        return clicked

    def _give_up(self, case: Case, passing: int, error: CannotLook) -> None:
        """The browser is gone: this setting, and all that follow, cannot be looked at."""
        self._stop = _gone(error)
        self._see(case, passing, Observation(State.UNKNOWN, "", case.page.url, obstacle=self._stop))

    def _see(self, case: Case, passing: int, observation: Observation) -> None:
        case.see(passing, observation)
        self._seen[id(case)] = case
        self.keep([self._result(one) for one in self._seen.values()])

    def _result(self, case: Case) -> Result:
        return case.result(self.errand, self.mode, self.proof(case.page.setting.id))

    # --------------------------------------------------------------- hubs, rows

    def _cases(self) -> tuple[list[Case], list[Result]]:
        """Every setting to case, in the flow's order and then as the hubs list them; and what could not be found."""
        cases: list[Case] = []
        unread: list[Result] = []
        settings = [setting for setting in self.errand.settings if setting.control.kind != "manual"]
        for name, hub in self.errand.service.hubs.items():
            mine = [setting for setting in settings if setting.hub == name]
            sweeps = [sweep for sweep in self.errand.service.sweeps if sweep.hub == name and self.errand.sweeps(sweep)]
            if not mine and not sweeps:
                continue
            found = self._rows(hub, sweeps, mine)
            here = found if isinstance(found, dict) else {setting.path: "" for setting in mine}
            cases += [self._case(setting, missing=setting.path not in here) for setting in mine]
            for sweep in sweeps:
                if isinstance(found, Obstacle):
                    unread.append(hubs.unread(self.errand, sweep, found))
                    continue
                rest = hubs.sweep_up(self.errand, sweep, hub, found)
                cases += [self._case(setting, every=True) for setting in rest.settings]
                self.unlisted.extend(rest.unlisted)
                unread.extend(rest.lost)
        cases += [self._case(setting) for setting in settings if setting.hub is None]
        return cases, unread

    def _rows(self, hub: Hub, sweeps: list[Sweep], mine: list[Setting]) -> dict[str, str] | Obstacle:
        if stop := self._stopped(self.errand.origin):
            return stop
        self.watcher.step(f"Looking for the rows of {' > '.join(hub.walk) or hub.path}")
        try:
            self.pause()
            found = hubs.rows(self.visitor, self.errand, hub, sweeps, mine)
        except CannotLook as error:
            found = _gone(error)
        self._heed(found if isinstance(found, Obstacle) else None, self.errand.origin)
        return found

    def _case(self, setting: Setting, *, missing: bool = False, every: bool = False) -> Case:
        only = self.errand.only.get(setting.id, ())
        service = self.errand.service
        here = service.address(setting), setting.open, setting.frame
        siblings = tuple(
            one
            for one in service.settings
            if (service.address(one), one.open, one.frame) == here
            and one.id != setting.id
            and one.control.kind != "manual"
        )
        page = Page(setting, service.address(setting), every, self.mode.goal, only, siblings)
        return Case(page, row_missing=missing, spared=bool(setting.loses) and not self.accept_loss)


def _ended(turns: list[Turn]) -> list[Turn]:
    """Without the click that was begun: it has come to something, or to nothing."""
    return [turn for turn in turns if turn.via != BEGUN]


def _gone(error: CannotLook | PageGone) -> Obstacle:
    """The browser is gone, and with it every page that was still to come."""
    return Obstacle(Outcome.UNREACHABLE, str(error).rstrip("."), stops=True)
