"""The plain browser in which somebody signs in: its command line, its profile, and where others are looked for."""

import json
import sys
from pathlib import Path

import pytest

from optout.browser import attach, plain
from optout.browser.find import Browser, program
from optout.browser.profile import prepare
from optout.errors import CannotLook


@pytest.mark.parametrize(
    ("platform", "key"), [("linux", ["--password-store=basic"]), ("darwin", ["--use-mock-keychain"]), ("win32", [])]
)
def test_its_cookies_are_kept_where_a_run_can_read_them(monkeypatch, platform, key):
    """The key of its cookies is the one that automated browsers take; nothing in the command line automates it."""
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(plain, "is_root", lambda: False)
    words = plain.command("/opt/chrome", Path("/p"), ["https://example.com/"])
    questions = ["--no-first-run", "--no-default-browser-check"]
    assert words == ["/opt/chrome", f"--user-data-dir={Path('/p')}", *questions, *key, "https://example.com/"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, {"net": {"network_prediction_options": 2}, "credentials_enable_service": False}),
        ('{"net": {"x": 1}, "y": 2}', {"net": {"x": 1, "network_prediction_options": 2}, "y": 2}),
    ],
)
def test_a_profile_keeps_no_password_and_all_else_that_it_had(tmp_path, before, after):
    """What a person would set by hand is set in new profiles and in old ones; a damaged file is left alone."""
    file = tmp_path / "Default" / "Preferences"
    if before:
        file.parent.mkdir()
        file.write_text(before)
    prepare(tmp_path)
    known = json.loads(file.read_text())
    assert known["signin"] == {"allowed": False, "allowed_on_next_startup": False}
    assert {key: known[key] for key in after} == after
    for damaged in ("[1]", "{", '{"net": 3}'):
        file.write_text(damaged)
        prepare(tmp_path)
        assert file.read_text() == damaged


def test_only_a_browser_whose_program_is_known_is_started_plainly(tmp_path, monkeypatch):
    """A path is one, a channel is looked up, and what runs already or only Playwright knows has none."""
    chrome = tmp_path / "google-chrome"
    chrome.write_text("#!/bin/sh\n")
    chrome.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program(Browser("", executable="/opt/x")) == "/opt/x"
    assert program(Browser("", channel="chrome")) == str(chrome)
    assert program(Browser("", channel="chromium")) == program(Browser("", endpoint="ws://127.0.0.1:1")) == ""


def test_a_browser_that_cannot_be_started(tmp_path, monkeypatch):
    """Where there is no such program, and where it ends at once: one sentence, and no wait."""
    monkeypatch.setenv("DISPLAY", ":9")

    def never(_: float) -> bool:
        return False

    for name in (str(tmp_path / "none"), "/bin/false"):
        with pytest.raises(CannotLook, match="could not be started"):
            plain.used(name, tmp_path / "p", ["about:blank"], lambda: None, never, 60)


def test_the_key_of_an_address_stays_unsaid():
    """An address of a browser can hold a password or a key: neither stands in the sentence."""
    with pytest.raises(CannotLook) as said:
        attach.told("http://anna:hunter2@127.0.0.1:1/x?token=s3cret")
    assert str(said.value) == "No browser that can be joined answers at 127.0.0.1:1/x."
