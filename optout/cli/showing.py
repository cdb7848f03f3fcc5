"""`report` and `flows`: show what was found, and what is known; no browser is needed."""

import sys
from typing import Any

import click

from optout.cli.options import common, configured
from optout.cli.output import print_json


@click.command()
@click.argument("run_id", metavar="[RUN]", required=False, default="")
@click.option("--open", "open_it", is_flag=True, help="Open it in your browser.")
@click.option("-o", "--output", metavar="FILE", help="Where to write it (default: report.html in the run's folder).")
@click.option("--pdf", is_flag=True, help="A PDF instead, printed by the browser that runs use (report.pdf).")
@click.option("--junit", is_flag=True, help="JUnit XML instead, to stdout or to FILE.")
@click.option("--csv", is_flag=True, help="CSV instead, to stdout or to FILE.")
@click.option(
    "--pictures",
    type=click.Choice(["framed", "full"]),
    default="framed",
    help="What of the pictures to show: the part around the control, or also the whole (full).",
)
@common("home", "browser", "quiet")
def report(
    run_id: str, open_it: bool, output: str | None, pdf: bool, junit: bool, csv: bool, pictures: str, **given: Any
) -> None:
    """Write a run as one HTML page that needs nothing else.

    RUN is the name of a run or a beginning of it; without one, the latest is taken.

    In a CSV, a cell that a spreadsheet would take for a formula begins with an apostrophe.

    \b
    Examples:
      optout report --open
      optout report --pdf -o proof.pdf
      optout report 2026-11-24 --pictures full
      optout report --junit -o optout.xml
    """
    if junit or csv:
        from optout.cli.exporting import export

        export(run_id, output, junit=junit, csv=csv, open_it=open_it, given=given)
        return
    from pathlib import Path

    from rich.console import Console

    from optout import app, reporting
    from optout.report.text import show

    config = configured(**given)
    ended = app.stored(config, run_id)
    file = reporting.report(config, ended, Path(output) if output else None, pdf=pdf, full=pictures == "full")
    if not config.quiet:
        show(ended.run, ended.folder, Console(highlight=False))
    click.echo(f"Report: {file}")
    if open_it:
        click.launch(file.absolute().as_uri())


@click.group()
def flows() -> None:
    """What is known of each service: list, show, lint, schema.

    \b
    Examples:
      optout flows list
      optout flows show linkedin
      optout flows lint my-flows
    """


@flows.command("list")
@common("flows")
def flows_list(**given: Any) -> None:
    """Every setting of every service, with what it is about."""
    from optout.catalog import Catalog
    from optout.report.flows import listing

    click.echo(listing(Catalog.read(configured(**given).flows)))


@flows.command("show")
@click.argument("target")
@common("flows", "origin")
def flows_show(target: str, **given: Any) -> None:
    """What is known of TARGET (a service, a setting or a glob): addresses, names, sources."""
    from optout.catalog import Catalog
    from optout.report.flows import details

    config = configured(**given)
    click.echo(details(Catalog.read(config.flows).select([target]), config.origins))


@flows.command("lint")
@click.argument("files", nargs=-1, metavar="[FILE|DIR]...")
@common("flows")
def flows_lint(files: tuple[str, ...], **given: Any) -> None:
    """Check flow files (all known ones, or FILEs), and list the languages that have gaps."""
    from pathlib import Path

    from optout.report.flows import lint

    config = configured(**given)
    report, status = lint([Path(file) for file in files], config.flows)
    click.echo(report)
    sys.exit(status)


@flows.command("schema")
def flows_schema() -> None:
    """The flow format as a JSON Schema, for editors."""
    from optout.flow import Service

    print_json(Service.model_json_schema(by_alias=True))
