"""One setting in the course of a run: what was seen of it, what was clicked, and the result that this comes to."""

from dataclasses import dataclass, field

from optout import undo, verdict
from optout.model import Mode, Observation, Proof, Result, Turn
from optout.plan import Errand
from optout.sight import Page
from optout.verdict import Evidence


@dataclass
class Case:
    """What is known so far of one setting.

    Attributes:
        page: where it is read.
        row_missing: the hub was read and has no row for it.
        before: what the first pass saw.
        after: what the last pass saw, where there was more than one.
        turns: every attempt to turn a switch of it.
        done: the identities of the switches that were clicked.
        spared: turning it would destroy something, and nobody has said that it may.
        parent: the setting that it is only there with; None if there is none, or this run does not look at it.
    """

    page: Page
    row_missing: bool = False
    before: Observation | None = None
    after: Observation | None = None
    turns: list[Turn] = field(default_factory=list)
    done: set[tuple[object, ...]] = field(default_factory=set)
    spared: bool = False
    parent: "Case | None" = None

    @property
    def settled(self) -> set[tuple[object, ...]]:
        """The switches that must not be clicked again: all that were, unless no save was seen at the first attempt."""
        clicked = [turn for turn in self.turns if not turn.obstacle]
        return set() if clicked and not any(turn.save or turn.stuck for turn in clicked) else self.done

    def see(self, passing: int, observation: Observation) -> None:
        """Take down what a pass (1, 2, ...) saw."""
        if passing == 1:
            self.before = observation
        else:
            self.after = observation

    def to_turn(self, seen: Observation) -> bool:
        """Whether a page that shows this has something to turn."""
        if self.spared:
            return False
        if self.page.only:  # some of its switches, which must all be there
            return not seen.obstacle and not undo.missing(seen.controls, self.page.only)
        return seen.state is self.page.goal.opposite

    def result(self, errand: Errand, mode: Mode, proof: Proof | None) -> Result:
        """What became of it.

        Args:
            errand: what it is a part of.
            mode: what the run may do.
            proof: which earlier run proved it off last; None if none did.
        """
        setting = self.page.setting
        assert self.before
        turns = tuple(self.turns)
        skipped = bool(turns) and all(turn.via == "skipped" for turn in turns)
        parent = self.parent  # as it was when this one was looked for: it is turned only after that
        above = (parent.page.setting.title, parent.before.state) if parent and parent.before else None
        evidence = Evidence(self.before, self.after, turns, self.row_missing, proof, skipped, above)
        if mode is Mode.UNDO:
            outcome, sentence = undo.conclude(evidence, self.page.only)
        else:
            outcome, sentence = verdict.conclude(setting, mode, evidence)
        return Result(
            errand.service.service,
            errand.account,
            setting.id,
            setting.title,
            self.page.url,
            outcome,
            sentence,
            self.before,
            self.after,
            turns,
        )
