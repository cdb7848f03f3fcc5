"""The `choice`: one of several options, of which the flow says by its words which one means off."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from optout.browser.tab import Tab
from optout.controls import popup
from optout.controls.kind import Found, Held, Target, bare
from optout.controls.options import Group, Option
from optout.model import Obstacle, Outcome, State


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a page, and which words mean what in the page's language.

    Attributes:
        group: how it is drawn, and what is chosen.
        off: what the option that means off may be called.
        on: the same for the option that an undo chooses; empty where any other option would do.
        name: what to call it: the flow's word for it that the page uses, or the tree's own.
        keys: what the page itself calls it.
        main: it stands in the main part of the page.
        aside: elements of all other options and boxes of the page.
        anew: finds it as it was found.
        prior: what an undo goes back to.
    """

    group: Group
    off: tuple[str, ...]
    on: tuple[str, ...]
    name: str
    keys: frozenset[str]
    main: bool
    aside: tuple[int, ...]
    anew: Callable[[Tab], Found] = field(compare=False, repr=False)
    prior: str = ""

    @property
    def chosen(self) -> list[Option]:
        """The options that are chosen."""
        return [one for one in self.group.options if one.chosen]

    @property
    def problem(self) -> str:
        """Why its state cannot be told, as the end of a sentence; empty if it can."""
        if not self.off:
            return "the flow has no words for off in the page's language"
        if self.group.several:
            return f'"{self.name}" takes several options at once'
        if self.group.folded:
            return self._folded()
        offs = [one for one in self.group.options if one.means(self.off)]
        here = quoted(one.name for one in self.group.options)
        if not offs:
            return f'"{self.name}" has no option called "{self.off[0]}"; it has {here}'
        if len(offs) > 1:
            return f'"{self.name}" has {len(offs)} options called "{self.off[0]}"'
        if any(one.chosen is None for one in self.group.options):
            return f'"{self.name}" does not say which of its options is chosen'
        if len(self.chosen) != 1:
            count = "none" if not self.chosen else str(len(self.chosen))
            return f'"{self.name}" has {count} of its options chosen: {here}'
        return ""

    def _folded(self) -> str:
        value = self.group.value
        if not value or self.group.blank:
            return f'"{self.name}" shows no choice'
        if not self._shows(self.off) and not self._shows((*self.on, *filter(None, [self.prior]))):
            return f'"{self.name}" shows "{value}", of which the flow does not say what it means'
        return ""

    def _shows(self, words: tuple[str, ...]) -> bool:
        return bare(self.group.value) in map(bare, words)

    @property
    def state(self) -> State:
        """Off only if the option that means off is chosen and no other; unknown wherever that is not certain."""
        if self.problem:
            return State.UNKNOWN
        off = self._shows(self.off) if self.group.folded else self.chosen[0].means(self.off)
        return State.OFF if off else State.ON

    @property
    def disabled(self) -> bool:
        """Whether the site does not let anybody choose what would have to be chosen."""
        if self.group.disabled:
            return True
        goal = self.state.opposite if self.state in (State.ON, State.OFF) else State.OFF
        wanted = self.pick(self.group.options, goal)
        return bool(wanted) and all(one.disabled for one in wanted)

    def pick(self, options: Iterable[Option], goal: State) -> list[Option]:
        """Which of some options makes it `goal`; one, or nobody knows which.

        Back to on goes what was chosen before if the flow calls that on or knows no word for it; else the first of the
        flow's words that is there.
        """
        if goal is State.OFF:
            return [one for one in options if one.means(self.off)]
        rest = [one for one in options if not one.means(self.off)]
        before = [one for one in rest if self.prior and quoteless(one.name) == self.prior]
        ways = [[one for one in before if not self.on or one.means(self.on)]]
        ways += [[one for one in rest if one.means((word,))] for word in self.on]
        return next(filter(None, ways), [])

    @property
    def identity(self) -> tuple[object, ...]:
        """What stays the same when its page is loaded anew."""
        return (self.group.role, self.name)

    @property
    def names(self) -> tuple[str, ...]:
        """What it is called."""
        return (self.name,)

    @property
    def title(self) -> str:
        """What to call it in a sentence; may be empty."""
        return self.name

    @property
    def elements(self) -> tuple[int, ...]:
        """The backend ids of its DOM nodes."""
        return self.group.elements

    def task(self, goal: State, name: str) -> str:
        """What to do with it, which is called `name`, as the end of "Your turn: ..."."""
        words = self.off if goal is State.OFF else self.on or (self.prior,)
        return f'choose "{words[0]}" for "{name}"'

    def again(self, tab: Tab) -> Held:
        """The same anew, found as it was found; what cannot be told any more is `unknown`. Raises PageGone."""
        same = [one for one in self.anew(tab).controls if one.identity == self.identity]
        return same[0] if len(same) == 1 else replace(self, off=())

    def spot(self, others: tuple[Held, ...]) -> Target:
        """The option that would have to be chosen, or the box that is folded up."""
        del others  # `aside` knows more: single options, too
        options = [one for one in self.group.options if one.means(self.off)] or list(self.chosen)
        if self.group.role in ("radiogroup", "listbox") and options:
            return self._only(options[0].element)
        return self._only(self.group.element)

    def _only(self, element: int) -> Target:
        return Target((element,), tuple(one for one in self.aside if one != element), None)

    def reach(self, tab: Tab, goal: State, others: tuple[Held, ...]) -> Target | Obstacle:
        """The option to choose, in its box opened for that; or why there is none. Raises PageGone."""
        del others
        if self.group.folded:
            words = self.off if goal is State.OFF else (*self.on, *filter(None, [self.prior]))
            shut = self._only(self.group.element)
            return popup.option(tab, shut, words, self.name, lambda options: self.pick(options, goal))
        wanted = self.pick(self.group.options, goal)
        if len(wanted) != 1:
            called = (self.off if goal is State.OFF else self.on or (self.prior,))[0]
            here = quoted(one.name for one in self.group.options)
            return Obstacle(
                Outcome.NOT_RECOGNISED, f'"{self.name}" has {len(wanted)} options called "{called}"; it has {here}'
            )
        if self.group.role == "select":
            return popup.native(tab, self._only(self.group.element), self.group, wanted[0], self.name)
        target = self._only(wanted[0].element)
        if self.group.role == "listbox":
            return target

        def keyboard() -> str:
            tab.document.focus(wanted[0].element)
            tab.press("Space")
            return ""

        return replace(target, keyboard=keyboard)

    def __str__(self) -> str:
        shown = self.group.value if self.group.folded else ""
        if not self.group.folded and len(self.chosen) == 1:
            shown = self.chosen[0].name
        many = "several" if len(self.chosen) > 1 else "nothing"
        said = f'"{quoteless(shown)}"' if shown else many
        return f'{self.group.role} "{quoteless(self.name)}" chosen {said}{" disabled" if self.disabled else ""}'


def quoteless(text: str) -> str:
    """A page's words without quotation marks, for a line in which these mark its parts."""
    return text.replace('"', "'")


def quoted(names: Iterable[str]) -> str:
    """The first few names, in quotation marks."""
    some = [f'"{name}"' for name in names]
    return ", ".join(some[:6]) + (f" and {len(some) - 6} more" if len(some) > 6 else "")
