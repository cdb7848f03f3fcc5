"""History and standing, as lines: readable without colour, 80 columns wide, and nothing called off that is not."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from test_track import ORIGIN, day, history, seen

from optout.model import Mode, Outcome, State, Unlisted
from optout.report import history as past
from optout.report import standing
from optout.runs.ledger import Entry, Ledger
from optout.runs.track import tracks

NOW = datetime(2026, 2, 1, 9, tzinfo=UTC)
LETTERS = st.text(".tOCn?-uv ", min_size=1, max_size=200)


def printed(entries: list[Entry], width: int = 80, colour: bool = False, unreadable: tuple[str, ...] = ()) -> str:
    """What `history` prints."""
    console = Console(file=StringIO(), width=width, force_terminal=colour, highlight=False)
    past.show(tracks(entries), Ledger(tuple(entries), unreadable), console)
    return console.file.getvalue()  # type: ignore[attr-defined]


def stands(entries: list[Entry], next_check: datetime | None = None, scheduled: bool = False) -> list[str]:
    """What `optout` alone prints."""
    console = Console(file=StringIO(), width=80, highlight=False)
    standing.show(tracks(entries), NOW, next_check, console, scheduled=scheduled)
    return console.file.getvalue().splitlines()  # type: ignore[attr-defined]


def many(letters: str) -> list[Entry]:
    """A history longer than a month."""
    start = datetime(2020, 1, 1, 9, tzinfo=UTC)
    entries = []
    for number, one in enumerate(letters):
        at = (start + timedelta(days=7 * number)).isoformat()
        (entry,) = history(one)
        results = tuple(replace(result, before=replace(result.before, at=at)) for result in entry.results)
        entries.append(replace(entry, id=f"{at[:10]}T090000Z-{number:04x}", started=at, finished=at, results=results))
    return entries


def test_each_setting_is_a_line_of_signs() -> None:
    """One sign a run, newest on the right, then the state, since when, and when it was last proved off."""
    lines = printed(history("O?t.- .C")).splitlines()
    assert lines[0] == "linkedin, account default: 7 runs"
    assert lines[2] == "  one  O?..-.O  on      2026-01-08  2026-01-07"
    story = " ".join(" ".join(lines[3:5]).split())
    assert story.startswith("one came back: proved off on 2026-01-07 09:00 UTC by run run6, first seen on again on")
    assert ". off   O on" in printed(history("."))


def test_a_run_that_did_not_look_at_a_setting_leaves_a_gap() -> None:
    """The columns of an account are runs, so that what happened together stands together."""
    entries = [
        Entry(1, "r0", Mode.CHECK, day(0), day(0), results=(seen(".", day(0), "a"), seen(".", day(0), "b"))),
        Entry(1, "r1", Mode.CHECK, day(1), day(1), results=(seen("O", day(1), "b"),)),
        Entry(1, "r2", Mode.CHECK, day(2), day(2), results=(seen(".", day(2), "a"), seen(".", day(2), "b"))),
    ]
    lines = printed(entries).splitlines()
    assert "  a  . .  off " in lines[2] + " "
    assert "  b  .O.  off " in lines[3] + " "


@given(LETTERS, st.integers(70, 130))
@settings(max_examples=100, deadline=None, database=None)
def test_it_fits_the_width_and_says_how_many_are_left_out(letters: str, width: int) -> None:
    """No line of the table is wider than the terminal; with the runs left out it counts all."""
    entries = many(letters)
    if not letters.strip():
        return
    lines = printed(entries, width).splitlines()
    assert max(map(len, lines)) <= max(width, 80)
    strip = next(line for line in lines if line.startswith("  one  ")).removeprefix("  one  ")
    looked = len(letters.replace(" ", ""))
    earlier = int(lines[0].split("(… ")[1].split()[0]) if "(… " in lines[0] else 0
    signs = "".join({"t": ".", "C": "O", "n": "O", "u": "O", "v": "?"}.get(one, one) for one in letters if one != " ")
    assert strip.startswith(signs[earlier:] + "  ")
    assert f": {looked} run" in lines[0]


def test_the_newest_are_shown() -> None:
    """Where there is no room for all, the oldest are left out and counted."""
    lines = printed(many("O" * 50 + "." * 60 + "C")).splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[2].startswith("  one  ....")
    assert ".O  on " in lines[2]
    assert "(… 70 earlier)" in lines[0]


@pytest.mark.parametrize("colour", [False, True])
def test_colour_only_on_a_terminal(colour: bool) -> None:
    """What is piped holds no escape sequence, and says the same."""
    assert ("\x1b[" in printed(history(".C"), colour=colour)) == colour


def test_the_latest_runs_have_their_ids() -> None:
    """Newest first, with mode and counts; one that did not end says so."""
    entries = history(".tC?.....")
    entries[-1] = replace(entries[-1], finished="", unlisted=(Unlisted("linkedin", "New", "u"),))
    entries[-2] = replace(entries[-2], finished="", interrupted=True)
    text = printed(entries)
    lines = text[text.index("Latest runs") :].splitlines()
    assert lines[0] == "Latest runs (… 1 earlier)"
    assert [line.split() for line in (lines[1], lines[2], lines[7])] == [
        ["run8", "check", "not", "finished:", "1", "as", "wanted,", "1", "row", "not", "in", "the", "flow"],
        ["run7", "check", "interrupted:", "1", "as", "wanted"],
        ["run2", "check", "1", "came-back"],
    ]
    assert "run0" not in text.split("Latest runs")[1]


def test_an_empty_home_says_how_to_begin() -> None:
    """One sentence, and a run that could not be read is mentioned even there."""
    assert printed([]) == 'Nothing has been looked at yet. Start with "optout run", or "optout demo" to see one.\n'
    assert "1 run could not be read:\n  x/run.json is damaged" in printed([], unreadable=("x/run.json is damaged",))


def test_the_document_has_every_sighting() -> None:
    """The JSON has what the lines have no room for."""
    entries = history(".C")
    made = json.loads(json.dumps(past.document(tracks(entries), Ledger(tuple(entries), ("x",)))))
    assert made["format"] == 1
    assert made["unreadable"] == ["x"]
    assert made["settings"] == [
        {
            "service": "linkedin", "account": "default", "origin": ORIGIN, "setting": "one", "title": "One",
            "state": "on", "since": day(1),
            "proved_off": {"at": day(0), "run": "run0", "on_since": day(1), "on_run": "run1"},
            "seen": [
                {"run": "run0", "at": day(0), "mode": "check", "outcome": "already-off", "state": "off"},
                {"run": "run1", "at": day(1), "mode": "check", "outcome": "came-back", "state": "on"},
            ],
        }
    ]  # fmt: skip
    assert [one["run"] for one in made["runs"]] == ["run0", "run1"]
    assert made["runs"][1] == {
        "run": "run1", "mode": "check", "started": day(1), "finished": day(1), "interrupted": False, "partial": False,
        "exit": 1, "unlisted": [],
    }  # fmt: skip


# --------------------------------------------------------------------------------- standing


def test_it_says_where_the_person_stands() -> None:
    """Off of how many, how old the oldest reading is, what is not off, and one command."""
    results = (seen(".", day(20), "a"), seen(".", day(28), "b"), seen("-", day(28), "c"), seen("C", day(28), "d"))
    entries = [
        Entry(1, "r0", Mode.RUN, day(10), day(10), results=(seen("t", day(10), "d"),)),
        Entry(1, "r1", Mode.CHECK, day(28), day(28), results=results),
    ]
    assert stands(entries) == [
        "linkedin, account default: 2 of 3 off, read 11 days ago",
        "  came-back       d, on since 2026-01-29, last proved off 21 days ago",
        "Next check: no schedule: optout schedule install",
        "To do next: optout run linkedin",
    ]


def test_a_service_of_several_origins_stands_once_and_a_stand_in_apart() -> None:
    """Its settings are counted together, and a form that only a person can do is not; no other site's are."""
    form = replace(seen("?", day(28), "form", origin="https://forms.example"), outcome=Outcome.SKIPPED)
    real = (seen(".", day(28), "a"), seen(".", day(28), "b", origin="https://more.example"), form)
    entries = [Entry(1, "r0", Mode.CHECK, day(28), day(28), results=real)]
    assert stands(entries)[:2] == [
        "linkedin, account default: 2 of 2 off, read 3 days ago",
        "  skipped         form, yours to do",
    ]
    assert printed(entries).count("account default") == 1
    assert "2 as wanted, 1 skipped" in printed(entries)
    local = (seen("O", day(28), "a", origin="http://127.0.0.1:9"), seen(".", day(28), "c", origin="http://localhost:9"))
    heads = [line for line in stands([*entries, Entry(1, "r1", Mode.CHECK, day(28), results=local)]) if ": " in line]
    assert [head.partition(", read")[0] for head in heads[:4]] == [
        "linkedin, account default, at http://127.0.0.1:9: 0 of 1 off",
        "linkedin, account default, at http://localhost:9: 1 of 1 off",
        "linkedin, account default: nothing to turn off here",
        "linkedin, account default: 1 of 1 off",
    ]


@pytest.mark.parametrize(
    ("kind", "command"),
    [(".", "optout schedule install"), ("O", "optout run linkedin"), ("?", "optout check linkedin"),
     ("y", "optout report run0 --open")],
)  # fmt: skip
def test_the_next_command_fits_what_was_seen(kind: str, command: str) -> None:
    """A page that reads off under a word that is not for off is not counted as off either."""
    lines = stands(history(kind))
    assert lines[-1] == f"To do next: {command}"
    assert (": 1 of 1 off" in lines[0]) == (kind == ".")


def test_what_was_put_back_is_nothing_to_do() -> None:
    """What the person has had turned on again is told as that, and no run against it is advised."""
    back = replace(seen("O", day(11), "d"), outcome=Outcome.PUT_BACK)
    entries = [
        Entry(1, "r0", Mode.RUN, day(10), day(10), results=(seen("t", day(10), "d"),)),
        Entry(1, "r1", Mode.UNDO, day(11), day(11), results=(back,)),
        Entry(1, "r2", Mode.CHECK, day(28), day(28), results=(seen("O", day(28), "d"),)),
    ]
    assert stands(entries)[1:] == [
        "  still-on        d, on since 2026-01-12, as you had it put back",
        "Next check: no schedule: optout schedule install",
        "To do next: optout schedule install",
    ]
    again = Entry(1, "r3", Mode.RUN, day(28), day(28), results=(seen("t", day(28), "d"),))
    came = Entry(1, "r4", Mode.CHECK, day(29), day(29), results=(seen("C", day(29), "d"),))
    assert stands([*entries, again, came])[-1] == "To do next: optout run linkedin"


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_a_next_command(outcome: Outcome) -> None:
    """Nothing is to be done exactly where all is as wanted and a schedule looks again."""
    one = replace(seen("?", day(1), account="work"), outcome=outcome)
    step = standing.next_step(tracks([Entry(1, "r", Mode.CHECK, day(1), results=(one,))]), scheduled=True)
    assert (step == "nothing") == (outcome.exit_status == 0)
    assert outcome.exit_status in (0, 4) or step.endswith(" --account work")


def test_the_next_check_is_told() -> None:
    """By the schedule's word, with the time in UTC; without one, what to ask."""
    assert stands(history("."), NOW + timedelta(days=3, hours=1), True)[-2:] == [
        "Next check: in 3 days (2026-02-04 10:00 UTC)",
        "To do next: nothing",
    ]
    assert stands(history("."), None, True)[-2] == "Next check: ask optout schedule status"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-5, "just now"), (5, "now"), (-60, "1 minute ago"), (-7199, "1 hour ago"), (7200, "in 2 hours"),
     (-86400 * 3, "3 days ago"), (-86400 * 29, "29 days ago"), (-86400 * 61, "2 months ago"),
     (-86400 * 800, "2 years ago")],
)  # fmt: skip
def test_an_age_in_words(seconds: int, words: str) -> None:
    """The largest whole unit."""
    assert standing.words(NOW + timedelta(seconds=seconds), NOW) == words


def test_a_damaged_time_is_left_out() -> None:
    """A record whose times are none says the rest."""
    one = replace(seen("O", "yesterday"), outcome=Outcome.STILL_ON)
    lines = stands([Entry(1, "r", Mode.CHECK, "never", results=(one,))])
    assert lines[:2] == ["linkedin, account default: 0 of 1 off", "  still-on        one"]
    assert State.ON is one.state
