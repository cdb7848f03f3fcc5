"""What a command prints while it works and when it ends: lines for a person, or one JSON document."""

import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from optout.app import Ended
    from optout.config import Config
    from optout.report.live import Live


def print_json(document: dict[str, Any], indent: int | None = 1) -> None:
    """Print one JSON document to stdout; in one line without an indent, which a long one is too slow for."""
    import json

    click.echo(json.dumps(document, ensure_ascii=False, indent=indent))


def teller_for(config: "Config") -> "Live":
    """Who tells the person what happens while it happens, as loudly as the options say."""
    from optout.report.live import Live

    return Live(
        silent=config.quiet or (config.json and not config.interactive),
        narrate=config.headed or config.walk or config.guide,
        interactive=config.interactive,
        moving=not config.verbose,  # the log would tear it
    )


def cut_off(mode: str, status: int, config: "Config") -> None:
    """Print what is owed by a run that is ended at once; what it has read so far lies in its folder."""
    if config.json:
        from optout.report.document import failure

        print_json(failure(mode, status, "Ended at once. What was read so far is kept as a partial run."))
        sys.stdout.flush()


def nothing(mode: str, sentence: str, config: "Config") -> None:
    """Print why nothing was to be done, and leave with exit status 0."""
    if config.json:
        from optout.report.document import idle

        print_json(idle(mode, sentence))
    elif not config.quiet:
        click.echo(sentence)
    sys.exit(0)


def show(ended: "Ended", config: "Config") -> None:
    """Print a run in the way that was asked for, and leave with its exit status."""
    if config.json:
        from optout.report.document import document

        print_json(document(ended.run, ended.folder))
    else:
        from rich.console import Console

        from optout.report import text

        console = Console(highlight=False)
        text.show(ended.run, ended.folder, console, only_problems=config.quiet, titles=ended.titles)
    sys.exit(ended.run.exit_status)
