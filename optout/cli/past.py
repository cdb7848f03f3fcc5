"""`history`, and `optout` alone: each setting over time, which old pictures are kept, and where the person stands."""

from typing import Any

import click

from optout.cli.options import common, configured, home_folder
from optout.cli.output import print_json
from optout.cli.planned import every_days, mention_silence, next_check

_NEWEST = 104  # runs that tell where the person stands: two years of weeks, however many there are


@click.command()
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@common("account", "home", "json", "verbose")
def history(targets: tuple[str, ...], **given: Any) -> None:
    """What each setting was, run by run; newest on the right.

    TARGET is a service (linkedin), a setting (linkedin/ai-training) or a glob (linkedin/ads-*), also of settings that
    only a sweep found; without one, all that was ever looked at, of every account unless one is named.

    \b
    Examples:
      optout history
      optout history linkedin/ads-* --json
    """
    from optout import ledger
    from optout.report import history as past
    from optout.track import tracks

    config = configured(**given)
    known = ledger.read(config.home / "runs")
    chosen = tracks(known.entries, targets, given["account"] or "")
    if config.json:
        print_json(past.document(chosen, known), indent=None)
        return
    from rich.console import Console

    past.show(chosen, known, Console(highlight=False))


def standing(ctx: click.Context) -> None:
    """Say where the person stands; on the first day, what there is and how to begin."""
    from datetime import UTC, datetime

    from optout import shelf

    home = home_folder(None)
    if next(shelf.newest_first(home / "runs"), None) is None:
        click.echo(ctx.get_help())
        click.echo("\nStart with: optout demo / optout login linkedin / optout run")
        return
    from rich.console import Console

    from optout import ledger
    from optout.report import standing as lines
    from optout.report.history import unreadable
    from optout.track import tracks

    known, console = ledger.read(home / "runs", _NEWEST), Console(highlight=False)
    if found := tracks(known.entries):
        lines.show(found, datetime.now(UTC), next_check(home), console, scheduled=every_days(home) > 0)
    else:
        console.print("Nothing has been read yet. Next: optout run")
    unreadable(known, console)
    mention_silence(home)
