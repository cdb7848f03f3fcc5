"""One tab of a browser: open a page, ask its accessibility tree and its document, use the mouse, take its picture.

Everything asked of the document runs in a world of its own, which scripts of the page can neither see nor change.
"""

import base64
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, TypeVar
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, CDPSession, Error, Page, TimeoutError

from optout.browser.traffic import Traffic
from optout.browser.words import PAGE_TIMEOUT_S, PageGone, plain, translated

_LOAD_S = 5
_CLICK_S = 10  # how long a click on a link may take to bring another page
_POLL_MS = 20
_SMALL_PAGE = 2000  # elements
_WORLD = "optout"
_SCRIPT = files("optout.browser").joinpath("page.js").read_text("utf-8")
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
    """

    def __init__(self, context: BrowserContext, page: Page) -> None:
        self._page = page
        self._cdp: CDPSession = context.new_cdp_session(page)
        self.frame: str = self._cdp.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        self._world: int | None = None
        self._elements = 0
        self._handles: dict[int, str] = {}
        self.traffic = Traffic(page)
        page.on("framenavigated", lambda frame: self._forget() if frame == page.main_frame else None)

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
        self._forget()
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
        return self._evaluate("performance.timeOrigin").get("value")

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
        self._ask("Network.enable", {})
        self._ask("Network.setBypassServiceWorker", {"bypass": True})

    def forget_pages(self) -> None:
        """Empty the browser's cache: what comes from now on comes from the site itself."""
        self._ask("Network.clearBrowserCache", {})

    # ------------------------------------------------------- tree and document

    def tree(self, roles: tuple[str, ...]) -> list[dict[str, Any]]:
        """The nodes of the accessibility tree that have one of some roles; raises PageGone if the document changed.

        Asking by role is the quick way on a large page; on a small one the whole tree is, because it need not wait for
        the next frame to be drawn.
        """
        self._inside()
        if self._elements <= _SMALL_PAGE:
            whole = self._ask("Accessibility.getFullAXTree", {})["nodes"]
            return [node for node in whole if not node["ignored"] and node["role"]["value"] in roles]
        document = self._evaluate("document")["objectId"]
        asked = [self._ask("Accessibility.queryAXTree", {"objectId": document, "role": role}) for role in roles]
        return [node for answer in asked for node in answer["nodes"] if not node["ignored"]]

    def node(self, backend: int) -> dict[str, Any]:
        """One element's node as it is now (Accessibility.getPartialAXTree); raises PageGone if it is gone."""
        nodes = self._ask("Accessibility.getPartialAXTree", {"backendNodeId": backend, "fetchRelatives": False})[
            "nodes"
        ]
        return dict(nodes[0]) if nodes else {}

    def call(self, function: str, elements: list[int], **options: Any) -> Any:
        """Call one function of page.js with elements (by backend node id) and options; the value that it returns."""
        world = self._inside()
        handles = [self._handle(element, world) for element in elements]
        answer = self._ask(
            "Runtime.callFunctionOn",
            {
                "functionDeclaration": f"function(options, ...all) {{ return optout.{function}(all, options) }}",
                "executionContextId": world,
                "arguments": [{"value": options}, *({"objectId": handle} for handle in handles)],
                "returnByValue": True,
            },
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(f"page.js {function}: {answer['exceptionDetails']['exception'].get('description')}")
        return answer["result"].get("value")

    def _handle(self, element: int, world: int) -> str:
        if element not in self._handles:
            question = {"backendNodeId": element, "executionContextId": world}
            self._handles[element] = self._ask("DOM.resolveNode", question)["object"]["objectId"]
        return self._handles[element]

    def focus(self, element: int) -> None:
        """Put the keyboard's focus on an element."""
        self._ask("DOM.focus", {"backendNodeId": element})

    def _ask(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        try:
            with translated():
                answer: dict[str, Any] = self._cdp.send(method, params)
        except PageGone:
            self._forget()
            raise
        return answer

    def _inside(self) -> int:
        if self._world is None:
            made = self._ask("Page.createIsolatedWorld", {"frameId": self.frame, "worldName": _WORLD})
            world = int(made["executionContextId"])
            loaded = self._ask("Runtime.evaluate", {"expression": _SCRIPT, "contextId": world})
            self._world, self._elements = world, int(loaded["result"]["value"])
        return self._world

    def _evaluate(self, expression: str) -> dict[str, Any]:
        answer = self._ask("Runtime.evaluate", {"expression": expression, "contextId": self._inside()})
        return dict(answer["result"])

    def _forget(self) -> None:
        self._world = None
        self._handles.clear()

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

    def click(self, x: float, y: float) -> None:
        """Click with the mouse at a point of the viewport, in CSS pixels."""
        with translated():
            self._page.mouse.move(x, y)
            self._page.mouse.click(x, y)

    def press(self, key: str) -> None:
        """Press one key."""
        with translated():
            self._page.keyboard.press(key)

    def picture(self, hidden: list[str]) -> bytes:
        """A PNG of the viewport in which the elements of some selectors are blanked; raises PageGone."""
        if hidden:
            self.call("blank", [], selectors=hidden)
        return base64.b64decode(self._ask("Page.captureScreenshot", {"format": "png"})["data"])

    def close(self) -> None:
        """Close the tab."""
        self._page.close()

    def raise_window(self) -> None:
        """Bring the tab to the front, for a person."""
        with translated():
            self._page.bring_to_front()
