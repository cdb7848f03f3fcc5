"""The HTTP side: a real server on loopback that keeps its connections alive."""

import socket
import time
from collections.abc import Mapping
from functools import partial
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Self

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from optout.site.app import YEAR_S, App
from optout.site.quirks import Quirks
from optout.site.services import make
from optout.site.state import Session
from optout.site.wire import HungUp

_HOST = "127.0.0.1"


class Site:
    """One running copy of a service's settings area, with one account and its state, a server for each origin.

    Args:
        service: whose pages, by the name of their folder of fixtures.
        lang: en, de or ar.
        markup: linkedin: classic or nested.
        layout: what is on offer, or which generation of pages. linkedin: us, eu or all; google: now or older;
            meta: new or old; microsoft: old or new. Empty for the first of these.
        latency_ms: how many milliseconds every answer takes.
        port: where the service's own origin listens; 0 for any that is free.
        quirks: setting key, "*" or "session" -> names of quirks.
        member: a session from another copy that is good here too; None for a new one.
    """

    def __init__(
        self,
        service: str = "linkedin",
        lang: str = "en",
        markup: str = "",
        layout: str = "",
        latency_ms: int = 0,
        port: int = 0,
        quirks: Mapping[str, str] | None = None,
        member: Session | None = None,
    ) -> None:
        self.service = service
        self._app = make(service, lang, markup, layout, latency_ms / 1000, quirks or {})
        self.state = self._app.state
        self.member = self.state.sign_in(member)
        self._ports = {self._app.origins[0]: port}
        self._servers: list[_Running] = []

    def start(self) -> Self:
        """Begin to listen."""
        for origin in self._app.origins:
            self._servers.append(_Running(self._app, origin, self._ports.get(origin, 0)))
            self._ports[origin] = self._servers[-1].port
        self._app.started(self.origins)
        return self

    def stop(self) -> None:
        """Stop listening and hang up on everybody; state and counts stay readable, and so do the origins."""
        while self._servers:
            self._servers.pop().stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def origin(self) -> str:
        """Where the service's own origin is reached; known once the site was started."""
        return self.origins[self._app.origins[0]]

    @property
    def origins(self) -> dict[str, str]:
        """Real origin -> where it is reached, for each origin of the service, its own first."""
        return {origin: f"http://{_HOST}:{self._ports.get(origin, 0)}" for origin in self._app.origins}

    @property
    def secrets(self) -> list[str]:
        """Every session secret that this site gave out, to search output for."""
        return self.state.secrets

    def keys(self, slug: str) -> list[str]:
        """The setting keys on the page of that slug; KeyError where the layout doesn't offer it."""
        return self._app.keys_of(slug)

    def misbehave(self, quirks: Mapping[str, str]) -> None:
        """Take these quirks from now on, instead of those before."""
        self._app.quirks = Quirks(quirks, self._app.keys)

    def storage_state(self) -> dict[str, Any]:
        """The cookies of a member who signed in earlier, as Playwright's storage-state JSON."""
        common = {"domain": _HOST, "path": "/", "expires": time.time() + YEAR_S, "secure": False, "sameSite": "Lax"}
        return {"cookies": [common | cookie for cookie in self._app.cookies(self.member)], "origins": []}


class _Running:
    """The server thread of one origin and the connections that are open to it."""

    def __init__(self, app: App, origin: str, port: int) -> None:
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
            _HOST, port, Request.application(partial(app.answer, origin)), threaded=True, request_handler=Handler
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
