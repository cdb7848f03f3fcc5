"""`report --junit` and `report --csv`: a run in a form that other programs read."""

from pathlib import Path
from typing import Any

import click

from optout.cli.options import configured
from optout.errors import UsageProblem


def export(run_id: str, output: str | None, *, junit: bool, csv: bool, open_it: bool, given: dict[str, Any]) -> None:
    """Write a run as JUnit XML or as CSV, to a file or to stdout.

    Raises:
        OptoutError: the options make no sense together, there is no such run, or it cannot be read or written.
    """
    from optout.cli.saving import hand_over
    from optout.runs import folders

    if junit and csv:
        raise UsageProblem("--junit and --csv are two forms: give one of them.")
    if open_it:
        raise UsageProblem("--open goes with the page, not with --junit and --csv.")
    config = configured(**given)
    run = folders.load(folders.find(config.home / "runs", run_id))
    if junit:
        from optout.report.junit import junit as form
    else:
        from optout.report.table import table as form
    file = hand_over(form(run), Path(output) if output else None, replace=True)
    if file and not config.quiet:
        click.echo(f"Report: {file}")
