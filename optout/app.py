"""The verbs: each wires the rooms together, and answers with a value that somebody else prints."""

import platform
import random
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import structlog

from optout import __version__, ledger, runs, signin, terms
from optout.browser.fence import Fence
from optout.browser.find import Browser, find
from optout.browser.profile import opened
from optout.catalog import Catalog
from optout.config import Config
from optout.errors import CannotLook, PersonNeeded, UsageProblem
from optout.guide import ByPerson
from optout.hand import ByMouse
from optout.home import Home
from optout.hub import unvisited
from optout.model import Mode, Obstacle, Outcome, Result, Run, Unlisted, Versions
from optout.plan import Errand, Plan, make
from optout.reach import ByClicking
from optout.track import proofs
from optout.visit import Visitor
from optout.walk import Walk, Watcher

_PACE_S = 2.0  # between two pages of a real site
_REST_S = 0.3

log = structlog.get_logger()


class Teller(Watcher, Protocol):
    """A Watcher that also speaks with the person."""

    ask: Callable[[str], bool] | None

    def say(self, text: str) -> None:
        """One line for the person."""

    def errand(self, errand: Errand) -> None:
        """Another service's turn."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A run that has ended, and the folder that holds it."""

    run: Run
    folder: Path


def look(config: Config, targets: Sequence[str], mode: Mode, teller: Teller) -> Ended:
    """`run`, `run --dry-run` and `check`: look at what the targets name, and turn it off if the mode allows.

    Raises:
        OptoutError: nothing could be looked at; what a site does is a Result, not an error.
    """
    if config.guide and not config.interactive:
        raise UsageProblem("--guide needs a terminal, because it tells you what to turn and waits for you.")
    home = Home.at(config.home)
    catalog = Catalog.read(config.flows)
    _known(config, catalog)
    plan = make(
        mode, catalog.select(targets or _everyone(home, catalog, config.account)), config.account, config.origins
    )
    for errand in plan.errands:
        terms.settle(errand, home, accepted=config.accept_terms, ask=teller.ask)
    with ExitStack() as held:
        for errand in plan.errands:
            held.enter_context(home.hold(errand.service.service, errand.account))
        return _Look(config, home, plan, find(config.browser), teller).go()


def _known(config: Config, catalog: Catalog) -> None:
    """See that every stand-in stands in for something: a misspelt FROM must not lead to the real site."""
    known = {flow.service.origin for flow in catalog.flows.values()}
    for source in config.origins:
        if source not in known:
            raise UsageProblem(f"--origin {source}=...: no flow has this origin. Known: {', '.join(sorted(known))}")


def _everyone(home: Home, catalog: Catalog, account: str) -> list[str]:
    """The services with an account; on the first day, all that there are."""
    return [name for name in home.accounts(account) if name in catalog.flows] or list(catalog.flows)


@dataclass
class _Look:
    config: Config
    home: Home
    plan: Plan
    browser: Browser
    teller: Teller

    def go(self) -> Ended:
        versions = Versions(__version__, "", platform.python_version(), platform.platform())
        flows = {errand.service.service: errand.flow_sha256 for errand in self.plan.errands}
        folder = runs.Folder(self.home.runs, self.plan.mode, versions, flows)
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
        return Ended(folder.finish(interrupted=interrupted), folder.path)

    def _errand(self, errand: Errand, folder: runs.Folder) -> None:
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
        results = self._walk(errand, folder, before)
        signed_out = errand.service.session and results and all(r.outcome is Outcome.SIGNED_OUT for r in results)
        if signed_out and self.teller.ask and not self._sign_in(errand):
            self._walk(errand, folder, before)

    def _sign_in(self, errand: Errand) -> Obstacle | None:
        """Let the person sign in; what it came to nothing for."""
        try:
            signin.by_person(errand, self.home, self.browser, self.teller.say)
        except (PersonNeeded, CannotLook) as error:
            self.teller.say(str(error))
            outcome = Outcome.SIGNED_OUT if isinstance(error, PersonNeeded) else Outcome.UNREACHABLE
            return Obstacle(outcome, str(error).rstrip("."))
        return None

    def _walk(self, errand: Errand, folder: runs.Folder, before: Run) -> list[Result]:
        config, service = self.config, errand.service
        fence = Fence(service, errand.origin, self.plan.mode.turns)
        profile = self.home.profile(service.service, errand.account)
        known = proofs(ledger.read(self.home.runs).entries, errand.origin, service.service, errand.account)
        headed = config.headed or config.guide
        unlisted: list[Unlisted] = []

        def keep(results: list[Result]) -> None:
            folder.update(results=(*before.results, *results), unlisted=(*before.unlisted, *unlisted))

        with opened(self.browser, profile, headed=headed, fence=fence) as browsing:
            folder.update(
                versions=Versions(__version__, browsing.version, platform.python_version(), platform.platform())
            )
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
                self.plan.mode,
                visitor,
                hand,
                pause=lambda: browsing.tab.breathe(pace * random.uniform(0.75, 1.25)) if pace else None,  # noqa: S311
                proof=known.get,
                watcher=self.teller,
                keep=keep,
                unlisted=unlisted,
            )
            results = walk.results()
            browsing.poisoned = any(r.outcome in (Outcome.SIGNED_OUT, Outcome.CHALLENGED) for r in results)
        for asked, reason in fence.refused:
            log.debug("held back", method=asked.method, url=asked.url.split("?")[0], reason=reason)
        keep(results)
        return results


def _left_out(errand: Errand, folder: runs.Folder) -> None:
    """Account for what was not looked at because nothing can be stored any more."""
    told = {(one.service, one.setting) for one in folder.run.results}
    rest = unvisited(errand, Obstacle(Outcome.UNREACHABLE, folder.run.problem.rstrip(".")))
    folder.update(results=(*folder.run.results, *(one for one in rest if (one.service, one.setting) not in told)))


def login(config: Config, service: str, state: Path | None, teller: Teller) -> str:
    """Sign an account in: by hand in a window, or with a session from a file. One sentence about how it went."""
    home = Home.at(config.home)
    catalog = Catalog.read(config.flows)
    _known(config, catalog)
    catalog.flow(service)  # one service by its own name: no setting, no glob
    (errand,) = make(Mode.CHECK, catalog.select([service]), config.account, config.origins).errands
    if errand.service.session is None:
        return f"{errand.service.title} needs no sign-in."
    terms.settle(errand, home, accepted=config.accept_terms, ask=teller.ask)
    with home.hold(service, errand.account):
        browser = find(config.browser)
        if state:
            signin.from_file(errand, home, browser, state)
        else:
            signin.by_person(errand, home, browser, teller.say)
    return f'Signed in: {errand.service.title}, account "{errand.account}". Next: optout run {errand.spoken}'


def logout(config: Config, service: str) -> str:
    """Delete an account's browser profile. One sentence about how it went."""
    home = Home.at(config.home)
    title = Catalog.read(config.flows).flow(service).service.title
    with home.hold(service, config.account):
        there = home.remove_profile(service, config.account)
    where = f'{title}, account "{config.account}"'
    return f"Signed out here: {where}. Its browser profile is deleted." if there else f"{where}: there is no profile."


def stored(config: Config, name: str) -> Ended:
    """A run that has ended, by id, by a beginning of it, or the latest."""
    folder = runs.find(Home.at(config.home).runs, name)
    return Ended(runs.load(folder), folder)
