"""The `switch`: anything that is on or off by one click, in whatever markup (role switch, checkbox, pressed button)."""

import re
from dataclasses import dataclass, replace
from itertools import compress

from optout.browser.tab import Tab
from optout.controls.kind import Found, Held, Target, fold, signs
from optout.controls.scope import ANYWHERE, Scope
from optout.controls.tree import Node, again, nodes
from optout.flow import Control
from optout.model import State

ROLES = ("switch", "checkbox", "button")
# what a switch may be called that is named after its state and not after its matter
_STATE_WORDS = {"on", "off", "yes", "no", "toggle", "switch", "turn", "enable", "enabled", "disable", "disabled"}
_STATE_WORDS |= {"ein", "aus", "an", "ja", "nein", "oui", "non", "sí", "si", "sì", "sim", "não", "aan", "uit"}


@dataclass(frozen=True, slots=True)
class Switch:
    """One switch of a page. Nested twins (a switch around a switch) are one, whose parts must agree.

    Attributes:
        parts: its nodes, the outermost first.
        keys: what the page itself calls it.
        main: it stands in the main part of the page.
        aside: it stands in a header, a footer or the like.
        inverted: lit means that the data is not used.
        nth: how many switches of the same names stand before it.
    """

    parts: tuple[Node, ...]
    keys: frozenset[str]
    main: bool
    aside: bool = False
    inverted: bool = False
    nth: int = 0

    @property
    def state(self) -> State:
        """Whether the data is used; `unknown` where the parts disagree."""
        states = {part.state for part in self.parts}
        if len(states) != 1:
            return State.UNKNOWN
        state = states.pop()
        if self.inverted and state in (State.ON, State.OFF):
            return State.OFF if state is State.ON else State.ON
        return state

    @property
    def disabled(self) -> bool:
        """Whether the site does not let anybody turn it."""
        return any(part.disabled for part in self.parts)

    @property
    def identity(self) -> tuple[object, ...]:
        """What stays the same when its page is loaded anew; a site may make its keys anew each time."""
        return (*self.names, self.nth)

    @property
    def names(self) -> tuple[str, ...]:
        """The accessible names of its parts."""
        return tuple(part.name for part in self.parts)

    @property
    def elements(self) -> tuple[int, ...]:
        """The backend ids of its DOM nodes."""
        return tuple(part.element for part in self.parts)

    @property
    def title(self) -> str:
        """What to call it in a sentence; may be empty."""
        return self.parts[0].name

    def task(self, goal: State, name: str) -> str:
        """What to do with it, which is called `name`, as the end of "Your turn: ..."."""
        return f'switch {goal} "{name}"'

    def again(self, tab: Tab) -> "Switch":
        """The same anew; a part that lost its state makes the whole unknown, never off. Raises PageGone."""
        return reread(tab, self)

    def spot(self, others: tuple[Held, ...]) -> Target:
        """Itself, which may not be clicked where the mouse would reach another."""
        return Target(self.elements, tuple(other.elements[0] for other in others), None)

    def reach(self, tab: Tab, goal: State, others: tuple[Held, ...]) -> Target:
        """Itself: one click turns it."""

        def keyboard() -> str:
            tab.document.focus(self.elements[0])
            tab.press("Space")
            return ""

        return replace(self.spot(others), keyboard=keyboard)

    def called(self, labels: tuple[str, ...]) -> bool:
        """Whether its accessible name is one of these labels, as a whole."""
        return bool({fold(part.name) for part in self.parts} & {fold(label) for label in labels})

    def __str__(self) -> str:
        return " around ".join(map(str, self.parts))


def find(tab: Tab, control: Control, scope: Scope = ANYWHERE, *, every: bool = False) -> Found:
    """Which switches of the page that is open are the setting.

    By the site's own key, else by exact name, else by the same text in the row; only where the flow has no label for
    the page's language, the only switch of the page's main part.

    Args:
        tab: the tab that shows the page.
        control: what the flow says of the control.
        scope: the part of the page that it is in.
        every: take every switch of the main part (the pages of a sweep).

    Raises:
        PageGone: the page was replaced meanwhile.
    """
    flat = nodes(tab, ROLES)
    seen = tab.document.call("survey", [node.element for node in flat])
    switches = _merge(flat, seen["controls"], control.inverted)
    chosen, note = list[Switch](), ""
    inside, problem = scope.hold(tab, [switch.elements[0] for switch in switches], seen["language"])
    here = [*compress(switches, inside)]
    if not problem:
        chosen, problem, note = _choose(tab, switches, here, control, seen["language"], every)
    others = tuple(switch for switch in switches if switch not in chosen)
    return Found(
        tuple(chosen),
        others,
        problem,
        note,
        seen["language"],
        seen["heading"],
        seen["complete"],
        signs(seen),
        bool(seen["choices"]),
    )


def reread(tab: Tab, switch: Switch) -> Switch:
    """One switch anew; a part that lost its state makes the whole unknown, never off."""
    new = [again(tab, part.element) or replace(part, state=State.UNKNOWN) for part in switch.parts]
    half = tab.document.call("mixed", [part.element for part in new])
    return replace(switch, parts=tuple(_mixed(part, mixed) for part, mixed in zip(new, half, strict=True)))


def _mixed(part: Node, mixed: bool) -> Node:
    return replace(part, state=State.MIXED) if mixed else part


def _merge(flat: list[Node], surveyed: list[dict[str, object]], inverted: bool) -> list[Switch]:
    groups: dict[int, list[int]] = {}
    for index in range(len(flat)):
        outer = index
        while (around := surveyed[outer]["inside"]) != -1:
            outer = int(str(around))
        groups.setdefault(outer, []).append(index)
    found: list[Switch] = []
    for outer, members in groups.items():
        one = Switch(
            parts=tuple(
                _mixed(flat[index], bool(surveyed[index]["mixed"]))
                for index in sorted(members, key=lambda member: member != outer)
            ),
            keys=frozenset(str(key) for index in members for key in surveyed[index]["keys"]),  # type: ignore[attr-defined]
            main=bool(surveyed[outer]["main"]),
            aside=bool(surveyed[outer]["aside"]),
            inverted=inverted,
        )
        found.append(replace(one, nth=sum(other.names == one.names for other in found)))
    return found


def _choose(
    tab: Tab, switches: list[Switch], inside: list[Switch], control: Control, language: str, every: bool
) -> tuple[list[Switch], str, str]:
    in_main = [switch for switch in inside if switch.main]
    if every:
        here = [one for one in switches if (one.main or not one.aside) and one.parts[0].role != "button"]
        if stray := [switch for switch in here if not switch.main]:
            return [], f"{stray[0]} stands outside of its page's main part", ""
        return here, "" if here else "no switch was found on its page", ""
    if by_key := [switch for switch in inside if switch.keys & set(control.key)]:
        return _one(by_key, f'the key "{control.key[0]}"')
    labels = control.labels(language)
    if labels:
        by_name = [switch for switch in inside if switch.called(labels)]
        if inside:  # also beside one that has the name: it may be a copy that nobody sees
            outer = [switch.elements[0] for switch in switches]
            names = [switch.parts[0].name for switch in switches]
            rows = tab.document.call("beside", outer, texts=list(labels), names=names)
            in_row = [switches[index] for index in rows if switches[index] in inside]
            by_name += [one for one in in_row if one not in by_name and _nameless(one, labels)]
        if by_name:
            return _one(by_name, f'the name "{labels[0]}"')
    if not in_main:
        return [], "no switch was found on its page", ""
    if control.key and not labels:
        return [], f'no switch of its page has the key "{control.key[0]}", and the flow has no name for it here', ""
    said = ", ".join(f'"{part.name}"' for switch in in_main[:4] for part in switch.parts[:1])
    if labels:
        return [], f'the page has no switch called "{labels[0]}"; it has {said}', ""
    if len(in_main) > 1:
        known = f'the flow has no name for it in the page\'s language ("{language}")'
        return [], f"{known}, and the page has {len(in_main)} switches: {said}", ""
    return in_main, "", f'The label could not be checked: the flow has none for the page\'s language ("{language}").'


def _one(matching: list[Switch], what: str) -> tuple[list[Switch], str, str]:
    if len(matching) > 1:
        return [], f"{len(matching)} switches of its page have {what}", ""
    return matching, "", ""


def _nameless(switch: Switch, labels: tuple[str, ...]) -> bool:
    """Whether a switch's own name leaves room for the text in its row: none, the state, or the text and more."""
    name = fold(switch.parts[0].name)
    return set(re.findall(r"\w+", name)) <= _STATE_WORDS or any(fold(label) in name for label in labels)
