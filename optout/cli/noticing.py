"""`schedule test-notice`: send a notice that is only a test."""

from typing import Any

import click

from optout.cli.options import common, configured


@click.command("test-notice")
@common("verbose")
def notify_test(**given: Any) -> None:
    """Send a test notice to every address in OPTOUT_NOTIFY.

    Exit code 0 if all of them took it, 5 if not, 2 if none is set or one makes no sense.

    \b
    Example:
      optout schedule test-notice
    """
    from optout.notices import notify

    click.echo(notify.test(configured(**given).notify))
