"""One service's part of a run: sign in first where it must be, walk, turn off again what came back, and keep it all."""

import platform
import random
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from typing import Protocol

from optout import __version__, manual, newcomers, signin
from optout.browser.fence import Fence
from optout.browser.profile import opened
from optout.common import Common
from optout.errors import CannotLook, PersonNeeded, UsageProblem
from optout.guide import ByPerson
from optout.hand import ByMouse
from optout.hub import unvisited
from optout.log import log
from optout.model import Mode, Obstacle, Outcome, Proof, Result, Unlisted, Versions
from optout.plan import Errand
from optout.reach import ByClicking
from optout.runs import folders
from optout.runs.track import proofs, settings_seen
from optout.undo import key
from optout.verdict import story
from optout.visit import Visitor
from optout.walk import Walk, Watcher

_PACE_S = 2.0  # between two pages of a real site
_REST_S = 0.3


class Voice(Watcher, Protocol):
    """A Watcher that also speaks with the person, for one service."""

    def say(self, text: str) -> None:
        """One line for the person."""

    def end(self, results: Sequence[Result]) -> None:
        """All that was to be done has been done."""


@dataclass
class Worker:
    """One errand that is being done.

    Attributes:
        common: what it shares with the other workers.
        number: which of the plan's errands it is, from 0.
        errand: what is to be done.
        voice: tells the person what happens.
    """

    common: Common
    number: int
    errand: Errand
    voice: Voice
    _by_hand: list[Result] = field(default_factory=list)
    _grown: set[tuple[str, str, str]] = field(default_factory=set)  # pages that a switch has joined, which is on

    @property
    def _name(self) -> str:
        return self.errand.service.service

    @property
    def results(self) -> tuple[Result, ...]:
        """What it has come to so far."""
        return self.common.shares.results(self.number)

    def work(self) -> None:
        """Sign in first where there is no session and somebody to do it, then walk.

        Raises:
            CannotLook: no browser starts, or nothing can be stored any more.
        """
        errand, ask = self.errand, self.common.ask
        self._by_hand = self._manual()
        if len(self._by_hand) == len(errand.settings) and not any(map(errand.sweeps, errand.service.sweeps)):
            self._keep([])
            return
        own = self.common.browser.own  # where the person is at home, nothing signs in but they
        if errand.service.session and not own and not self.common.home.profile(self._name, errand.account).is_dir():
            none: Obstacle | None = Obstacle(
                Outcome.SIGNED_OUT, f'nobody has signed in yet; start with "optout login {errand.spoken}"'
            )
            if ask:
                none = self._sign_in()
            if none:
                self._keep(unvisited(errand, none))
                return
        results = self._walk(errand, self.common.mode)
        signed_out = errand.service.session and results and all(r.outcome is Outcome.SIGNED_OUT for r in results)
        if signed_out and ask and not own and not self._sign_in():
            results = self._walk(errand, self.common.mode)
        if self.common.config.fix:
            self._fix(results)

    def leave_out(self, obstacle: Obstacle) -> None:
        """Account for all that was not looked at, and why."""
        told = {one.setting for one in self.results}
        self._keep([*self.results, *(one for one in unvisited(self.errand, obstacle) if one.setting not in told)])

    def _manual(self) -> list[Result]:
        """What no program can do; where a person is guided, they are asked whether they did."""
        common, errand = self.common, self.errand
        said = manual.said(common.earlier, self._name, errand.account)
        ask = common.ask if common.config.guide and common.mode is Mode.RUN else None
        # who signs in to another service keeps only those waiting that want to ask
        with common.together.person() if ask else nullcontext():
            return manual.Manual(errand, said, ask, self.voice.say).results()

    def _keep(self, results: Sequence[Result], unlisted: Sequence[Unlisted] = ()) -> None:
        own = {one.setting for one in self._by_hand}
        rest = [one for one in results if one.setting not in own]
        self.common.shares.keep(self.number, [*rest, *self._by_hand], unlisted)

    def _fix(self, checked: list[Result]) -> None:
        """Turn off again what a check found to have come back; the result says both."""
        back = [one.setting for one in checked if one.outcome is Outcome.CAME_BACK and key(one) not in self._grown]
        if not back:
            return
        self.voice.say(f"{len(back)} of its settings came back, and will be turned off again.")

        def told(fixed: list[Result]) -> list[Result]:
            again = {one.setting: one for one in fixed if one.setting in back}
            return [
                replace(new, sentence=f"{story(one.sentence)} {new.sentence}")
                if (new := again.get(one.setting))
                else one
                for one in checked
            ]

        try:
            fixed = self._walk(
                self.errand.narrowed(back), Mode.RUN, lambda some: told([one for one in some if one.turns])
            )
        except CannotLook as error:
            if self.common.folder.run.problem:
                raise
            self.voice.say(str(error))
            fixed = []
        self._keep(told(fixed))

    def _joined(self, result: Result, proof: Proof | None) -> tuple[str, ...]:
        """The switches that are why a setting came back, and that its page did not have when it was proved off."""
        if result.outcome is not Outcome.CAME_BACK or not proof:
            return ()
        try:
            run = folders.load(self.common.home.runs / proof.run)
        except UsageProblem:
            return ()
        found = newcomers.joined(result, next((one for one in run.results if key(one) == key(result)), None))
        if found:
            self._grown.add(key(result))
        return found

    def _sign_in(self) -> Obstacle | None:
        """Let the person sign in; what it came to nothing for."""
        try:
            with self.common.together.person():
                signin.by_person(self.errand, self.common.home, self.common.browser, self.voice.say)
        except (PersonNeeded, CannotLook) as error:
            self.voice.say(str(error))
            outcome = Outcome.SIGNED_OUT if isinstance(error, PersonNeeded) else Outcome.UNREACHABLE
            return Obstacle(outcome, str(error).rstrip("."))
        return None

    def _walk(self, errand: Errand, mode: Mode, told: Callable[[list[Result]], list[Result]] = list) -> list[Result]:
        """Walk one errand; what is kept meanwhile is what `told` makes of its results."""
        config, service = self.common.config, errand.service
        fence = Fence(service, errand.origin, mode.turns)
        profile = self.common.home.profile(service.service, errand.account)
        place = service.origins, service.service, errand.account
        known, seen = proofs(self.common.earlier, *place), settings_seen(self.common.earlier, *place)
        headed = config.headed or config.guide
        unlisted: list[Unlisted] = []

        def keep(results: list[Result]) -> None:
            self.common.names.update(visitor.names)
            self._keep(told(results), unlisted)

        with (
            self.common.together.browser(),
            opened(self.common.browser, profile, headed=headed, fence=fence) as browsing,
        ):
            self.common.folder.update(versions=versions(browsing.version))
            watched = headed or config.walk
            pace = (_PACE_S if errand.real else 0) if config.pace_s is None else config.pace_s

            def step(text: str) -> None:
                self.voice.step(text)
                if config.slow_ms:
                    browsing.tab.breathe(config.slow_ms / 1000)

            visitor = Visitor(
                service,
                fence,
                self.common.folder.keep,
                step,
                ByClicking(service, errand.origin, step) if watched else lambda tab, url, hub: tab.open(url),
                tabs=list(browsing.tabs),
                another=browsing.another,
                single=watched or self.common.browser.own,
                rest_s=max(_REST_S, pace),  # the pause leaves the time for it
            )
            hand = ByPerson(service.is_save, self.voice.say) if config.guide else ByMouse(service, step, watched)
            walk = Walk(
                errand,
                mode,
                visitor,
                hand,
                pause=lambda: browsing.tab.breathe(pace * random.uniform(0.75, 1.25)) if pace else None,  # noqa: S311
                proof=known.get,
                watcher=self.voice,
                keep=keep,
                unlisted=unlisted,
                accept_loss=config.accept_loss,
            )
            listed = {setting.id for setting in service.settings}
            at_home = signin.at_home if self.common.browser.own else lambda one, _: one
            results = [
                newcomers.told(newcomers.new_row(one, listed, seen), self._joined(one, known.get(one.setting)))
                for one in (at_home(found, service.title) for found in walk.results())
            ]
            browsing.poisoned = any(r.outcome in (Outcome.SIGNED_OUT, Outcome.CHALLENGED) for r in results)
        for asked, reason in fence.refused:
            log.debug("held back", method=asked.method, url=asked.url.split("?")[0], reason=reason)
        keep(results)
        return results


def versions(browser: str = "") -> Versions:
    """The programs that a run uses, with the browser once it is known."""
    return Versions(__version__, browser, platform.python_version(), platform.platform(), version("playwright"))
