"""Install a browser where there is none: Playwright's own, else Debian's package when run as root."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable

from optout.browser.find import HOW_TO_GET_ONE, Browser, find
from optout.errors import CannotLook

_TIMEOUT_S = 1200
_PLAYWRIGHT = (sys.executable, "-m", "playwright")


def ensure(choice: str, say: Callable[[str], None]) -> Browser:
    """Find a browser, or install one and find that.

    Args:
        choice: as for `find`.
        say: takes one line of progress at a time.

    Raises:
        CannotLook: none was there and none could be installed.
    """
    _ready_driver(say)
    try:
        return find(choice)
    except CannotLook:
        if choice:
            raise
    say("No browser here yet: asking Playwright to install Chromium (about 150 MB) ...")
    if _run([*_PLAYWRIGHT, "install", "chromium"]):
        return find()
    say("Playwright could not install one.")
    if _may_install_packages():
        say("Asking the system's package manager for chromium ...")
        if _install_package("chromium"):
            return find()
    raise CannotLook(f"No browser could be installed. {HOW_TO_GET_ONE}")


def _ready_driver(say: Callable[[str], None]) -> None:
    """See that Playwright's own Node.js starts: on a bare Debian it lacks a library."""
    if _run([*_PLAYWRIGHT, "--version"]):
        return
    if _may_install_packages():
        say("Playwright's driver does not start: asking the system's package manager for libatomic1 ...")
        if _install_package("libatomic1") and _run([*_PLAYWRIGHT, "--version"]):
            return
    raise CannotLook(
        "Playwright's driver does not start. On Debian and Ubuntu: apt install libatomic1. To see why: "
        f"{sys.executable} -m playwright --version"
    )


def _may_install_packages() -> bool:
    return bool(shutil.which("apt-get")) and hasattr(os, "geteuid") and os.geteuid() == 0


def _install_package(name: str) -> bool:
    return _run(["apt-get", "update"]) and _run(["apt-get", "install", "--yes", name])


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
