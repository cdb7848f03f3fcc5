"""`run`, `check` and `undo`: look at what the targets name, turn it or not, and show how it went."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from optout.cli.ending import interruptible
from optout.cli.options import LOOKING, common, configured, unattended, watching
from optout.cli.output import cut_off, nothing, show, teller_for

_UNATTENDED_S = 2 * 3600  # far more than any run takes

if TYPE_CHECKING:
    from optout.app import Ended
    from optout.config import Config
    from optout.report.live import Live
    from optout.schedule.agenda import Agenda


def _look(mode: str, targets: tuple[str, ...], config: "Config", *, whole: bool) -> None:
    from optout import app
    from optout.model import Mode

    _go(mode, config, whole, lambda teller: app.look(config, targets, Mode(mode), teller))


def _go(mode: str, config: "Config", whole: bool, verb: Callable[["Live"], "Ended | str"]) -> None:
    """Do what opens a browser, tell whoever is to hear of it, and show how it went."""
    from optout.model import Mode
    from optout.notices import telling

    teller = teller_for(config)
    with interruptible(lambda status: cut_off(mode, status, config), None if config.interactive else _UNATTENDED_S):
        try:
            with telling.around(config, Mode(mode), teller.say, whole=whole) as heard:
                ended = verb(teller)
                if not isinstance(ended, str):
                    heard(ended.run)
        finally:
            teller.close()
    if isinstance(ended, str):
        nothing(mode, ended, config)
    else:
        show(ended, config)


@click.command()
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option("--dry-run", is_flag=True, help="Say what would be turned; turn nothing.")
@click.option("--guide", is_flag=True, help="You do the clicking: each page is brought to you in a window.")
@watching
@common(*LOOKING, "loss")
def run(targets: tuple[str, ...], dry_run: bool, **given: Any) -> None:
    """Opt out, read back on fresh pages, prove.

    TARGET is a service (linkedin), a setting (linkedin/ai-training) or a glob (linkedin/ads-*); without one, every
    service that you are signed in to.

    \b
    Examples:
      optout run linkedin
      optout run linkedin/ai-training linkedin/ads-* --headed --slow 300
      optout run --dry-run
      optout run linkedin --guide
      optout run linkedin --browser chrome-attach
    """
    _look("dry-run" if dry_run else "run", targets, configured(**given), whole=not targets)


def _due(targets: tuple[str, ...], config: "Config") -> tuple[tuple[str, ...], "Agenda"]:
    """What is due of what the targets name, or of services that nobody has signed in to; and the agenda of these."""
    from datetime import UTC, datetime

    from optout.schedule import agenda

    unattended(config)
    now = datetime.now(UTC)
    today = agenda.read(config.home, config.account, now)
    if not targets and not today.due:
        return (), today  # found out without a flow
    from optout.catalog import Catalog

    catalog = Catalog.read(config.flows)
    if not targets:  # a profile whose flow is gone is due for ever, and must not keep the others from being looked at
        mine = replace(today, dates=tuple(one for one in today.dates if one.service in catalog.flows))
        return mine.due, mine
    chosen = {
        one.service.service: tuple(f"{one.service.service}/{pattern}" for pattern in one.patterns)
        for one in catalog.select(targets)
    }
    today = agenda.read(config.home, config.account, now, chosen)
    mine = replace(today, dates=tuple(one for one in today.dates if one.service in chosen))
    later = {one.service for one in mine.dates} - set(mine.due)
    return tuple(one for name, named in chosen.items() if name not in later for one in named), mine


@click.command()
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option("--due", is_flag=True, help="Only what is due by now; how a schedule calls it.")
@click.option("--fix", is_flag=True, help="Turn off again what came back.")
@watching
@common(*LOOKING, "loss")
def check(targets: tuple[str, ...], due: bool, **given: Any) -> None:
    """Look only: did it stay off?

    Reads every setting and writes nothing, unless --fix allows to turn off again what an earlier run proved off. Exit
    code 0 if all is as wanted, 1 if a setting is on.

    \b
    Examples:
      optout check
      optout check linkedin --json
      optout check --fix
    """
    config, whole = configured(**given), not targets
    if due:
        targets, today = _due(targets, config)
        if not targets:
            nothing("check", today.words, replace(config, quiet=config.quiet or not config.interactive))
        config = replace(config, fix=config.fix or today.fix)
    _look("check", targets, config, whole=whole)


@click.command()
@click.argument("run_id", metavar="RUN")
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@watching
@common(*LOOKING)
def undo(run_id: str, targets: tuple[str, ...], **given: Any) -> None:
    """Turn on again what a run turned off, read it back, prove.

    RUN is the name of a run or a beginning of it (optout history lists them); TARGET as for run. What the run found off
    already stays off, and where a page no longer matches nothing is turned.

    \b
    Examples:
      optout undo 2026-11-24T140153Z-3f2a
      optout undo 2026-11-24 linkedin/ads-*
    """
    from optout import app

    config = configured(**given)
    _go("undo", config, False, lambda teller: app.put_back(config, run_id, targets, teller))
