"""One tab of a browser: open a page, let time pass, use the mouse, take its picture."""

import base64
import hashlib
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Error, Page, TimeoutError

from optout.browser import inner
from optout.browser.document import ANSWER_S, Document
from optout.browser.inner import Inner
from optout.browser.traffic import Traffic
from optout.browser.words import PAGE_TIMEOUT_S, plain, translated

_LOAD_S = 5
_CLICK_S = 10  # how long a click on a link may take to bring another page
_POLL_MS = 20
_MARK = {"r": 255, "g": 120, "b": 0, "a": 0.45}
_MARK_PX = 22  # from the middle of the mark to its sides
_KEYS = {"Space": (32, " "), "Enter": (13, "\r"), "Escape": (27, ""), "Home": (36, ""), "ArrowDown": (40, "")}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Landing:
    """Where opening an address ended; `status` is None where no answer was seen, `failure` is empty if a page came."""

    asked: str
    url: str
    status: int | None = None
    failure: str = ""

    @property
    def path(self) -> str:
        """The path landed on."""
        return urlsplit(self.url).path

    @property
    def origin(self) -> str:
        """The origin landed on."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


class Tab:
    """One tab.

    Args:
        context: the browser context that it lives in.
        page: an open page of it.
        answer_s: how many seconds its page may take to answer.
    """

    def __init__(self, context: BrowserContext, page: Page, answer_s: float = ANSWER_S) -> None:
        self._page = page
        self.top = Document(context.new_cdp_session(page), answer_s=answer_s)
        self._inner: Inner | None = None
        self.in_dialog = False  # what is read of its page stands in a dialog, and nowhere else
        self.traffic = Traffic(page)
        self._listens = False  # to its network, for as long as it is open
        page.on("framenavigated", lambda frame: self._shows_another(top=frame == page.main_frame))

    def _shows_another(self, *, top: bool) -> None:
        """A frame shows another document now."""
        if self._inner:
            self._inner.document.forget()
        if top:
            self.top.forget()
            self._inner = None

    # ----------------------------------------------------------------- frames

    @property
    def document(self) -> Document:
        """The document that is read: that of the top frame, or of the frame that was entered."""
        return self._inner.document if self._inner else self.top

    @property
    def frame(self) -> str:
        """The id of the top frame."""
        return self.top.frame

    @property
    def hung(self) -> bool:
        """Whether a page did not answer; nothing more is asked of it."""
        return self.top.hung or self.document.hung

    def enter(self, glob: str) -> str:
        """Read the frame with an address from now on; why there is none, as the end of a sentence; raises PageGone."""
        found = inner.find(self.top, glob, self._inner)
        self._inner = found if isinstance(found, Inner) else None
        return "" if self._inner else str(found)

    def holder(self) -> list[int]:
        """The element (backend id) of the top frame's document that holds the frame that was entered, if one was."""
        return [self._inner.around[-1][1]] if self._inner else []

    def leave(self) -> None:
        """Read the top frame again."""
        self._inner = None
        self.in_dialog = False

    def outside(self, x: float, y: float) -> tuple[float, float, str]:
        """A point of the document that is read as one of the window, and what lies over it there; raises PageGone."""
        if not self._inner:
            return x, y, ""
        left, up = self._inner.offset()
        return x + left, y + up, self._inner.reached(x + left, y + up)

    # -------------------------------------------------------------- addresses

    def open(self, url: str) -> Landing:
        """Load an address. Never raises for what a site or a network can do: that is in the Landing."""
        self.traffic.forget_loading()
        self.leave()
        status, failure = None, ""
        try:
            response = self._page.goto(url, wait_until="domcontentloaded", timeout=PAGE_TIMEOUT_S * 1000)
            status = response.status if response else None
        except Error as error:
            failure = plain(error)
        self.top.forget()
        if not failure:
            self._loaded()
        return Landing(url, self._page.url, status, failure)

    def _loaded(self) -> None:
        """Wait for the page's pictures and scripts, but not for ever: some pages never finish."""
        with suppress(TimeoutError, Error):
            self._page.wait_for_load_state("load", timeout=_LOAD_S * 1000)

    def follow(self, url: str, click: Callable[[], None]) -> Landing:
        """Click something that leads to an address, and wait until the tab shows another page.

        A page that was only drawn into the old document is loaded anew, because only such a page is believed.
        """
        self.traffic.forget_loading()
        born, before = self._born(), urlsplit(self.url).path
        click()
        if not self.until(lambda: urlsplit(self.url).path != before, _CLICK_S):
            return Landing(url, self.url, failure="the click on its link led nowhere")
        try:
            self._page.wait_for_load_state("domcontentloaded", timeout=PAGE_TIMEOUT_S * 1000)
        except Error as error:
            return Landing(url, self.url, failure=plain(error))
        self._loaded()
        return Landing(url, self.url) if self._born() != born else self.open(url)

    def _born(self) -> Any:
        return self.top.evaluate("performance.timeOrigin").get("value")

    @property
    def url(self) -> str:
        """The address that the tab shows now."""
        return self._page.url

    @property
    def closed(self) -> bool:
        """Whether the tab's window is gone."""
        return self._page.is_closed()

    def bypass_storage(self) -> None:
        """Have the site itself answer, not a service worker or a page of yesterday that somebody's browser keeps."""
        self.top.ask("Network.enable", {})
        self.top.ask("Network.setBypassServiceWorker", {"bypass": True})
        self.top.ask("Network.setCacheDisabled", {"cacheDisabled": True})
        self._listens = True

    def keep_certificates(self) -> None:
        """Have the browser keep the certificates of what this tab loads, and nothing more of it; raises PageGone."""
        if not self._listens:
            self.top.ask("Network.enable", {"maxTotalBufferSize": 0, "maxResourceBufferSize": 0})

    def certificate(self, origin: str) -> str:
        """The SHA-256 (hex) of the certificate that an origin showed; empty where none was kept; raises PageGone."""
        shown = self.top.ask("Network.getCertificate", {"origin": origin})["tableNames"]
        return hashlib.sha256(base64.b64decode(shown[0])).hexdigest() if shown else ""  # the site's own comes first

    def drop_certificates(self) -> None:
        """Have the browser keep them no longer: it would tell us of every request; raises PageGone."""
        if not self._listens:
            self.top.ask("Network.disable", {})

    def forget_pages(self) -> None:
        """Empty the browser's cache: what comes from now on comes from the site itself."""
        if not self._listens:  # somebody's own cache is passed by, and stays
            self.top.ask("Network.clearBrowserCache", {})

    # ---------------------------------------------------------- time and hands

    def until(self, check: Callable[[], T | None], seconds: float) -> T | None:
        """Ask again and again until a check answers something true, at most for some seconds; its last answer."""
        end = time.monotonic() + seconds
        while not (answer := check()) and time.monotonic() < end:
            self.breathe(_POLL_MS / 1000)
        return answer

    def breathe(self, seconds: float) -> None:
        """Let time pass while the browser's events still arrive (the fence depends on them)."""
        with translated():
            self._page.wait_for_timeout(seconds * 1000)

    def hover(self, x: float, y: float) -> None:
        """Move the mouse to a point of the viewport, in CSS pixels; raises PageGone."""
        self.top.ask("Input.dispatchMouseEvent", {"x": x, "y": y, "type": "mouseMoved"})

    def click(self, x: float, y: float) -> None:
        """Click with the mouse at a point of the viewport, in CSS pixels; raises PageGone."""
        self.hover(x, y)
        button = {"x": x, "y": y, "button": "left", "clickCount": 1}
        self.top.ask("Input.dispatchMouseEvent", {**button, "type": "mousePressed", "buttons": 1})
        self.top.ask("Input.dispatchMouseEvent", {**button, "type": "mouseReleased"})

    def press(self, name: str, *, alt: bool = False) -> None:
        """Press one of a few keys (Space, Enter, Escape, Home, ArrowDown), perhaps with Alt; raises PageGone."""
        code, text = _KEYS[name]
        key = {"key": text.strip("\r") or name, "code": name, "windowsVirtualKeyCode": code, "modifiers": int(alt)}
        down = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
        self.top.ask("Input.dispatchKeyEvent", {**key, **down})
        self.top.ask("Input.dispatchKeyEvent", {**key, "type": "keyUp"})

    def shot(self) -> bytes:
        """A PNG of the viewport as it is; raises PageGone."""
        # of a tab behind others the first may never come, until a second is asked for (seen with Chromium 150)
        how = {"format": "png", "optimizeForSpeed": True}  # a third larger, and a quarter sooner
        return base64.b64decode(self.top.ask("Page.captureScreenshot", how, twice=True)["data"])

    def point_at(self, x: float, y: float) -> None:
        """Mark a point in the window, for a person who watches; raises PageGone.

        The browser draws the mark over the page, which cannot see it, as its own developer tools do.
        """
        self.top.ask("DOM.enable", {})
        self.top.ask("Overlay.enable", {})
        left, right, top, bottom = x - _MARK_PX, x + _MARK_PX, y - _MARK_PX, y + _MARK_PX
        quad = [left, top, right, top, right, bottom, left, bottom]
        self.top.ask("Overlay.highlightQuad", {"quad": quad, "color": _MARK, "outlineColor": {**_MARK, "a": 1}})

    def point_at_nothing(self) -> None:
        """Take the mark away; raises PageGone."""
        self.top.ask("Overlay.hideHighlight", {})

    def close(self) -> None:
        """Close the tab."""
        self._page.close()

    def raise_window(self) -> None:
        """Bring the tab to the front of its window; raises PageGone."""
        self.top.ask("Page.bringToFront", {})
