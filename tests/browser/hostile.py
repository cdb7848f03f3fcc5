"""A small hostile site on loopback: hand-written pages over switches whose true state and every write it keeps."""

import http.server
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

SCRIPT = """<script>
const save = (key, on) => fetch('/save/' + key + '?token=s3cret', { method: 'PUT', body: on ? 'on' : 'off' })
const flip = (at) => {
  const on = at.getAttribute('aria-checked') !== 'true'
  at.setAttribute('aria-checked', on)
  return on
}
</script>"""


@dataclass
class Reply:
    """What one path is answered with."""

    body: str
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    wait_s: float = 0


@dataclass
class Stage:
    """The site: what each path is answered with, what it holds, what it was asked.

    Attributes:
        pages: path -> the inside of its <main>, or a Reply; `{key:checked}` and `{key:aria}` stand for the true state.
        held: key -> whether it is on; changed by PUT /save/KEY only.
        refuses: the saves of these keys are answered with 500 and change nothing.
        asked: method and path with query of every request, in order.
    """

    pages: dict[str, str | Reply] = field(default_factory=dict)
    held: dict[str, bool] = field(default_factory=dict)
    refuses: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    origin: str = ""

    def __enter__(self) -> Self:
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def writes(self) -> list[str]:
        """Every request that is not a reading one, without its query."""
        return [line.split("?")[0] for line in self.asked if not line.startswith(("GET ", "HEAD ", "OPTIONS "))]

    def answer(self, method: str, path: str, body: str) -> Reply:
        """Answer one request, and do what it says."""
        self.asked.append(f"{method} {path}")
        path = path.split("?")[0]
        if method == "PUT" and path.startswith("/save/"):
            key = path.removeprefix("/save/")
            if key in self.refuses:
                return Reply("no", 500, "text/plain")
            self.held[key] = body == "on"
            return Reply("saved", 200, "text/plain")
        found = self.pages.get(path)
        if found is None:
            return Reply("nothing here", 404, "text/plain")
        if isinstance(found, str):
            found = Reply(
                f'<!doctype html><html lang="en"><title>x</title>{SCRIPT}<main><h1>Settings</h1>{found}</main>'
            )
        return Reply(self._filled(found.body), found.status, found.kind, found.headers, found.wait_s)

    def _filled(self, body: str) -> str:
        words: dict[str, Callable[[bool], str]] = {
            "checked": lambda on: "checked" if on else "",
            "aria": lambda on: str(on).lower(),
        }
        return re.sub(
            r"\{([\w-]+):(checked|aria)\}", lambda hit: words[hit[2]](self.held.setdefault(hit[1], True)), body
        )

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        stage = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                reply = stage.answer(self.command, self.path, body)
                time.sleep(reply.wait_s)  # the slow network that some pages are about
                content = reply.body.encode()
                try:
                    self.send_response(reply.status)
                    for name, value in {
                        "Content-Type": reply.kind,
                        "Cache-Control": "no-store",
                        **reply.headers,
                    }.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)
                except ConnectionError:
                    pass  # the browser went on to another page

            do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = do_PATCH = do_OPTIONS = _answer

            def log_message(self, *_: Any) -> None:
                pass

        return Handler


def switch(key: str, label: str, extra: str = "") -> str:
    """A native switch that saves by one PUT, inside its label; `extra` goes into the input."""
    return (
        f'<label><input type="checkbox" role="switch" id="{key}" {{{key}:checked}} {extra} '
        f"onchange=\"save('{key}', this.checked)\">{label}</label>"
    )


def button(key: str, name: str = "", extra: str = "") -> str:
    """A `button role=switch` that saves by one PUT; `extra` goes into its tag."""
    named = f'aria-label="{name}"' if name else ""
    return (
        f'<button role="switch" id="{key}" {named} aria-checked="{{{key}:aria}}" {extra} '
        f"onclick=\"save('{key}', flip(this))\">&nbsp;</button>"
    )
