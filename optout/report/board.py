"""Services that are looked at side by side: a line of progress for each, and its settings once it is done."""

from collections import Counter
from collections.abc import Sequence
from threading import Lock

from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from optout.model import Result, State
from optout.plan import Errand
from optout.report.reading import PASSES, head, reading

_PER_S = 8  # how often the lines of progress are drawn anew, so that their dots move


class Board:
    """What several threads tell at once, in order.

    On a terminal, each service has one line that moves, and what was read of it is printed in one piece at its end.
    Elsewhere each reading is a line at once, with the service's name before it.

    Args:
        console: where to write.
        errands: the services.
        moving: lines that move can be shown.
    """

    def __init__(self, console: Console, errands: Sequence[Errand], *, moving: bool) -> None:
        self.lock = Lock()
        self._console = console
        twice = len({one.service.service for one in errands}) < len(errands)
        names = [one.service.title + (f" ({one.account})" if twice else "") for one in errands]
        width = max(map(len, names))
        self._rows = [Row(self, one, f"{name:<{width}}") for one, name in zip(errands, names, strict=True)]
        self._live = Live(get_renderable=self._table, console=console, refresh_per_second=_PER_S, transient=True)
        self.moving = moving
        if moving:
            self._live.start()

    def row(self, errand: Errand) -> "Row":
        """What tells of one of the services."""
        return next(one for one in self._rows if one.errand is errand)

    def print(self, *lines: str) -> None:
        """Print lines in one piece, above those that move."""
        self._console.print("\n".join(lines), soft_wrap=True)
        self._console.file.flush()

    def close(self) -> None:
        """Take away what moves, and print what was read of services that have not ended."""
        self._live.stop()
        for row in self._rows:
            row.end(())

    def _table(self) -> Table:
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True, style="bold")
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True, overflow="ellipsis")
        with self.lock:
            for row in self._rows:
                if not row.ended:
                    table.add_row(Text(row.name), row.counts, Text(row.doing, overflow="ellipsis"))
        return table


class Row:
    """One service; the thread that looks at it tells this what happens."""

    def __init__(self, board: Board, errand: Errand, name: str) -> None:
        self.errand, self.name = errand, name
        self.doing, self.counts, self.ended = "waits for its turn", "", False
        self._board = board
        self._count = self._passing = 0
        self._read: Counter[int] = Counter()  # by pass: what depends on others comes in a wave of its own
        self._lines: list[str] = []

    def begun(self) -> "Row":
        """Its turn has come."""
        self._tell(head(self.errand), always=True)
        return self

    def expect(self, count: int) -> None:
        """So many settings' pages are going to be opened."""
        with self._board.lock:
            self._count = count

    def begin(self, title: str, passing: int) -> None:
        """A setting's page is about to be opened."""
        if passing != self._passing and passing in PASSES:
            self._tell(PASSES[passing])
        with self._board.lock:
            self._passing = passing
            self.counts = f"{self._read[passing]} of {self._count}"
            self.doing = f"Reading {title}{' again' if passing > 1 else ''}"

    def step(self, text: str) -> None:
        """One small step; shown until the first page is opened."""
        with self._board.lock:
            if not self._passing:
                self.doing = text

    def seen(self, title: str, passing: int, state: State, turned: bool) -> None:
        """A setting's page has been read, and perhaps a switch turned."""
        self._tell(reading(title, state, turned))
        with self._board.lock:
            self._read[passing] += 1
            self.counts = f"{self._read[passing]} of {self._count}"

    def say(self, text: str) -> None:
        """One line for the person, at once."""
        self._board.print(f"[bold]{escape(self.name.rstrip())}: {escape(text)}[/]")

    def end(self, results: Sequence[Result]) -> None:
        """All that was to be done has been done."""
        with self._board.lock:
            lines, self._lines, self.ended = self._lines, [], True
        if len(lines) > 1:
            self._board.print(*lines, "")

    def _tell(self, line: str, *, always: bool = False) -> None:
        if self._board.moving:
            with self._board.lock:
                self._lines.append(line)
        else:
            self._board.print(line if always else f"[bold]{escape(self.name)}[/]  {line.strip()}")
