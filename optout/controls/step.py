"""The steps to a control and after it: each one click with the mouse on the one thing that has the flow's words."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from optout.browser.tab import Tab
from optout.controls.kind import Found, signs
from optout.controls.scope import ANYWHERE, Scope
from optout.controls.thing import Lack, Thing, called, look, sure
from optout.flow import Step, spoken

_COMES_S = 3  # how long a dialog, or a button in it, may take to come
_GOES_S = 3  # how long what was clicked may take to show it
_QUIET_S = 0.4  # without a sign of a dialog, a click that has shown and was saved needs no confirming
_RESTS_S = 0.4  # a page that has not changed for so long after the last step shows what the step leads to
_SETTLES_S = 3  # what never rests is read all the same
_CLICKS = 2  # of one step on the way to a control: a page may be drawn before it listens


@dataclass
class Way:
    """The steps to a control, taken one by one on the page that is open.

    Attributes:
        steps: what to click, in this order.
        clicking: told the words of each before it is clicked.
        there: whether the page shows such a control before the last step: that one is another.
        taken: how many were taken.
    """

    steps: tuple[Step, ...]
    clicking: Callable[[str], None]
    there: Callable[[], bool] = lambda: False
    taken: int = 0
    _last: Thing | None = None
    _clicks: int = 0
    _pulse: tuple[float, str] = (0.0, "")  # since when the page has looked as it does
    _until: float = 0.0  # when it is read at the latest; 0 before the last step

    def go(self, tab: Tab) -> Found | None:
        """Take the next step if the page is ready for it; None once all are taken, else what is still missing.

        Raises:
            PageGone: the page was replaced meanwhile.
        """
        if self.taken == len(self.steps) and self._rests(tab):
            return None
        seen = tab.document.call("survey", [])
        here = Found(language=seen["language"], heading=seen["heading"], signs=signs(seen))
        waits = not seen["complete"] or tab.traffic.loading or here.signs.password or here.signs.captcha
        if waits or self.taken == len(self.steps):
            return replace(here, problem="its page did not come to rest")
        lack = self._step(tab, here.language)
        return replace(here, problem=lack.problem)

    def _rests(self, tab: Tab) -> bool:
        """Whether what the last step leads to is there: behind a dialog that still comes, its page may have a twin."""
        now = time.monotonic()
        if not self.steps or now > self._until > 0:
            return True
        self._until = self._until or now + _SETTLES_S
        pulse = tab.document.call("pulse", [])
        if pulse != self._pulse[1] or tab.document.call("moving", []):
            self._pulse = now, pulse
        if now - self._pulse[0] < _RESTS_S:
            return False
        self._until = now
        return True

    def _step(self, tab: Tab, language: str) -> Lack:
        step = self.steps[self.taken]
        found, last = look(tab, step, language, dialog=False), self._last
        self._last = None
        if isinstance(found, Lack):
            return found
        if not found.ready:
            return Lack(f"{called(step, language)} could not be clicked")
        if found != last or not sure(tab, found, lambda: look(tab, step, language, dialog=False)):
            # it still moves, has just come, or became another under the mouse
            self._last = found
            return Lack(f"{called(step, language)} did not come to rest")
        if self.taken == len(self.steps) - 1 and not self._clicks:
            another = self.there()
            tab.leave()
            tab.in_dialog = another  # it leads to a dialog then, however late that comes
        before = tab.document.call("pulse", [])
        self.clicking(spoken(step.click, language)[0])
        found.click(tab)
        self._clicks += 1
        if tab.until(lambda: tab.document.call("pulse", []) != before, _GOES_S) or self._clicks >= _CLICKS:
            self.taken, self._clicks = self.taken + 1, 0
        return Lack(f"{called(step, language)} was clicked, and what it leads to did not come")


@dataclass(frozen=True, slots=True)
class After:
    """What is to be clicked once a control was turned, before anything is stored.

    Attributes:
        confirm: in the dialogs that come up, one in each, whole words; a dialog that does not come is no error.
        save: the button that stores it all; None where the page stores by itself.
        language: the page's.
        scope: the part of the page in which the button to save is.
    """

    confirm: tuple[Step, ...] = ()
    save: Step | None = None
    language: str = ""
    scope: Scope = ANYWHERE

    def go(self, tab: Tab, kept: Callable[[], bool]) -> str:
        """Click it all; what was wrong, as the end of a sentence, or "".

        Args:
            tab: the tab that shows the page.
            kept: whether what was turned shows, and is saved: then no dialog is waited for any longer.

        Raises:
            PageGone: the page was replaced meanwhile.
        """
        last = 0
        for step in self.confirm:
            if not self._dialog(tab, kept):
                break
            found = self._wait(tab, step, dialog=True, but=last)
            if isinstance(found, Lack):
                return found.problem
            found.click(tab)
            last = found.element
            tab.until(lambda at=last, one=step: not self._still(tab, one, at), _GOES_S)  # type: ignore[misc]
        if self.save:
            found = self._wait(tab, self.save, dialog=False, but=0)
            if isinstance(found, Lack):
                return found.problem
            found.click(tab)
        return ""

    def _dialog(self, tab: Tab, kept: Callable[[], bool]) -> bool:
        """Whether a dialog is open, or comes up in time."""

        def seen() -> str:
            if tab.document.call("dialog", [])["open"]:
                return "open"
            return "kept" if kept() else ""

        if (first := tab.until(seen, _COMES_S)) == "kept":
            first = tab.until(lambda: "open" if seen() == "open" else "", _QUIET_S)
        return first == "open"

    def _wait(self, tab: Tab, step: Step, *, dialog: bool, but: int) -> Thing | Lack:
        """The thing that a step is to click, as soon as two looks at it say the same; or what is wrong."""
        last: list[Thing | Lack] = []
        scope = ANYWHERE if dialog else self.scope

        def again() -> Thing | Lack:
            return look(tab, step, self.language, dialog=dialog, but=but, scope=scope)

        def equal() -> Thing | None:
            found = again()
            if isinstance(found, Thing) and found.disabled and dialog:
                tab.document.call("unroll", [])
            same = found if isinstance(found, Thing) and found.ready and [found] == last else None
            last[:] = [found]
            return same if same and sure(tab, same, again) else None

        if found := tab.until(equal, _COMES_S):
            return found
        end = last[0]
        return end if isinstance(end, Lack) else Lack(f"{called(step, self.language)} could not be clicked")

    def _still(self, tab: Tab, step: Step, element: int) -> bool:
        found = look(tab, step, self.language, dialog=True)
        return isinstance(found, Thing) and found.element == element and not found.disabled


NOTHING = After()
