"""What a tab asks the network for: whether it is still loading, and what became of requests that change something."""

import time

from playwright.sync_api import Page, Request, Response

_LONG_POLL_S = 6  # a fetch that is open for longer than this is the site's own long poll, not part of loading
_LOADS = ("script", "stylesheet")
_POLLS = ("xhr", "fetch")
_READING = ("GET", "HEAD", "OPTIONS")


class Traffic:
    """The requests of one page, from the moment that this is made."""

    def __init__(self, page: Page) -> None:
        self._open: dict[Request, float] = {}
        self._sent: list[Request] = []
        self._status: dict[Request, int] = {}
        page.on("request", self._began)
        page.on("response", self._answer)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._ended)

    def forget_loading(self) -> None:
        """What was under way belonged to another page."""
        self._open.clear()

    @property
    def loading(self) -> bool:
        """Whether something is under way that may still change what the page says."""
        limit = time.monotonic() - _LONG_POLL_S
        return any(
            request.resource_type in _LOADS or (request.resource_type in _POLLS and began > limit)
            for request, began in self._open.items()
        )

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
        if response.request.method not in _READING:
            # a page need not read the answer to its save, and then the request never "finishes"
            self._status[response.request] = response.status
            self._ended(response.request)

    def _ended(self, request: Request) -> None:
        self._open.pop(request, None)
