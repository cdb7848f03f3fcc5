"""Install a browser where there is none: Playwright's own, else Debian's package when run as root."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable

from optout.browser.find import HOW_TO_GET_ONE, Browser, find
from optout.errors import CannotLook

_TIMEOUT_S = 1200


def ensure(choice: str, say: Callable[[str], None]) -> Browser:
    """Find a browser, or install one and find that.

    Args:
        choice: as for `find`.
        say: takes one line of progress at a time.

    Raises:
        CannotLook: none was there and none could be installed.
    """
    try:
        return find(choice)
    except CannotLook:
        if choice:
            raise
    say("No browser here yet: asking Playwright to install Chromium (about 150 MB) ...")
    if _run([sys.executable, "-m", "playwright", "install", "chromium"]):
        return find()
    say("Playwright could not install one.")
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        say("Asking the system's package manager for chromium ...")
        if _run(["apt-get", "update"]) and _run(["apt-get", "install", "--yes", "chromium"]):
            return find()
    raise CannotLook(f"No browser could be installed. {HOW_TO_GET_ONE}")


def _run(command: list[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
