"""Turn one control with the mouse where a person would click, once, and watch until page and site have taken it.

What the page shows afterwards is not proof: that is read on a page loaded anew.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlsplit

from playwright.sync_api import Request

from optout.browser.tab import Tab
from optout.browser.words import PageGone
from optout.controls.kind import Held, Target
from optout.controls.step import NOTHING, After
from optout.model import Obstacle, Outcome, State, Turn

_SHOWS_S = 5  # how long a page may take to show the change
_SAVES_S = 15  # how long a site may take to answer its own save
_QUIET_S = 0.6  # pages without a save request store the change up to some hundred milliseconds later
_LATE_SAVE_S = 2  # a site that is known to save by a request may gather clicks first


def turn(
    tab: Tab,
    control: Held,
    goal: State,
    others: tuple[Held, ...],
    is_save: Callable[[str, str], bool] | None,
    tried: set[str],
    after: After = NOTHING,
) -> Turn:
    """Click once what makes a control as it shall be, and watch what comes of it.

    Args:
        tab: the tab that shows the page.
        control: the control, which is not as it shall be.
        goal: what it shall be.
        others: all other controls of the page.
        is_save: whether a request (method, path) is the site's save; None where the flow does not say.
        tried: the places ("control", "label", ...) that an earlier attempt has clicked in vain.
        after: what is to be clicked then, in its dialogs and to save it.

    Raises:
        PageGone: the page was replaced before anything was clicked.
    """
    target = control.reach(tab, goal, others)
    if isinstance(target, Obstacle):
        return Turn(str(control), "", obstacle=target)
    where = target.aim(tab)
    for _, x, y in [point for point in where.points if point[0] not in tried][:1]:
        tab.hover(x, y)
        where = target.aim(tab, scroll=False)  # something may appear as soon as the mouse is there
    points = [point for point in where.points if point[0] not in tried]
    if problem := f"something covers it: {where.blocker}" if where.blocker else "" if points else _unreachable(target):
        target.leave()
        return Turn(str(control), "", obstacle=Obstacle(Outcome.NOT_RECOGNISED, problem))
    if after.confirm:
        tab.document.call("settle", list(control.elements[:1]))
    mark = tab.traffic.mark()
    via, problem = points[0][0] if points else "keyboard", ""
    with suppress(PageGone):  # it may have been clicked all the same, which only a fresh page can tell
        if points:
            tab.click(*points[0][1:])
        elif target.keyboard:
            problem = target.keyboard()
    if problem:  # nothing was changed
        return Turn(str(control), "", obstacle=Obstacle(Outcome.NOT_RECOGNISED, problem))
    stuck = ""

    def kept() -> bool:
        sent = _saves(tab, mark, is_save)
        return bool(sent) and all(map(tab.traffic.answered, sent)) and _shown(tab, control) is goal

    with suppress(PageGone):  # only a fresh page can tell what came of it
        stuck = after.go(tab, kept)
    return replace(watch(tab, control, goal, mark, via, is_save, closes=bool(after.confirm or after.save)), stuck=stuck)


def _unreachable(target: Target) -> str:
    return "" if target.keyboard else "there is no place where the mouse would reach it and nothing else"


def _saves(tab: Tab, mark: int, is_save: Callable[[str, str], bool] | None) -> list[Request]:
    return [one for one in tab.traffic.sent(mark) if is_save is None or is_save(one.method, urlsplit(one.url).path)]


def watch(
    tab: Tab,
    control: Held,
    goal: State,
    mark: int,
    via: str,
    is_save: Callable[[str, str], bool] | None,
    *,
    closes: bool = False,
) -> Turn:
    """Wait until a click that was just made has shown and has been saved; what was seen of both.

    With `closes`, the control may go away with its dialog as soon as it is saved.
    """

    def saves() -> list[Request]:
        return _saves(tab, mark, is_save)

    shown = State.UNKNOWN

    def changed() -> bool:
        nonlocal shown
        shown = _shown(tab, control)
        return shown is goal or (closes and shown is State.UNKNOWN and bool(saves()) and settled())

    def settled() -> bool:
        return all(map(tab.traffic.answered, saves()))

    tab.until(changed, _SHOWS_S)
    tab.until(lambda: bool(saves()), _QUIET_S if is_save is None else _LATE_SAVE_S)
    tab.until(settled, _SAVES_S)
    changed()
    if not saves():
        return Turn(str(control), via, shown=shown)
    answers = [(one, tab.traffic.status(one)) for one in saves()]
    bad = [one for one in answers if one[1] is None or one[1] >= 400]
    last, status = next((one for one in bad if one[1]), (bad or answers)[-1])
    what = status or ("broke off" if tab.traffic.answered(last) else f"not answered within {_SAVES_S} seconds")
    # without the flow's word for it, a request that fails need not have been the save; one that broke off may be kept
    refused = status is not None and bool(bad) and is_save is not None
    return Turn(str(control), via, f"{last.method} {urlsplit(last.url).path} {what}", refused, shown)


def _shown(tab: Tab, control: Held) -> State:
    try:
        return control.again(tab).state
    except PageGone:
        return State.UNKNOWN
