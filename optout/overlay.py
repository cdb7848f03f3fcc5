"""What may lie over a page and be clicked away: only the buttons that the flow names for it."""

from collections.abc import Callable
from dataclasses import dataclass

from optout.browser.tab import Tab
from optout.browser.words import PageGone
from optout.flow import Service

MOST = 3  # overlays that are dismissed on one page; after that something is wrong
_GOES_S = 2  # how long an overlay may take to go away


@dataclass(frozen=True, slots=True)
class Overlays:
    """The overlays of one service that may be dismissed.

    Attributes:
        service: whose flow names their buttons.
        step: told what is dismissed, for a person who watches.
        clicking: told the top frame in which a button is about to be clicked.
    """

    service: Service
    step: Callable[[str], None]
    clicking: Callable[[str], None] = lambda _: None

    def dismiss(self, tab: Tab) -> bool:
        """Click one of the buttons, if there is one that the mouse can reach; whether that was done."""
        session = self.service.session
        if not session or not session.dismiss:
            return False
        selectors = [one.css for one in session.dismiss]
        try:
            buttons = tab.top.call("buttons", [], selectors=selectors)
            if not buttons:
                return False
            self.step(f'Clicking away what is in front: "{buttons[0]["text"]}"')
            self.clicking(tab.frame)
            tab.click(buttons[0]["x"], buttons[0]["y"])
            tab.until(lambda: tab.top.call("buttons", [], selectors=selectors) != buttons, _GOES_S)
        except PageGone:
            return False
        return True
