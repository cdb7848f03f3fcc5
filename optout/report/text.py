"""A run on the terminal: settings by service and outcome word, what was seen, counts, and where the proof is."""

import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rich import markup
from rich.console import Console

from optout.model import INTERRUPTED, Outcome, Result, Run, Unlisted

_COLOURS = {0: "green", 1: "bold red", 3: "yellow", 4: "magenta", 5: "yellow"}
_WORD = max(map(len, Outcome))


def colour(outcome: Outcome) -> str:
    """The colour that an outcome's word is shown in."""
    if outcome in (Outcome.SKIPPED, Outcome.PUT_BACK):
        return "yellow"  # it may be on, or is on because the person wants it so
    return "dim" if outcome is Outcome.NOT_OFFERED else _COLOURS[outcome.exit_status]


def show(
    run: Run, folder: Path, console: Console, *, only_problems: bool = False, titles: Mapping[str, str] | None = None
) -> None:
    """Print a run.

    Args:
        run: the run.
        folder: where it is kept.
        console: where to print.
        only_problems: leave out all that is as wanted (`--quiet`).
        titles: what its services are called in a heading.
    """
    accounts = list(dict.fromkeys((one.service, one.account) for one in run.results))
    services = {service for service, _ in accounts}
    unlisted = () if only_problems else run.unlisted
    for service, account in accounts:
        mine = [one for one in run.results if (one.service, one.account) == (service, account)]
        shown = [one for one in mine if one.outcome.exit_status] if only_problems else mine
        if len(accounts) > 1 and shown:
            name = (titles or {}).get(service, service)
            _heading(name if len(services) == len(accounts) else f"{name} ({account})", mine, console)
        _results(shown, console)
        _unlisted([row for row in unlisted if row.service == service], console)
        unlisted = tuple(row for row in unlisted if row.service != service)
    _unlisted(unlisted, console)
    if run.exit_status == INTERRUPTED:
        console.print("[yellow]Interrupted.[/] What was finished is kept.")
    if run.problem:
        console.print(run.problem, style="bold red", soft_wrap=True, markup=False)
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


def _heading(name: str, results: Sequence[Result], console: Console) -> None:
    if console.is_terminal:
        console.print()
        console.rule(f"[bold]{escape(name)}[/]  {summary(results)}", align="left", style="dim")
    else:
        console.print(f"{escape(name)}: {summary(results)}", soft_wrap=True)


def _results(results: Sequence[Result], console: Console) -> None:
    if console.is_terminal:
        _groups(results, console)
    else:
        for one in results:
            console.print(escape(f"{one.outcome:<15} {one.service}/{one.setting}: {one.sentence}"), soft_wrap=True)


def _groups(results: Sequence[Result], console: Console) -> None:
    """Good words first and bad ones last, next to the counts; what a whole group has in common is said once."""
    width = max((len(one.title) for one in results), default=0)
    for outcome in Outcome:
        group = [one for one in results if one.outcome is outcome]
        if not group:
            continue
        common, times = Counter(one.sentence for one in group).most_common(1)[0]
        if times == 1 < len(group):
            common = ""
        head = _wrapped(f"{outcome:<{_WORD}}  {common}", _WORD + 2, console)
        console.print(f"\n[{colour(outcome)}]{outcome}[/]{escape(head[len(outcome) :])}", soft_wrap=True)
        for one in sorted(group, key=lambda one: one.sentence != common):
            console.print(
                f"  {escape(f'{one.title:<{width}}')}  [dim]{escape(f'{one.service}/{one.setting}')}[/]", soft_wrap=True
            )
            if one.sentence != common:
                console.print(escape(_wrapped(f"    {one.sentence}", 4, console)), soft_wrap=True)


def _unlisted(rows: Sequence[Unlisted], console: Console) -> None:
    if rows and console.is_terminal:
        console.print("\n[yellow]not in the flow[/] Never opened; look at it yourself.")
    for row in rows:
        text = f"{escape(f'{row.title}: {row.url}')}"
        if console.is_terminal:
            console.print(f"  {text}", soft_wrap=True)
        else:
            console.print(f"not in the flow  {text}  (never opened; look at it yourself)", soft_wrap=True)


def escape(text: str) -> str:
    """What a page says, without what could steer the terminal or be taken for markup."""
    return markup.escape("".join(one if one.isprintable() or one == "\n" else "?" for one in text))


def _wrapped(text: str, indent: int, console: Console) -> str:
    """Lines of whole words: an address stays one piece, however long."""
    return textwrap.fill(
        text, console.width, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False
    )
