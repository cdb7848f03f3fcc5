"""The command line: arguments in, exit code out. Everything else is imported when a command needs it."""

import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from optout import __version__
from optout.errors import OptoutError

if TYPE_CHECKING:
    from optout.app import Ended
    from optout.config import Config
    from optout.report.live import Live

_EPILOG = """\b
Examples:
  optout demo                    see everything work on a local site, no account needed
  optout run linkedin            opt out of everything on LinkedIn, read back, prove
  optout run linkedin/ai-training --headed     one setting, in a window, step by step
  optout check                   did it stay off? (exit 0 if so)

\b
Exit codes: 0 all as wanted, 1 a setting is on, 2 usage or a bad flow file, 3 a person is needed,
4 a page is not what the flow says, 5 could not look, 130 interrupted."""


class _Commands(click.Group):
    """A group whose commands turn our own errors into one sentence and the right exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except OptoutError as error:
            if ctx.obj:  # --json was asked for, and stdout owes a document
                from optout.report.document import failure

                _print_json(failure(ctx.obj, error.exit_status, str(error)))
            click.echo(f"optout: {error}", err=True)
            ctx.exit(error.exit_status)
        except (KeyboardInterrupt, click.Abort):
            click.echo("optout: interrupted", err=True)
            ctx.exit(130)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="optout")
def main() -> None:
    """Opt out of AI training and ad personalisation in your own accounts, and prove it.

    Walks the settings pages in a real browser, turns each switch off, reads it back on a fresh page, keeps pictures.
    """


_COMMON: dict[str, Callable[[Any], Any]] = {
    "account": click.option("--account", metavar="NAME", help="Which of your accounts (default: default)."),
    "home": click.option("--home", metavar="DIR", help="Where profiles and runs are kept (OPTOUT_HOME)."),
    "flows": click.option("--flows", metavar="DIR", multiple=True, help="A folder with more flow files (repeatable)."),
    "browser": click.option("--browser", metavar="PATH|CHANNEL|ws://...", help="The browser to use (OPTOUT_BROWSER)."),
    "origin": click.option(
        "--origin",
        metavar="FROM=TO",
        multiple=True,
        help="Take FROM's pages from TO, an address of this machine (OPTOUT_ORIGINS; repeatable).",
    ),
    "pace": click.option(
        "--pace",
        metavar="SECONDS",
        type=click.FloatRange(0, 600),
        help="Pause between two pages (default 2; none on this machine itself).",
    ),
    "accept": click.option(
        "--accept-terms-risk",
        "accept_terms",
        is_flag=True,
        help="You know that a site's terms may forbid automated access (OPTOUT_ACCEPT_TERMS_RISK).",
    ),
    "json": click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout, nothing else."),
    "quiet": click.option("--quiet", "-q", is_flag=True, help="Say only what is wrong."),
    "verbose": click.option("-v", "--verbose", is_flag=True, help="Log what happens, to stderr."),
}


def _common(*names: str) -> Callable[[Any], Any]:
    def add(command: Any) -> Any:
        for name in reversed(names):
            command = _COMMON[name](command)
        return command

    return add


_BASE = ("account", "home", "flows", "browser", "origin", "verbose")
_LOOKING = (*_BASE, "pace", "accept", "json", "quiet")
_WATCHING = (
    click.option("--headed", is_flag=True, help="Show the browser, click through the menus, tell each step."),
    click.option(
        "--slow",
        "slow_ms",
        metavar="MS",
        type=click.IntRange(0, 10_000),
        default=0,
        help="Take this long over each step.",
    ),
    click.option("--walk", is_flag=True, help="Click through the menus without a window, too."),
)


def _watching(command: Any) -> Any:
    for option in reversed(_WATCHING):
        command = option(command)
    return command


def _config(**given: Any) -> "Config":
    import os
    from pathlib import Path

    from optout import config as settings
    from optout import log

    env = settings.environment(Path.cwd())
    log.configure(verbose=given.get("verbose", False))
    pairs = given.get("origin") or [pair for pair in env.get("OPTOUT_ORIGINS", "").split(",") if pair.strip()]
    folders = given.get("flows") or [part for part in env.get("OPTOUT_FLOWS", "").split(os.pathsep) if part]
    home = given.get("home") or env.get("OPTOUT_HOME")
    return settings.Config(
        home=settings.place("--home", home).absolute() if home else settings.default_home(),
        account=settings.account_name(given.get("account") or env.get("OPTOUT_ACCOUNT") or "default"),
        flows=tuple(settings.place("--flows", folder) for folder in folders),
        browser=given.get("browser") or env.get("OPTOUT_BROWSER", ""),
        origins=settings.origins(pairs),
        pace_s=settings.pace(given.get("pace"), env.get("OPTOUT_PACE")),
        accept_terms=given.get("accept_terms", False) or settings.flag(env.get("OPTOUT_ACCEPT_TERMS_RISK")),
        json=given.get("as_json", False),
        quiet=given.get("quiet", False),
        verbose=given.get("verbose", False),
        headed=given.get("headed", False),
        slow_ms=given.get("slow_ms", 0),
        walk=given.get("walk", False),
        guide=given.get("guide", False),
        interactive=sys.stdin.isatty() and sys.stderr.isatty(),
    )


def _print_json(document: dict[str, Any]) -> None:
    import json

    click.echo(json.dumps(document, ensure_ascii=False, indent=1))


def _teller(config: "Config") -> "Live":
    from optout.report.live import Live

    return Live(
        silent=config.quiet or (config.json and not config.interactive),
        narrate=config.headed or config.walk or config.guide,
        interactive=config.interactive,
    )


def _show(ended: "Ended", config: "Config") -> None:
    """Print a run in the way that was asked for, and leave with its exit status."""
    if config.json:
        from optout.report.document import document

        _print_json(document(ended.run, ended.folder))
    else:
        from rich.console import Console

        from optout.report.text import show

        show(ended.run, ended.folder, Console(highlight=False), only_problems=config.quiet)
    sys.exit(ended.run.exit_status)


def _look(ctx: click.Context, mode: str, targets: tuple[str, ...], given: dict[str, Any]) -> None:
    ctx.obj = ctx.parent.obj = mode if given["as_json"] else None  # type: ignore[union-attr]
    from optout import app
    from optout.model import Mode

    config = _config(**given)
    teller = _teller(config)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # both end the run in the same orderly way
    try:
        ended = app.look(config, targets, Mode(mode), teller)
    finally:
        teller.close()
    _show(ended, config)


@main.command()
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option("--dry-run", is_flag=True, help="Say what would be turned; turn nothing.")
@click.option("--guide", is_flag=True, help="You do the clicking: each page is brought to you in a window.")
@_watching
@_common(*_LOOKING)
@click.pass_context
def run(ctx: click.Context, /, targets: tuple[str, ...], dry_run: bool, **given: Any) -> None:
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
    _look(ctx, "dry-run" if dry_run else "run", targets, given)


@main.command()
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@_watching
@_common(*_LOOKING)
@click.pass_context
def check(ctx: click.Context, /, targets: tuple[str, ...], **given: Any) -> None:
    """Look only: did it stay off?

    Reads every setting and writes nothing. Exit code 0 if all is as wanted, 1 if a setting is on.

    \b
    Examples:
      optout check
      optout check linkedin --json
    """
    _look(ctx, "check", targets, given)


@main.command()
@click.argument("service")
@click.option(
    "--storage-state", metavar="FILE", help="Bring a session in Playwright's storage-state JSON (for servers)."
)
@_common(*_BASE, "accept")
def login(service: str, storage_state: str | None, **given: Any) -> None:
    """Sign in to SERVICE yourself, in a window; this program never asks for a password.

    \b
    Examples:
      optout login linkedin
      optout login linkedin --storage-state session.json
    """
    from pathlib import Path

    from optout import app

    config = _config(**given)
    click.echo(app.login(config, service, Path(storage_state) if storage_state else None, _teller(config)))


@main.command()
@click.argument("service")
@_common("account", "home", "flows", "verbose")
def logout(service: str, **given: Any) -> None:
    """Delete the browser profile of an account on this machine.

    \b
    Example:
      optout logout linkedin
    """
    from optout import app

    click.echo(app.logout(_config(**given), service))


@main.command()
@click.argument("run_id", metavar="[RUN]", required=False, default="")
@click.option("--open", "open_it", is_flag=True, help="Open it in your browser.")
@click.option("-o", "--output", metavar="FILE", help="Where to write it (default: report.html in the run's folder).")
@_common("home", "quiet")
def report(run_id: str, open_it: bool, output: str | None, **given: Any) -> None:
    """Write a run (the latest, or RUN) as one HTML page that needs nothing else.

    \b
    Examples:
      optout report --open
      optout report 2026-11-24 -o proof.html
    """
    from pathlib import Path

    from rich.console import Console

    from optout import app
    from optout.report.page import write
    from optout.report.text import show

    config = _config(**given)
    ended = app.stored(config, run_id)
    file = write(ended.run, ended.folder, Path(output) if output else ended.folder / "report.html")
    if not config.quiet:
        show(ended.run, ended.folder, Console(highlight=False))
    click.echo(f"Report: {file}")
    if open_it:
        click.launch(file.absolute().as_uri())


@main.group()
def flows() -> None:
    """What this program knows of each service: list, show, lint, schema.

    \b
    Examples:
      optout flows list
      optout flows show linkedin
      optout flows lint my-flows
    """


@flows.command("list")
@_common("flows")
def flows_list(**given: Any) -> None:
    """Every setting of every service, with what it is about."""
    from optout.catalog import Catalog
    from optout.report.flows import listing

    click.echo(listing(Catalog.read(_config(**given).flows)))


@flows.command("show")
@click.argument("target")
@_common("flows", "origin")
def flows_show(target: str, **given: Any) -> None:
    """What is known of TARGET (a service, a setting or a glob): addresses, names, sources."""
    from optout.catalog import Catalog
    from optout.report.flows import details

    click.echo(details(Catalog.read(_config(**given).flows).select([target])))


@flows.command("lint")
@click.argument("files", nargs=-1, metavar="[FILE|DIR]...")
@_common("flows")
def flows_lint(files: tuple[str, ...], **given: Any) -> None:
    """Check flow files (all known ones, or FILEs), and list the languages that have gaps."""
    from pathlib import Path

    from optout.report.flows import lint

    config = _config(**given)
    report, status = lint([Path(file) for file in files], config.flows)
    click.echo(report)
    sys.exit(status)


@flows.command("schema")
def flows_schema() -> None:
    """The flow format as a JSON Schema, for editors."""
    from optout.flow import Service

    _print_json(Service.model_json_schema(by_alias=True))


@main.command()
@_common("browser", "verbose")
def setup(**given: Any) -> None:
    """Find a browser on this machine, or install one; say which and why.

    \b
    Example:
      optout setup
    """
    from optout.browser.install import ensure

    found = ensure(_config(**given).browser, click.echo)
    click.echo(f"Browser: {found.name}, because {found.why}.")


@main.command()
@_common("account", "home", "flows", "browser", "verbose")
def doctor(**given: Any) -> None:
    """Say what would stop a run, each with the way out.

    \b
    Example:
      optout doctor
    """
    from optout import app

    findings = app.doctor(_config(**given))
    for good, what, words in findings:
        click.echo(f"{click.style('ok  ', fg='green') if good else click.style('stop', fg='red')}  {what}: {words}")
    sys.exit(app.diagnosis(findings))


@main.command()
@click.option("--serve", is_flag=True, help="Leave the local site up, to look at by hand.")
@click.option("--lang", type=click.Choice(["en", "de", "ar"]), default="en", help="The local site's language.")
@_watching
@_common("home", "browser", "verbose")
def demo(serve: bool, lang: str, **given: Any) -> None:
    """Everything, on a local site that stands in for LinkedIn: no account, no network.

    \b
    Examples:
      optout demo
      optout demo --headed --slow 300
      optout demo --serve
    """
    from optout import demo as story

    config = _config(**given)
    sys.exit(story.serve(lang) if serve else story.tell(config, lang))
