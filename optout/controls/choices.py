"""Find the `choice` that is the setting among all choices of a page."""

from dataclasses import dataclass, field, replace
from itertools import compress
from typing import Any

from optout.browser.tab import Tab
from optout.controls.choice import Choice, quoted
from optout.controls.kind import Found, bare, fold, signs
from optout.controls.options import Group, groups, tree
from optout.controls.scope import ANYWHERE, Scope
from optout.flow import Control, spoken


def find(tab: Tab, control: Control, scope: Scope = ANYWHERE, prior: str = "") -> Found:
    """Which choice of the page that is open is the setting.

    By the site's own key, else by its name in the tree, else by the words that stand over it or in its row; only where
    the flow has no name for the page's language, the only choice of the page's main part that has an option for off.

    Args:
        tab: the tab that shows the page.
        control: what the flow says of the control.
        scope: the part of the page that it is in.
        prior: the option that was chosen before, which an undo goes back to where the flow names none.

    Raises:
        PageGone: the page was replaced meanwhile.
    """
    raw = tree(tab)
    language = str(tab.document.call("survey", [])["language"])
    search = _Search(tab, control, scope, language, prior)
    drawn = groups(tab, raw, search.labels, search.words)
    heads = [one.options[0].element if one.role == "radiogroup" else one.element for one in drawn]
    frames = [one.frames for one in drawn]
    seen = tab.document.call("survey", [*heads, *(frame for mine in frames for frame in mine)])
    choices = search.all(drawn, seen["controls"])
    inside, problem = scope.hold(tab, [one.elements[0] for one in choices], language)
    here = [*compress(choices, inside)]
    chosen, problem, note = ([], problem, "") if problem else search.choose(choices, here)
    if chosen and (why := chosen[0].problem):
        chosen, problem = [], why
    others = tuple(one for one in choices if one not in chosen and _is_one(one))
    return Found(tuple(chosen), others, problem, note, seen["language"], seen["heading"], seen["complete"], signs(seen))


@dataclass(frozen=True)
class _Search:
    tab: Tab
    control: Control
    scope: Scope
    language: str
    prior: str
    labels: tuple[str, ...] = field(init=False)
    off: tuple[str, ...] = field(init=False)
    on: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        for name, texts in (("labels", self.control.name), ("off", self.control.off), ("on", self.control.on)):
            object.__setattr__(self, name, spoken(texts, self.language))

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that an option may be called that means something."""
        return tuple(dict.fromkeys((*self.off, *self.on)))

    def all(self, drawn: list[Group], surveyed: list[dict[str, Any]]) -> list[Choice]:
        """Every choice of the page."""
        every = {one.element for group in drawn for one in group.options} | {group.element for group in drawn}
        found, at = [], len(drawn)
        for index, group in enumerate(drawn):
            mine = [surveyed[index], *surveyed[at : at + len(group.frames)]]
            at += len(group.frames)
            found.append(
                Choice(
                    group,
                    self.off,
                    self.on,
                    next(iter(group.names), ""),
                    frozenset(str(key) for one in mine for key in one["keys"]),
                    bool(mine[0]["main"]),
                    tuple(every),
                    lambda tab: find(tab, self.control, self.scope, self.prior),
                    self.prior,
                )
            )
        return found

    def choose(self, choices: list[Choice], inside: list[Choice]) -> tuple[list[Choice], str, str]:
        """The one of those inside that is the setting; or why there is none; and what a reader must know."""
        if by_key := [one for one in inside if one.keys & set(self.control.key)]:
            return self._one(by_key, f'the key "{self.control.key[0]}"')
        if self.labels:
            by_name = [named for one in inside if (named := self._called(one))]
            rest = [one for one in inside if one.group.element not in {named.group.element for named in by_name}]
            by_name += self._over(rest, choices)
            if by_name:
                return self._one(by_name, f'the name "{self.labels[0]}"')
        here = [one for one in inside if one.main and _is_one(one)]
        if not here:
            return [], "no choice was found on its page", ""
        said = quoted(one.name for one in here)
        if self.labels:
            return [], f'the page has no choice called "{self.labels[0]}"; it has {said}', ""
        if self.control.key:
            return (
                [],
                f'no choice of its page has the key "{self.control.key[0]}", and the flow has no name for it here',
                "",
            )
        known = f'the flow has no name for it in the page\'s language ("{self.language}")'
        if len(here) > 1 or not self.off:
            return [], f"{known}, and the page has {len(here)} choices: {said}", ""
        return (
            here,
            "",
            f'The label could not be checked: the flow has none for the page\'s language ("{self.language}").',
        )

    def _called(self, one: Choice) -> Choice | None:
        value = one.group.value
        for label in self.labels:
            forms = {bare(label), bare(f"{label} {value}"), bare(f"{value} {label}")}
            if any(bare(name) in forms for name in one.group.names):
                return replace(one, name=label)
        return None

    def _over(self, rest: list[Choice], choices: list[Choice]) -> list[Choice]:
        """Those without a name of their own that one of the labels stands over."""
        if not choices:
            return []
        sets = [one.elements for one in choices]
        flat = [element for mine in sets for element in mine]
        found = self.tab.document.call("over", flat, counts=[*map(len, sets)], wanted=list(self.labels))
        named = [choices[index] for index in found]
        return [
            replace(one, name=self.labels[0])
            for one in named
            if one in rest and all(fold(name) in _own(one.group) for name in one.group.names)
        ]

    @staticmethod
    def _one(matching: list[Choice], what: str) -> tuple[list[Choice], str, str]:
        if len(matching) > 1:
            return [], f"{len(matching)} choices of its page have {what}", ""
        return matching, "", ""


def _own(group: Group) -> set[str]:
    """The names that are none: empty, what it shows, or all of its own options."""
    return {"", fold(group.value), fold(" ".join(one.name for one in group.options))}


def _is_one(choice: Choice) -> bool:
    """Whether it is a choice for certain, and not a button that opens some menu."""
    return choice.group.role != "button"
