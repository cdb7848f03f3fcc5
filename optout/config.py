"""What the person asked for: options, else the environment, else `.env`; checked once, here."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from optout.errors import UsageProblem

_YES = {"1", "yes", "true", "on"}


@dataclass(frozen=True)
class Config:
    """Everything that commands have in common.

    Attributes:
        home: where profiles and runs are kept.
        account: the name of the browser profile.
        flows: folders with more flow files.
        browser: path, channel or endpoint; empty to look for one.
        origins: origin of a flow -> the loopback origin that stands in for it.
        pace_s: seconds between two pages; None for the usual (some on a real site, none on this machine itself).
        accept_terms: the risk was accepted beforehand.
        accept_loss: what destroys something is turned off, too.
        json: one JSON document on stdout, nothing else.
        quiet: say only what is wrong.
        headed: show the window.
        slow_ms: milliseconds to take over each step.
        walk: reach pages by clicking, as a person would.
        guide: the person does the clicking.
        fix: what a check finds to have come back is turned off again.
        interactive: somebody sits at a terminal.
        notify: where notices go (apprise addresses). They hold secrets, so they are never shown.
        ping: the address of a monitor that expects to hear of checks; a secret too.
        timestamps: the authorities that shall attest when a run was (addresses, which can hold a token).
    """

    home: Path
    account: str = "default"
    flows: tuple[Path, ...] = ()
    browser: str = ""
    origins: Mapping[str, str] = field(default_factory=dict)
    pace_s: float | None = None
    accept_terms: bool = False
    accept_loss: bool = False
    json: bool = False
    quiet: bool = False
    verbose: bool = False
    headed: bool = False
    slow_ms: int = 0
    walk: bool = False
    guide: bool = False
    fix: bool = False
    interactive: bool = False
    notify: tuple[str, ...] = field(default=(), repr=False)
    ping: str = field(default="", repr=False)
    timestamps: tuple[str, ...] = field(default=(), repr=False)


def environment(folder: Path) -> Mapping[str, str]:
    """The environment, with what `.env` in a folder adds to it.

    Raises:
        UsageProblem: `.env` is not text.
    """
    return {**written(folder), **os.environ}


def written(folder: Path) -> dict[str, str]:
    """What stands in the `.env` of a folder.

    Raises:
        UsageProblem: `.env` is not text.
    """
    from dotenv import dotenv_values

    file = folder / ".env"
    try:
        found = dotenv_values(file) if file.is_file() else {}
    except UnicodeDecodeError as error:
        raise UsageProblem(f"{file}: is not UTF-8 text. Save it as UTF-8.") from error
    except OSError as error:
        raise UsageProblem(f"{file}: cannot be read ({error.strerror}).") from error
    return {key: value for key, value in found.items() if value is not None}


def default_home() -> Path:
    """The system's place for a program's user data."""
    from platformdirs import user_data_path

    return user_data_path("optout", appauthor=False)


def place(option: str, value: str) -> Path:
    """A folder that the person named; "~" is theirs, "~somebody" somebody else's.

    Raises:
        UsageProblem: there is no such somebody.
    """
    try:
        return Path(value).expanduser()
    except RuntimeError as error:
        raise UsageProblem(f"{option} {value}: there is no such user on this machine.") from error


def account_name(value: str) -> str:
    """An account's name, which becomes the name of a folder."""
    sound = all(c.isalnum() or c in "-_.@" for c in value) and not value.startswith(".")
    if not sound or not 0 < len(value) <= 64 or value.endswith((".lock", ".importing")):
        raise UsageProblem(f'--account "{value[:64]}": use letters, digits and - _ . @ only, at most 64 of them.')
    return value


def origins(given: Sequence[str]) -> dict[str, str]:
    """`FROM=TO` pairs; TO must be this machine itself.

    Raises:
        UsageProblem: a pair is malformed, or leads to another machine.
    """
    found = {}
    for pair in given:
        source, equals, target = (part.strip().rstrip("/") for part in pair.partition("="))
        if not equals or not source or not target:
            raise UsageProblem(
                f'--origin "{pair}": write FROM=TO, such as https://www.linkedin.com=http://127.0.0.1:8000'
            )
        try:
            parts = urlsplit(target)
            loopback = parts.scheme in ("http", "https") and parts.hostname in ("localhost", "127.0.0.1", "::1")
            complete = target == f"{parts.scheme}://{parts.netloc}" and parts.port != 0 and not parts.username
        except ValueError:
            loopback = complete = False
        if not loopback or not complete:
            raise UsageProblem(
                f'--origin "{pair}": {target} is not an address of this machine (http://127.0.0.1:PORT).'
            )
        found[source] = target
    return found


def addresses(written: str | None) -> tuple[str, ...]:
    """The addresses of a comma-separated list; only a comma before another `scheme://` parts two of them."""
    parts = re.split(r"[\s,]+(?=[a-z0-9]{1,32}://)", written or "", flags=re.IGNORECASE)
    return tuple(part for part in (part.strip(" \t\r\n,") for part in parts) if part)


def flag(value: str | None) -> bool:
    """Whether a setting of the environment says yes."""
    return (value or "").strip().lower() in _YES


def pace(option: float | None, written: str | None) -> float | None:
    """Seconds between two pages: the option, else what the environment says; None where neither says it."""
    if option is not None or not written:
        return option
    try:
        value = float(written)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 600:
        raise UsageProblem(f'OPTOUT_PACE="{written}": must be a number of seconds from 0 to 600.')
    return value
