"""One run: its errands, side by side or one after the other, and a folder that is written as it goes, then sealed."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from optout.browser.find import Browser
from optout.common import Common
from optout.config import Config
from optout.errors import CannotLook
from optout.home import Home
from optout.log import log
from optout.model import Obstacle, Outcome
from optout.plan import Errand, Plan
from optout.proof.seal import sealing
from optout.proof.stamping import stamp_run
from optout.runs import folders, ledger
from optout.runs.shares import Shares
from optout.worker import Voice, Worker, versions


class Teller(Protocol):
    """Tells the person how a run goes."""

    ask: Callable[[str], bool] | None

    def say(self, text: str) -> None:
        """One line for the person."""

    def together(self, errands: Sequence[Errand]) -> None:
        """These services are about to be looked at side by side."""

    def errand(self, errand: Errand) -> Voice:
        """Another service's turn; what tells of it."""


@dataclass
class Running:
    """A run that is going on.

    Attributes:
        config: what the person asked for.
        home: where profiles and runs are kept.
        plan: what to look at, and whether it may be turned.
        browser: what to start or join.
        teller: tells the person what happens.
        left_out: number of an errand -> why nothing of it can be looked at.
    """

    config: Config
    home: Home
    plan: Plan
    browser: Browser
    teller: Teller
    left_out: Mapping[int, Obstacle] = field(default_factory=dict)

    def go(self) -> folders.Folder:
        """Run the plan; the folder that it ended in."""
        flows = {errand.service.service: errand.flow_sha256 for errand in self.plan.errands}
        known = {"targets": self.plan.targets, "undoes": self.plan.undoes}
        folder = folders.Folder(self.home.runs, self.plan.mode, versions(), flows, **known)
        names: set[str] = set()
        interrupted = False
        try:
            self._errands(folder, names)
        except KeyboardInterrupt:
            interrupted = True
        run = folder.finish(interrupted=interrupted, sealed=sealing(self.home, self.teller.say, names=names))
        if run.chain and not interrupted:
            self._stamp(folder)
        return folder

    def _errands(self, folder: folders.Folder, names: set[str]) -> None:
        common = Common(
            self.config,
            self.home,
            self.plan.mode,
            self.browser,
            self.teller.ask,
            folder,
            Shares(folder, len(self.plan.errands)),
            ledger.read(self.home.runs).entries,
            names=names,
        )
        side_by_side = len(self.plan.errands) - len(self.left_out) > 1 and not common.watched and not self.browser.own
        if side_by_side:
            self.teller.together(self.plan.errands)
        jobs = [partial(self._do, common, number, errand) for number, errand in enumerate(self.plan.errands)]
        if side_by_side:
            common.together.do(jobs)
        else:
            for job in jobs:
                job()

    def _do(self, common: Common, number: int, errand: Errand) -> None:
        """Do one errand; what becomes of it touches no other."""
        worker = Worker(common, number, errand, self.teller.errand(errand))
        try:
            if number in self.left_out:
                obstacle = self.left_out[number]
                worker.voice.say(f"Left out: {obstacle.sentence}.")
                worker.leave_out(obstacle)
            else:
                worker.work()
        except CannotLook as error:
            problem = common.folder.run.problem
            if len(self.plan.errands) == 1 and not problem:
                raise
            with suppress(CannotLook):  # it is remembered all the same
                worker.leave_out(Obstacle(Outcome.UNREACHABLE, (problem or str(error)).rstrip(".")))
        worker.voice.end(worker.results)
        log.debug("errand done", service=errand.service.service, results=len(worker.results))

    def _stamp(self, folder: folders.Folder) -> None:
        """Have the ended run stamped; whatever becomes of that, the run is what it is."""
        try:
            stamp_run(folder.path, self.config.timestamps, self.teller.say)
        except CannotLook as problem:
            self.teller.say(str(problem))
        except KeyboardInterrupt:
            self.teller.say(f"The time stamps were cut off. Later: optout proof stamp {folder.run.id}")
