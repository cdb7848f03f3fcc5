"""The one sentence above a report, for every kind of run: it never says "off" of what was not read off."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optout.model import Mode, Observation, Outcome, Result, Run, State, Versions
from optout.report.headline import headline, proves_off

URL = "https://www.linkedin.com/one"
BEGUN, READ, AGAIN = (f"2026-11-24T14:0{minute}:00+00:00" for minute in (0, 1, 3))
OFF, ON, UNKNOWN, MIXED = State.OFF, State.ON, State.UNKNOWN, State.MIXED


def one(outcome: Outcome, *states: State) -> Result:
    """A result: what the page showed, and what it showed after a change."""
    looks = [Observation(state, at, URL) for state, at in zip(states, (READ, AGAIN), strict=False)]
    return Result("linkedin", "default", "one", "One", URL, outcome, "A sentence.", *looks)


def run(*results: Result, mode: Mode = Mode.RUN, finished: str = AGAIN, **more: object) -> Run:
    """A run of some results."""
    return Run("a", mode, BEGUN, Versions("1"), finished=finished, results=results, **more)  # type: ignore[arg-type]


TURNED, ALREADY = one(Outcome.TURNED_OFF, ON, OFF), one(Outcome.ALREADY_OFF, OFF)
BACK, STILL = one(Outcome.CAME_BACK, ON), one(Outcome.STILL_ON, ON)
OUT, GONE, ABSENT = one(Outcome.SIGNED_OUT), one(Outcome.UNREACHABLE, UNKNOWN), one(Outcome.NOT_OFFERED, UNKNOWN)
PUT_BACK = one(Outcome.PUT_BACK, OFF, ON)


@pytest.mark.parametrize(
    ("of", "sentence"),
    [
        (run(TURNED, TURNED, ALREADY), "3 of 3 off, proved 24 Nov 2026 14:03 UTC"),
        (run(TURNED, one(Outcome.NOT_SAVED, ON, ON)), "1 of 2 off, proved 24 Nov 2026 14:03 UTC"),
        (run(TURNED, OUT, GONE), "1 of 3 off, proved 24 Nov 2026 14:03 UTC"),
        (run(ALREADY, ABSENT), "1 of 1 off, proved 24 Nov 2026 14:01 UTC"),
        (run(ALREADY, BACK, mode=Mode.CHECK), "1 of 2 off, proved 24 Nov 2026 14:01 UTC"),
        (run(BACK, mode=Mode.CHECK), "0 of 1 off, read 24 Nov 2026 14:01 UTC"),
        (run(ALREADY, STILL, mode=Mode.DRY_RUN), "1 of 2 off, read 24 Nov 2026 14:01 UTC in a dry run"),
        (run(PUT_BACK, STILL, mode=Mode.UNDO), "1 of 2 put back, 24 Nov 2026 14:03 UTC"),
        (run(one(Outcome.PUT_BACK, OFF, MIXED), mode=Mode.UNDO), "1 of 1 put back, 24 Nov 2026 14:03 UTC"),
        (run(one(Outcome.NOT_SAVED, ON, OFF)), "0 of 1 off, read 24 Nov 2026 14:03 UTC"),
        (run(one(Outcome.NOT_SAVED, OFF, OFF), mode=Mode.UNDO), "0 of 1 put back, 24 Nov 2026 14:03 UTC"),
        (run(OUT, OUT), "0 of 2 could be read, 24 Nov 2026 14:03 UTC"),
        (run(ABSENT), "0 of 1 offered to this account, 24 Nov 2026 14:03 UTC"),
        (run(), "0 settings were looked at, 24 Nov 2026 14:00 UTC"),
        (run(TURNED, ALREADY, finished=""), "2 read off in a run that was cut off, 24 Nov 2026 14:03 UTC"),
        (run(OUT, finished=""), "0 read off in a run that was cut off, 24 Nov 2026 14:00 UTC"),
        (run(PUT_BACK, finished="", mode=Mode.UNDO), "1 put back in a run that was cut off, 24 Nov 2026 14:03 UTC"),
    ],
)
def test_the_sentence_of_every_kind_of_run(of: Run, sentence: str) -> None:
    """What was done, out of how much, and when it was read; a dry run and a cut-off one say that they are."""
    assert headline(of).sentence == sentence


@pytest.mark.parametrize(
    "result",
    [
        one(Outcome.TURNED_OFF),
        one(Outcome.TURNED_OFF, ON, UNKNOWN),
        one(Outcome.TURNED_OFF, ON, ON),
        one(Outcome.ALREADY_OFF, MIXED),
        one(Outcome.NOT_RECOGNISED, OFF),
        one(Outcome.SKIPPED, OFF),
    ],
)
def test_neither_a_word_nor_a_page_alone_is_off(result: Result) -> None:
    """A word that the page does not bear out is not counted, and neither is a page that the word does not."""
    assert headline(run(result)).number == 0
    assert not headline(run(result)).whole


RESULTS = st.builds(one, st.sampled_from(Outcome), st.sampled_from(State), st.sampled_from(State))


@given(st.lists(RESULTS, max_size=6), st.sampled_from(Mode), st.sampled_from(["", AGAIN]))
def test_the_number_is_never_more_than_what_was_read(results: list[Result], mode: Mode, finished: str) -> None:
    """Whatever a record holds: the number counts proofs, and a sentence that says "off" has no other number."""
    said = headline(run(*results, mode=mode, finished=finished))
    off = sum(proves_off(result) and result.last is not None and result.last.state is OFF for result in results)
    if re.search(r"\d off\b|read off", said.sentence):
        assert said.number == off
    assert said.number <= len(results)
    if said.whole and mode is not Mode.UNDO:
        assert off == sum(result.outcome is not Outcome.NOT_OFFERED for result in results) > 0
