"""One tab of a browser: open a page, let time pass, use the mouse, take its picture."""

import base64
import hashlib
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Error, Page, TimeoutError

from optout.browser.document import Document
from optout.browser.traffic import Traffic
from optout.browser.words import PAGE_TIMEOUT_S, PageGone, plain, translated
from optout.errors import CannotLook

_LOAD_S = 5
_CLICK_S = 10  # how long a click on a link may take to bring another page
_POLL_MS = 20
_TRIES = 4  # for a picture of a page that goes on changing
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


@dataclass(frozen=True, slots=True)
class Mask:
    """What pictures of a service must not show.

    Attributes:
        selectors: the elements that hold a name or a photo, as the flow lists them.
        names: the names that its pages have shown so far, as `Picture.names`.
        words: what is no name, though capitalised: in small letters, without accents.
    """

    selectors: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Picture:
    """A masked PNG, and every name known by now: its words in small letters, without accents, one space apart."""

    png: bytes
    names: frozenset[str]


class Tab:
    """One tab.

    Args:
        context: the browser context that it lives in.
        page: an open page of it.
    """

    def __init__(self, context: BrowserContext, page: Page) -> None:
        self._page = page
        self.document = Document(context.new_cdp_session(page))
        self.traffic = Traffic(page)
        self._listens = False  # to its network, for as long as it is open
        page.on("framenavigated", lambda frame: self.document.forget() if frame == page.main_frame else None)

    # -------------------------------------------------------------- addresses

    def open(self, url: str) -> Landing:
        """Load an address. Never raises for what a site or a network can do: that is in the Landing."""
        self.traffic.forget_loading()
        status, failure = None, ""
        try:
            response = self._page.goto(url, wait_until="domcontentloaded", timeout=PAGE_TIMEOUT_S * 1000)
            status = response.status if response else None
        except Error as error:
            failure = plain(error)
        self.document.forget()
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
        return self.document.evaluate("performance.timeOrigin").get("value")

    @property
    def url(self) -> str:
        """The address that the tab shows now."""
        return self._page.url

    @property
    def closed(self) -> bool:
        """Whether the tab's window is gone."""
        return self._page.is_closed()

    def bypass_workers(self) -> None:
        """Have the site itself answer, not a service worker that it left in somebody's browser."""
        self.document.ask("Network.enable", {})
        self.document.ask("Network.setBypassServiceWorker", {"bypass": True})
        self._listens = True

    def keep_certificates(self) -> None:
        """Have the browser keep the certificates of what this tab loads, and nothing more of it; raises PageGone."""
        if not self._listens:
            self.document.ask("Network.enable", {"maxTotalBufferSize": 0, "maxResourceBufferSize": 0})

    def certificate(self, origin: str) -> str:
        """The SHA-256 (hex) of the certificate that an origin showed; empty where none was kept; raises PageGone."""
        shown = self.document.ask("Network.getCertificate", {"origin": origin})["tableNames"]
        return hashlib.sha256(base64.b64decode(shown[0])).hexdigest() if shown else ""  # the site's own comes first

    def drop_certificates(self) -> None:
        """Have the browser keep them no longer: it would tell us of every request; raises PageGone."""
        if not self._listens:
            self.document.ask("Network.disable", {})

    def forget_pages(self) -> None:
        """Empty the browser's cache: what comes from now on comes from the site itself."""
        self.document.ask("Network.clearBrowserCache", {})

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
        self.document.ask("Input.dispatchMouseEvent", {"x": x, "y": y, "type": "mouseMoved"})

    def click(self, x: float, y: float) -> None:
        """Click with the mouse at a point of the viewport, in CSS pixels; raises PageGone."""
        self.hover(x, y)
        button = {"x": x, "y": y, "button": "left", "clickCount": 1}
        self.document.ask("Input.dispatchMouseEvent", {**button, "type": "mousePressed", "buttons": 1})
        self.document.ask("Input.dispatchMouseEvent", {**button, "type": "mouseReleased"})

    def press(self, name: str, *, alt: bool = False) -> None:
        """Press one of a few keys (Space, Enter, Escape, Home, ArrowDown), perhaps with Alt; raises PageGone."""
        code, text = _KEYS[name]
        key = {"key": text.strip("\r") or name, "code": name, "windowsVirtualKeyCode": code, "modifiers": int(alt)}
        down = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
        self.document.ask("Input.dispatchKeyEvent", {**key, **down})
        self.document.ask("Input.dispatchKeyEvent", {**key, "type": "keyUp"})

    def picture(self, mask: Mask, keep: Collection[int] = ()) -> Picture:
        """A PNG of the viewport in which all that is personal is blank: it never was in a picture at all.

        Args:
            mask: what to blank besides photos, addresses and what lies around the page's main part.
            keep: the elements (backend ids) that have to stay in sight with their row.

        Raises:
            PageGone: the page was replaced meanwhile, or what has to be blank goes on changing.
            CannotLook: a selector is none, so that nobody knows what to blank.
        """
        kept = list(keep)
        for _ in range(_TRIES):
            try:
                options = {"selectors": mask.selectors, "known": sorted(mask.names), "words": sorted(mask.words)}
                masked = self.document.call("mask", kept, **options)
            except PageGone:
                if not kept or self.document.hung:
                    raise
                kept = []  # the page has drawn them anew
                continue
            if "wrong" in masked:
                raise CannotLook(f'The flow\'s key "mask" has a selector that no browser knows: {masked["wrong"]}.')
            clean = False
            try:
                png = base64.b64decode(self.document.ask("Page.captureScreenshot", {"format": "png"})["data"])
            finally:  # the page is the person's to look at
                with suppress(PageGone):
                    clean = bool(self.document.call("unmask", []))
            if clean:  # on another document than the one that was blanked it is not
                return Picture(png, frozenset(masked["names"]))
        raise PageGone("what has to be blank in its picture goes on changing")

    def point_at(self, x: float, y: float) -> None:
        """Mark a point in the window, for a person who watches; raises PageGone.

        The browser draws the mark over the page, which cannot see it, as its own developer tools do.
        """
        self.document.ask("DOM.enable", {})
        self.document.ask("Overlay.enable", {})
        left, right, top, bottom = x - _MARK_PX, x + _MARK_PX, y - _MARK_PX, y + _MARK_PX
        quad = [left, top, right, top, right, bottom, left, bottom]
        self.document.ask("Overlay.highlightQuad", {"quad": quad, "color": _MARK, "outlineColor": {**_MARK, "a": 1}})

    def point_at_nothing(self) -> None:
        """Take the mark away; raises PageGone."""
        self.document.ask("Overlay.hideHighlight", {})

    def close(self) -> None:
        """Close the tab."""
        self._page.close()

    def raise_window(self) -> None:
        """Bring the tab to the front of its window; raises PageGone."""
        self.document.ask("Page.bringToFront", {})
