"""The chart of a setting: never drawn as off where it was not, small however many runs there are, and told in words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_track import track

from optout.model import Mode, Outcome, State
from optout.report.timeline import WIDTH, Chart, Piece, Shape, chart, merged, shape, tally
from optout.runs.ledger import Entry, Look, Seen
from optout.runs.track import tracks


def drawn(letters: str, run: str = "") -> Chart:
    """The chart of a history, one letter a day; see test_track."""
    return chart(track(letters), run)


def spans(path: str) -> list[tuple[float, float]]:
    """From where to where a path's pieces go."""
    return [(float(left), float(right)) for left, right in re.findall(r"M([\d.]+)[ V][^H]*H([\d.]+)", path)]


def covered(path: str, at: float) -> bool:
    """Whether a path is drawn at a place."""
    return any(left <= at < right for left, right in spans(path))


def test_on_is_raised_and_off_lies_low() -> None:
    """Colour tells nothing that the shape does not: every state has a shape of its own, in its place."""
    paths = drawn("O..?").paths
    assert set(paths) == {"on", "off", "unread"}
    (left, right), *none = spans(paths["on"])
    assert (left, right, none) == (0, 250, [])
    assert spans(paths["off"]) == [(250, 750)]
    assert spans(paths["unread"]) == [(750, 1000)]
    heights = {name: re.findall(r"[ V]([\d.]+)", path)[0] for name, path in paths.items()}
    assert len(set(heights.values())) == 3


def test_a_run_that_turned_off_shows_both_looks() -> None:
    """One run read it on and, on a fresh page, off."""
    one = drawn("t")
    assert spans(one.paths["on"]) == [(0, 500)]
    assert spans(one.paths["off"]) == [(500, 1000)]
    assert one.words == "Seen on until 09:00:00, off since 09:00:00 (UTC, 1 Jan 2026). 2 looks in 1 run."


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        (".", "Seen once, 1 Jan 2026 09:00 UTC: off."),
        ("?", "Seen once, 1 Jan 2026 09:00 UTC: not known."),
        ("....", "Seen off since 1 Jan 2026. 4 looks in 4 runs."),
        ("O..C", "Seen on until 1 Jan 2026, off until 3 Jan 2026, on since 4 Jan 2026. 4 looks in 4 runs."),
        (".?.", "Seen off since 1 Jan 2026. 3 looks in 3 runs, 1 not known."),
        ("..?", "Seen off when last read, 2 Jan 2026. 3 looks in 3 runs, 1 not known."),
        ("??", "Never known. 2 looks in 2 runs."),
        ("-.", "Seen not offered until 1 Jan 2026, off since 2 Jan 2026. 2 looks in 2 runs."),
        (
            ".C.C.C.",
            "Seen 3 changes before, on until 4 Jan 2026, off until 5 Jan 2026, on until 6 Jan 2026, "
            "off since 7 Jan 2026. 7 looks in 7 runs.",
        ),
    ],
)
def test_the_words_tell_what_the_chart_shows(letters: str, words: str) -> None:
    """Who cannot see it reads the same: what was seen until when, and since when it is so."""
    assert drawn(letters).words == words


def test_this_run_is_marked_where_others_came_after_it() -> None:
    """The report of an old run says which column is its own; the report of the latest need not."""
    assert spans(drawn("....", "run1").paths["here"]) == [(250, 500)]
    assert "here" not in drawn("....", "run3").paths
    assert "here" not in drawn("....", "elsewhere").paths


@given(st.text("t.OCn?-xyuv", min_size=1, max_size=30))
def test_nothing_is_drawn_as_off_that_was_not(letters: str) -> None:
    """At every place of the off line a run read it off: the page said so, and the word bears it out."""
    one = track(letters)
    looks = [
        (look.state is State.OFF and (sighting.seen.outcome.is_off or sighting.run.mode is Mode.UNDO))
        for sighting in one.sightings
        for look in (sighting.seen.looks or (Look(State.UNKNOWN, ""),))
        if sighting.seen.outcome is not Outcome.NOT_OFFERED or look is sighting.seen.looks[0]
    ]
    off = chart(one, "").paths.get("off", "")
    for number, was_off in enumerate(looks):
        middle = (number + 0.5) * WIDTH / len(looks)
        assert covered(off, middle) == was_off, (letters, number)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("last", [True, False])
def test_only_what_was_read_off_has_the_shape_of_off(outcome: Outcome, state: State, mode: Mode, last: bool) -> None:
    """Whatever the word and the run: another state than off is never drawn as off, and neither is a bare word."""
    if shape(outcome, state, mode, last=last) is Shape.OFF:
        assert state is State.OFF
        assert outcome.is_off or (mode is Mode.UNDO and not last)


def many(count: int, on: set[int]) -> Chart:
    """The chart of many runs of which some read it on."""
    entries = []
    for number in range(count):
        at = f"20{26 + number // 336:02}-{number % 336 // 28 + 1:02}-{number % 28 + 1:02}T09:00:00+00:00"
        outcome, state = (Outcome.CAME_BACK, State.ON) if number in on else (Outcome.ALREADY_OFF, State.OFF)
        seen = Seen("linkedin", "default", "one", "One", "https://www.linkedin.com/one", outcome, Look(state, at))
        entries.append(Entry(1, f"run{number}", Mode.CHECK, at, at, False, (seen,)))
    (only,) = tracks(entries)
    return chart(only, "")


def test_one_look_among_a_thousand_is_still_seen() -> None:
    """A single time that it came back is wide enough to be seen, and a thousand runs make a handful of nodes."""
    one = many(1000, {500})
    ((left, right),) = spans(one.paths["on"])
    assert right - left >= 10
    assert 480 < left < 500
    assert len(one.paths) == 2
    assert sum(map(len, one.paths.values())) < 100


def test_a_thousand_changes_are_still_a_small_chart() -> None:
    """Where it changes all the time, columns hold several looks, and show the worst of them."""
    one = many(1000, set(range(0, 1000, 2)))
    assert set(one.paths) == {"on"}
    assert sum(map(len, one.paths.values())) < 5000
    assert one.words.endswith("1,000 looks in 1,000 runs.")


def test_equal_neighbours_are_one_piece() -> None:
    """Their looks are added up, from the first to the last of them."""
    pieces = [Piece(Shape.OFF, 1, "a", "b"), Piece(Shape.OFF, 2, "c", "d"), Piece(Shape.ON, 1, "e", "e")]
    assert merged(pieces) == [Piece(Shape.OFF, 3, "a", "d"), Piece(Shape.ON, 1, "e", "e")]


def test_the_tally_has_a_bar_for_each_setting() -> None:
    """In their order, with a gap between them; what is not offered leaves its place empty."""
    paths = tally([Shape.ON, Shape.OFF, Shape.ABSENT, Shape.OFF])
    assert spans(paths["on"]) == [(0, 8)]
    assert spans(paths["off"]) == [(12, 20), (36, 44)]
