"""The options that commands share, and the Config that they come to."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pathlib import Path

    from optout.config import Config

_OPTIONS: dict[str, Callable[[Any], Any]] = {
    "account": click.option("--account", metavar="NAME", help="Which of your accounts (default: default)."),
    "home": click.option("--home", metavar="DIR", help="Where profiles and runs are kept (OPTOUT_HOME)."),
    "flows": click.option("--flows", metavar="DIR", multiple=True, help="A folder with more flow files (repeatable)."),
    "browser": click.option(
        "--browser",
        metavar="PATH|CHANNEL|ws://...|chrome-attach",
        help="The browser to use (OPTOUT_BROWSER); chrome-attach is your own running Chrome.",
    ),
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
    "loss": click.option(
        "--accept-loss",
        is_flag=True,
        help="Turn off also what destroys something; the flow says what. Without it, that is skipped.",
    ),
    "timestamp": click.option(
        "--timestamp",
        "timestamps",
        metavar="URL",
        multiple=True,
        help="Have this authority attest the time; only a hash is sent (OPTOUT_TIMESTAMP; repeatable).",
    ),
    "json": click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout, nothing else."),
    "quiet": click.option("--quiet", "-q", is_flag=True, help="Say only what is wrong."),
    "verbose": click.option("-v", "--verbose", is_flag=True, help="Log what happens, to stderr."),
}


def common(*names: str) -> Callable[[Any], Any]:
    """A decorator that gives a command some of the shared options, in this order."""

    def add(command: Any) -> Any:
        for name in reversed(names):
            command = _OPTIONS[name](command)
        return command

    return add


BASE = ("account", "home", "flows", "browser", "origin", "verbose")
LOOKING = (*BASE, "pace", "accept", "timestamp", "json", "quiet")
_WINDOW = (
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


def unattended(config: "Config") -> None:
    """See that a command which nobody watches needs nobody: their own Chrome asks them each time.

    Raises:
        UsageProblem: it does.
    """
    from optout.browser.attach import is_own
    from optout.errors import UsageProblem

    if is_own(config.browser):
        raise UsageProblem(
            f"--browser {config.browser} (or OPTOUT_BROWSER) cannot be scheduled: your own Chrome may be closed, and "
            'it asks you each time. Without it, runs have a browser of their own: "optout login SERVICE".'
        )


def watching(command: Any) -> Any:
    """Give a command the options for watching it work."""
    for option in reversed(_WINDOW):
        command = option(command)
    return command


def home_folder(given: str | None) -> "Path":
    """The home: the option, else the environment and `.env`, else the system's place.

    Raises:
        UsageProblem: it makes no sense.
    """
    from pathlib import Path

    from optout import config as settings

    named = given or settings.environment(Path.cwd()).get("OPTOUT_HOME")
    return settings.place("--home", named).absolute() if named else settings.default_home()


def configured(**given: Any) -> "Config":
    """What the options, the environment and `.env` come to.

    Args:
        given: the values of a command's options, by the names of their parameters.

    Raises:
        UsageProblem: one of them makes no sense.
    """
    import os
    from pathlib import Path

    from optout import config as settings
    from optout.cli.planned import mention_silence
    from optout.proof import address

    env = settings.environment(Path.cwd())
    if given.get("verbose"):
        from optout import log

        log.configure(verbose=True)
    pairs = given.get("origin") or [pair for pair in env.get("OPTOUT_ORIGINS", "").split(",") if pair.strip()]
    folders = given.get("flows") or [part for part in env.get("OPTOUT_FLOWS", "").split(os.pathsep) if part]
    config = settings.Config(
        home=home_folder(given.get("home")),
        account=settings.account_name(given.get("account") or env.get("OPTOUT_ACCOUNT") or "default"),
        flows=tuple(settings.place("--flows", folder) for folder in folders),
        browser=given.get("browser") or env.get("OPTOUT_BROWSER", ""),
        origins=settings.origins(pairs),
        pace_s=settings.pace(given.get("pace"), env.get("OPTOUT_PACE")),
        accept_terms=given.get("accept_terms", False) or settings.flag(env.get("OPTOUT_ACCEPT_TERMS_RISK")),
        accept_loss=given.get("accept_loss", False),
        json=given.get("as_json", False),
        quiet=given.get("quiet", False),
        verbose=given.get("verbose", False),
        headed=given.get("headed", False),
        slow_ms=given.get("slow_ms", 0),
        walk=given.get("walk", False),
        guide=given.get("guide", False),
        fix=given.get("fix", False),
        interactive=sys.stdin.isatty() and sys.stderr.isatty(),
        notify=settings.addresses(env.get("OPTOUT_NOTIFY")),  # never an option: options can be seen by others
        ping=env.get("OPTOUT_PING", "").strip(),
        timestamps=address.several(given.get("timestamps") or settings.addresses(env.get("OPTOUT_TIMESTAMP"))),
    )
    if "home" in given and not config.quiet:
        mention_silence(config.home)
    return config
