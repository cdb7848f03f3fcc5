"""A browser as a person starts it: no automation and nobody who looks in; it is theirs until they close it."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from optout.browser.profile import is_root, need_screen, prepare
from optout.errors import CannotLook

_CLOSE_S = 10
_START_S = 2
_POLL_S = 0.2
# Where the cookies' key is kept has to be where Playwright's browsers look for it, or a run could not read the session:
# a fixed one on Linux and macOS. On Windows both use the account's own (DPAPI).
_KEY = {"linux": ["--password-store=basic"], "darwin": ["--use-mock-keychain"]}


def used(
    program: str,
    folder: Path,
    urls: Sequence[str],
    told: Callable[[], None],
    done: Callable[[float], bool],
    patience_s: float,
) -> None:
    """Open a profile in a window, and wait until the person has closed it or is done with it.

    Args:
        program: the browser's path.
        folder: the profile's folder; made if it is not there.
        urls: the pages to show, in a tab each, the first in front.
        told: tells the person that the window is there.
        done: waits some seconds; whether the person says that the window can be closed.
        patience_s: close it after so long in any case, in seconds.

    Raises:
        CannotLook: there is no screen, or the browser does not start.
    """
    need_screen()
    prepare(folder)
    try:
        running = subprocess.Popen(
            command(program, folder, urls),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C in the terminal is for us, who then close it kindly
        )
    except OSError as error:
        raise CannotLook(
            f'The browser {program} could not be started: {error.strerror}. "optout doctor" says more.'
        ) from error
    began = time.monotonic()
    try:
        told()
        while running.poll() is None and not done(_POLL_S) and time.monotonic() - began < patience_s:
            pass
        if running.poll() and time.monotonic() - began < _START_S:
            raise CannotLook(
                f'The browser {program} could not be started: it ended at once. "optout doctor" says more.'
            )
    finally:
        _close(running)


def command(program: str, folder: Path, urls: Sequence[str]) -> list[str]:
    """The command line: what a person would type, a profile of its own, and no questions of a first start."""
    place = _KEY.get(sys.platform, [])
    root = ["--no-sandbox"] if is_root() else []  # Chromium refuses to run its sandbox as root
    return [program, f"--user-data-dir={folder}", "--no-first-run", "--no-default-browser-check", *place, *root, *urls]


def _close(running: "subprocess.Popen[bytes]") -> None:
    """Close a browser as its owner would, so that it stores what it has to."""
    if running.poll() is not None:
        return
    if sys.platform == "win32":  # where "terminate" kills
        subprocess.run(["taskkill", "/PID", str(running.pid)], capture_output=True, check=False)  # noqa: S607
    else:
        running.send_signal(signal.SIGINT)  # at SIGTERM it ends at once, and the latest cookies are lost
    with suppress(subprocess.TimeoutExpired):
        running.wait(_CLOSE_S)
    if running.poll() is None:
        running.kill()
        running.wait()
