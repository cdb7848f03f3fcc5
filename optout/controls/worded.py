"""A button whose state stands only in words: in its name, its text, or its row; found by these and by its own name."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import compress

from optout.browser.tab import Tab
from optout.controls.buttons import Button, buttons
from optout.controls.choice import quoted, quoteless
from optout.controls.kind import Found, Held, Target, bare, signs
from optout.controls.scope import ANYWHERE, Scope
from optout.flow import Control, Reads, spoken
from optout.model import Obstacle, State


@dataclass(frozen=True, slots=True)
class Words:
    """What a flow says of a button, in the language of one page.

    Attributes:
        names: what the setting may be called.
        on: what stands there while it is on.
        off: what stands there while it is off.
        turns_off: of a menu, what the item may be called that turns it off.
        turns_on: the same for on.
    """

    names: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    turns_off: tuple[str, ...] = ()
    turns_on: tuple[str, ...] = ()

    @property
    def states(self) -> tuple[str, ...]:
        """Everything that says a state."""
        return tuple(dict.fromkeys((*self.on, *self.off)))


def words(control: Control, language: str) -> Words:
    """What a flow says of a control in a page's language."""
    reads = control.reads or Reads()
    return Words(*(spoken(one, language) for one in (control.name, reads.on, reads.off, control.off, control.on)))


@dataclass(frozen=True, slots=True)
class Worded:
    """One button that says its state, and that one click turns.

    Attributes:
        button: as it was read.
        words: what the flow says of it.
        title: what to call it: the flow's word for it; empty where the flow has none.
        rest: the elements of all other buttons of the page.
        anew: finds it as it was found.
    """

    button: Button
    words: Words
    title: str
    rest: tuple[int, ...]
    anew: Callable[[Tab], Found] = field(compare=False, repr=False)

    role = "button"

    @property
    def heard(self) -> tuple[str, ...]:
        """Those of the flow's words for a state that it says itself, or that stand in its row."""
        own = [word for word in self.words.states if _says(self.button, self.words.names, word)]
        return tuple(dict.fromkeys((*own, *self.button.states)))

    @property
    def problem(self) -> str:
        """Why its state cannot be told, as the end of a sentence; empty if it can."""
        what = f'"{self.title}"' if self.title else "its button"
        if not self.words.on or not self.words.off:
            return f"the flow does not know what {what} says in the page's language"
        if not self.heard:
            here = dict.fromkeys(filter(None, (self.button.name, self.button.text)))
            return f"{what} says {quoted(here) or 'nothing'}, of which the flow does not say what it means"
        if self.state is State.UNKNOWN:
            return f"{what} says {quoted(self.heard)}, which is on and off at once"
        return ""

    @property
    def state(self) -> State:
        """On or off only where the words say one of them, and none says the other."""
        said = {*map(bare, self.heard)}
        on, off = ({*map(bare, each)} & said for each in (self.words.on, self.words.off))
        if not self.words.on or not self.words.off or bool(on) == bool(off):
            return State.UNKNOWN
        return State.ON if on else State.OFF

    @property
    def disabled(self) -> bool:
        """Whether the site does not let anybody click it."""
        return self.button.disabled

    @property
    def identity(self) -> tuple[object, ...]:
        """What stays the same when its page is loaded anew; its name may say its state, and change with it."""
        return (self.role, self.title)

    @property
    def names(self) -> tuple[str, ...]:
        """What it is called."""
        return (self.title,)

    @property
    def keys(self) -> frozenset[str]:
        """What the page itself calls it."""
        return self.button.keys

    @property
    def main(self) -> bool:
        """Whether it stands in the main part of the page."""
        return self.button.main

    @property
    def elements(self) -> tuple[int, ...]:
        """The backend id of its DOM node."""
        return (self.button.element,)

    def task(self, goal: State, name: str) -> str:
        """What to do with it, which is called `name`, as the end of "Your turn: ..."."""
        return f'switch {goal} "{name}"'

    def again(self, tab: Tab) -> Held:
        """The same anew, found as it was found; what cannot be told any more is `unknown`. Raises PageGone."""
        same = [one for one in self.anew(tab).controls if one.identity == self.identity]
        return same[0] if len(same) == 1 else replace(self, words=Words(self.words.names))

    def spot(self, others: tuple[Held, ...]) -> Target:
        """The button, which is what says the state, too; its row may do something else."""
        del others  # `rest` knows more
        return Target(self.elements, self.rest, None, exact=True)

    def reach(self, tab: Tab, goal: State, others: tuple[Held, ...]) -> Target | Obstacle:
        """Itself: one click turns it."""
        del goal

        def keyboard() -> str:
            tab.document.focus(self.button.element)
            tab.press("Space")
            return ""

        return replace(self.spot(others), keyboard=keyboard)

    def __str__(self) -> str:
        said = self.heard or (self.button.text or self.button.name,)
        told = "/".join(map(quoteless, said))
        return f'{self.role} "{quoteless(self.title)}" says "{told}" {self.state}{" disabled" if self.disabled else ""}'


Make = Callable[[Button, Words, str, tuple[int, ...], Callable[[Tab], Found]], Worded]


def find(tab: Tab, control: Control, scope: Scope = ANYWHERE, make: Make = Worded) -> Found:
    """Which button of the page that is open is the setting.

    By the site's own key; else by the flow's name for it, in the button, in its row or over it; where the flow has no
    name for the page's language, the only button of the page that says on or off.

    Args:
        tab: the tab that shows the page.
        control: what the flow says of the control.
        scope: the part of the page that it is in.
        make: what the button is to be; by itself, one that one click turns.

    Raises:
        PageGone: the page was replaced meanwhile.
    """
    language = str(tab.document.call("survey", [])["language"])
    known = words(control, language)
    here, seen = buttons(tab, known.names, known.states)
    every = [one.element for one in here]

    def made(one: Button, title: str) -> Worded:
        rest = tuple(element for element in every if element != one.element)
        return make(one, known, title, rest, lambda later: find(later, control, scope, make))

    mine, note = list[Button](), ""
    inside, problem = scope.hold(tab, every, language)
    if not problem:
        mine, problem, note = _choose([*compress(here, inside)], control, known, language)
    found = [made(one, _title(one, known, control)) for one in mine]
    if found and (why := found[0].problem):
        found, problem = [], why
    speaking = [one for one in here if one not in mine and (one.menu or _speaks(one, known))]
    others = tuple(made(one, one.name) for one in speaking)
    return Found(
        tuple(found), others, problem, note, seen["language"], seen["heading"], bool(seen["complete"]), signs(seen)
    )


def _says(one: Button, names: tuple[str, ...], word: str) -> bool:
    return one.says(word) or any(one.joins(name, word) for name in names)


def _speaks(one: Button, known: Words) -> bool:
    return any(_says(one, known.names, word) for word in known.states)


def _named(one: Button, known: Words) -> str:
    """The flow's name that stands for a button; empty for none."""
    for name in known.names:
        own = one.says(name) or any(one.joins(name, word) for word in known.states)
        # what it says of its state may name it as well: "Turn off your Keep Activity setting"
        inside = any(one.says(word) and bare(name) in bare(word) for word in known.states)
        if own or inside or name in one.names or (_speaks(one, known) and one.over == name):
            return name
    return ""


def _title(one: Button, known: Words, control: Control) -> str:
    return _named(one, known) or next(iter(known.names), "") or next(iter(control.key), "")


def _choose(here: list[Button], control: Control, known: Words, language: str) -> tuple[list[Button], str, str]:
    """The one that is the setting; or why there is none; and what a reader must know."""
    if by_key := [one for one in here if one.keys & set(control.key)]:
        return _one(by_key, f'the key "{control.key[0]}"')
    if known.names and (by_name := [one for one in here if _named(one, known)]):
        return _one(by_name, f'the name "{known.names[0]}"')
    inside = [one for one in here if one.main or not one.aside]
    speaking = [one for one in inside if _speaks(one, known) or one.states]
    shown = quoted(one.name or one.text for one in (speaking or inside)) or "none"
    if known.names:
        return [], f'the page has no button called "{known.names[0]}"; it has {shown}', ""
    if control.key:
        why = f'no button of its page has the key "{control.key[0]}", and the flow has no name for it here'
        return [], why, ""
    if len(speaking) != 1:
        return [], f"{len(speaking)} buttons of its page say on or off in the flow's words; it has {shown}", ""
    if not control.name:  # its words are its name
        return speaking, "", ""
    note = f'The label could not be checked: the flow has none for the page\'s language ("{language}").'
    return speaking, "", note


def _one(matching: list[Button], what: str) -> tuple[list[Button], str, str]:
    if len(matching) > 1:
        return [], f"{len(matching)} buttons of its page have {what}", ""
    return matching, "", ""
