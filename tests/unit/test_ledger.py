"""All runs at a glance: the same as reading each whole, in order, and a run that cannot be read is told of."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_runs import DAMAGE, ORIGIN, VERSIONS, WHEN, begin, damaged, finished, result

from optout.errors import UsageProblem
from optout.model import INTERRUPTED, Mode, Observation, Obstacle, Outcome, Result, Run, State, Turn, Unlisted
from optout.runs import folders, ledger, shelf

LOOKS = st.none() | st.builds(
    Observation,
    st.sampled_from(State),
    st.just(WHEN),
    st.just(f"{ORIGIN}/one"),
    picture=st.sampled_from(["", "a.png"]),
    obstacle=st.none() | st.just(Obstacle(Outcome.UNREACHABLE, "slow down")),
)
TURNS = st.builds(
    Turn, st.just("switch"), st.just("label"), obstacle=st.none() | st.just(Obstacle(Outcome.SKIPPED, "passed"))
)
RESULTS = st.builds(
    replace,
    st.just(result()),
    outcome=st.sampled_from(Outcome),
    title=st.text(max_size=5),
    before=LOOKS,
    after=LOOKS,
    turns=st.lists(TURNS, max_size=2).map(tuple),
)
RUNS = st.builds(
    Run,
    st.just("2026-11-24T140000Z-aaaa"),
    st.sampled_from(Mode),
    st.just(WHEN),
    st.just(VERSIONS),
    finished=st.sampled_from(["", WHEN]),
    interrupted=st.booleans(),
    results=st.lists(RESULTS, max_size=3).map(tuple),
    unlisted=st.lists(st.builds(Unlisted, st.just("linkedin"), st.text(max_size=3), st.just("u")), max_size=2).map(
        tuple
    ),
)


@given(RUNS)
@settings(max_examples=200, deadline=None, database=None, suppress_health_check=[*HealthCheck])
def test_a_glance_says_what_the_whole_record_says(tmp_path: Path, run: Run) -> None:
    """Every field that is read lightly is the same as in the run that was stored."""
    folder = begin(tmp_path / "runs") if (tmp_path / "runs").is_dir() else _first(tmp_path / "runs")
    folder.update(**{name: getattr(run, name) for name in Run.__slots__})
    (entry,) = [one for one in ledger.read(tmp_path / "runs").entries if one.folder == folder.path]
    folder.path.joinpath("run.json").unlink()
    for name in ("id", "mode", "started", "finished", "interrupted", "unlisted", "exit_status"):
        assert getattr(entry, name) == getattr(run, name)
    assert len(entry.results) == len(run.results)
    for seen, whole in zip(entry.results, run.results, strict=True):
        for name in ("service", "account", "setting", "title", "url", "outcome"):
            assert getattr(seen, name) == getattr(whole, name)
        assert seen.state is (whole.last.state if whole.last else State.UNKNOWN)
        assert seen.at == (whole.last.at if whole.last else "")
        assert [look.picture for look in seen.looks] == [one.picture for one in (whole.before, whole.after) if one]
        assert seen.clicked == any(not turn.obstacle for turn in whole.turns)
        assert seen.origin == ORIGIN
        assert not seen.proves_off or (whole.outcome.is_off and whole.last and whole.last.state is State.OFF)


def _first(place: Path) -> folders.Folder:
    place.mkdir()
    return begin(place)


def test_runs_are_read_oldest_first(tmp_path: Path) -> None:
    """The order is that of their names, whatever the folder lists first; what is no run is left out."""
    names = ["2026-11-23T100000Z-bbbb", "2026-11-22T100000Z-aaaa", "2026-11-23T110000Z-cccc.partial"]
    for name in names:
        finished(tmp_path, result(), name=name)
    (tmp_path / "2025-not-a-run").mkdir()
    (tmp_path / "2024-a-file").touch()
    assert [entry.folder.name for entry in ledger.read(tmp_path).entries] == sorted(names)


def test_a_run_that_was_cut_off_is_partial(tmp_path: Path) -> None:
    """What goes on, was interrupted, or was killed says so; what has ended does not."""
    finished(tmp_path, result(), name="2026-11-22T100000Z-aaaa")
    cut = begin(tmp_path)
    cut.update(results=(result(),))
    cut.finish(interrupted=True)
    begin(tmp_path)
    entries = ledger.read(tmp_path).entries
    assert sorted((entry.partial, entry.exit_status == INTERRUPTED) for entry in entries) == [
        (False, False), (True, False), (True, True),
    ]  # fmt: skip


def test_no_runs_are_no_error(tmp_path: Path) -> None:
    """A home that is empty, or not there, has an empty ledger."""
    assert ledger.read(tmp_path) == ledger.read(tmp_path / "none") == ledger.Ledger(())


@pytest.mark.parametrize(("change", "words"), DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_run_is_passed_over_and_told_of(tmp_path: Path, change, words: str) -> None:  # type: ignore[no-untyped-def]
    """One unreadable record does not hide the others, and is named in the words that reading it whole gives."""
    finished(tmp_path, result(), name="2026-11-22T100000Z-aaaa")
    folder = damaged(tmp_path, change)
    read = ledger.read(tmp_path)
    assert [entry.folder.name for entry in read.entries] == ["2026-11-22T100000Z-aaaa"]
    (sentence,) = read.unreadable
    assert words in sentence
    with pytest.raises(UsageProblem) as problem:
        folders.load(folder)
    assert sentence == str(problem.value)


def test_a_record_cut_off_anywhere_is_never_half_believed(tmp_path: Path) -> None:
    """Every beginning of a real record is told of, and gives no entry."""
    folder = finished(tmp_path, result())
    whole = (folder / "run.json").read_bytes()
    for length in range(0, len(whole) - 1, 11):
        (folder / "run.json").write_bytes(whole[:length])
        read = ledger.read(tmp_path)
        assert read.entries == ()
        assert len(read.unreadable) == 1


def test_an_unknown_key_is_passed_over(tmp_path: Path) -> None:
    """A record that says more than this version knows is read all the same."""
    folder = finished(tmp_path, result())
    document = json.loads((folder / "run.json").read_text("utf-8"))
    document["signature"] = document["results"][0]["mood"] = "fine"
    (folder / "run.json").write_text(json.dumps(document), "utf-8")
    assert len(ledger.read(tmp_path).entries) == 1


@pytest.mark.parametrize(
    ("url", "origin"),
    [(f"{ORIGIN}/x", ORIGIN), ("http://127.0.0.1:8000/x?y", "http://127.0.0.1:8000"), ("https://[www", ""), ("x", "")],
)
def test_an_origin_is_what_stands_before_the_path(url: str, origin: str) -> None:
    """An address that is none has no origin."""
    assert ledger.Seen("s", "a", "x", "X", url, Outcome.ALREADY_OFF).origin == origin


def test_the_future_stands_behind_the_past(tmp_path: Path) -> None:
    """A run from before the clock was set back is the oldest until its time has come."""
    names = ["2026-11-22T100000Z-aaaa", "2026-11-24T100000Z-bbbb", "2026-12-24T100000Z-cccc"]
    for name in names:
        finished(tmp_path, Result("s", "a", "x", "X", f"{ORIGIN}/x", Outcome.ALREADY_OFF, ""), name=name)

    def order(now: datetime) -> list[str]:
        return [folder.name[:10] for folder in shelf.newest_first(tmp_path, now)]

    assert order(datetime(2026, 12, 1, tzinfo=UTC)) == ["2026-11-24", "2026-11-22", "2026-12-24"]
    assert order(datetime(2026, 12, 24, 10, tzinfo=UTC)) == ["2026-12-24", "2026-11-24", "2026-11-22"]
    assert order(datetime(2026, 11, 23, tzinfo=UTC)) == ["2026-11-22", "2026-12-24", "2026-11-24"]
