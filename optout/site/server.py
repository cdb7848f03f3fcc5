"""The HTTP side: a real server on loopback that keeps its connections alive."""

import socket
import time
from collections.abc import Mapping
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Self

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from optout.resources import folder
from optout.site.app import YEAR_S, App, cookies
from optout.site.content import load
from optout.site.pages import Pages
from optout.site.quirks import Quirks
from optout.site.state import Session, State
from optout.site.wire import HungUp

_HOST = "127.0.0.1"


class Site:
    """One running copy of a service's settings area, with one account and its state.

    Args:
        service: whose pages, by the name of their folder of fixtures.
        lang: en, de or ar.
        markup: classic or nested.
        layout: what is on offer: us, eu or all.
        latency_ms: how many milliseconds every answer takes.
        port: where to listen; 0 for any that is free.
        quirks: setting key, "*" or "session" -> names of quirks.
        member: a session from another copy that is good here too; None for a new one.
    """

    def __init__(
        self,
        service: str = "linkedin",
        lang: str = "en",
        markup: str = "classic",
        layout: str = "us",
        latency_ms: int = 0,
        port: int = 0,
        quirks: Mapping[str, str] | None = None,
        member: Session | None = None,
    ) -> None:
        fixtures = folder("fixtures") / service
        self._content = load(fixtures, lang, layout)
        switches = self._content.switches
        self.state = State(
            {key: switch.on for key, switch in switches.items()},
            {key: switch.also_off for key, switch in switches.items()},
        )
        self.member = self.state.sign_in(member)
        pages = Pages(fixtures, self._content, markup)
        self._app = App(self._content, self.state, pages, Quirks(quirks or {}, switches), latency_ms / 1000)
        self._port = port
        self._server: _Running | None = None

    def start(self) -> Self:
        """Begin to listen."""
        self._server = _Running(self._app, self._port)
        self._port = self._server.port
        return self

    def stop(self) -> None:
        """Stop listening and hang up on everybody; state and counts stay readable, and so does the origin."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def origin(self) -> str:
        """Where the site is reached; known once it was started."""
        return f"http://{_HOST}:{self._port}"

    @property
    def secrets(self) -> list[str]:
        """Every session secret that this site gave out, to search output for."""
        return self.state.secrets

    def keys(self, slug: str) -> list[str]:
        """The setting keys on the page of that slug; KeyError where the layout doesn't offer it."""
        return [switch.key for switch in self._content.pages[self._content.path(slug)].switches]

    def misbehave(self, quirks: Mapping[str, str]) -> None:
        """Take these quirks from now on, instead of those before."""
        self._app.quirks = Quirks(quirks, self._content.switches)

    def storage_state(self) -> dict[str, Any]:
        """The cookies of a member who signed in earlier, as Playwright's storage-state JSON."""
        common = {"domain": _HOST, "path": "/", "expires": time.time() + YEAR_S, "secure": False, "sameSite": "Lax"}
        return {"cookies": [common | cookie for cookie in cookies(self.member, self._content.lang)], "origins": []}


class _Running:
    """A server thread and the connections that are open to it."""

    def __init__(self, app: App, port: int) -> None:
        self._lock = Lock()
        self._open: set[socket.socket] = set()
        running = self

        class Handler(_KeepAlive):
            def setup(self) -> None:
                super().setup()
                with running._lock:
                    running._open.add(self.connection)

            def finish(self) -> None:
                with running._lock:
                    running._open.discard(self.connection)
                super().finish()

        self._server: BaseWSGIServer = make_server(
            _HOST, port, Request.application(app.answer), threaded=True, request_handler=Handler
        )
        self.port = int(self._server.server_address[1])
        self._thread = Thread(target=self._server.serve_forever, args=(0.005,), name="site", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        with self._lock:
            for connection in self._open:
                # A kept-alive connection would otherwise go on being answered.
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue


class _KeepAlive(WSGIRequestHandler):
    """Werkzeug's handler closes the connection after each answer; a browser on a real site sees it kept."""

    disable_nagle_algorithm = True
    wbufsize = -1

    def run_wsgi(self) -> None:
        environ = self.make_environ()
        try:
            response = Response.from_app(self.server.app, environ, buffered=True)
        except HungUp as hung_up:
            self._hang_up(hung_up)
            return
        body, status, headers = response.get_wsgi_response(environ)
        code, _, reason = status.partition(" ")
        self.send_response(int(code), reason)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.writelines(body)
        self.wfile.flush()

    def finish(self) -> None:
        try:
            super().finish()
        except OSError:
            self.rfile.close()  # the browser hung up first, and what was still to be sent came in the way of this

    def _hang_up(self, hung_up: HungUp) -> None:
        self.close_connection = True
        self.wfile.write(hung_up.begin)
        self.wfile.flush()
        if hung_up.hold:
            self.rfile.read(1)  # ends when the browser has had enough, or the site stops

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: the state counts what was asked."""
