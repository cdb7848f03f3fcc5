"""From what was seen to the one word: every outcome, and that no evidence whatever makes an "off" of anything else."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optout.flow import Setting
from optout.model import Mode, Observation, Obstacle, Outcome, Proof, State, Turn
from optout.verdict import Evidence, conclude

SLOW_IS_FINE = [HealthCheck.too_slow]  # a busy machine is no fault of the data

SETTING = Setting(id="one", title="One", path="/one")
REGIONAL = Setting(id="one", title="One", path="/one", not_regions=("EU",))


def seen(state: State, **more: object) -> Observation:
    """An observation of a page that showed a state."""
    return Observation(state, "2026-11-24T14:00:00.000+00:00", "https://x.example/one", **more)  # type: ignore[arg-type]


def blocked(outcome: Outcome, **more: bool) -> Observation:
    """An observation of a page that could not be read."""
    return seen(State.UNKNOWN, obstacle=Obstacle(outcome, "the reason", **more))


ON, OFF = seen(State.ON), seen(State.OFF)
SAVED = Turn("switch", "control", "PUT /save 200", shown=State.OFF)
UNSAVED = Turn("switch", "control", shown=State.OFF)
REFUSED = Turn("switch", "control", "PUT /save 500", refused=True)
BY_HAND = Turn("switch", "person", "PUT /save 200", shown=State.OFF)
COVERED = Turn("switch", "", obstacle=Obstacle(Outcome.NOT_RECOGNISED, "something covers it: a banner"))
PROOF = Proof("2026-10-01T14:01:53.120+00:00", "2026-10-01T140153Z-3f2a")
DRIFT = replace(PROOF, on_since="2026-10-08T09:12:00+00:00", on_run="2026-10-08T091200Z-aaaa")
PASSED = Turn("switch", "skipped", obstacle=Obstacle(Outcome.SKIPPED, "you passed it over"))


@dataclass(frozen=True)
class Case:
    """What was seen, and what must be said of it."""

    mode: Mode
    evidence: Evidence
    outcome: Outcome
    words: str
    setting: Setting = SETTING


CASES = {
    "off already": Case(Mode.RUN, Evidence(OFF), Outcome.ALREADY_OFF, "nothing was clicked"),
    "off, in a check": Case(Mode.CHECK, Evidence(OFF), Outcome.ALREADY_OFF, "Off."),
    "off, in a dry run": Case(Mode.DRY_RUN, Evidence(OFF), Outcome.ALREADY_OFF, "Off."),
    "off, in a check, as an earlier run proved": Case(
        Mode.CHECK, Evidence(OFF, proof=PROOF), Outcome.ALREADY_OFF, "Still off."
    ),
    "on again, and a request failed that may have been the save": Case(
        Mode.RUN, Evidence(ON, ON, (replace(UNSAVED, save="POST /api 500"),)), Outcome.NOT_SAVED, "sent POST /api 500"
    ),
    "clicked, and its dialog was another": Case(
        Mode.RUN,
        Evidence(ON, ON, (replace(UNSAVED, stuck='no button "Off"'),)),
        Outcome.NOT_RECOGNISED,
        'no button "Off"',
    ),
    "clicked, its dialog was another, and off all the same": Case(
        Mode.RUN, Evidence(ON, OFF, (replace(SAVED, stuck='no button "Off"'),)), Outcome.TURNED_OFF, "still off"
    ),
    "on, and it would destroy something": Case(
        Mode.RUN,
        Evidence(ON),
        Outcome.SKIPPED,
        "destroys your places",
        SETTING.model_copy(update={"loses": "your places"}),
    ),
    "on, and a check does not mind what it would destroy": Case(
        Mode.CHECK, Evidence(ON), Outcome.STILL_ON, "On.", SETTING.model_copy(update={"loses": "your places"})
    ),
    "gone with what it depends on": Case(
        Mode.CHECK,
        Evidence(blocked(Outcome.NOT_RECOGNISED, absent=True), above=("Two", State.OFF)),
        Outcome.NOT_OFFERED,
        'Only there while "Two" is on',
    ),
    "gone although what it depends on is there": Case(
        Mode.CHECK,
        Evidence(blocked(Outcome.NOT_RECOGNISED, absent=True), above=("Two", State.ON)),
        Outcome.NOT_RECOGNISED,
        "The reason",
    ),
    "not read, though what it depends on is off": Case(
        Mode.CHECK,
        Evidence(blocked(Outcome.NOT_RECOGNISED), above=("Two", State.OFF)),
        Outcome.NOT_RECOGNISED,
        "The reason",
    ),
    "off already, read twice": Case(Mode.RUN, Evidence(OFF, OFF), Outcome.ALREADY_OFF, "nothing was clicked"),
    "a switch is missing on the fresh page": Case(
        Mode.RUN,
        Evidence(seen(State.ON, controls=("a", "b")), seen(State.OFF, controls=("a",)), (SAVED,)),
        Outcome.NOT_RECOGNISED,
        "1 of its switches missing",
    ),
    "a switch has come on the fresh page": Case(
        Mode.RUN,
        Evidence(seen(State.OFF, controls=("a",)), seen(State.OFF, controls=("a", "b"))),
        Outcome.NOT_RECOGNISED,
        "1 more switches",
    ),
    "turned": Case(Mode.RUN, Evidence(ON, OFF, (SAVED,)), Outcome.TURNED_OFF, "still off on a fresh page."),
    "turned without a save": Case(
        Mode.RUN, Evidence(ON, OFF, (UNSAVED,)), Outcome.TURNED_OFF, "no save request was seen"
    ),
    "turned at the second attempt": Case(
        Mode.RUN, Evidence(ON, OFF, (COVERED, SAVED)), Outcome.TURNED_OFF, "still off on a fresh page."
    ),
    "turned by the person": Case(Mode.RUN, Evidence(ON, OFF, (BY_HAND,)), Outcome.TURNED_OFF, "you turned it off"),
    "taken along by another": Case(Mode.RUN, Evidence(ON, OFF), Outcome.TURNED_OFF, "another switch took it along"),
    "on in a check": Case(Mode.CHECK, Evidence(ON), Outcome.STILL_ON, "optout run"),
    "on in a dry run": Case(Mode.DRY_RUN, Evidence(ON), Outcome.STILL_ON, "optout run"),
    "on in a dry run, once proved off": Case(Mode.DRY_RUN, Evidence(ON, proof=PROOF), Outcome.STILL_ON, "optout run"),
    "came back": Case(
        Mode.CHECK,
        Evidence(ON, proof=PROOF),
        Outcome.CAME_BACK,
        "On again: proved off on 2026-10-01 14:01 UTC by run 2026-10-01T140153Z-3f2a, seen on for the first time now."
        ' Run "optout run".',
    ),
    "came back, seen before": Case(
        Mode.CHECK,
        Evidence(ON, proof=DRIFT),
        Outcome.CAME_BACK,
        "by run 2026-10-01T140153Z-3f2a, first seen on again on 2026-10-08 09:12 UTC. Run",
    ),
    "locked": Case(Mode.RUN, Evidence(seen(State.ON, disabled=True)), Outcome.LOCKED, "does not let this account"),
    "locked, in a check": Case(
        Mode.CHECK,
        Evidence(seen(State.ON, disabled=True), proof=PROOF),
        Outcome.LOCKED,
        "does not let this account",
    ),
    "shows on again": Case(Mode.RUN, Evidence(ON, ON, (SAVED,)), Outcome.NOT_SAVED, "a fresh page shows it on"),
    "the save was refused": Case(Mode.RUN, Evidence(ON, ON, (REFUSED,)), Outcome.NOT_SAVED, "(PUT /save 500)"),
    "moved by another switch": Case(Mode.RUN, Evidence(OFF, ON), Outcome.NOT_SAVED, "turning another switch"),
    "clicked and never read back": Case(
        Mode.RUN, Evidence(ON, None, (SAVED,)), Outcome.UNREACHABLE, "could not be read back"
    ),
    "clicked, then half a page": Case(
        Mode.RUN, Evidence(ON, blocked(Outcome.UNREACHABLE), (SAVED,)), Outcome.UNREACHABLE, "Was turned, but"
    ),
    "clicked, then signed out": Case(
        Mode.RUN, Evidence(ON, blocked(Outcome.SIGNED_OUT), (SAVED,)), Outcome.SIGNED_OUT, "Was turned, but"
    ),
    "covered": Case(Mode.RUN, Evidence(ON, ON, (COVERED,)), Outcome.NOT_RECOGNISED, "covers it: a banner"),
    "passed over": Case(Mode.RUN, Evidence(ON, None, (PASSED,), passed_over=True), Outcome.SKIPPED, "still on"),
    "signed out": Case(Mode.RUN, Evidence(blocked(Outcome.SIGNED_OUT)), Outcome.SIGNED_OUT, "The reason."),
    "challenged": Case(Mode.CHECK, Evidence(blocked(Outcome.CHALLENGED)), Outcome.CHALLENGED, "The reason."),
    "unreachable": Case(Mode.CHECK, Evidence(blocked(Outcome.UNREACHABLE)), Outcome.UNREACHABLE, "The reason."),
    "half on": Case(Mode.RUN, Evidence(seen(State.MIXED)), Outcome.NOT_RECOGNISED, "half on, half off"),
    "unreadable": Case(Mode.RUN, Evidence(seen(State.UNKNOWN)), Outcome.NOT_RECOGNISED, "could not be read"),
    "not offered": Case(
        Mode.RUN,
        Evidence(blocked(Outcome.NOT_RECOGNISED, missing=True), row_missing=True),
        Outcome.NOT_OFFERED,
        "no row for it and no page",
        REGIONAL,
    ),
    "missing, though offered everywhere": Case(
        Mode.RUN,
        Evidence(blocked(Outcome.NOT_RECOGNISED, missing=True), row_missing=True),
        Outcome.NOT_RECOGNISED,
        "The reason.",
    ),
    "missing, but its row is there": Case(
        Mode.RUN,
        Evidence(blocked(Outcome.NOT_RECOGNISED, missing=True)),
        Outcome.NOT_RECOGNISED,
        "The reason.",
        REGIONAL,
    ),
    "no row, and a page that is not it": Case(
        Mode.RUN,
        Evidence(blocked(Outcome.NOT_RECOGNISED), row_missing=True),
        Outcome.NOT_RECOGNISED,
        "The reason.",
        REGIONAL,
    ),
    "gone after it was turned": Case(
        Mode.RUN,
        Evidence(ON, blocked(Outcome.NOT_RECOGNISED, missing=True), (SAVED,), row_missing=True),
        Outcome.NOT_RECOGNISED,
        "Was turned, but",
        REGIONAL,
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_word_and_the_sentence(case: Case) -> None:
    """Each kind of evidence leads to its own word, and to a sentence that says what was seen."""
    outcome, sentence = conclude(case.setting, case.mode, case.evidence)
    assert (outcome, case.words in sentence) == (case.outcome, True), sentence
    assert sentence[0].isupper()
    assert sentence.endswith((".", ")"))


def test_every_outcome_has_a_way_to_happen() -> None:
    """The table above leaves no word out."""
    assert {case.outcome for case in CASES.values()} == set(Outcome) - {
        Outcome.PUT_BACK
    }  # that is said by an undo alone


@pytest.mark.parametrize("state", [State.ON, State.OFF])
def test_a_note_is_passed_on(state: State) -> None:
    """What a reader must know to trust the reading stands in the sentence."""
    _, sentence = conclude(SETTING, Mode.CHECK, Evidence(seen(state, note="The label could not be checked.")))
    assert sentence.endswith(" The label could not be checked.")


OBSTACLES = st.builds(
    Obstacle,
    st.sampled_from([one for one in Outcome if one.exit_status >= 3]),
    st.just("the reason"),
    missing=st.booleans(),
    stops=st.booleans(),
)
OBSERVATIONS = st.builds(
    seen,
    st.sampled_from(State),
    disabled=st.booleans(),
    note=st.sampled_from(["", "A note."]),
    obstacle=st.none() | OBSTACLES,
)
TURNS = st.builds(
    Turn,
    st.just("switch"),
    st.sampled_from(["control", "label", "wrapper", "keyboard", "person", "skipped"]),
    st.sampled_from(["", "PUT /save 200"]),
    refused=st.booleans(),
    shown=st.sampled_from(State),
    obstacle=st.none() | OBSTACLES,
)
EVIDENCE = st.builds(
    Evidence,
    OBSERVATIONS,
    after=st.none() | OBSERVATIONS,
    turns=st.lists(TURNS, max_size=3).map(tuple),
    row_missing=st.booleans(),
    proof=st.sampled_from([None, PROOF, DRIFT]),
    passed_over=st.booleans(),
)


@given(st.sampled_from([SETTING, REGIONAL]), st.sampled_from(Mode), EVIDENCE)
@settings(max_examples=2000, deadline=None, database=None, suppress_health_check=SLOW_IS_FINE)
def test_off_is_only_said_of_what_was_read_off(setting: Setting, mode: Mode, evidence: Evidence) -> None:
    """Whatever was seen, the word is one for "off" only if the last page loaded reads off with nothing in the way."""
    outcome, sentence = conclude(setting, mode, evidence)
    last = evidence.after or evidence.before
    if outcome.is_off:
        assert last.state is State.OFF
        assert last.obstacle is None
    clicked = any(not turn.obstacle for turn in evidence.turns)
    if outcome is Outcome.ALREADY_OFF:
        assert not clicked
    if clicked and evidence.after is None:
        assert not outcome.is_off, "it was clicked and never read back"
    if outcome is Outcome.TURNED_OFF:
        assert evidence.after
    if outcome is Outcome.NOT_OFFERED:
        assert setting is REGIONAL
        assert last.obstacle
        assert last.obstacle.missing
    assert sentence


@given(st.sampled_from(Mode), EVIDENCE)
@settings(max_examples=500, deadline=None, database=None, suppress_health_check=SLOW_IS_FINE)
def test_on_without_an_obstacle_is_never_fine(mode: Mode, evidence: Evidence) -> None:
    """A setting that reads on is never among the outcomes of exit status 0, unless the person chose that it stays."""
    on = replace(evidence.after or evidence.before, state=State.ON, obstacle=None)
    outcome, _ = conclude(SETTING, mode, replace(evidence, after=on, turns=(), passed_over=False))
    assert outcome.exit_status != 0


def test_one_refused_save_among_several_is_not_saved():
    """On a page with several switches, a save that was refused is not outweighed by a later one that was taken."""
    on = Observation(State.ON, "2026-11-24T10:00:00+00:00", "https://x.example/a")
    off = Observation(State.OFF, "2026-11-24T10:00:05+00:00", "https://x.example/a")
    turns = (Turn("one", "control", "PUT /a 500", refused=True), Turn("two", "control", "PUT /b 200"))
    setting = Setting(id="a", title="A", path="/a")
    assert conclude(setting, Mode.RUN, Evidence(on, off, turns))[0] is Outcome.NOT_SAVED
