"""The `list`: a setting that is on for as long as its list holds any item, each with a button that removes it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from optout.browser.tab import Tab
from optout.controls.choice import quoteless
from optout.controls.kind import Found, Held, Target
from optout.model import Obstacle, Outcome, State

GONE = "what was removed from it can't be brought back by a program"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list.

    Attributes:
        words: what it says, besides its buttons.
        button: the backend id of the button that removes it; None where it has none, or more than one.
        last: how many items of the same words come after it, which stays the same when one before it goes.
        disabled: the site does not let anybody remove it.
    """

    words: str
    button: int | None
    last: int = 0
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """One list of a page.

    Attributes:
        title: what to call it: the flow's name for it that the page uses.
        items: its items; none only where it is certain that there are none.
        off: what their buttons may be called.
        doubt: why its state cannot be told, as the end of a sentence; empty if it can.
        place: the element where a person would look: the list itself, or what stands over it.
        keys: what the page itself calls it.
        main: it stands in the main part of the page.
        rest: the elements of all buttons of the page.
        anew: finds it as it was found.
    """

    title: str
    items: tuple[Item, ...]
    off: tuple[str, ...]
    doubt: str
    place: int
    keys: frozenset[str]
    main: bool
    rest: tuple[int, ...]
    anew: Callable[[Tab], Found] = field(compare=False, repr=False)

    @property
    def removable(self) -> tuple[Item, ...]:
        """The items that have the button."""
        return tuple(one for one in self.items if one.button is not None)

    @property
    def problem(self) -> str:
        """Why its state cannot be told, as the end of a sentence; empty if it can."""
        if not self.off:
            return f'the flow does not know what the buttons in "{self.title}" are called in the page\'s language'
        if self.doubt:
            return self.doubt
        if self.items and not self.removable:
            return f'none of the {len(self.items)} items of "{self.title}" has one button called "{self.off[0]}"'
        return ""

    @property
    def state(self) -> State:
        """On while it holds an item that can be removed; off only where it is certain that it is empty."""
        if self.problem:
            return State.UNKNOWN
        return State.ON if self.items else State.OFF

    @property
    def disabled(self) -> bool:
        """Whether the site does not let anybody remove anything."""
        return bool(self.removable) and all(one.disabled for one in self.removable)

    @property
    def identity(self) -> tuple[object, ...]:
        """What stays the same when its page is loaded anew."""
        return ("list", self.title)

    @property
    def names(self) -> tuple[str, ...]:
        """What it is called."""
        return (self.title,)

    @property
    def elements(self) -> tuple[int, ...]:
        """The backend ids of the buttons of its items, or of where it would be."""
        return tuple(one.button for one in self.items if one.button is not None) or (self.place,)

    def task(self, goal: State, name: str) -> str:
        """What to do with it, which is called `name`, as the end of "Your turn: ..."."""
        if goal is State.ON:
            return f'add something to "{name}"'
        return f'remove everything in "{name}" (the buttons are called "{next(iter(self.off), "")}")'

    def again(self, tab: Tab) -> "Listing":
        """The same anew, found as it was found; what cannot be told any more is `unknown`. Raises PageGone."""
        same = [one for one in self.anew(tab).controls if isinstance(one, Listing) and one.identity == self.identity]
        return same[0] if len(same) == 1 else replace(self, off=())

    def spot(self, others: tuple[Held, ...]) -> Target:
        """The first button, or the place where the items would be."""
        del others
        if first := next(iter(self.removable), None):
            return Part(self, first).spot(())
        return Target((self.place,), (), None)

    def reach(self, tab: Tab, goal: State, others: tuple[Held, ...]) -> Target | Obstacle:
        """Nothing: its items are clicked one by one, and never put back."""
        del tab, goal, others
        return Obstacle(Outcome.SKIPPED, GONE)

    def bits(self, goal: State) -> tuple[Held, ...]:
        """Its items, one by one; for "on" itself, which says that there is no way back."""
        return tuple(Part(self, one) for one in self.removable) if goal is State.OFF else (self,)

    def __str__(self) -> str:
        count = f"{len(self.items)} item{'' if len(self.items) == 1 else 's'}"
        return f'list "{quoteless(self.title)}" holds "{count}" {self.state}{" disabled" if self.disabled else ""}'


@dataclass(frozen=True, slots=True)
class Part:
    """One item of a list, which is off once it is gone. Its line is that of the list: what it says is personal."""

    whole: Listing
    item: Item

    @property
    def state(self) -> State:
        """On: it is there."""
        return State.ON if self.item.button is not None else State.OFF

    @property
    def disabled(self) -> bool:
        """Whether the site does not let anybody remove it."""
        return self.item.disabled

    @property
    def identity(self) -> tuple[object, ...]:
        """What stays the same when its page is drawn or loaded anew."""
        return (*self.whole.identity, self.item.words, self.item.last)

    @property
    def names(self) -> tuple[str, ...]:
        """What its list is called."""
        return self.whole.names

    @property
    def keys(self) -> frozenset[str]:
        """What the page itself calls its list."""
        return self.whole.keys

    @property
    def elements(self) -> tuple[int, ...]:
        """The backend id of its button."""
        return () if self.item.button is None else (self.item.button,)

    @property
    def main(self) -> bool:
        """Whether its list stands in the main part of the page."""
        return self.whole.main

    @property
    def title(self) -> str:
        """What its list is called."""
        return self.whole.title

    def task(self, goal: State, name: str) -> str:
        """What to do with it, as the end of "Your turn: ..."."""
        return self.whole.task(goal, name)

    def again(self, tab: Tab) -> "Part":
        """The same anew: gone, or still there. Raises PageGone."""
        now = self.whole.again(tab)
        same = [one for one in now.items if (one.words, one.last) == (self.item.words, self.item.last)]
        if same:
            return Part(now, same[0])
        return replace(self, whole=now, item=replace(self.item, button=None))

    def spot(self, others: tuple[Held, ...]) -> Target:
        """Its button, and nothing around it."""
        del others  # `rest` knows more
        return Target(
            self.elements, tuple(one for one in self.whole.rest if one not in self.elements), None, exact=True
        )

    def reach(self, tab: Tab, goal: State, others: tuple[Held, ...]) -> Target:
        """Its button: one click removes it."""
        del goal

        def keyboard() -> str:
            tab.document.focus(self.elements[0])
            tab.press("Space")
            return ""

        return replace(self.spot(others), keyboard=keyboard)

    def __str__(self) -> str:
        return str(self.whole)
