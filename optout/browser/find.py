"""Find a browser on this machine, and say why it was chosen."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from optout.browser import attach
from optout.errors import CannotLook

CHANNELS = ("chrome", "chrome-beta", "chrome-dev", "msedge", "msedge-beta", "chromium")
_ON_PATH = {
    "Chrome": ("google-chrome-stable", "google-chrome", "chrome"),
    "Chromium": ("chromium", "chromium-browser"),
}
_ELSEWHERE = {
    "Chrome": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "{PROGRAMFILES}/Google/Chrome/Application/chrome.exe",
        "{PROGRAMFILES(X86)}/Google/Chrome/Application/chrome.exe",
        "{LOCALAPPDATA}/Google/Chrome/Application/chrome.exe",
    ),
    "Chromium": ("/Applications/Chromium.app/Contents/MacOS/Chromium",),
}
_CHANNELS = {  # what a channel's program is called; one that is not listed only Playwright finds
    "chrome": (*_ON_PATH["Chrome"], *_ELSEWHERE["Chrome"]),
    "chrome-beta": ("google-chrome-beta",),
    "chrome-dev": ("google-chrome-unstable",),
    "msedge": (
        "microsoft-edge-stable",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        "{PROGRAMFILES(X86)}/Microsoft/Edge/Application/msedge.exe",
    ),
    "msedge-beta": ("microsoft-edge-beta",),
}
HOW_TO_GET_ONE = 'Run "optout setup", or install Chrome or Chromium, or name one with --browser PATH.'


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser that can be started (`executable` or `channel`) or joined (`endpoint`), and why this one.

    `own` is the one in which the person is at home: it needs no profile of ours, and nothing signs in there but they.
    """

    why: str
    executable: str = ""
    channel: str = ""
    endpoint: str = ""
    own: bool = False

    @property
    def name(self) -> str:
        """What to call it in a sentence."""
        if self.own:
            return "your own Chrome"
        return self.executable or self.channel or self.endpoint


def find(choice: str = "") -> Browser:
    """The browser to use.

    Args:
        choice: a path, a channel ("chrome", "msedge"), an endpoint ("ws://..."), or "chrome-attach" for the person's
            own running Chrome; from an option or the environment; empty to look for Chrome, then Chromium, then the
            one that Playwright installed.

    Raises:
        CannotLook: the choice does not exist, or there is no browser at all.
    """
    if choice:
        return _chosen(choice)
    for browser in _installed():
        return browser
    raise CannotLook(f"No browser was found on this machine. {HOW_TO_GET_ONE}")


def is_joined(choice: str) -> bool:
    """Whether a choice of --browser means one that runs already."""
    return attach.is_own(choice) or choice.startswith(("ws://", "wss://", "http://", "https://"))


def _chosen(choice: str) -> Browser:
    why = "it was asked for (--browser or OPTOUT_BROWSER)"
    if attach.is_own(choice):
        return Browser(why, endpoint=attach.own(choice), own=True)
    if is_joined(choice):
        return Browser(why, endpoint=choice)
    if choice in CHANNELS:
        return Browser(why, channel=choice)
    path = shutil.which(os.path.expanduser(choice))
    if path is None:
        raise CannotLook(
            f'--browser "{choice}" is no program on this machine, no channel ({", ".join(CHANNELS)}), no ws:// '
            f"address and not {attach.OWN}. {HOW_TO_GET_ONE}"
        )
    return Browser(why, executable=path)


def _installed() -> Iterator[Browser]:
    for name, commands in _ON_PATH.items():
        for command in commands:
            if path := shutil.which(command):
                yield Browser(f"{name} is installed here", executable=path)
        for pattern in _ELSEWHERE[name]:
            place = _expand(pattern)
            if place and place.is_file():
                yield Browser(f"{name} is installed here", executable=str(place))
    if path := playwrights_own():
        yield Browser("Playwright installed it", executable=path)


def program(browser: Browser) -> str:
    """The path of a browser's program; empty where it runs already, or only Playwright knows where it is."""
    for name in () if browser.executable else _CHANNELS.get(browser.channel, ()):
        place = _expand(name) if "/" in name else Path(found) if (found := shutil.which(name)) else None
        if place and place.is_file():
            return str(place)
    return browser.executable


def playwrights_own() -> str:
    """The path of the browser that `playwright install chromium` put here; empty where there is none."""
    from optout.browser.driver import driver

    with driver() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else ""


def _expand(pattern: str) -> Path | None:
    if not pattern.startswith("{"):
        return Path(pattern) if sys.platform == "darwin" else None
    variable, _, rest = pattern[1:].partition("}")
    base = os.environ.get(variable)
    return Path(base) / rest.lstrip("/") if base else None


def has_screen() -> bool:
    """Whether a window can be shown here."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
