"""Open a box that folds its options away, find the one option that is meant, and shut the box if it is not there."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from optout.browser.tab import Tab
from optout.browser.words import PageGone
from optout.controls.kind import Target, fold
from optout.controls.options import OPTIONS, Group, Option, inside, tree
from optout.controls.tree import properties
from optout.model import Obstacle, Outcome

_OPENS_S = 3  # how long a box may take to open, or to shut
_LISTS = ("listbox", "menu")


@dataclass(frozen=True, slots=True)
class Parts:
    """What comes up when a box is opened: what it is called in a sentence, and the roles of what stands in it."""

    whole: str
    many: str
    roles: tuple[str, ...]


CHOICES = Parts("list of options", "options", ("radio", *OPTIONS))
ITEMS = Parts("menu", "items", ("menuitem", "menuitemcheckbox", *OPTIONS))


@dataclass(frozen=True, slots=True)
class _Open:
    """A list that has come up, and its options."""

    element: int
    options: tuple[Option, ...]


def option(
    tab: Tab,
    box: Target,
    words: tuple[str, ...],
    name: str,
    pick: Callable[[tuple[Option, ...]], list[Option]],
    parts: Parts = CHOICES,
) -> Target | Obstacle:
    """Open a box with the mouse, and find the one option of its list that is meant.

    Args:
        tab: the tab that shows it.
        box: the box, shut.
        words: what the options may be called that mean something.
        name: what to call the box in a sentence.
        pick: which of the options is meant.
        parts: what it opens.

    Returns:
        The option, or why there is none; then the box is shut again.

    Raises:
        PageGone: the page was replaced meanwhile; nothing was chosen.
    """
    before = set(_lists(tab))

    def look() -> _Open | None:
        return _settled(tab, box, before, words, parts.roles)

    stands = parts is ITEMS and _shown(tab, box.elements[0])[1] and _opened(tab, box, before, words, parts.roles)
    if not stands and (obstacle := _click(tab, box)):  # one that stands open already would be shut by a click
        return obstacle
    opened = look()
    wanted = pick(opened.options) if opened else []
    if opened and len(wanted) == 1 and not wanted[0].disabled:
        for _, x, y in _target(wanted[0], opened, box).aim(tab).points[:1]:
            tab.hover(x, y)  # a list may draw its options anew as soon as the mouse is there
        opened = look()
        wanted = pick(opened.options) if opened else []
    if not opened:
        _shut(tab, before)
        return Obstacle(Outcome.NOT_RECOGNISED, f'"{name}" was clicked, but no {parts.whole} came up')
    if len(wanted) == 1 and not wanted[0].disabled:
        target = _target(wanted[0], opened, box)
        return replace(target, leave=lambda: _shut(tab, before))
    _shut(tab, before)
    if len(wanted) == 1:
        return Obstacle(Outcome.LOCKED, f'"{name}" does not let this account choose "{wanted[0].name}"')
    here = ", ".join(f'"{one.name}"' for one in opened.options[:6])
    return Obstacle(
        Outcome.NOT_RECOGNISED,
        f'"{name}" has {len(wanted)} {parts.many} called "{next(iter(words), "")}"; it has {here}',
    )


def native(tab: Tab, box: Target, group: Group, wanted: Option, name: str) -> Target | Obstacle:
    """The way to choose an option of a native select, whose list is the browser's own and out of the mouse's reach.

    The list is opened by the keyboard and walked without choosing anything; Enter is pressed only while the select
    shows the option that is meant.
    """
    if blocker := box.aim(tab).blocker:
        return Obstacle(Outcome.NOT_RECOGNISED, f"something covers it: {blocker}")

    def keyboard() -> str:
        start = group.value
        tab.document.focus(group.element)
        tab.press("ArrowDown", alt=True)
        if not tab.until(lambda: _shown(tab, group.element)[1], _OPENS_S):
            return f'the list of "{name}" did not open'
        if _walk(tab, group, wanted.name):
            tab.press("Enter")
            return ""
        if _walk(tab, group, start):
            tab.press("Escape")  # what it shows is chosen by that, too
        return f'"{wanted.name}" could not be reached in the list of "{name}"'

    return Target((), (), keyboard)


def _walk(tab: Tab, group: Group, name: str) -> bool:
    """Go down an open list until the select shows an option; no key is pressed once the list is shut."""
    for step in range(len(group.options) + 1):
        if not _shown(tab, group.element)[1]:
            return False
        tab.press("ArrowDown" if step else "Home")
        shown, still = _shown(tab, group.element)
        if still and fold(shown) == fold(name):
            return True
    return False


def _shown(tab: Tab, element: int) -> tuple[str, bool]:
    """What a select shows, and whether its list is open."""
    raw = tab.document.node(element)
    return str(raw.get("value", {}).get("value", "")), bool(properties(raw).get("expanded"))


def _click(tab: Tab, box: Target) -> Obstacle | None:
    """Open a box by one click where a person would, or by the keyboard where there is no such place."""
    where = box.aim(tab)
    for _, x, y in where.points[:1]:
        tab.hover(x, y)
        where = box.aim(tab, scroll=False)
    points = [point for point in where.points if point[0] != "label"]  # that only puts the keyboard's focus on it
    if where.blocker:
        return Obstacle(Outcome.NOT_RECOGNISED, f"something covers it: {where.blocker}")
    if points:
        tab.click(*points[0][1:])
    else:
        tab.document.focus(box.elements[0])
        tab.press("ArrowDown", alt=True)
    return None


def _target(one: Option, opened: _Open, box: Target) -> Target:
    rest = tuple(other.element for other in opened.options if other.element != one.element)
    return Target((one.element,), (*rest, *box.elements), None, exact=box.exact)


def _lists(tab: Tab) -> list[int]:
    return [int(node["backendDOMNodeId"]) for node in tree(tab, _LISTS)]


def _settled(tab: Tab, box: Target, before: set[int], words: tuple[str, ...], roles: tuple[str, ...]) -> _Open | None:
    """The list that has come up, as soon as two looks at it say the same."""
    last: list[_Open | None] = [None]

    def equal() -> _Open | None:
        now = _opened(tab, box, before, words, roles)
        same = now if now == last[0] else None
        last[0] = now
        return same

    return tab.until(equal, _OPENS_S)


def _opened(tab: Tab, box: Target, before: set[int], words: tuple[str, ...], roles: tuple[str, ...]) -> _Open | None:
    """The one list that the box says it opens, else the one that was not there before; never one of two."""
    elements = _lists(tab)
    seen = tab.document.call("lists", [box.elements[0], *elements])
    shown = [(element, how["owned"]) for element, how in zip(elements, seen, strict=True) if how["shown"]]
    for ours in ([one for one, owned in shown if owned], [one for one, _ in shown if one not in before]):
        filled = [_Open(one, options) for one in ours if (options := inside(tab, one, words, roles))]
        if filled:
            return filled[0] if len(filled) == 1 else None
    return None


def _shut(tab: Tab, before: set[int]) -> None:
    """Shut what was opened, without choosing anything."""

    def shut() -> bool:
        return set(_lists(tab)) <= before

    with suppress(PageGone):
        if not shut():
            tab.press("Escape")
            tab.until(shut, _OPENS_S)
