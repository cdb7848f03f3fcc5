"""What a person sees while a run goes on: the colours of the lines, and the sentences between them."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from optout.catalog import Catalog
from optout.model import Mode, Outcome, Result, Run, State, Unlisted, Versions
from optout.plan import Errand, make
from optout.report import text
from optout.report.live import Live

ANSI = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


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


def errands(*accounts: str) -> list[Errand]:
    """An errand for each account of one service."""
    chosen = Catalog.read().select(["linkedin/ads-age"])
    return [errand for account in accounts for errand in make(chosen, account, {})]


@pytest.mark.parametrize("colours", [True, False])
def test_what_is_read_side_by_side_comes_in_one_piece(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], colours: bool
) -> None:
    """On a terminal each service's lines stand together under its name; elsewhere each says at once whose it is."""
    monkeypatch.setenv("TERM", "xterm-256color")
    if colours:
        monkeypatch.setenv("FORCE_COLOR", "1")
    teller = Live(silent=False, narrate=False, interactive=False)
    pair = errands("mine", "yours")
    teller.together(pair)
    voices = [teller.errand(one) for one in pair]
    for voice, title in zip(voices, ("Age", "Gender"), strict=True):
        voice.expect(2)
        voice.begin(title, 1)
    voices[0].seen("Age", 1, State.ON, True)
    voices[1].seen("Gender", 1, State.OFF, False)
    voices[0].begin("Age", 2)
    voices[1].say("Look [here]")
    voices[0].seen("Age", 2, State.OFF, False)
    drawn = render(teller)
    voices[1].end(())
    teller.close()
    assert "LinkedIn (mine)   1 of 2  Reading Age again" in drawn
    said = [line.rstrip() for line in ANSI.sub("", capsys.readouterr().err).splitlines()]
    mine, yours = (f"LinkedIn, account {name}, at https://www.linkedin.com" for name in ("mine", "yours"))
    again = "Reading everything again, each page loaded anew by its address:"
    if colours:
        kept = [line for line in said if " of 2" not in line and "waits" not in line and line]
        told = "LinkedIn (yours): Look [here]"
        assert [line for line in kept if line in (told, mine, yours, again) or line.startswith("  ")] == [
            told, yours, "  off     Gender", mine, "  on      Age, clicked", again, "  off     Age",
        ]  # fmt: skip
    else:
        assert said == [
            mine,
            yours,
            "LinkedIn (mine)   on      Age, clicked",
            "LinkedIn (yours)  off     Gender",
            f"LinkedIn (mine)   {again}",
            "LinkedIn (yours): Look [here]",
            "LinkedIn (mine)   off     Age",
        ]


def render(teller: Live) -> str:
    """The lines of progress as they are drawn at this moment."""
    assert teller._board
    console = Console(width=100)
    with console.capture() as drawn:
        console.print(teller._board._table())
    return ANSI.sub("", drawn.get())


@pytest.mark.parametrize("terminal", [True, False])
def test_a_run_of_several_services_is_shown_under_their_names(terminal: bool) -> None:
    """Each service has a heading with its own counts; where there is one service there is no heading."""

    def result(service: str, outcome: Outcome) -> Result:
        return Result(service, "default", "age", "Age", f"https://{service}.example/age", outcome, "So it is.")

    def shown(*results: Result, only_problems: bool = False) -> list[str]:
        row = Unlisted("alpha", "New row", "https://alpha.example/new")
        run = Run("1", Mode.CHECK, "2026-11-24T10:00:00+00:00", Versions("1"), results=results, unlisted=(row,))
        console = Console(width=80, force_terminal=terminal, color_system=None, highlight=False)
        with console.capture() as drawn:
            text.show(run, Path("/runs/1"), console, only_problems=only_problems, titles={"alpha": "Alpha Ltd"})
        return [line.rstrip(" ─") for line in ANSI.sub("", drawn.get()).splitlines() if line.strip()]

    on, off = result("alpha", Outcome.STILL_ON), result("beta", Outcome.ALREADY_OFF)
    both = shown(on, off)
    heads = [line for line in both if line.startswith(("Alpha Ltd", "beta"))]
    between = "  " if terminal else ": "
    assert heads == [f"Alpha Ltd{between}1 setting: 1 still-on", f"beta{between}1 setting: 1 already-off"]
    new = next(line for line in both if "New row" in line)
    assert both.index(heads[0]) < both.index(new) < both.index(heads[1])
    assert both[-2:] == ["2 settings: 1 already-off, 1 still-on", "Proof: /runs/1"]
    assert not [line for line in shown(on) if line.startswith("Alpha Ltd")]
    assert not [line for line in shown(on, off, only_problems=True) if line.startswith("beta")]
