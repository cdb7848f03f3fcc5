"""A person's own running Chrome: runs use one tab of it, and all else in it stays as it was."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hostile import Reply, Stage
from playwright.sync_api import Page, sync_playwright

REAL = "https://www.linkedin.com"
SETTING = "linkedin/ai-training"
# saves a draft three times a second as long as it is open, and asks a question when it is told to
DRAFT = """<form><input name=letter></form><script>
setInterval(() => fetch('/save/draft', { method: 'PUT', body: 'on' }), 300)
setInterval(async () => { if ((await fetch('/ask')).ok && !window.asked) {
  window.asked = true; await fetch('/save/asked', { method: 'PUT', body: 'on' })
  confirm('Send it?'); await fetch('/save/answered', { method: 'PUT', body: 'on' }) } }, 200)
</script>"""


# tries to save, by itself, by a frame of another site, by a form in a new window and by a worker
WRITES = """<label><input type=checkbox role=switch checked>Use my data</label><iframe src={frame}></iframe>
<iframe name=in hidden></iframe><form id=out method=post action=/out target=_blank></form>
<form id=in method=post action=/in target=in></form><script>
fetch('/save/one', { method: 'PUT', body: 'off' }).catch(() => 0)
document.getElementById('in').submit(); document.getElementById('out').submit()
new Worker('/worker.js')</script>"""
FLOW = """format = 1
service = "shop"
title = "Shop"
origin = "https://shop.example"
[[setting]]
id = "one"
title = "Use my data"
path = "/one"
control.name.en = "Use my data"
"""


def wait_for(check, what):
    """Wait until something is true of the outside world."""
    end = time.monotonic() + 60
    while not (answer := check()):
        assert time.monotonic() < end, f"{what} never came"
        threading.Event().wait(0.05)  # nothing tells
    return answer


@dataclass
class Theirs:
    """A person's browser, with their tabs in it."""

    port: int

    def tabs(self) -> list[tuple[str, str, str]]:
        """Every tab: its id, address and title."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/json/list") as answer:
            known = json.load(answer)
        return sorted((one["id"], one["url"], one["title"]) for one in known if one["type"] == "page")

    @contextlib.contextmanager
    def looked_into(self) -> Iterator[list[Page]]:
        """Their tabs, seen with Playwright, while no command is at work."""
        with sync_playwright() as playwright:
            yield playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{self.port}").contexts[0].pages


def bounds(page: Page) -> Any:
    """Where the window of a tab is, and how large."""
    return page.context.new_cdp_session(page).send("Browser.getWindowForTarget")["bounds"]


@pytest.fixture
def chrome(tmp_path, screen) -> Iterator[Theirs]:
    """A person's own browser, which lets itself be attached to, where a browser usually keeps its data."""
    program = next(filter(None, map(shutil.which, ("chromium", "google-chrome-stable", "google-chrome"))), None)
    if program is None:
        with sync_playwright() as playwright:
            program = playwright.chromium.executable_path
    profile = tmp_path / "config" / "chromium"
    command = [program, "--no-first-run", "--no-sandbox", "--remote-debugging-port=0", f"--user-data-dir={profile}"]
    running = subprocess.Popen([*command, "about:blank"], stderr=subprocess.PIPE, text=True, env=screen.environment())
    try:
        assert running.stderr
        port = next(hit[1] for line in running.stderr if (hit := re.search(r"listening on ws://[\d.]+:(\d+)/", line)))
        yield Theirs(int(port))
        assert running.poll() is None, "it was closed"
    finally:
        running.terminate()
        running.wait(30)
        running.stderr.close()


@pytest.fixture
def own(cli, tmp_path):
    """The command line of somebody whose browsers keep their data below config."""
    cli.environment["XDG_CONFIG_HOME"] = str(tmp_path / "config")
    return cli


@pytest.fixture
def desk():
    """Another site, at which the person is at work in a tab of their own."""
    frame = "<script>fetch('/save/frame', { method: 'PUT', body: 'on' }).catch(() => 0)</script>"
    with Stage(pages={"/letter": DRAFT, "/frame": frame}) as running:
        running.origin = running.origin.replace("127.0.0.1", "localhost")  # another site, for the browser, too
        yield running


def fooled(own, desk, tmp_path):
    """Look at a page that saves by itself: what was said, and what the page's own site was asked."""
    flow = tmp_path / "flows" / "shop.toml"
    flow.parent.mkdir()
    flow.write_text(FLOW)
    script = Reply("fetch('/save/worker', { method: 'PUT', body: 'on' }).catch(() => 0)", kind="text/javascript")
    with Stage(pages={"/one": WRITES.replace("{frame}", f"{desk.origin}/frame"), "/worker.js": script}) as shop:
        where = ("--flows", str(flow.parent), "--origin", f"https://shop.example={shop.origin}")
        return own("check", "shop", *where, "--browser", "chrome-attach", "--json"), shop.asked


@pytest.mark.screen
def test_runs_in_ones_own_chrome_leave_all_else_as_it_was(own, chrome, desk, screen, signed_in, tmp_path):
    """Check, run, sign-in page, interrupt: our tab comes and goes; theirs work on, with their saves and questions."""
    site = signed_in()
    shutil.rmtree(own.home / "profiles" / "linkedin")  # only their own browser is signed in
    with chrome.looked_into() as (blank,):
        blank.context.add_cookies(
            [*site.storage_state()["cookies"], {"name": "cart", "value": "3", "url": desk.origin}]
        )
        blank.goto(f"{site.origin}/mypreferences/d/")
        letter = blank.context.new_page()
        letter.goto(f"{desk.origin}/letter")
        letter.locator("input").fill("Dear S")
        window, cookies = bounds(letter), {one["name"]: one["value"] for one in letter.context.cookies()}
    tabs = chrome.tabs()
    assert len(tabs) == 2
    site.state.visits.clear()

    drafts = len(desk.writes)
    seen = own("check", SETTING, "--browser", "chrome-attach", "--json", site=site)
    assert seen.outcomes == {"ai-training": "still-on"}, seen.out + seen.err
    assert seen.result("ai-training")["account"] == "default"
    assert site.state.writes == []
    assert len(desk.writes) > drafts + 1  # the fence is around our tab only
    assert chrome.tabs() == tabs

    said, asked = fooled(own, desk, tmp_path)
    assert said.outcomes["one"] in ("still-on", "not-recognised"), said.out
    assert "GET /one" in asked
    assert "GET /frame" in desk.asked
    assert [line for line in asked if not line.startswith("GET")] == []
    assert "PUT /save/frame" not in desk.writes  # a frame is ours where its tab is
    assert chrome.tabs() == tabs

    examined = own("doctor", "--browser", "chrome-attach")
    assert (examined.status, "your own Chrome (" in examined.out) == (0, True), examined.out
    assert chrome.tabs() == tabs

    desk.pages["/ask"] = "now"
    wait_for(lambda: "PUT /save/asked" in desk.writes, "their page's question")
    turned = own("run", SETTING, "--browser", f"chrome-attach:{chrome.port}", "--json", site=site)
    assert turned.outcomes == {"ai-training": "turned-off"}, turned.out + turned.err
    assert [(write.key, write.value) for write in site.state.writes] == [("allowDataForGenerativeAI", False)]
    assert len(turned.result("ai-training")["proof"]) == 2  # pictures of a tab that nobody sees
    assert "PUT /save/answered" not in desk.writes  # nobody but they answers it
    assert chrome.tabs() == tabs

    command = [sys.executable, "-m", "optout", "check", "linkedin", "--browser", "chrome-attach", "--pace", "5"]
    with subprocess.Popen(
        [*command, "--home", str(own.home), "--origin", f"{REAL}={site.origin}"],
        env={**os.environ, **own.environment}, cwd=own.home.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as interrupted:  # fmt: skip
        wait_for(lambda: any(url.startswith(site.origin) for _, url, _ in set(chrome.tabs()) - set(tabs)), "our tab")
        interrupted.send_signal(signal.SIGINT)
        interrupted.communicate(timeout=60)
    assert interrupted.returncode == 130
    wait_for(lambda: chrome.tabs() == tabs, "the end of our tab")  # asked for before the end, done when there is time

    site.state.sign_out()
    out = own("run", SETTING, "--browser", "chrome-attach", "--json", site=site)
    assert (out.status, out.outcomes) == (3, {"ai-training": "signed-out"})
    assert "sign in in a tab of your own Chrome" in out.result("ai-training")["sentence"]
    refused = own("login", "linkedin", "--browser", "chrome-attach", site=site)
    assert (refused.status, "nothing to sign in here" in refused.err) == (2, True), refused.err
    assert not (own.home / "profiles" / "linkedin" / "default").exists()

    assert chrome.tabs() == tabs
    assert "PUT /save/answered" not in desk.writes
    screen.hand("mousemove", 600, 600, "click", 1, "key", "Return")
    wait_for(lambda: "PUT /save/answered" in desk.writes, "their own answer")
    with chrome.looked_into() as pages:
        (letter,) = [page for page in pages if page.url == f"{desk.origin}/letter"]
        assert letter.locator("input").input_value() == "Dear S"
        assert bounds(letter) == window
        after = {one["name"]: one["value"] for one in letter.context.cookies()}
        assert {name: after.get(name) for name in ("cart", "li_at")} == {
            name: cookies.get(name) for name in ("cart", "li_at")
        }
    assert after["cart"] == "3"


def test_no_chrome_that_can_be_attached_to(own, tmp_path):
    """Exit 5 and the way to allow it, where none runs, where one ran yesterday, and at a port of something else."""
    left = tmp_path / "config" / "google-chrome" / "DevToolsActivePort"
    for words in (["chrome-attach"], ["chrome-attach"], ["chrome-attach:1"]):
        said = own("check", SETTING, "--browser", words[0], "--accept-terms-risk")
        assert said.status == 5
        assert "chrome://inspect/#remote-debugging" in said.err
        assert not list((own.home / "runs").glob("*Z*"))
        left.parent.mkdir(parents=True, exist_ok=True)
        left.write_text("1\n/devtools/browser/5f0c\n")
    assert own("check", SETTING, "--browser", "chrome-attach:x", "--accept-terms-risk").status == 2
    examined = own("doctor", "--browser", "chrome-attach")
    assert (examined.status, "stop  browser: No Chrome that can be attached to" in examined.out) == (5, True)
    for words in (["schedule", "install", "--dry-run"], ["check", "--due"]):  # where nobody could allow it
        assert own(*words, "--browser", "chrome-attach").status == 2


def test_a_chrome_that_asks_first_is_found_by_what_it_left(own, tmp_path):
    """Where the person says no, or nobody answers as a browser would, it is exit 5, and the address stays unsaid."""
    left = Path(own.environment["XDG_CONFIG_HOME"]) / "google-chrome" / "DevToolsActivePort"
    left.parent.mkdir(parents=True)
    with Stage() as nobody:  # it answers with 404 where a browser would let one in
        port = int(nobody.origin.rpartition(":")[2])
        left.write_text(f"{port}\n/devtools/browser/5f0c")
        for choice in ("chrome-attach", f"chrome-attach:{port}"):
            said = own("check", SETTING, "--browser", choice, "--accept-terms-risk")
            assert (said.status, "does not let this program in" in said.err) == (5, True), said.err
            assert "5f0c" not in said.out + said.err
        assert nobody.asked == ["GET /devtools/browser/5f0c"] * 2
