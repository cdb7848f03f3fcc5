"""The person's hand in place of the program's: say what to turn, and wait until the page shows that it was done."""

import queue
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from optout.browser.tab import Tab
from optout.browser.words import PageGone
from optout.controls.kind import Held
from optout.controls.turn import watch
from optout.flow import Setting
from optout.model import Obstacle, Outcome, State, Turn
from optout.sight import Page

_PATIENCE_S = 3600


@dataclass
class ByPerson:
    """Waits for the person to turn the controls of the open page; Enter in the terminal passes one over.

    Attributes:
        is_save: whether a request (method, path) is the site's save; None where the flow does not say.
        say: prints one line for the person.
    """

    is_save: Callable[[str, str], bool] | None
    say: Callable[[str], None]
    _lines: "queue.SimpleQueue[str]" = field(default_factory=queue.SimpleQueue)
    _listening: bool = False

    def __call__(self, page: Page, tab: Tab, done: set[tuple[object, ...]], tried: set[str]) -> Iterator[Turn]:
        """One Turn for each control of the page that is on."""
        self._listen()
        with suppress(PageGone):  # then the next read says so
            tab.raise_window()
        while control := self._next(page, tab, done):
            name = control.title or page.setting.title
            done.add(control.identity)
            while not self._lines.empty():  # what was typed before the question is no answer to it
                self._lines.get()
            mark = tab.traffic.mark()
            task = control.task(State.OFF, name) + _after(page.setting)
            self.say(f"Your turn: in the window, {task}. (Enter here passes it over.)")
            # what goes away with its dialog shows nothing any more: Enter after a save means done
            if self._done_or_passed(page, tab, control) or tab.traffic.sent(mark):
                made = watch(tab, control, State.OFF, mark, "person", self.is_save)
                self.say(f"Seen: it shows {made.shown}. It will be read again on a fresh page.")
                yield made
            else:
                self.say("Passed over.")
                yield Turn(str(control), "skipped", obstacle=Obstacle(Outcome.SKIPPED, "you passed it over"))

    def _next(self, page: Page, tab: Tab, done: set[tuple[object, ...]]) -> Held | None:
        try:
            found = page.find(tab)
        except PageGone:
            return None
        return next(
            (one for one in found.controls if one.state is State.ON and not one.disabled and one.identity not in done),
            None,
        )

    def _done_or_passed(self, page: Page, tab: Tab, control: Held) -> bool:
        """Wait; whether the control shows off (True) or the person pressed Enter (False)."""

        def answer() -> str:
            if not self._lines.empty():
                return "passed"
            try:
                found = page.find(tab)
            except PageGone:
                return ""
            # a listed setting is one control, which may be called otherwise once it is off
            now = next((one for one in found.controls if one.identity == control.identity or not page.every), None)
            return "done" if now and now.state is State.OFF else ""

        return tab.until(answer, _PATIENCE_S) == "done"

    def _listen(self) -> None:
        if not self._listening:
            self._listening = True
            threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in sys.stdin:
            self._lines.put(line)


def _after(setting: Setting) -> str:
    """What is to be clicked after the control, as the end of a sentence."""
    steps = [*setting.confirm, *([setting.save] if setting.save else [])]
    words = [next(iter(next(iter(step.click.values()))), "") for step in steps]
    return ", then click " + ", then ".join(f'"{word}"' for word in words) if words else ""
