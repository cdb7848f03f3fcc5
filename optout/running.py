"""One run: every errand of a plan in its turn, signed in first where it must be, and a folder written as it goes."""

import platform
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from typing import Protocol

from optout import __version__, newcomers, signin
from optout.browser.fence import Fence
from optout.browser.find import Browser
from optout.browser.profile import opened
from optout.config import Config
from optout.errors import CannotLook, PersonNeeded, UsageProblem
from optout.guide import ByPerson
from optout.hand import ByMouse
from optout.home import Home
from optout.hub import unvisited
from optout.log import log
from optout.model import Mode, Obstacle, Outcome, Proof, Result, Run, Unlisted, Versions
from optout.plan import Errand, Plan
from optout.proof.seal import sealing
from optout.proof.stamping import stamp_run
from optout.reach import ByClicking
from optout.runs import folders, ledger
from optout.runs.track import proofs, settings_seen
from optout.undo import key
from optout.verdict import story
from optout.visit import Visitor
from optout.walk import Walk, Watcher

_PACE_S = 2.0  # between two pages of a real site
_REST_S = 0.3


class Teller(Watcher, Protocol):
    """A Watcher that also speaks with the person."""

    ask: Callable[[str], bool] | None

    def say(self, text: str) -> None:
        """One line for the person."""

    def errand(self, errand: Errand) -> None:
        """Another service's turn."""


@dataclass
class Running:
    """A run that is going on.

    Attributes:
        config: what the person asked for.
        home: where profiles and runs are kept.
        plan: what to look at, and whether it may be turned.
        browser: what to start or join.
        teller: tells the person what happens.
    """

    config: Config
    home: Home
    plan: Plan
    browser: Browser
    teller: Teller
    _names: set[str] = field(default_factory=set)  # that its pictures hide; never stored in plain
    _grown: set[tuple[str, str, str]] = field(default_factory=set)  # pages that a switch has joined, which is on

    def go(self) -> folders.Folder:
        """Run the plan; the folder that it ended in."""
        versions = _versions()
        flows = {errand.service.service: errand.flow_sha256 for errand in self.plan.errands}
        known = {"targets": self.plan.targets, "undoes": self.plan.undoes}
        folder = folders.Folder(self.home.runs, self.plan.mode, versions, flows, **known)
        interrupted = False
        try:
            for errand in self.plan.errands:
                self.teller.errand(errand)
                try:
                    self._errand(errand, folder)
                except CannotLook:
                    if not folder.run.problem:
                        raise
                    _left_out(errand, folder)
                log.debug("errand done", service=errand.service.service, results=len(folder.run.results))
        except KeyboardInterrupt:
            interrupted = True
        run = folder.finish(interrupted=interrupted, sealed=sealing(self.home, self.teller.say, names=self._names))
        if run.chain and not interrupted:
            self._stamp(folder)
        return folder

    def _stamp(self, folder: folders.Folder) -> None:
        """Have the ended run stamped; whatever becomes of that, the run is what it is."""
        try:
            stamp_run(folder.path, self.config.timestamps, self.teller.say)
        except CannotLook as problem:
            self.teller.say(str(problem))
        except KeyboardInterrupt:
            self.teller.say(f"The time stamps were cut off. Later: optout proof stamp {folder.run.id}")

    def _errand(self, errand: Errand, folder: folders.Folder) -> None:
        """One service: sign in first where there is no session and somebody to do it, then walk."""
        before, name = folder.run, errand.service.service
        if errand.service.session and not self.home.profile(name, errand.account).is_dir():
            none: Obstacle | None = Obstacle(
                Outcome.SIGNED_OUT, f'nobody has signed in yet; start with "optout login {errand.spoken}"'
            )
            if self.teller.ask:
                none = self._sign_in(errand)
            if none:
                folder.update(results=(*before.results, *unvisited(errand, none)))
                return
        results = self._walk(errand, folder, before, self.plan.mode)
        signed_out = errand.service.session and results and all(r.outcome is Outcome.SIGNED_OUT for r in results)
        if signed_out and self.teller.ask and not self._sign_in(errand):
            results = self._walk(errand, folder, before, self.plan.mode)
        if self.config.fix:
            self._fix(errand, folder, results)

    def _fix(self, errand: Errand, folder: folders.Folder, checked: list[Result]) -> None:
        """Turn off again what a check found to have come back; the result says both."""
        back = [one.setting for one in checked if one.outcome is Outcome.CAME_BACK and key(one) not in self._grown]
        if not back:
            return
        self.teller.say(f"{len(back)} of its settings came back, and will be turned off again.")
        others = tuple(one for one in folder.run.results if one not in checked)

        def told(fixed: list[Result]) -> list[Result]:
            again = {one.setting: one for one in fixed if one.setting in back}
            return [
                replace(new, sentence=f"{story(one.sentence)} {new.sentence}")
                if (new := again.get(one.setting))
                else one
                for one in checked
            ]

        before = replace(folder.run, results=others)
        try:
            fixed = self._walk(
                errand.narrowed(back), folder, before, Mode.RUN, lambda some: told([one for one in some if one.turns])
            )
        except CannotLook as error:
            if folder.run.problem:
                raise
            self.teller.say(str(error))
            fixed = []
        folder.update(results=(*others, *told(fixed)))

    def _joined(self, result: Result, proof: Proof | None) -> tuple[str, ...]:
        """The switches that are why a setting came back, and that its page did not have when it was proved off."""
        if result.outcome is not Outcome.CAME_BACK or not proof:
            return ()
        try:
            run = folders.load(self.home.runs / proof.run)
        except UsageProblem:
            return ()
        found = newcomers.joined(result, next((one for one in run.results if key(one) == key(result)), None))
        if found:
            self._grown.add(key(result))
        return found

    def _sign_in(self, errand: Errand) -> Obstacle | None:
        """Let the person sign in; what it came to nothing for."""
        try:
            signin.by_person(errand, self.home, self.browser, self.teller.say)
        except (PersonNeeded, CannotLook) as error:
            self.teller.say(str(error))
            outcome = Outcome.SIGNED_OUT if isinstance(error, PersonNeeded) else Outcome.UNREACHABLE
            return Obstacle(outcome, str(error).rstrip("."))
        return None

    def _walk(
        self,
        errand: Errand,
        folder: folders.Folder,
        before: Run,
        mode: Mode,
        told: Callable[[list[Result]], list[Result]] = list,
    ) -> list[Result]:
        """Walk one errand; what is kept meanwhile are the results before it, and what `told` makes of its own."""
        config, service = self.config, errand.service
        fence = Fence(service, errand.origin, mode.turns)
        profile = self.home.profile(service.service, errand.account)
        place = service.origins, service.service, errand.account
        earlier = ledger.read(self.home.runs).entries
        known, seen = proofs(earlier, *place), settings_seen(earlier, *place)
        headed = config.headed or config.guide
        unlisted: list[Unlisted] = []

        def keep(results: list[Result]) -> None:
            self._names |= visitor.names
            folder.update(
                results=(*before.results, *told(results)), unlisted=tuple(dict.fromkeys((*before.unlisted, *unlisted)))
            )

        with opened(self.browser, profile, headed=headed, fence=fence) as browsing:
            folder.update(versions=_versions(browsing.version))
            watched = headed or config.walk
            pace = (_PACE_S if errand.real else 0) if config.pace_s is None else config.pace_s

            def step(text: str) -> None:
                self.teller.step(text)
                if config.slow_ms:
                    browsing.tab.breathe(config.slow_ms / 1000)

            visitor = Visitor(
                service,
                fence,
                folder.keep,
                step,
                ByClicking(service, errand.origin, step) if watched else lambda tab, url, hub: tab.open(url),
                tabs=list(browsing.tabs),
                another=browsing.another,
                single=watched,
                rest_s=max(_REST_S, pace),  # the pause leaves the time for it
            )
            hand = ByPerson(service.is_save, self.teller.say) if config.guide else ByMouse(service, step, watched)
            walk = Walk(
                errand,
                mode,
                visitor,
                hand,
                pause=lambda: browsing.tab.breathe(pace * random.uniform(0.75, 1.25)) if pace else None,  # noqa: S311
                proof=known.get,
                watcher=self.teller,
                keep=keep,
                unlisted=unlisted,
                accept_loss=config.accept_loss,
            )
            listed = {setting.id for setting in service.settings}
            results = [
                newcomers.told(newcomers.new_row(one, listed, seen), self._joined(one, known.get(one.setting)))
                for one in walk.results()
            ]
            browsing.poisoned = any(r.outcome in (Outcome.SIGNED_OUT, Outcome.CHALLENGED) for r in results)
        for asked, reason in fence.refused:
            log.debug("held back", method=asked.method, url=asked.url.split("?")[0], reason=reason)
        keep(results)
        return results


def _versions(browser: str = "") -> Versions:
    return Versions(__version__, browser, platform.python_version(), platform.platform(), version("playwright"))


def _left_out(errand: Errand, folder: folders.Folder) -> None:
    """Account for what was not looked at because nothing can be stored any more."""
    told = {(one.service, one.setting) for one in folder.run.results}
    rest = unvisited(errand, Obstacle(Outcome.UNREACHABLE, folder.run.problem.rstrip(".")))
    folder.update(results=(*folder.run.results, *(one for one in rest if (one.service, one.setting) not in told)))
