"""What a tab asks the network for: whether it is still loading, and what became of requests that change something."""

import time
from collections.abc import Collection
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request, Response

_LONG_POLL_S = 6  # what is answered for longer than this is the site's own poll, not part of loading
_LOADS = ("script", "stylesheet")
_POLLS = ("xhr", "fetch", "eventsource", "document", "other")  # "other" is what a page preloads
_STATES = ("script", "xhr", "fetch")  # what can tell a page its state
_WHOLE = ("script", "document")  # of what a page consists; a document is that of a frame
_DENIED = (401, 403, 429)
_READING = ("GET", "HEAD", "OPTIONS")


class Traffic:
    """The requests of one page, from the moment that this is made."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._open: dict[Request, float] = {}
        self._begun: set[Request] = set()
        self._sent: list[Request] = []
        self._status: dict[Request, int] = {}
        self._broken: dict[str, str] = {}
        page.on("request", self._began)
        page.on("response", self._answer)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._failed)

    def forget_loading(self) -> None:
        """What was under way, or went wrong, belonged to another page."""
        self._open.clear()
        self._begun.clear()
        self._broken.clear()

    @property
    def loading(self) -> bool:
        """Whether something is under way that may still change what the page says."""
        limit = time.monotonic() - _LONG_POLL_S
        return any(
            request.resource_type in _LOADS
            or (request.resource_type in _POLLS and (began > limit or self._owed(request)))
            for request, began in self._open.items()
        )

    def _owed(self, request: Request) -> bool:
        """Whether the page's own site has not even begun to answer: no poll, however long it takes."""
        here = urlsplit(self._page.url)
        return request not in self._begun and request.url.startswith(f"{here.scheme}://{here.netloc}/")

    def broken(self, origins: Collection[str]) -> str:
        """A part of the page's own sites that could have told it its state and failed; empty if there is none."""
        mine = tuple(f"{origin}/" for origin in origins)
        return next((what for url, what in self._broken.items() if url.startswith(mine)), "")

    def mark(self) -> int:
        """A point in time, for `sent`."""
        return len(self._sent)

    def sent(self, mark: int) -> list[Request]:
        """The requests that could change something on a server, sent since a mark."""
        return self._sent[mark:]

    def answered(self, request: Request) -> bool:
        """Whether a request has ended, well or badly."""
        return request not in self._open

    def status(self, request: Request) -> int | None:
        """The HTTP status that a request was answered with; None where it broke off."""
        return self._status.get(request)

    def _began(self, request: Request) -> None:
        self._open[request] = time.monotonic()
        if request.method not in _READING:
            self._sent.append(request)

    def _answer(self, response: Response) -> None:
        request, status = response.request, response.status
        self._begun.add(request)
        stream = response.headers.get("content-type", "").startswith("text/event-stream")
        if request.method not in _READING or stream:
            # a page need not read the answer to its save, and a stream has none that ends
            self._status[request] = status
            self._ended(request)
        if status >= 500 or status in _DENIED or (status >= 400 and request.resource_type in _WHOLE):
            self._breaks(request, str(status))

    def _failed(self, request: Request) -> None:
        if "ERR_ABORTED" not in (request.failure or ""):  # the page's own doing, or the fence's
            self._breaks(request, "no answer")
        self._ended(request)

    def _breaks(self, request: Request, how: str) -> None:
        framed = request.resource_type == "document" and request.frame != self._page.main_frame
        if request.resource_type in _STATES or framed:
            self._broken[request.url] = f"{request.method} {urlsplit(request.url).path}: {how}"

    def _ended(self, request: Request) -> None:
        self._open.pop(request, None)
        self._begun.discard(request)
