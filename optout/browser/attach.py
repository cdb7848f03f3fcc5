"""Where a browser that runs already can be joined: at the address that was given, or that the person's Chrome left."""

import json
import os
import socket
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from optout.errors import CannotLook, UsageProblem

OWN = "chrome-attach"
_HOW = (
    'Open chrome://inspect/#remote-debugging in your Chrome (144 or newer), tick "Allow remote debugging for this '
    'browser instance", and try again.'
)
_ANSWER_S = 5
_FILE = "DevToolsActivePort"


def is_own(choice: str) -> bool:
    """Whether a choice of --browser means the person's own running Chrome."""
    return choice.partition(":")[0] == OWN


def own(choice: str) -> str:
    """The WebSocket address of the person's own Chrome.

    Args:
        choice: "chrome-attach", or "chrome-attach:PORT" for one that was started with --remote-debugging-port=PORT.

    Raises:
        UsageProblem: PORT is no port.
        CannotLook: no Chrome that allows it runs here.
    """
    _, colon, written = choice.partition(":")
    if not colon:
        for address in _allowed():
            if _listens(address):
                return address
        raise CannotLook(f"No Chrome that can be attached to runs here. {_HOW}")
    if not (written.isascii() and written.isdigit() and 0 < int(written) < 65536):
        raise UsageProblem(f'--browser "{choice}": write {OWN} or {OWN}:PORT, such as {OWN}:9222.')
    for address in _allowed():  # one that asks its owner first tells nobody else its address
        if urlsplit(address).port == int(written) and _listens(address):
            return address
    try:
        return told(f"http://127.0.0.1:{written}")
    except CannotLook as error:
        blind = (
            f"ws://127.0.0.1:{written}/devtools/browser"  # some that ask first leave no address (seen with Chrome 150)
        )
        if _listens(blind):
            return blind
        raise CannotLook(
            f"No Chrome that can be attached to listens at port {written} here. {_HOW} Or start one with "
            f"--remote-debugging-port={written} and a --user-data-dir of its own (without that, Chrome 136 and newer "
            "ignore it)."
        ) from error


def told(endpoint: str) -> str:
    """The WebSocket address that a browser tells at its http(s):// address; a ws(s):// address is one.

    Raises:
        CannotLook: nothing that debugs answers there.
    """
    if endpoint.startswith(("ws://", "wss://")):
        return endpoint
    import urllib.request  # takes its time, and who has a browser of ours never needs it

    try:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{endpoint.rstrip('/')}/json/version/", timeout=_ANSWER_S) as answer:
            return str(json.load(answer)["webSocketDebuggerUrl"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        where = endpoint.split("?")[0].rpartition("@")[2]  # the rest may be a key
        raise CannotLook(f"No browser that can be joined answers at {where}.") from error


def _allowed() -> list[str]:
    """The addresses that browsers of this person's left where they keep their data; some may be of yesterday."""
    found = []
    for folder in _folders():
        with suppress(OSError, ValueError):
            port, path = (folder / _FILE).read_text("utf-8").split("\n")[:2]
            if 0 < int(port) < 65536 and path.startswith("/devtools/"):
                found.append(f"ws://127.0.0.1:{int(port)}{path.strip()}")
    return found


def _folders() -> list[Path]:
    """Where Chrome and Chromium keep their data unless told otherwise (Chromium's docs/user_data_dir.md)."""
    home = Path(os.path.expanduser("~"))
    if sys.platform == "darwin":
        base = home / "Library" / "Application Support"
        return [base / "Google" / "Chrome", base / "Google" / "Chrome Beta", base / "Chromium"]
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
        return [base / name / "User Data" for name in ("Google/Chrome", "Google/Chrome Beta", "Chromium")]
    named = os.environ.get("CHROME_CONFIG_HOME") or os.environ.get("XDG_CONFIG_HOME")
    base = Path(named) if named else home / ".config"
    return [base / "google-chrome", base / "google-chrome-beta", base / "chromium"]


def _listens(address: str) -> bool:
    parts = urlsplit(address)
    with suppress(OSError), socket.create_connection((parts.hostname, parts.port), timeout=_ANSWER_S):
        return True
    return False
