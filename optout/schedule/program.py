"""The one stable command line that is scheduled: where the program is, and what it has to be told every time."""

import os
import shutil
import sys
from collections.abc import Collection, Mapping
from hashlib import sha256
from pathlib import Path

from optout.config import Config
from optout.errors import UsageProblem

# What an option can carry into the scheduled command line; everything else has to stand in `.env`.
CARRIED = {
    "account": "OPTOUT_ACCOUNT",
    "flows": "OPTOUT_FLOWS",
    "browser": "OPTOUT_BROWSER",
    "origin": "OPTOUT_ORIGINS",
}


def program() -> tuple[str, ...]:
    """How to start this program again from anywhere.

    The script that was called, by the path it was called by (a link such as ~/.local/bin/optout outlives what it
    leads to); else Python and the module. On Windows always the latter, with the Python that opens no window.
    """
    script = Path(sys.argv[0])
    python = Path(sys.executable)
    if sys.platform == "win32":
        windowless = python.with_name("pythonw.exe")
        return (str(windowless if windowless.is_file() else python), "-m", "optout")
    if script.name == "optout" and (found := shutil.which(script if script.parent.parts else script.name)):
        return (os.path.abspath(found),)
    return (os.path.abspath(python), "-m", "optout")


def options(config: Config, given: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The options of the scheduled command line: those of every command, and those of a check alone.

    Args:
        config: what they say.
        given: the names of the options that were given; only these are carried along, so that `.env` keeps its say.
    """
    everywhere = ["--home", str(config.home)]
    if "account" in given:
        everywhere += ["--account", config.account]
    for folder in config.flows if "flows" in given else ():
        everywhere += ["--flows", os.path.abspath(folder)]
    if "browser" in given:
        browser = os.path.expanduser(config.browser)
        everywhere += ["--browser", os.path.abspath(browser) if os.path.isfile(browser) else browser]
    stand_ins = config.origins.items() if "origin" in given else ()
    return tuple(everywhere), tuple(word for pair in stand_ins for word in ("--origin", "=".join(pair)))


def name(home: Path, usual: Path) -> str:
    """What a scheduler calls the check of a home; each home has one of its own.

    Args:
        home: the home.
        usual: the home that is taken where none is named.
    """
    return "optout" if home == usual else f"optout-{sha256(os.fsencode(home)).hexdigest()[:8]}"


def minute(home: Path, machine: str) -> int:
    """The minute of the hour for a home on a machine: always the same, and another one elsewhere.

    Args:
        home: the home.
        machine: the machine's name.
    """
    return int.from_bytes(sha256(os.fsencode(home) + machine.encode(errors="replace")).digest()[:4]) % 60


def sound(words: Collection[str]) -> None:
    """See that a command line fits on one line.

    Raises:
        UsageProblem: a path holds a line break or another control character.
    """
    for word in words:
        if any(ord(letter) < 32 or ord(letter) == 127 for letter in word):
            raise UsageProblem(f"{word!r} holds a control character, and no scheduler takes that. Use another folder.")


def left_behind(environment: Mapping[str, str], written: Mapping[str, str], given: Collection[str]) -> list[str]:
    """The names of our variables that the scheduled check will not see.

    Args:
        environment: this process's own.
        written: what stands in `.env`.
        given: as for `options`.
    """
    told = {CARRIED[option] for option in given if option in CARRIED} | {"OPTOUT_HOME"}
    return sorted(
        key
        for key, value in environment.items()
        if key.startswith("OPTOUT_") and key not in told and written.get(key) != value
    )
