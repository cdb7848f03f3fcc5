"""What a person sees while a run goes on: the colours of the lines, and the sentences between them."""

import re
from collections.abc import Callable

import pytest

from optout.model import State
from optout.report.live import Live


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., list[str]]:
    """Tells a few readings (passing, state, turned) on a terminal with colours; the lines that were written."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")

    def tell(*readings: tuple[int, State, bool]) -> list[str]:
        teller = Live(silent=False, narrate=True, interactive=False)
        for number, (passing, state, turned) in enumerate(readings):
            teller.begin(f"Setting {number}", passing)
            teller.seen(f"Setting {number}", passing, state, turned)
        teller.close()
        return capsys.readouterr().err.splitlines()

    return tell


@pytest.mark.parametrize("passing", [1, 2, 3])
def test_green_in_the_live_lines_is_only_for_what_reads_off(live: Callable[..., list[str]], passing: int) -> None:
    """Red is on, yellow is on and clicked, green is off, and nothing else is green."""
    said = live(*((passing, state, turned) for state in State for turned in (False, True)))[-8:]
    green = [line for line in said if "\x1b[32m" in line]
    assert len(green) == 2
    assert all("off" in line for line in green)
    assert "\x1b[31mon" in said[0]
    assert "clicked" not in said[0]
    assert "\x1b[33mon" in said[1]
    assert said[1].endswith("Setting 1, clicked")


def test_each_pass_is_a_section_of_its_own(live: Callable[..., list[str]]) -> None:
    """Before the second and third reading a sentence says what they are for, set off by an empty line."""
    said = live(
        (1, State.ON, True), (1, State.OFF, False), (2, State.ON, True), (2, State.OFF, False), (3, State.OFF, False)
    )
    plain = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in said]
    assert [line for line in plain if line and not line.startswith("  ")] == [
        "Reading everything again, each page loaded anew by its address:",
        "And once more, because something had to be clicked again:",
    ]
    assert plain[plain.index("And once more, because something had to be clicked again:") - 1] == ""
