"""`login` and `logout`: sign an account in by hand or from a file, and forget it."""

from typing import Any

import click

from optout.cli.options import BASE, common, configured
from optout.cli.output import teller_for


@click.command()
@click.argument("service")
@click.option(
    "--storage-state", metavar="FILE", help="Bring a session in Playwright's storage-state JSON (for servers)."
)
@common(*BASE, "accept")
def login(service: str, storage_state: str | None, **given: Any) -> None:
    """Sign in to SERVICE yourself, in a window.

    The window is a plain browser, which no program looks into; close it when you are in. This program never asks for a
    password. Where there is no screen, bring a session in a file. With --browser chrome-attach no sign-in is needed
    here: runs use the one of your own Chrome.

    \b
    Examples:
      optout login linkedin
      optout login linkedin --storage-state session.json
    """
    from pathlib import Path

    from optout import app

    config = configured(**given)
    click.echo(app.login(config, service, Path(storage_state) if storage_state else None, teller_for(config)))


@click.command()
@click.argument("service")
@common("account", "home", "flows", "verbose")
def logout(service: str, **given: Any) -> None:
    """Delete an account's browser profile on this machine.

    \b
    Example:
      optout logout linkedin
    """
    from optout import app

    click.echo(app.logout(configured(**given), service))
