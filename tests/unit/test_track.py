"""Each setting over time: its state, since when, its proof, and when a proof ends."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optout.errors import UsageProblem
from optout.model import Mode, Outcome, Proof, State
from optout.runs.ledger import Attempt, Entry, Look, Seen
from optout.runs.track import Track, drifts, proofs, tracks

ORIGIN = "https://www.linkedin.com"
WORDS = {
    ".": (Outcome.ALREADY_OFF, State.OFF, None),
    "t": (Outcome.TURNED_OFF, State.ON, State.OFF),
    "O": (Outcome.STILL_ON, State.ON, None),
    "C": (Outcome.CAME_BACK, State.ON, None),
    "n": (Outcome.NOT_SAVED, State.ON, State.ON),
    "?": (Outcome.UNREACHABLE, State.UNKNOWN, None),
    "-": (Outcome.NOT_OFFERED, State.UNKNOWN, None),
    "x": (Outcome.ALREADY_OFF, State.UNKNOWN, None),  # a word that the page does not bear out
    "y": (Outcome.NOT_RECOGNISED, State.OFF, None),  # a page that the word does not bear out
}


def day(number: int) -> str:
    """A time, one day after the other."""
    return f"2026-01-{number + 1:02}T09:00:00+00:00"


def seen(kind: str, at: str, setting: str = "one", account: str = "default", origin: str = ORIGIN) -> Seen:
    """What one run saw of a setting, by its letter."""
    outcome, before, after = WORDS[kind]
    return Seen(
        "linkedin", account, setting, "One", f"{origin}/{setting}", outcome, Look(before, at),
        Look(after, at) if after else None, (Attempt(),) if after else (),
    )  # fmt: skip


def history(letters: str) -> list[Entry]:
    """One run a day. `u`: an undo that turned it on; `v`: one that clicked and never read back; ` `: did not look."""
    entries = []
    for number, kind in enumerate(letters):
        mode = Mode.UNDO if kind in "uv" else Mode.RUN if kind in "tn" else Mode.CHECK
        one = seen({"u": "n", "v": "?"}.get(kind, kind), day(number)) if kind != " " else None
        if one and kind == "v":
            one = Seen(*(getattr(one, name) for name in Seen.__slots__[:-1]), (Attempt(),))
        entries.append(Entry(1, f"run{number}", mode, day(number), day(number), False, (one,) if one else ()))
    return entries


def track(letters: str) -> Track:
    """The track of the one setting."""
    (only,) = tracks(history(letters))
    return only


@dataclass(frozen=True)
class Case:
    """What is said after some runs: the day since when, and the days of the proof and of its end."""

    letters: str
    since: int
    proved: int | None = None
    on: int | None = None


CASES = [
    Case(".", 0, 0),
    Case("...", 0, 2),
    Case("O", 0),
    Case("t.", 0, 1),
    Case(".C", 1, 0, 1),
    Case("..CCO", 2, 1, 2),
    Case("..Ct", 3, 3),
    Case("..Ct.C", 5, 4, 5),
    Case(".?C", 2, 0, 2),
    Case(".?.", 0, 2),
    Case(".??", 1, 0),
    Case("O?.", 2, 2),
    Case(".n", 1, 0, 1),
    Case("O.-", 2, 1),
    Case(". .", 0, 2),
    Case("x", 0),
    Case("y", 0),
    Case("tu", 1),
    Case("tuOO", 1),
    Case("tuOt", 3, 3),
    Case("tuOtC", 4, 3, 4),
    Case("tCuO", 1),
    Case("tvO", 2),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.letters)
def test_a_track_tells_since_when_and_by_whom(case: Case) -> None:
    """State, proof and the end of a proof come from the right runs, and an undo ends a proof without any drift."""
    one = track(case.letters)
    expected = None
    if case.proved is not None:
        on = case.on
        expected = Proof(
            day(case.proved),
            f"run{case.proved}",
            day(on) if on is not None else "",
            f"run{on}" if on is not None else "",
        )
    assert one.since == day(case.since)
    assert one.proof == expected
    assert proofs(history(case.letters), (ORIGIN,), "linkedin", "default") == ({"one": expected} if expected else {})


@given(st.text("".join(WORDS) + "uv ", min_size=1, max_size=12))
@settings(max_examples=500, deadline=None, database=None)
def test_a_proof_is_always_a_reading_of_off(letters: str) -> None:
    """Whatever happened, the proof is the latest run that read off, and nothing between it and its end read on."""
    found = proofs(history(letters), (ORIGIN,), "linkedin", "default").get("one")
    undone = max((number for number, kind in enumerate(letters) if kind in "uv"), default=-1)
    read_off = [number for number, kind in enumerate(letters) if kind in ".t" and number > undone]
    assert (found is None) == (not read_off)
    if found:
        assert found.run == f"run{read_off[-1]}"
        later = [number for number, kind in enumerate(letters) if kind in "OCn" and number > read_off[-1]]
        assert found.on_run == (f"run{later[0]}" if later else "")


def test_every_drift_is_told_once() -> None:
    """A setting that came back twice has two stories, however often it was seen on, and none for what was undone."""
    sightings = track("..CC.Ot.u OO").sightings
    assert [(one.run, one.on_run) for one in drifts(sightings)] == [("run1", "run2"), ("run4", "run5")]


@pytest.mark.parametrize(
    ("account", "origin"),
    [("work", ORIGIN), ("default", "http://127.0.0.1:8000"), ("default", "http://www.linkedin.com")],
)
def test_a_proof_holds_for_its_own_account_and_origin(account: str, origin: str) -> None:
    """What another account or a stand-in site held proves nothing, and has a track of its own."""
    entries = [
        *history("."),
        Entry(1, "r", Mode.CHECK, day(9), day(9), False, (seen("O", day(9), "one", account, origin),)),
    ]
    assert proofs(entries, (ORIGIN,), "linkedin", "default") == {"one": Proof(day(0), "run0")}
    assert proofs(entries, (origin,), "linkedin", account) == {}
    assert len(tracks(entries)) == 2
    assert [one.place for one in tracks(entries, account="work")] == (
        [("linkedin", "work", ORIGIN)] if account == "work" else []
    )


@pytest.mark.parametrize(
    ("target", "names"),
    [
        ("linkedin", ["ads-a", "ads-b", "ai"]),
        ("linkedin/", ["ads-a", "ads-b", "ai"]),
        ("link*", ["ads-a", "ads-b", "ai"]),
        ("linkedin/ads-*", ["ads-a", "ads-b"]),
        ("linkedin/ai", ["ai"]),
    ],
)
def test_a_target_chooses_among_what_runs_have_seen(target: str, names: list[str]) -> None:
    """A service, a setting or a glob names settings that only a sweep found as well."""
    entry = Entry(
        1, "r", Mode.CHECK, day(0), results=tuple(seen(".", day(0), name) for name in ("ads-a", "ads-b", "ai"))
    )
    assert [one.setting for one in tracks([entry], [target])] == names


@pytest.mark.parametrize("target", ["linkedln", "linkedin/adds-a", "ads-a", "facebook", "*/zzz"])
def test_a_target_that_names_nothing_says_what_there_is(target: str) -> None:
    """The sentence quotes it and has the nearest names."""
    entry = Entry(1, "r", Mode.CHECK, day(0), results=(seen(".", day(0), "ads-a"),))
    with pytest.raises(
        UsageProblem, match=r"names no setting that a run has looked at\. Did you mean: linkedin/ads-a\?"
    ):
        tracks([entry], [target])


def test_the_latest_run_gives_the_order() -> None:
    """Settings stand as the latest run lists them, and those that it has no more come last."""
    entries = [
        Entry(1, "r0", Mode.CHECK, day(0), results=tuple(seen(".", day(0), name) for name in "xbca")),
        Entry(1, "r1", Mode.CHECK, day(1), results=tuple(seen(".", day(1), name) for name in "cab")),
    ]
    assert [one.setting for one in tracks(entries)] == ["c", "a", "b", "x"]
