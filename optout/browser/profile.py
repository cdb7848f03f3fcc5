"""Open an account's browser profile, in a fence or free for the person, and leave its session as it was found."""

import json
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import BrowserContext, Error, Page, Playwright

from optout.browser.attach import told
from optout.browser.document import ANSWER_S, BEHIND_S
from optout.browser.driver import driver, unheard
from optout.browser.fence import Fence
from optout.browser.find import Browser, has_screen
from optout.browser.tab import Tab
from optout.browser.window import VIEWPORT
from optout.errors import CannotLook

if TYPE_CHECKING:
    from optout.browser.gate import Gate

_START_S = 60
_ALLOW_S = 120  # for the person to allow it, where their Chrome asks
# As a person would choose it by hand. In "Local State" stands what chrome://flags keeps: 2 is "Disabled". The pages
# behind the address bar's suggestions, which nobody types into here, took half of the browser's processor time at every
# start. A browser that knows no such flag forgets it.
_CHOSEN: dict[str, dict[str, Any]] = {
    "Default/Preferences": {
        "net": {"network_prediction_options": 2},
        "credentials_enable_service": False,
        "signin": {"allowed": False, "allowed_on_next_startup": False},
    },
    "Local State": {"browser": {"enabled_labs_experiments": ["webui-omnibox-popup@2", "webui-omnibox-aim-popup@2"]}},
}
_COOKIES = ("Default/Cookies", "Default/Cookies-journal", "Default/Network/Cookies", "Default/Network/Cookies-journal")


@dataclass
class Opened:
    """An open profile: its tabs, and whether its session must be put back as it was before."""

    context: BrowserContext
    tabs: list[Tab]
    version: str
    joined: bool  # it is somebody else's browser
    poisoned: bool = False  # a sign-in page was met: what the browser stored since then is not worth keeping

    @property
    def tab(self) -> Tab:
        """The first tab that is open."""
        return next((tab for tab in self.tabs if not tab.closed), self.tabs[0])

    def another(self) -> Tab:
        """One more tab; raises CannotLook if the browser has gone."""
        with _alive():
            return self.add(self.context.new_page())

    def add(self, page: Page) -> Tab:
        """A tab for a page that is open."""
        self.tabs.append(Tab(self.context, page, BEHIND_S if self.joined else ANSWER_S))
        if self.joined:
            self.tabs[-1].bypass_storage()
        return self.tabs[-1]


@contextmanager
def opened(browser: Browser, folder: Path, *, headed: bool = False, fence: Fence | None = None) -> Iterator[Opened]:
    """Open a profile with one tab, and close it at the end.

    Args:
        browser: what to start or join.
        folder: the profile's folder; made if it is not there.
        headed: show a window.
        fence: what the browser has to hold back; none while a person signs in.

    Raises:
        CannotLook: no screen for a window, or the browser does not start.
    """
    if headed and not browser.endpoint:
        need_screen()
    if not browser.own:
        prepare(folder)
    before = {name: file.read_bytes() for name in _COOKIES if (file := folder / name).is_file()}
    with driver() as playwright, _gate(browser, headed) as gate:
        context = _context(playwright, browser, folder, headed, gate)
        running = context.browser
        state = Opened(context, [], running.version if running else "", gate is not None)
        try:
            with _alive():
                state.add(context.new_page() if gate or not context.pages else context.pages[0])
                if fence and running:
                    guarded = gate or running.new_browser_cdp_session()
                    fence.guard(guarded, lambda: {tab.frame for tab in state.tabs})
            yield state
        finally:
            if not gate:  # which closes our own tabs only
                with suppress(Error), unheard():  # it may be gone already
                    context.close()
    if state.poisoned and not gate:
        for name, content in before.items():
            (folder / name).write_bytes(content)


def need_screen() -> None:
    """See that a window can be shown; raises CannotLook."""
    if not has_screen():
        raise CannotLook(
            "A window is needed, but there is no screen here. On a server, sign in elsewhere and bring the session: "
            '"optout login SERVICE --storage-state FILE".'
        )


def _gate(browser: Browser, headed: bool) -> AbstractContextManager["Gate | None"]:
    """The gate to a browser that somebody else started; None where it is started here."""
    if not browser.endpoint:
        return nullcontext()
    from optout.browser.gate import Gate

    return Gate(told(browser.endpoint), _ALLOW_S if browser.own else _START_S, shown=headed or not browser.own)


def _context(
    playwright: Playwright, browser: Browser, folder: Path, headed: bool, gate: "Gate | None"
) -> BrowserContext:
    """The context in which our tabs are."""
    try:
        if gate:
            return playwright.chromium.connect_over_cdp(gate.address, timeout=_START_S * 1000).contexts[0]
        return playwright.chromium.launch_persistent_context(
            folder,
            executable_path=browser.executable or None,
            channel=browser.channel or None,
            headless=not headed,
            timeout=_START_S * 1000,
            viewport=VIEWPORT,  # type: ignore[arg-type]
            accept_downloads=False,
            service_workers="block",  # one could answer with a page from another day
            chromium_sandbox=not is_root(),  # Chromium refuses to run its sandbox as root
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
            args=["--disable-background-networking"],  # no calls home at every start
        )
    except Error as error:
        reason = next((line.strip(" -") for line in str(error).splitlines() if line.strip()), "no reason given")
        raise CannotLook(
            f"The browser {browser.name} could not be {'joined' if gate else 'started'}: {reason}. "
            '"optout doctor" says more.'
        ) from error


@contextmanager
def _alive() -> Iterator[None]:
    try:
        yield
    except Error as error:
        raise CannotLook("The browser was closed while it was at work.") from error


def prepare(folder: Path) -> None:
    """Set in a profile what a person would set by hand: no page fetched ahead, no suggestions, no password kept.

    A Chrome that is signed in itself would sign the site out again where it can't speak with its maker.
    """
    for name, chosen in _CHOSEN.items():
        file = folder / name
        try:
            known = json.loads(file.read_bytes()) if file.is_file() else {}
            wanted = _merged(known, chosen)
        except (OSError, ValueError, AttributeError, TypeError):  # the browser will say what is wrong with it
            continue
        if wanted != known:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(wanted), "utf-8")


def _merged(known: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    inner = {
        key: _merged(known.get(key, {}), value) if isinstance(value, dict) else value for key, value in wanted.items()
    }
    return {**known, **inner}


def is_root() -> bool:
    """Whether this process is run by root."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
