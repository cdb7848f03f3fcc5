"""The fence, in a real browser: a hostile page and a hostile flow get nowhere."""

import http.server
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

PAGE = """<!doctype html><html lang="en"><title>x</title><main><h1>Settings</h1><label>
<input type="checkbox" role="switch" id="one" {checked}>Use my data</label></main><script>{script}</script></html>"""
FLOW = """format = 1
service = "shop"
title = "Shop"
origin = "https://shop.example"
{session}
[[setting]]
id = "one"
title = "Use my data"
path = "{path}"
control.name.en = "Use my data"
"""


@dataclass
class Hostile:
    """A server that serves one page everywhere and notes every request."""

    script: str = ""
    checked: str = "checked"
    redirect: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    origin: str = ""


@pytest.fixture
def hostile() -> Iterator[Hostile]:
    """A hostile site on loopback."""
    site = Hostile()

    class Handler(http.server.BaseHTTPRequestHandler):
        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            site.asked.append(f"{self.command} {self.path}")
            if self.path in site.redirect:
                self.send_response(302)
                self.send_header("Location", site.redirect[self.path])
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            body = PAGE.format(script=site.script, checked=site.checked).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PUT = do_POST = do_DELETE = do_PATCH = _answer

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.origin = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield site
    server.shutdown()
    server.server_close()


@pytest.fixture
def look(cli, hostile, tmp_path):
    """Runs a command over the hostile site's one setting."""

    def go(*words: str, session: str = "", path: str = "/settings"):
        flows = tmp_path / "flows"
        flows.mkdir(exist_ok=True)
        (flows / "shop.toml").write_text(FLOW.format(session=session, path=path))
        origin = f"https://shop.example={hostile.origin}"
        return cli(*words, "shop", "--flows", str(flows), "--origin", origin, "--json")

    return go


def test_a_page_cannot_write_while_the_run_only_looks(look, hostile):
    """In `check`, PUT, PATCH, DELETE and form posts of the page itself never leave the browser."""
    hostile.script = """for (const method of ['PUT', 'PATCH', 'DELETE']) fetch('/write', { method }).catch(() => 0)
      const form = document.createElement('form')
      form.method = 'post'; form.action = '/form'; document.body.append(form); form.submit()"""
    said = look("check")
    assert [line for line in hostile.asked if not line.startswith("GET")] == []
    assert said.result("one")["outcome"] in ("still-on", "not-recognised", "unreachable")


@pytest.mark.parametrize(
    "script",
    [
        "location.href = '/elsewhere'",
        "setTimeout(() => location.replace('http://localhost:1/away'), 50)",
        "window.open('/popup')",
        "document.body.insertAdjacentHTML('beforeend', '<a id=x href=/file download=x>'); x.click()",
        "document.body.insertAdjacentHTML('beforeend', '<a id=x href=/new target=_blank>'); x.click()",
        "document.body.insertAdjacentHTML('beforeend', '<a id=x href=/new rel=noopener target=_blank>'); x.click()",
    ],
)
def test_a_page_cannot_lead_anywhere_else(look, hostile, script):
    """Scripts that leave the flow's pages, open windows or download get no request out, and no false word."""
    hostile.script = script
    said = look("check")
    assert {line for line in hostile.asked if "favicon" not in line} == {"GET /settings"}
    assert said.result("one")["outcome"] in ("still-on", "not-recognised", "unreachable")


def test_a_redirect_out_of_the_flow_is_not_followed(look, hostile):
    """An address that redirects to another page of the site is `not-recognised`, and that page is not opened."""
    hostile.redirect["/settings"] = "/close-account"
    said = look("run")
    assert (said.status, said.result("one")["outcome"]) == (4, "not-recognised")
    assert not [line for line in hostile.asked if "close-account" in line]


def test_a_path_that_is_never_to_be_opened_stays_closed(look, hostile):
    """`never` wins even over a setting of the same flow."""
    session = '[session]\nprobe = "/"\nnever = ["*close*"]'
    said = look("run", session=session, path="/close-account")
    assert said.result("one")["outcome"] in ("signed-out", "not-recognised")
    assert not [line for line in hostile.asked if "close-account" in line]


def test_dialogs_of_the_page_are_not_answered_with_yes(look, hostile):
    """A page's confirm() is dismissed, and the run goes on."""
    hostile.script = "if (confirm('Delete everything?')) fetch('/deleted')"
    said = look("check")
    assert said.result("one")["outcome"] == "still-on"
    assert not [line for line in hostile.asked if "deleted" in line]


def test_a_page_that_lies_about_the_document_is_seen_through(look, hostile):
    """Functions that the page has replaced in its own world do not change what is read."""
    hostile.script = """Document.prototype.elementFromPoint = () => null
      Object.defineProperty(HTMLInputElement.prototype, 'checked', { get: () => false })
      Element.prototype.getAttribute = () => 'false'"""
    assert look("check").result("one")["outcome"] == "still-on"


def test_a_service_without_a_session_needs_no_sign_in(look, hostile):
    """A flow without [session] is looked at straight away, and the account's profile is made on the way."""
    hostile.checked = ""
    said = look("check")
    assert json.loads(said.out)["results"][0]["outcome"] == "already-off"
    assert said.status == 0


def test_a_swept_page_that_folds_a_switch_away_is_not_off(cli, hostile, tmp_path):
    """A switch inside a closed <details> is not seen, so the page's visible ones alone prove nothing."""
    hostile.checked = ""
    hostile.script = """document.querySelector('main').insertAdjacentHTML('beforeend',
      '<a href="/ads-one">Ads one</a><details><summary>More</summary><input type="checkbox" checked></details>')"""
    flows = tmp_path / "flows"
    flows.mkdir()
    (flows / "shop.toml").write_text(
        'format = 1\nservice = "shop"\ntitle = "Shop"\norigin = "https://shop.example"\n'
        '[hub.ads]\npath = "/ads"\n[[sweep]]\nhub = "ads"\nallow = ["/ads-*"]\n'
    )
    origin = f"https://shop.example={hostile.origin}"
    said = cli("check", "shop", "--flows", str(flows), "--origin", origin, "--json")
    assert (said.status, said.outcomes) == (4, {"ads-one": "not-recognised"})
