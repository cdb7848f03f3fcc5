"""The program's hand: turn the controls of an open page with the mouse, each at most once."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from optout import overlay
from optout.browser.tab import Tab
from optout.browser.words import PageGone
from optout.controls.kind import Found, Held, aim, bits
from optout.controls.scope import Scope
from optout.controls.step import After
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
        watched: somebody watches the window: show each control before it is clicked.
    """

    service: Service
    step: Callable[[str], None]
    watched: bool
    _overlays: overlay.Overlays = field(init=False)

    def __post_init__(self) -> None:
        self._overlays = overlay.Overlays(self.service, self.step)

    def __call__(self, page: Page, tab: Tab, done: set[tuple[object, ...]], tried: set[str]) -> Iterator[Turn]:
        """Turn every control of the open page that is not as it shall be and not yet done; tells of each before it.

        Args:
            page: the page that is open.
            tab: where it is open.
            done: the identities of the controls that must not be clicked again; added to.
            tried: the places that an earlier attempt clicked in vain.
        """
        clicked: set[int] = set()
        with suppress(PageGone):  # then the search says so
            tab.raise_window()  # behind another tab a page is drawn once a second, and the mouse waits for that
        while () not in done:  # a listed setting is one control, whatever its page calls it the next time
            try:
                found, control = self._next(page, tab, done, clicked)
                if control and self.watched:
                    self._show(page, tab, control, found)
                    found, control = self._next(page, tab, done, clicked)  # it may have moved meanwhile
                if not control:
                    return
                self._clear(tab, control, found)
                yield Turn(str(control), BEGUN)  # whoever ends us now must not leave a click that nobody knows of
                after = After(page.setting.confirm, page.setting.save, found.language, Scope(page.setting.within))
                made = turn(tab, control, page.goal, found.without(control), self.service.is_save, tried, after)
            except PageGone:
                return  # nothing was clicked; the next visit reads what the page says
            clicked.update(control.elements)
            log.debug("turned", control=made.control, via=made.via, save=made.save, shown=made.shown.value)
            if not made.obstacle:
                several = not any(one is control for one in found.controls)  # one bit of a control of many
                done.update(_drawings(control, found) if page.every else [control.identity if several else ()])
                self.step(_told(made))
            yield made
            if made.obstacle or (made.refused and not page.every):
                return

    @staticmethod
    def _next(page: Page, tab: Tab, done: set[tuple[object, ...]], clicked: set[int]) -> tuple[Found, Held | None]:
        found = page.find(tab)
        wanted = (bit for one in found.controls if page.wants(one) for bit in bits(one, page.goal))
        return found, next((one for one in wanted if not one.disabled and _free(one, done, clicked)), None)

    def _show(self, page: Page, tab: Tab, control: Held, found: Found) -> None:
        for _, x, y in aim(tab, control, found.without(control)).points[:1]:
            tab.point_at(x, y)
        self.step(f"Now: {control.task(page.goal, control.title or page.setting.title)}")
        tab.point_at_nothing()

    def _clear(self, tab: Tab, control: Held, found: Found) -> None:
        for _ in range(overlay.MOST):
            if not aim(tab, control, found.without(control)).blocker or not self._overlays.dismiss(tab):
                return


def _free(control: Held, done: set[tuple[object, ...]], clicked: set[int]) -> bool:
    return control.identity not in done and not clicked & set(control.elements)


def _drawings(control: Held, found: Found) -> Iterator[tuple[object, ...]]:
    """The identities of a control wherever its page draws it: two of one name and one key of the site's are one."""
    for one in found.controls:
        if one is control or (one.names == control.names and one.keys & control.keys):
            yield one.identity


def _told(made: Turn) -> str:
    """What came of a click, in plain words; how it was clicked and what was sent is in the run's record."""
    if made.stuck:
        return f"It was clicked, but {made.stuck}"
    if made.refused:
        return f"The site refused to save it ({made.save})"
    saved = "the site has saved it" if made.save else "no save was seen"
    return f"The page shows {made.shown} now, and {saved}; it will be read again on a fresh page"
