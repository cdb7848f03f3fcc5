"""`setup`, `doctor` and `demo`: what this machine has, and everything shown on it."""

import sys
from typing import Any

import click

from optout.cli.ending import interruptible
from optout.cli.options import common, configured, watching

_COLOURS = {"ok": "green", "note": "yellow", "stop": "red"}


@click.command()
@common("browser", "verbose")
def setup(**given: Any) -> None:
    """Find a browser here, or install one; say which and why.

    \b
    Example:
      optout setup
    """
    from optout.browser.install import ensure

    found = ensure(configured(**given).browser, click.echo)
    click.echo(f"Browser: {found.name}, because {found.why}.")


@click.command()
@click.option("--into", metavar="FILE", hidden=True, help="Leave the findings there, too; for a trial of the schedule.")
@common("account", "home", "flows", "browser", "verbose")
def doctor(into: str | None, **given: Any) -> None:
    """Say what would stop a run, each with the way out.

    \b
    Example:
      optout doctor
    """
    from optout import doctor as house_call

    findings = []
    for finding in house_call.examine(configured(**given)):
        findings.append(finding)
        click.echo(f"{click.style(f'{finding.mark:<4}', fg=_COLOURS[finding.mark])}  {finding.what}: {finding.words}")
    status = house_call.exit_status(findings)
    if into:
        from pathlib import Path

        from optout.schedule.trial import write

        write(Path(into), [(finding.mark.value, finding.what, finding.words) for finding in findings], status)
    sys.exit(status)


@click.command()
@click.option("--serve", is_flag=True, help="Leave the local sites up, to look at by hand.")
@click.option("--lang", type=click.Choice(["en", "de", "ar"]), default="en", help="The local sites' language.")
@watching
@common("home", "browser", "verbose")
def demo(serve: bool, lang: str, **given: Any) -> None:
    """Everything on local sites: no account, no network.

    They stand in for LinkedIn, Google, Meta and Microsoft: opt out of all at once, let two settings come back, catch
    them, write the report. In German and Arabic it is LinkedIn alone, because the other flows know English only.

    \b
    Examples:
      optout demo
      optout demo --headed --slow 300
      optout demo --serve
    """
    from optout import demo as story

    config = configured(**given)
    if serve:
        sys.exit(story.serve(lang))
    with interruptible(lambda _: click.echo("optout: ended at once", err=True)):
        status = story.tell(config, lang)
    sys.exit(status)
