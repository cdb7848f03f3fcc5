"""Tell a person what happens while it happens: a line for each setting, and each step where a window is watched."""

import sys
from collections.abc import Callable

from rich.console import Console
from rich.markup import escape
from rich.prompt import Confirm
from rich.status import Status

from optout.model import State
from optout.plan import Errand

_MARKS = {
    State.OFF: "[green]off    [/]",
    State.ON: "[red]on     [/]",
    State.MIXED: "[magenta]half on[/]",
    State.UNKNOWN: "[yellow]?      [/]",
}
_CLICKED = "[yellow]on     [/]"  # not red: it is being dealt with; not green: only the next pass can say that it is off
_PASSES = {
    2: "Reading everything again, each page loaded anew by its address:",
    3: "And once more, because something had to be clicked again:",
}


class Live:
    """Writes to stderr, so that stdout stays with the results.

    Args:
        silent: write nothing but questions and what the person has to do.
        narrate: print each step too.
        interactive: somebody sits at the terminal and can be asked.
    """

    def __init__(self, *, silent: bool, narrate: bool, interactive: bool) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._silent, self._narrate = silent, narrate
        self._status: Status | None = None
        self._passing = 0
        self._begun = False
        self.ask: Callable[[str], bool] | None = self._ask if interactive else None

    def errand(self, errand: Errand) -> None:
        """Another service's turn."""
        self._passing = 0
        if not self._silent:
            self._section(
                f"[bold]{escape(errand.service.title)}[/], account {escape(errand.account)}, at {errand.origin}"
            )

    def begin(self, title: str, passing: int) -> None:
        """A setting's page is about to be opened."""
        if self._silent:
            return
        if passing != self._passing and passing in _PASSES:
            self._section(_PASSES[passing])
        self._passing = passing
        if self._console.is_terminal and not self._narrate:
            if self._status is None:
                self._status = self._console.status("")
                self._status.start()
            self._status.update(f"{escape(title)} ...")

    def seen(self, title: str, passing: int, state: State, turned: bool) -> None:
        """A setting's page has been read, and perhaps a switch turned."""
        if not self._silent:
            mark = _CLICKED if turned and state is State.ON else _MARKS[state]
            self._print(f"  {mark} {escape(title)}{', clicked' if turned else ''}")

    def step(self, text: str) -> None:
        """One small step."""
        if self._narrate and not self._silent:
            self._print(f"    [dim]{escape(text)}[/]")

    def say(self, text: str) -> None:
        """One line for the person, who may have to act on it."""
        self._print(f"[bold]{escape(text)}[/]")

    def close(self) -> None:
        """Leave the terminal as it was."""
        if self._status:
            self._status.stop()
            self._status = None

    def _ask(self, question: str) -> bool:
        self.close()
        return Confirm.ask(escape(question), console=self._console, default=False)

    def _section(self, text: str) -> None:
        if self._begun:
            self._print("")
        self._begun = True
        self._print(text)

    def _print(self, text: str) -> None:
        self._console.print(text, soft_wrap=True)
        sys.stderr.flush()
