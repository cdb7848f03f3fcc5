"""A run as a table on the terminal: the outcome words, what was seen, counts, and where the proof is."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from optout.model import INTERRUPTED, Outcome, Result, Run

_COLOURS = {0: "green", 1: "bold red", 3: "yellow", 4: "magenta", 5: "yellow"}


def colour(outcome: Outcome) -> str:
    """The colour that an outcome's word is shown in."""
    return "dim" if outcome in (Outcome.NOT_OFFERED, Outcome.SKIPPED) else _COLOURS[outcome.exit_status]


def show(run: Run, folder: Path, console: Console, *, only_problems: bool = False) -> None:
    """Print a run.

    Args:
        run: the run.
        folder: where it is kept.
        console: where to print.
        only_problems: leave out all that is as wanted (`--quiet`).
    """
    results = [one for one in run.results if one.outcome.exit_status] if only_problems else list(run.results)
    if console.is_terminal:
        _table(results, console)
    else:
        for one in results:
            console.print(
                f"{one.outcome:<15} {one.service}/{one.setting}: {one.sentence}", soft_wrap=True, markup=False
            )
    for row in [] if only_problems else run.unlisted:
        console.print(
            f"[yellow]not in the flow[/]  {escape(row.title)}: {row.url}  (never opened; look at it yourself)",
            soft_wrap=True,
        )
    if run.exit_status == INTERRUPTED:
        console.print("[yellow]Interrupted.[/] What was finished is kept.")
    if only_problems and not run.exit_status:
        return
    console.print()
    console.print(summary(run.results), soft_wrap=True)
    console.print(f"Proof: {folder}", soft_wrap=True, markup=False, highlight=False)


def summary(results: Iterable[Result]) -> str:
    """One line of counts, in the order of the exit statuses."""
    counts = Counter(one.outcome for one in results)
    total = sum(counts.values())
    parts = [f"[{colour(outcome)}]{counts[outcome]} {outcome}[/]" for outcome in Outcome if counts[outcome]]
    return f"{total} setting{'' if total == 1 else 's'}: " + ", ".join(parts) if parts else "No settings."


def _table(results: list[Result], console: Console) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    table.add_column("Outcome", no_wrap=True)
    table.add_column("Setting", ratio=2)
    table.add_column("What was seen", ratio=3)
    for one in results:
        table.add_row(f"[{colour(one.outcome)}]{one.outcome}[/]", escape(one.title), escape(one.sentence))
    if results:
        console.print(table)
