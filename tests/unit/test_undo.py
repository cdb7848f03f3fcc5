"""What a run turned, and what putting it back comes to."""

from dataclasses import replace

import pytest

from optout.errors import UsageProblem
from optout.lines import stateless
from optout.model import Mode, Observation, Obstacle, Outcome, Result, Run, State, Turn, Versions
from optout.undo import conclude, lines, missing, nothing, turned
from optout.verdict import Evidence

URL = "https://www.linkedin.com/d/age"
ON, OFF = State.ON, State.OFF
CLICK = Turn('switch "Age" on', "control", "PUT /x 200", shown=OFF)
BACK = Turn('switch "Age" off', "control", "PUT /x 200", shown=ON)


def seen(state, *controls, **more):
    """What a page showed."""
    return Observation(state, "2026-11-24T14:00:00+00:00", URL, controls=controls or (f'switch "Age" {state}',), **more)


def result(setting, *turns):
    """One result of a run."""
    return Result("linkedin", "default", setting, setting, URL, Outcome.TURNED_OFF, "", seen(ON), seen(OFF), turns)


@pytest.mark.parametrize(
    ("line", "same"),
    [
        ('switch "Age" on', 'switch "Age"'),
        ('switch "Age" off disabled', 'switch "Age"'),
        ('switch "Turn" on" off', 'switch "Turn" on"'),
        ('switch "A" on around checkbox "A" on', 'switch "A" around checkbox "A"'),
        ('switch "" mixed', 'switch ""'),
    ],
)
def test_a_line_without_its_state_is_the_same_before_and_after(line, same):
    """The role and the name stay, whatever the switch shows."""
    assert stateless(line) == same


def test_only_what_was_clicked_is_put_back():
    """Neither what was off already, nor what could not be clicked, nor what the targets leave out."""
    blocked = Turn('switch "Age" on', "", obstacle=Obstacle(Outcome.NOT_RECOGNISED, "covered"))
    run = Run("r", Mode.RUN, "", Versions("0"), results=(result("a", CLICK), result("b"), result("c", blocked)))
    assert [one.setting for one in turned(run)] == ["a"]
    assert turned(run, ["linkedin/b*"]) == ()
    with pytest.raises(UsageProblem, match="linkedin/d"):
        turned(run, ["linkedin/a", "linkedin/d"])
    assert [one.setting for one in turned(run, ["linkedin"])] == ["a"]
    assert [one.setting for one in turned(run, ["linkedin/a"])] == ["a"]
    assert lines(result("a", CLICK, blocked)) == ('switch "Age"',)


def test_an_undo_is_not_undone():
    """It turned on, and putting back turns on: what it turned is turned off by a run."""
    with pytest.raises(UsageProblem, match="optout run"):
        turned(Run("u", Mode.UNDO, "", Versions("0"), results=(result("a", BACK),), undoes="r"))


@pytest.mark.parametrize(
    ("before", "clicked", "only"),
    [
        (seen(ON, 'switch "A" on', 'switch "B" off'), "AB", ('switch "A"',)),  # turning A had moved B on
        (seen(ON, 'switch "A" on', 'switch "B" on'), "AA", ('switch "A"',)),  # the first click was in vain
        (seen(ON, 'switch "A" on', 'switch "A" on'), "AA", ('switch "A"', 'switch "A"')),
        (seen(ON, 'switch "A" on', 'switch "A" off'), "AA", ('switch "A"',)),
        (seen(ON, 'switch "A" on', 'switch "B" on'), "C", ('switch "C"',)),  # it came later: the undo will refuse
        (seen(OFF, 'switch "A" off'), "A", ()),
        (seen(ON, 'switch "A" off'), "AA", ('switch "A"',)),  # of inverted meaning
    ],
)
def test_what_was_off_before_the_run_stays_off(before, clicked, only):
    """Of the switches that a run clicked those that it found on, and each as often as the page had it on."""
    turns = tuple(Turn(f'switch "{one}" on', "control", shown=OFF) for one in clicked)
    assert lines(replace(result("a", *turns), before=before)) == only


@pytest.mark.parametrize(
    ("evidence", "outcome", "words"),
    [
        (Evidence(seen(OFF), seen(ON), (BACK,)), Outcome.PUT_BACK, "turned on again"),
        (Evidence(seen(ON)), Outcome.PUT_BACK, "on already"),
        (Evidence(seen(OFF), seen(OFF), (BACK,)), Outcome.NOT_SAVED, "shows it off"),
        (Evidence(seen(OFF), seen(OFF), (replace(BACK, refused=True),)), Outcome.NOT_SAVED, "refused"),
        (Evidence(seen(OFF), None, (BACK,)), Outcome.UNREACHABLE, "could not be read back"),
        (Evidence(seen(OFF, disabled=True)), Outcome.LOCKED, "does not let"),
        (Evidence(seen(State.MIXED)), Outcome.NOT_RECOGNISED, "could not be read"),
        (Evidence(seen(State.UNKNOWN)), Outcome.NOT_RECOGNISED, "could not be read"),
        (Evidence(seen(OFF).blocked(Obstacle(Outcome.SIGNED_OUT, "no"))), Outcome.SIGNED_OUT, "No."),
        (
            Evidence(seen(OFF), seen(OFF), (Turn("x", "", obstacle=Obstacle(Outcome.NOT_RECOGNISED, "covered")),)),
            Outcome.NOT_RECOGNISED,
            "could not be clicked",
        ),
    ],
)
def test_on_again_is_what_a_fresh_page_shows(evidence, outcome, words):
    """Only a page that shows it on is put-back; all else has its own word."""
    word, sentence = conclude(evidence)
    assert word is outcome
    assert words in sentence


A, B, C = 'switch "A"', 'switch "B"', 'switch "C"'


@pytest.mark.parametrize(
    ("after", "only", "outcome"),
    [
        ((f"{A} on", f"{B} off"), (A,), Outcome.PUT_BACK),
        ((f"{A} on", f"{B} off"), (A, B), Outcome.NOT_SAVED),
        ((f"{A} on", f"{B} on"), (A, C), Outcome.NOT_RECOGNISED),
        ((f"{A} on", f"{A} off"), (A,), Outcome.NOT_RECOGNISED),
        ((f"{A} on", f"{A} on"), (A, A), Outcome.PUT_BACK),
        ((f"{A} mixed", f"{B} on"), (A,), Outcome.NOT_RECOGNISED),
    ],
)
def test_of_a_swept_page_only_what_was_turned_counts(after, only, outcome):
    """Each switch that the run turned must be there, as often as then, and on; the others may stand as they like."""
    turns = tuple(Turn(f"{one} off", "control", "PUT /x 200", shown=ON) for one in only)
    assert conclude(Evidence(seen(OFF, *after), seen(ON, *after), turns), only)[0] is outcome
    assert bool(missing(after, only)) == (outcome is Outcome.NOT_RECOGNISED and "mixed" not in after[0])


def test_nothing_to_do_says_why():
    """Either the run turned nothing, or another one has put it back."""
    run = Run("r1", Mode.RUN, "", Versions("0"))
    assert "turned nothing" in nothing(run, [])
    assert "put back by run r3" in nothing(run, ["r2", "r3"])
