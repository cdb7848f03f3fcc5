"""Tell a person what happens while it happens: a line for each setting, and each step where a window is watched."""

import sys
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.markup import escape
from rich.prompt import Confirm
from rich.status import Status

from optout.model import Result, State
from optout.plan import Errand
from optout.report.board import Board, Row
from optout.report.reading import PASSES, head, reading


class Live:
    """Writes to stderr, so that stdout stays with the results.

    Args:
        silent: write nothing but questions and what the person has to do.
        narrate: print each step too.
        interactive: somebody sits at the terminal and can be asked.
        moving: lines may move, on a terminal.
    """

    def __init__(self, *, silent: bool, narrate: bool, interactive: bool, moving: bool = True) -> None:
        # the stream as it is now: later on others hush it, each for what its own thread prints
        self._console = Console(file=sys.stderr, highlight=False)
        self._silent, self._narrate = silent, narrate
        self._moving = moving and self._console.is_terminal
        self._status: Status | None = None
        self._board: Board | None = None
        self._passing = 0
        self._begun = False
        self.ask: Callable[[str], bool] | None = self._ask if interactive else None

    def together(self, errands: Sequence[Errand]) -> None:
        """These services are about to be looked at side by side."""
        if not self._silent:
            self._board = Board(self._console, errands, moving=self._moving)

    def errand(self, errand: Errand) -> "Live | Row":
        """Another service's turn; what tells of it."""
        if self._board:
            return self._board.row(errand).begun()
        self._passing = 0
        if not self._silent:
            self._section(head(errand))
        return self

    def expect(self, count: int) -> None:
        """So many settings' pages are going to be opened."""

    def begin(self, title: str, passing: int) -> None:
        """A setting's page is about to be opened."""
        if self._silent:
            return
        if passing != self._passing and passing in PASSES:
            self._section(PASSES[passing])
        self._passing = passing
        if self._moving and not self._narrate:
            if self._status is None:
                self._status = self._console.status("")
                self._status.start()
            self._status.update(f"{escape(title)} ...")

    def seen(self, title: str, passing: int, state: State, turned: bool) -> None:
        """A setting's page has been read, and perhaps a switch turned."""
        if not self._silent:
            self._print(reading(title, state, turned))

    def step(self, text: str) -> None:
        """One small step."""
        if self._narrate and not self._silent:
            self._print(f"    [dim]{escape(text)}[/]")

    def say(self, text: str) -> None:
        """One line for the person, who may have to act on it."""
        self._print(f"[bold]{escape(text)}[/]")

    def end(self, results: Sequence[Result]) -> None:
        """All that was to be done at one service has been done."""

    def close(self) -> None:
        """Leave the terminal as it was."""
        if self._status:
            self._status.stop()
            self._status = None
        if self._board:
            self._board.close()
            self._board = None

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
        self._console.file.flush()
