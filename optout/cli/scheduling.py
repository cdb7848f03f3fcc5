"""`schedule`: have the machine look regularly, see how that stands, and stop it."""

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from optout.cli.options import common, configured, unattended
from optout.cli.output import print_json
from optout.errors import OptoutError

if TYPE_CHECKING:
    from optout.schedule.settings import Settings
    from optout.schedule.verbs import Planned

_MARKS = {"ok": "green", "note": "yellow", "stop": "red"}


@click.group()
def schedule() -> None:
    """Have this machine check regularly by itself: install, status, remove.

    \b
    Examples:
      optout schedule install
      optout schedule install --every day --at 12:30 --fix
      optout schedule status
      optout schedule remove
    """


@schedule.command()
@click.option("--every", type=click.Choice(["day", "week", "month"]), default="week", help="How often (default: week).")
@click.option("--at", metavar="HH:MM", default="09:00", help="From what time of day, in local time (default: 09:00).")
@click.option(
    "--using",
    type=click.Choice(["systemd", "cron", "launchd", "windows"]),
    help="Which scheduler (default: the one that this machine has).",
)
@click.option("--fix", is_flag=True, help="Also turn off again what came back.")
@click.option("--dry-run", is_flag=True, help="Print what would be written and run; do nothing.")
@common("account", "home", "flows", "browser", "origin", "verbose")
def install(every: str, at: str, using: str | None, fix: bool, dry_run: bool, **given: Any) -> None:
    """Schedule the check, instead of an earlier one, and try it out.

    The scheduler starts "optout check --due" once an hour, and the program knows whether anything is due. The current
    folder is remembered: `.env` is read from there. Exit code 0 if a check will find all it needs, else 3 or 5.

    \b
    Examples:
      optout schedule install
      optout schedule install --every day --at 12:30 --fix
      optout schedule install --using cron --dry-run
    """
    from optout.schedule import verbs

    config = configured(**given)
    unattended(config)
    carried = {name for name in ("account", "flows", "browser", "origin") if given[name]}
    wish = verbs.Wish(every, at, fix, using or "")
    if dry_run:
        _show_plan(verbs.plan(config, wish, carried))
        return
    done = verbs.install(config, wish, carried, os.environ)
    click.echo(f"Scheduled: {_told(done.settings)}.")
    for note in done.notes:
        click.echo(note)
    trial = done.trial
    if trial.complaint:
        click.echo(f"Tried {trial.how}: {trial.complaint}", err=True)
        sys.exit(trial.exit_status)
    click.echo(f"Tried {trial.how}. From in there:")
    for mark, what, words in trial.findings:
        click.echo(f"{click.style(f'{mark:<4}', fg=_MARKS.get(mark))}  {what}: {words}")
    sys.exit(trial.exit_status)


@schedule.command()
@common("home", "json", "verbose")
def status(**given: Any) -> None:
    """Say what is scheduled and whether it will start.

    Exit code 0 if it will; 5 if nothing is scheduled, or it would not start.

    \b
    Example:
      optout schedule status
    """
    from optout.schedule import verbs

    try:
        found = verbs.status(configured(**given))
    except OptoutError as error:
        if given["as_json"]:
            print_json({"format": 1, "exit": error.exit_status, "installed": None, "error": str(error)})
        raise
    known, state = found.settings, found.state
    if given["as_json"]:
        wanted = {key: getattr(known, key) if known else None for key in ("every", "at", "fix", "account", "using")}
        print_json(
            {"format": 1, "exit": found.exit_status, "installed": state.there}
            | wanted
            | {"since": known.installed if known else None}
            | {"trouble": state.trouble, "last": state.last, "next": state.next}
        )
    elif known is None:
        click.echo('Nothing is scheduled. To have this machine check by itself: "optout schedule install"')
    else:
        click.echo(f"Scheduled: {_told(known)}, since {known.installed}.")
        if state.trouble:
            click.echo(f"It would not start: {state.trouble}")
        for what, words in (("Last started", state.last), ("Starts next", state.next)):
            if words:
                click.echo(f"{what}: {words}")
    sys.exit(found.exit_status)


@schedule.command()
@common("home", "verbose")
def remove(**given: Any) -> None:
    """Stop the scheduled check; the scheduler is left as it was before.

    \b
    Example:
      optout schedule remove
    """
    from optout.schedule import verbs

    click.echo(verbs.remove(configured(**given)))


def _told(settings: "Settings") -> str:
    fixing = ", turning off again what came back" if settings.fix else ""
    return f"a check every {settings.every} from {settings.at}, by {settings.using}{fixing}"


def _show_plan(planned: "Planned") -> None:
    from optout.schedule.settings import shown

    job = planned.settings.job
    click.echo("Nothing is done. This would be written:")
    for entry in planned.entries:
        click.echo(f"\n{entry.place}:\n{entry.text.rstrip()}")
    if job:
        place = os.path.join(os.path.dirname(job.log), "schedule.json")
        click.echo(f"\n{place}:\n{shown(planned.settings).rstrip()}")
    click.echo("\nThis would be run, and then a trial:")
    for command in planned.commands:
        click.echo(" ".join(command))
    if planned.missing:
        click.echo(f"\nIt could not be done here: {planned.missing}.")
