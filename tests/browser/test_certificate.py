"""What an observation says of where and when it was made: the site's certificate, and the moment in local time."""

import http.server
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from authority import identity
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from playwright.sync_api import Browser, sync_playwright

from optout.browser.fence import Fence
from optout.browser.find import find
from optout.browser.tab import Tab
from optout.flowfile import load
from optout.model import Observation, State
from optout.sight import Page
from optout.visit import Visitor

PAGE = b"""<!doctype html><html lang="en"><title>x</title><main><h1>Settings</h1><label>
<input type="checkbox" role="switch">Use my data</label></main></html>"""
FLOW = """format = 1
service = "shop"
title = "Shop"
origin = "{origin}"
[[setting]]
id = "one"
title = "Use my data"
path = "/one"
control.name.en = "Use my data"
"""


class Handler(http.server.BaseHTTPRequestHandler):
    """Serves the one page everywhere."""

    def do_GET(self) -> None:
        """The page."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def served() -> Iterator[Callable[..., str]]:
    """Starts a site, over TLS if it is given a context; its origin."""
    with ExitStack() as stack:

        def start(secured: ssl.SSLContext | None = None) -> str:
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
            if secured:
                server.socket = secured.wrap_socket(server.socket, server_side=True)
            thread = threading.Thread(target=server.serve_forever, args=(0.01,))
            thread.start()
            stack.callback(server.server_close)
            stack.callback(thread.join)
            stack.callback(server.shutdown)
            return f"{'https' if secured else 'http'}://127.0.0.1:{server.server_port}"

        yield start


def observed(tab: Tab, origin: str, folder: Path, guarded: Browser | None = None) -> tuple[Observation, Observation]:
    """What a visitor sees of a site's one setting at first, and what it believes."""
    (folder / "shop.toml").write_text(FLOW.format(origin=origin))
    service = load(folder / "shop.toml").service
    fence = Fence(service, origin, turning=False)
    if guarded:
        fence.guard(guarded.new_browser_cdp_session(), lambda: {tab.frame})
    visitor = Visitor(
        service, fence, lambda stem, _: (stem, ""), lambda _: None,
        lambda tab, url, _: tab.open(url), [tab], lambda: tab, single=True, rest_s=0.1,
    )  # fmt: skip
    page = Page(service.settings[0], f"{origin}/one", every=False)
    first = visitor.glance(page, "one", anyhow=False)
    return first.seen, visitor.believe(first)


def test_the_sites_own_certificate_is_written_down(served: Callable[..., str], tmp_path: Path) -> None:
    """Over https it is the leaf's fingerprint, over http there is none; both tell one instant in two ways."""
    root = identity("Root", ca=True)
    leaf = identity("127.0.0.1", root, host="127.0.0.1", until=datetime.now().astimezone() + timedelta(days=90))
    key = leaf.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "site.pem").write_bytes(key + leaf.pem + root.pem)
    secured = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secured.load_cert_chain(tmp_path / "site.pem")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find().executable)
        context = browser.new_context(ignore_https_errors=True)
        tab = Tab(context, context.new_page())
        _, plain = observed(tab, served(), tmp_path)
        first, over_tls = observed(tab, served(secured), tmp_path, browser)  # last: its fence holds for good
        browser.close()
    assert (over_tls.state, plain.state) == (State.OFF, State.OFF)
    assert over_tls.certificate == leaf.sha256
    assert plain.certificate == ""
    assert first.at < over_tls.at
    for seen in (first, over_tls, plain):
        assert datetime.fromisoformat(seen.local) == datetime.fromisoformat(seen.at)
