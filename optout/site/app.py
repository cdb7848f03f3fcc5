"""One request in, one answer out: what every service's site does alike."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from time import sleep
from typing import Any

from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Request, Response

from optout.site.pages import Control, Pages
from optout.site.quirks import Quirk, Quirks, Saved
from optout.site.state import Session, State, Value
from optout.site.wire import HungUp

YEAR_S = 365 * 24 * 3600


class App(ABC):
    """The routes of one service's site, on all of its origins.

    Attributes:
        origins: the service's real origins, its own first.
        keys: the settings that it offers.
        state: what it holds.
        quirks: how it misbehaves.
        local: real origin -> where it is reached; known once the site was started.
    """

    origins: tuple[str, ...]
    save_method = "PUT"

    def __init__(self, state: State, pages: Pages, quirks: Quirks, latency_s: float, keys: Sequence[str]) -> None:
        self.quirks = quirks
        self.local: dict[str, str] = {}
        self.state = state
        self.keys = keys
        self._pages = pages
        self._latency_s = latency_s

    def answer(self, origin: str, request: Request) -> Response:
        """Answer one request to a real origin's stand-in, as late as this site is told to."""
        # Read whole, or on a connection that is kept the rest of a body would be taken for the next request.
        request.get_data()
        sleep(self._latency_s)
        for quirk in self.quirks.of_session():
            quirk.asked()
        response = self._routed(origin, request)
        if not self.quirks.keep_alive:
            response.headers["Connection"] = "close"
        return response

    def started(self, local: Mapping[str, str]) -> None:
        """Learn where each origin is reached."""
        self.local.update(local)

    @abstractmethod
    def keys_of(self, slug: str) -> list[str]:
        """The setting keys on one page; KeyError where it is not offered."""

    @abstractmethod
    def cookies(self, session: Session) -> list[dict[str, object]]:
        """What the browser of a signed-in member carries: name, value, httpOnly."""

    @abstractmethod
    def _document(self, origin: str, request: Request) -> Response:
        """A page."""

    @abstractmethod
    def _posted(self, origin: str, request: Request) -> Response:
        """What becomes of a form."""

    @abstractmethod
    def _session(self, origin: str, request: Request) -> Session | None:
        """The living session that a request belongs to."""

    @abstractmethod
    def _trusted(self, request: Request, session: Session) -> bool:
        """Whether a save comes from a page of ours."""

    @abstractmethod
    def _wanted(self, key: str, request: Request) -> Value | None:
        """What a save asks for; None where it asks for nothing that there is."""

    @abstractmethod
    def _entity(self, key: str, value: Value | None) -> object:
        """One stored value as the service's own pages exchange it."""

    def _routed(self, origin: str, request: Request) -> Response:
        api = self._pages.content.paths["api"]
        try:
            if request.path.startswith("/assets/"):
                response = self._pages.asset(request.path.removeprefix("/assets/"))
                return self._lost() if response is None else response.make_conditional(request)
            if request.path.startswith(api):
                return self._api(origin, request, request.path.removeprefix(api))
            if request.method == "POST":
                return self._posted(origin, request)
            if request.method == "GET":
                self.state.visit(request.path, origin)
            if request.method in ("GET", "HEAD"):
                return self._document(origin, request)
            raise MethodNotAllowed(["GET", "HEAD", "POST"])
        except HTTPException as error:
            return Response(error.name, error.code, dict(error.get_headers()))

    def _of(self, keys: Sequence[str]) -> list[Quirk]:
        return [quirk for key in keys for quirk in self.quirks.of(key)]

    def _instead(self, quirks: Sequence[Quirk]) -> Response | None:
        """What a quirk answers in the place of a page."""
        for quirk in quirks:
            if (instead := quirk.page(self._pages, self.state)) is not None:
                return instead
        return None

    def _drawn(self, controls: Sequence[Control]) -> list[Control]:
        """The controls of a page as the quirks of each would have them."""
        drawn: list[Control] = []
        for one in controls:
            shown = [one]
            for quirk in self.quirks.of(one.key):
                shown = quirk.draw(shown, self._pages.content.words)
            drawn += shown
        return [one for one in drawn if drawn[0].on or not one.child]

    def _api(self, origin: str, request: Request, key: str) -> Response:
        session = self._session(origin, request)
        if request.method == self.save_method:
            return self._save(request, session, key)
        if request.method != "GET":
            raise MethodNotAllowed(["GET", self.save_method])
        if session is None or key not in self.keys:
            return _json({}, 401 if session is None else 404)
        for quirk in self.quirks.of(key):
            quirk.read()
        return _json(self._entity(key, self.state.value(key)))

    def _save(self, request: Request, session: Session | None, key: str) -> Response:
        value = self._wanted(key, request)
        quirks: list[Quirk] = []
        saved = Saved(value if value is not None else False)
        if session is None:
            saved = replace(saved, status=401, kept=False)
        elif not self._trusted(request, session):
            saved = replace(saved, status=403, kept=False)
        elif key not in self.keys:
            saved = replace(saved, status=404, kept=False)
        elif value is None:
            saved = replace(saved, status=400, kept=False)
        else:
            quirks = self.quirks.of(key)
        for quirk in quirks:
            saved = quirk.save(saved)
        self.state.save(key, saved.value, saved.kept)
        for quirk in quirks if saved.kept else ():
            quirk.stored(key, saved.value, self.state)
        if saved.cut:
            raise HungUp
        return _json(self._entity(key, value) if saved.status == 200 else {}, saved.status)

    def _signed_in(self, response: Response, cookies: Sequence[Mapping[str, Any]]) -> Response:
        for cookie in cookies:
            # Written by hand: a library would escape the quotes that belong to the value.
            flags = "; HttpOnly" if cookie["httpOnly"] else ""
            line = f"{cookie['name']}={cookie['value']}; Path=/; Max-Age={YEAR_S}; SameSite=Lax{flags}"
            response.headers.add("Set-Cookie", line)
        return response

    def _lost(self) -> Response:
        words = self._pages.content.words
        return self._pages.answer("missing.html", status=404, title=words["missing"])


def _json(body: object, status: int = 200) -> Response:
    response = Response(json.dumps(body), status, content_type="application/json")
    response.headers["Cache-Control"] = "no-cache, no-store"
    return response
