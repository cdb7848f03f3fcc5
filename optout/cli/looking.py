"""`run` and `check`: look at what the targets name, and show how it went."""

from typing import Any

import click

from optout.cli.ending import interruptible
from optout.cli.options import LOOKING, common, configured, watching
from optout.cli.output import cut_off, show, teller_for


def _look(mode: str, targets: tuple[str, ...], given: dict[str, Any]) -> None:
    from optout import app, notices
    from optout.model import Mode

    config = configured(**given)
    teller = teller_for(config)
    with interruptible(lambda: cut_off(mode, config)):
        try:
            with notices.around(config, Mode(mode), targets, teller.say) as heard:
                ended = app.look(config, targets, Mode(mode), teller)
                heard(ended.run)
        finally:
            teller.close()
    show(ended, config)


@click.command()
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option("--dry-run", is_flag=True, help="Say what would be turned; turn nothing.")
@click.option("--guide", is_flag=True, help="You do the clicking: each page is brought to you in a window.")
@watching
@common(*LOOKING)
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
    """
    _look("dry-run" if dry_run else "run", targets, given)


@click.command()
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@watching
@common(*LOOKING)
def check(targets: tuple[str, ...], **given: Any) -> None:
    """Look only: did it stay off?

    Reads every setting and writes nothing. Exit code 0 if all is as wanted, 1 if a setting is on.

    \b
    Examples:
      optout check
      optout check linkedin --json
    """
    _look("check", targets, given)
