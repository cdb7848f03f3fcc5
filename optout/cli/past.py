"""`history`, and `optout` alone: each setting over time, which old pictures are kept, and where the person stands."""

from typing import Any

import click

from optout.cli.options import common, configured, home_folder
from optout.cli.output import print_json
from optout.cli.planned import every_days, mention_silence, next_check
from optout.errors import UsageProblem

_NEWEST = 104  # runs that tell where the person stands: two years of weeks, however many there are


@click.command()
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option("--prune", is_flag=True, help="Say which old pictures could go; with --yes, delete them.")
@click.option(
    "--keep",
    metavar="DAYS",
    type=click.IntRange(0, 36_500),
    help="With --prune: how many days back every picture stays (default 90).",
)
@click.option("--yes", is_flag=True, help="With --prune: do it.")
@common("account", "home", "json", "verbose")
def history(targets: tuple[str, ...], prune: bool, keep: int | None, yes: bool, **given: Any) -> None:
    """What each setting was, run by run; newest on the right.

    TARGET is a service (linkedin), a setting (linkedin/ai-training) or a glob (linkedin/ads-*), also of settings that
    only a sweep found; without one, all that was ever looked at, of every account unless one is named.

    With --prune: pictures of unremarkable checks older than --keep go, but for one check a month. Those of a change,
    of drift, of a page that was not recognised, and of the latest run stay, and so does every record.

    \b
    Examples:
      optout history
      optout history linkedin/ads-* --json
      optout history --prune --keep 180 --yes
    """
    if prune:
        _prune(targets, keep, yes, given)
        return
    if yes or keep is not None:
        raise UsageProblem("--keep and --yes go with --prune.")
    from optout.report import history as past
    from optout.runs import ledger
    from optout.runs.track import tracks

    config = configured(**given)
    known = ledger.read(config.home / "runs")
    chosen = tracks(known.entries, targets, given["account"] or "")
    if config.json:
        print_json(past.document(chosen, known), indent=None)
        return
    from rich.console import Console

    past.show(chosen, known, Console(highlight=False))


def _prune(targets: tuple[str, ...], keep: int | None, yes: bool, given: dict[str, Any]) -> None:
    """Say what could go, or let it go."""
    from datetime import UTC, datetime

    from optout.report import pruned
    from optout.runs import ledger, thin

    if targets or given["account"]:
        raise UsageProblem("--prune is about whole runs: leave TARGET and --account out.")
    config = configured(**given)
    days = thin.KEEP_DAYS if keep is None else keep
    now = datetime.now(UTC)
    found = thin.find(ledger.read(config.home / "runs").entries, days, now)
    if yes:
        thin.thin(found, now)
    if config.json:
        print_json(pruned.document(found, done=yes))
    else:
        click.echo(pruned.sentence(found, days, done=yes, keep=keep))


def standing(ctx: click.Context) -> None:
    """Say where the person stands; on the first day, what there is and how to begin."""
    from datetime import UTC, datetime

    from optout.runs import shelf

    home = home_folder(None)
    if next(shelf.newest_first(home / "runs"), None) is None:
        click.echo(ctx.get_help())
        click.echo("\nStart with: optout demo / optout login linkedin / optout run")
        return
    from rich.console import Console

    from optout.report import standing as lines
    from optout.report.history import unreadable
    from optout.runs import ledger
    from optout.runs.track import tracks

    known, console = ledger.read(home / "runs", _NEWEST), Console(highlight=False)
    if found := tracks(known.entries):
        lines.show(found, datetime.now(UTC), next_check(home), console, scheduled=every_days(home) > 0)
    else:
        console.print("Nothing has been read yet. Next: optout run")
    unreadable(known, console)
    mention_silence(home)
