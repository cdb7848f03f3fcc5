"""Open a box that folds its options away, find the one option that is meant, and shut the box if it is not there."""

from collections.abc import Callable
from dataclasses import replace

from optout.browser.tab import Tab
from optout.controls.kind import Target, fold
from optout.controls.opening import CHOICES, OPENS_S, Open, Opening, Parts
from optout.controls.options import Group, Option
from optout.controls.tree import properties
from optout.model import Obstacle, Outcome


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
    opening = Opening(tab, box, words, parts)
    if not opening.stood and (obstacle := _click(tab, box)):  # one that stands open already would be shut by a click
        return obstacle
    opened = opening.settled()
    wanted = pick(opened.options) if opened else []
    if opened and len(wanted) == 1 and not wanted[0].disabled:
        for _, x, y in _target(wanted[0], opened, box).aim(tab).points[:1]:
            tab.hover(x, y)  # a list may draw its options anew as soon as the mouse is there
        opened = opening.settled()
        wanted = pick(opened.options) if opened else []
    if not opened:
        opening.shut()
        return Obstacle(Outcome.NOT_RECOGNISED, f'"{name}" was clicked, but no {parts.whole} came up')
    if len(wanted) == 1 and not wanted[0].disabled:
        return replace(_target(wanted[0], opened, box), leave=opening.shut)
    opening.shut()
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
        if not tab.until(lambda: _shown(tab, group.element)[1], OPENS_S):
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


def _target(one: Option, opened: Open, box: Target) -> Target:
    rest = tuple(other.element for other in opened.options if other.element != one.element)
    return Target((one.element,), (*rest, *box.elements), None, exact=box.exact)
