"""The program's hand: turn the switches of an open page with the mouse, each at most once."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from optout import overlay
from optout.browser.tab import Tab
from optout.browser.words import PageGone
from optout.controls.switch import Found, Switch, aim, find
from optout.controls.turn import turn
from optout.flow import Service
from optout.log import log
from optout.model import BEGUN, Turn
from optout.sight import Page


@dataclass
class ByMouse:
    """Clicks what is on, and says what came of it.

    Attributes:
        service: whose pages they are.
        step: told what is being done, for a person who watches.
        watched: somebody watches the window: show each switch before it is clicked.
    """

    service: Service
    step: Callable[[str], None]
    watched: bool
    _overlays: overlay.Overlays = field(init=False)

    def __post_init__(self) -> None:
        self._overlays = overlay.Overlays(self.service, self.step)

    def __call__(self, page: Page, tab: Tab, done: set[tuple[object, ...]], tried: set[str]) -> Iterator[Turn]:
        """Turn every switch of the open page that is not as it shall be and not yet done; tells of each before it.

        Args:
            page: the page that is open.
            tab: where it is open.
            done: the identities of the switches that must not be clicked again; added to.
            tried: the places that an earlier attempt clicked in vain.
        """
        clicked: set[int] = set()
        with suppress(PageGone):  # then the search says so
            tab.raise_window()  # behind another tab a page is drawn once a second, and the mouse waits for that
        while () not in done:  # a listed setting is one switch, whatever its page calls it the next time
            try:
                found, switch = self._next(page, tab, done, clicked)
                if switch and self.watched:
                    self._show(page, tab, switch, found)
                    found, switch = self._next(page, tab, done, clicked)  # it may have moved meanwhile
                if not switch:
                    return
                self._clear(tab, switch, found)
                yield Turn(str(switch), BEGUN)  # whoever ends us now must not leave a click that nobody knows of
                made = turn(tab, switch, page.goal, found.without(switch), self.service.is_save, tried)
            except PageGone:
                return  # nothing was clicked; the next visit reads what the page says
            clicked.update(switch.elements)
            log.debug("turned", control=made.control, via=made.via, save=made.save, shown=made.shown.value)
            if not made.obstacle:
                done.update(_drawings(switch, found) if page.every else [()])
                self.step(_told(made))
            yield made
            if made.obstacle:
                return

    @staticmethod
    def _next(page: Page, tab: Tab, done: set[tuple[object, ...]], clicked: set[int]) -> tuple[Found, Switch | None]:
        found = find(tab, page.setting.control, every=page.every)
        return found, next((one for one in found.switches if page.wants(one) and _free(one, done, clicked)), None)

    def _show(self, page: Page, tab: Tab, switch: Switch, found: Found) -> None:
        for _, x, y in aim(tab, switch, found.without(switch)).points[:1]:
            tab.point_at(x, y)
        self.step(f'Clicking the switch "{switch.parts[0].name or page.setting.title}"')
        tab.point_at_nothing()

    def _clear(self, tab: Tab, switch: Switch, found: Found) -> None:
        for _ in range(overlay.MOST):
            if not aim(tab, switch, found.without(switch)).blocker or not self._overlays.dismiss(tab):
                return


def _free(switch: Switch, done: set[tuple[object, ...]], clicked: set[int]) -> bool:
    return switch.identity not in done and not clicked & set(switch.elements)


def _drawings(switch: Switch, found: Found) -> Iterator[tuple[object, ...]]:
    """The identities of a switch wherever its page draws it: two of one name and one key of the site's are one."""
    for one in found.switches:
        if one is switch or (one.names == switch.names and one.keys & switch.keys):
            yield one.identity


def _told(made: Turn) -> str:
    """What came of a click, in plain words; how it was clicked and what was sent is in the run's record."""
    if made.refused:
        return f"The site refused to save it ({made.save})"
    saved = "the site has saved it" if made.save else "no save was seen"
    return f"The page shows {made.shown} now, and {saved}; it will be read again on a fresh page"
