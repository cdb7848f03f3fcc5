"""Find the control of a setting by the kind that its flow names."""

from collections.abc import Callable

from optout.browser.tab import Tab
from optout.controls import choices, lists, menu, switch, worded
from optout.controls.kind import Found
from optout.controls.scope import ANYWHERE, Scope
from optout.flow import Control

_FIND: dict[str, Callable[[Tab, Control, Scope, bool, str], Found]] = {
    "switch": lambda tab, control, scope, every, _: (
        worded.find(tab, control, scope) if control.reads else switch.find(tab, control, scope, every=every)
    ),
    "choice": lambda tab, control, scope, _, prior: choices.find(tab, control, scope, prior),
    "menu": lambda tab, control, scope, *_: menu.find(tab, control, scope),
    "list": lambda tab, control, scope, *_: lists.find(tab, control, scope),
}


def find(tab: Tab, control: Control, scope: Scope = ANYWHERE, *, every: bool = False, prior: str = "") -> Found:
    """Which controls of the page that is open are the setting.

    Args:
        tab: the tab that shows the page.
        control: what the flow says of the control.
        scope: the part of the page that it is in.
        every: take every switch of the main part (the pages of a sweep).
        prior: the option that was chosen before, which an undo goes back to where the flow names none.

    Raises:
        PageGone: the page was replaced meanwhile.
    """
    return _FIND[control.kind](tab, control, scope, every, prior)
