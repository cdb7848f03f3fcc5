"""A real HTTP server on this machine that stands on the far side of notices and pings, and keeps what it gets."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass
class Receiver:
    """What came in, in order; `answers` are the statuses to give, and then 200; `words` what to say with it."""

    port: int = 0
    got: list[tuple[str, str]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    words: str = "OK"
    silent: bool = False  # never answers
    done: Event = field(default_factory=Event)

    @property
    def paths(self) -> list[str]:
        """The paths that were posted to."""
        return [path for path, _ in self.got]

    @property
    def notices(self) -> list[dict[str, Any]]:
        """The notices that came by apprise's json://."""
        return [json.loads(body) for _, body in self.got]


@contextmanager
def receiver() -> Iterator[Receiver]:
    """A receiver that is up."""
    mine = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
            mine.got.append((self.path, body))
            if mine.silent:
                mine.done.wait(30)
                return
            self.send_response(mine.answers.pop(0) if mine.answers else 200)
            self.end_headers()
            self.wfile.write(mine.words.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    mine.port = server.server_port
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield mine
    finally:
        mine.done.set()
        server.shutdown()
        thread.join()
        server.server_close()
