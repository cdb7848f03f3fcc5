"""What every kind of control offers to those who read and turn it, whatever markup it is made of."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol, runtime_checkable

from optout.browser.tab import Tab
from optout.model import Box, Obstacle, Signs, State


@dataclass(frozen=True, slots=True)
class Aim:
    """Where a person would click, best place first; `blocker` is what covers it if there is no place."""

    box: Box | None
    points: tuple[tuple[str, float, float], ...]
    blocker: str


@dataclass(frozen=True, slots=True)
class Target:
    """The one thing to click so that a control becomes what it shall be.

    Attributes:
        elements: the backend ids of its DOM nodes; none where only the keyboard can do it.
        others: those of everything that must not be clicked.
        keyboard: the way without a mouse; what was wrong, as the end of a sentence, or "" once it is done. None where
            there is no such way.
        leave: puts away what was opened to reach it, where it is not clicked after all.
        exact: it may only be clicked itself, because what lies around it may do something else.
    """

    elements: tuple[int, ...]
    others: tuple[int, ...]
    keyboard: Callable[[], str] | None
    leave: Callable[[], None] = lambda: None
    exact: bool = False

    def aim(self, tab: Tab, *, scroll: bool = True) -> Aim:
        """Scroll it into view and hit-test where it could be clicked; raises PageGone."""
        if not self.elements:
            return Aim(None, (), "")
        count = len(self.elements)
        seen = tab.document.call("aim", [*self.elements, *self.others], count=count, scroll=scroll, exact=self.exact)
        box = Box(**seen["box"]) if seen["box"] else None
        if box:
            x, y, _ = tab.outside(box.x, box.y)
            box = replace(box, x=x, y=y)
        points = [(point["via"], *tab.outside(point["x"], point["y"])) for point in seen["points"]]
        over = next((blocker for *_, blocker in points if blocker), seen["blocker"])
        free = tuple((via, x, y) for via, x, y, blocker in points if not blocker)
        return Aim(box, free, "" if free else over)


class Held(Protocol):
    """One control of a page, as it was when it was read; written down by str() as the accessibility tree has it."""

    @property
    def state(self) -> State:
        """Whether the data is used; `unknown` where that cannot be told for certain."""

    @property
    def disabled(self) -> bool:
        """Whether the site does not let anybody change it."""

    @property
    def identity(self) -> tuple[object, ...]:
        """What stays the same when its page is loaded anew."""

    @property
    def names(self) -> tuple[str, ...]:
        """Its accessible names."""

    @property
    def keys(self) -> frozenset[str]:
        """What the page itself calls it."""

    @property
    def elements(self) -> tuple[int, ...]:
        """The backend ids of its DOM nodes."""

    @property
    def main(self) -> bool:
        """Whether it stands in the main part of the page."""

    @property
    def title(self) -> str:
        """What to call it in a sentence; may be empty."""

    def task(self, goal: State, name: str) -> str:
        """What to do with it, which is called `name`, as the end of "Your turn: ..."."""

    def again(self, tab: Tab) -> "Held":
        """The same anew; what cannot be told for certain any more is `unknown`. Raises PageGone."""

    def spot(self, others: "tuple[Held, ...]") -> Target:
        """What a person would look at, and find uncovered, to see its state; never opened, never clicked."""

    def reach(self, tab: Tab, goal: State, others: "tuple[Held, ...]") -> Target | Obstacle:
        """What to click to make it `goal`, opened if it is folded away; or why there is nothing. Raises PageGone."""


@runtime_checkable
class Several(Protocol):
    """A control that is turned bit by bit, each bit by a click of its own."""

    def bits(self, goal: State) -> tuple[Held, ...]:
        """What has to be turned, one after the other, to make it `goal`."""


def bits(control: Held, goal: State) -> tuple[Held, ...]:
    """What has to be turned, one after the other, to make a control `goal`: mostly itself."""
    return control.bits(goal) if isinstance(control, Several) else (control,)


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome of a search: the controls that are the setting, or why there are none.

    Attributes:
        controls: those that are the setting.
        others: every other control of the kind on the page, which must never be clicked.
        problem: what was wrong, as the end of a sentence; empty if `controls` is the answer.
        note: what a reader must know to trust the answer.
    """

    controls: tuple[Held, ...] = ()
    others: tuple[Held, ...] = ()
    problem: str = ""
    note: str = ""
    language: str = ""
    heading: str = ""
    complete: bool = False
    signs: Signs = field(default_factory=Signs)
    choices: bool = False  # the page holds choices of another kind too, or switches that are folded away
    absent: bool = False  # nothing on the page could be it: no control of its kind, but for those that are others'

    def without(self, control: Held) -> tuple[Held, ...]:
        """All controls of the page but one."""
        return tuple(one for one in (*self.controls, *self.others) if one is not control)

    @property
    def state(self) -> State:
        """Off only if every control is off; on if any is on."""
        states = [control.state for control in self.controls]
        if not states:
            return State.UNKNOWN
        if all(state is State.OFF for state in states):
            return State.OFF
        for worst in (State.ON, State.MIXED):
            if worst in states:
                return worst
        return State.UNKNOWN


def signs(seen: dict[str, object]) -> Signs:
    """What our script's survey of a page says of sign-in forms and the like."""
    raw = dict(seen["signs"])  # type: ignore[call-overload]
    return Signs(**{**raw, "forms": tuple(raw["forms"])})


def fold(text: str) -> str:
    """For comparing labels: spaces, capitals and the shape of apostrophes do not matter."""
    plain = unicodedata.normalize("NFKC", text).translate(dict.fromkeys((0x2018, 0x2019, 0x02BC), "'"))
    return " ".join(plain.split()).casefold()


def bare(text: str) -> str:
    """The same without the bullets, ticks, arrows, colons and asterisks that decorate a label."""
    return fold(text).strip(" •●○◉◎◦✓✔☑▼▾▿⌄:*")


def aim(tab: Tab, control: Held, others: tuple[Held, ...], *, scroll: bool = True) -> Aim:
    """Scroll a control into view and hit-test where it could be clicked; raises PageGone."""
    return control.spot(others).aim(tab, scroll=scroll)
