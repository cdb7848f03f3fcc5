"""Run folders: written as a run goes, finished by one rename, read back exactly, and never a traceback."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optout.errors import CannotLook, UsageProblem
from optout.model import (
    Box,
    Mode,
    Observation,
    Obstacle,
    Outcome,
    Result,
    Run,
    State,
    Turn,
    Unlisted,
    Versions,
)
from optout.runs import folders

SLOW_IS_FINE = [HealthCheck.too_slow]  # a busy machine is no fault of the data

ORIGIN = "https://www.linkedin.com"
VERSIONS = Versions("0.1.0", "Chromium 1", "3.11", "Linux")
WHEN = "2026-11-24T14:00:00.000+00:00"


def result(
    outcome: Outcome = Outcome.TURNED_OFF, setting: str = "one", account: str = "default", origin: str = ORIGIN
) -> Result:
    """A result with something in every field."""
    state = State.OFF if outcome.is_off else State.ON
    before = Observation(
        State.ON, WHEN, f"{origin}/one", f"{origin}/one?x", "de-AT", ('switch "Daten: „ja“" on',),
        (Box(1.5, 2, 3, 4),), disabled=True, note="A note.", picture="a.png", sha256="0" * 64,
        obstacle=Obstacle(Outcome.UNREACHABLE, "slow down", stops=True),
    )  # fmt: skip
    turn = Turn('switch "x" on', "label", "PUT /x 200", shown=State.OFF, obstacle=Obstacle(Outcome.SKIPPED, "passed"))
    after = replace(before, state=state, obstacle=None)
    return Result(
        "linkedin", account, setting, "Títle ☃", f"{origin}/one", outcome, "A sentence.", before, after, (turn,)
    )


def begin(place: Path) -> folders.Folder:
    """A run that has just begun."""
    return folders.Folder(place, Mode.RUN, VERSIONS, {"linkedin": "f" * 64})


def finished(place: Path, *results: Result, name: str = "") -> Path:
    """The folder of a run that has ended, called as wished."""
    folder = begin(place)
    folder.update(results=results)
    folder.finish()
    return folder.path.rename(place / name) if name else folder.path


def damaged(place: Path, change: Callable[[dict[str, Any]], Any]) -> Path:
    """A finished run whose record was changed."""
    folder = finished(place, result())
    manifest = folder / "run.json"
    document = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps(change(document) or document), "utf-8")
    return folder


# ---------------------------------------------------------------------------------- writing


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"setting": "age"', '"setting": "ads-*"', "setting"),
        ('"account": "default"', '"account": "../../evil"', "account"),
        ('"picture": "p.png"', '"picture": "../p.png"', "picture"),
        ('"service": "linkedin"', '"service": "/etc"', "service"),
    ],
)
def test_a_record_edited_by_hand_names_no_other_file_and_no_pattern(
    tmp_path: Path, old: str, new: str, key: str
) -> None:
    """What becomes a target of undo, a lock or a picture must be a plain name: a glob would reach more."""
    seen = Observation(State.ON, "2026-11-24T14:00:00+00:00", "https://x/age", picture="p.png")
    turn = Turn("switch", "control")
    one = Result("linkedin", "default", "age", "Age", "https://x/age", Outcome.TURNED_OFF, "", seen, turns=(turn,))
    folder = folders.Folder(tmp_path, Mode.RUN, Versions("0"), {})
    folder.update(results=(one,))
    assert folders.load(folder.path).results == (one,)
    record = folder.path / "run.json"
    text = record.read_text("utf-8")
    assert old in text
    record.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(UsageProblem, match=f"results.{key}"):
        folders.load(folder.path)


def test_runs_that_begin_in_the_same_second_have_folders_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is taken is not used again."""
    names = iter(["aaaa", "aaaa", "bbbb"])
    monkeypatch.setattr("secrets.token_hex", lambda _: next(names))
    both = [folders._new(tmp_path, "2026-11-24T140000Z").name for _ in range(2)]
    assert both == ["2026-11-24T140000Z-aaaa.partial", "2026-11-24T140000Z-bbbb.partial"]


def test_a_run_comes_back_as_it_was(tmp_path: Path) -> None:
    """Everything that a finished run holds is read back from its folder, equal in every field."""
    folder = begin(tmp_path)
    row = Unlisted("linkedin", "New", f"{ORIGIN}/new")
    folder.update(results=(result(), result(Outcome.STILL_ON, "two")), unlisted=(row,))
    ended = folder.finish()
    assert ended.finished
    assert folders.load(folder.path) == ended


def test_a_run_is_partial_until_it_ends(tmp_path: Path) -> None:
    """The folder has its own name only at the end; before that it says `.partial` and holds what there is so far."""
    folder = begin(tmp_path)
    assert folder.path.name == f"{folder.run.id}.partial"
    folder.update(results=(result(),))
    so_far = folders.load(folder.path)
    assert so_far.results == (result(),)
    assert so_far.finished == ""
    folder.finish()
    assert [one.name for one in tmp_path.iterdir()] == [folder.run.id]


def test_an_interrupted_run_stays_partial(tmp_path: Path) -> None:
    """What was cut off keeps its results and its `.partial`, and exits 130."""
    folder = begin(tmp_path)
    folder.update(results=(result(),))
    ended = folder.finish(interrupted=True)
    assert ended.exit_status == 130
    assert [one.name for one in tmp_path.iterdir()] == [f"{ended.id}.partial"]
    assert folders.load(folder.path) == ended


def test_a_picture_is_kept_with_its_hash(tmp_path: Path) -> None:
    """The bytes are in the folder under the name that was answered, and the hash is theirs."""
    folder = begin(tmp_path)
    assert folder.keep("linkedin-one-before", b"first") == (
        "linkedin-one-before.png", hashlib.sha256(b"first").hexdigest(),
    )  # fmt: skip
    name, sha256 = folder.keep("linkedin-one-before", b"second")
    assert (folder.path / name).read_bytes() == b"second"
    assert sha256 == hashlib.sha256(b"second").hexdigest()
    assert {one.name for one in folder.path.iterdir()} == {"run.json", name}


def test_what_was_saved_stays_when_the_next_save_fails(tmp_path: Path) -> None:
    """A record that cannot be written again is still the one before, and the sentence says so."""
    folder = begin(tmp_path)
    folder.update(results=(result(),))
    (folder.path / "run.json.new").mkdir()  # in the way of the next write
    with pytest.raises(CannotLook, match=r"run\.json cannot be written .* What was saved before is still there\."):
        folder.update(results=())
    assert folders.load(folder.path).results == (result(),)


def test_two_runs_in_one_second_have_two_folders(tmp_path: Path) -> None:
    """An id is a time and four random digits."""
    ids = {begin(tmp_path).run.id for _ in range(5)}
    assert len(ids) == 5
    assert all(len(one) == len("2026-11-24T140153Z-3f2a") for one in ids)


OUTCOMES = st.lists(st.sampled_from(Outcome), max_size=8)


@given(OUTCOMES, st.booleans())
@settings(max_examples=300, deadline=None, database=None, suppress_health_check=SLOW_IS_FINE)
def test_the_smallest_status_wins(outcomes: list[Outcome], interrupted: bool) -> None:
    """The exit status is the smallest that is not nought, or 130 where the run was interrupted."""
    run = Run("id", Mode.RUN, WHEN, VERSIONS, results=tuple(map(result, outcomes)), interrupted=interrupted)
    status = 130 if interrupted else 0
    if not interrupted:
        for candidate in (5, 4, 3, 1):
            status = candidate if any(one.exit_status == candidate for one in outcomes) else status
    assert run.exit_status == status


# ---------------------------------------------------------------------------------- reading

DAMAGE: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "newer": (lambda run: run.update(format=3), "has format 3, and this version reads 2. Install a newer optout."),
    "format in words": (lambda run: run.update(format="one"), "has format 'one'"),
    "no format": (lambda run: run.pop("format") and run, "is damaged: it is no run's record"),
    "no id": (lambda run: run.pop("id") and run, 'is damaged at key "id"'),
    "an outcome of its own": (lambda run: run["results"][0].update(outcome="perfect"), '"results.0.outcome"'),
    "a state of its own": (lambda run: run["results"][0]["before"].update(state="dim"), '"results.0.before.state"'),
    "a mode of its own": (lambda run: run.update(mode="walk"), 'at key "mode"'),
    "results that are no list": (lambda run: run.update(results=7), 'at key "results"'),
    "a list": (lambda run: [run], "is damaged: it is no run's record"),
    "a number": (lambda run: 7, "is damaged: it is no run's record"),
    "nothing in it": (lambda run: {"format": 1}, 'is damaged at key "id"'),
}


@pytest.mark.parametrize(("change", "words"), DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_record_is_one_sentence(tmp_path: Path, change: Callable[[dict[str, Any]], Any], words: str) -> None:
    """Whatever is wrong in the record, the sentence names the file and the key."""
    folder = damaged(tmp_path, change)
    with pytest.raises(UsageProblem) as problem:
        folders.load(folder)
    assert str(problem.value).startswith(f"{folder / 'run.json'} ")
    assert words in str(problem.value)
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b'{"format": 1, "id', b"null", b"[" * 100_000])
def test_a_truncated_record_is_one_sentence(tmp_path: Path, raw: bytes) -> None:
    """A record that was cut off, emptied or overwritten is damaged, not a crash."""
    folder = finished(tmp_path, result())
    (folder / "run.json").write_bytes(raw)
    with pytest.raises(UsageProblem, match=r"is damaged: .* The pictures beside it are untouched\."):
        folders.load(folder)


def test_a_record_cut_off_anywhere_is_one_sentence(tmp_path: Path) -> None:
    """Every beginning of a real record leads to a sentence and never to a run."""
    folder = finished(tmp_path, result())
    whole = (folder / "run.json").read_bytes()
    for length in range(0, len(whole) - 1, 7):
        (folder / "run.json").write_bytes(whole[:length])
        with pytest.raises(UsageProblem, match="is damaged"):
            folders.load(folder)


def test_no_record_is_one_sentence(tmp_path: Path) -> None:
    """A folder without a record says what could not be read."""
    with pytest.raises(UsageProblem, match=r"run\.json cannot be read \(No such file or directory\)\."):
        folders.load(tmp_path)


# ---------------------------------------------------------------------------------- finding


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """Three runs, the last one cut off, and two things that are no runs."""
    for name in ("2026-11-22T100000Z-aaaa", "2026-11-23T100000Z-bbbb", "2026-11-23T110000Z-cccc.partial"):
        finished(tmp_path, result(), name=name)
    (tmp_path / "2027-not-a-run").mkdir()
    (tmp_path / "2028-a-file").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("", "2026-11-23T110000Z-cccc.partial"),
        ("2026-11-22", "2026-11-22T100000Z-aaaa"),
        ("2026-11-23T10", "2026-11-23T100000Z-bbbb"),
        ("2026-11-23T100000Z-bbbb", "2026-11-23T100000Z-bbbb"),
        ("2026-11-23T110000Z-cccc", "2026-11-23T110000Z-cccc.partial"),
    ],
)
def test_a_run_is_found_by_a_beginning_of_its_id(three: Path, name: str, found: str) -> None:
    """A beginning that only one run has will do; without one it is the latest."""
    assert folders.find(three, name) == three / found


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("2026", 'Several runs begin with "2026"'),
        ("2026-11-23", 'Several runs begin with "2026-11-23"'),
        ("2025", 'No run begins with "2025"'),
        ("2027", 'No run begins with "2027"'),
        ("2028", 'No run begins with "2028"'),
        ("bbbb", 'No run begins with "bbbb"'),
        ("..", 'No run begins with ".."'),
        ("a\0b", "No run begins with"),
        ("a" * 5000, "No run begins with"),
    ],
)
def test_a_name_that_is_no_run_says_which_there_are(three: Path, name: str, words: str) -> None:
    """The sentence quotes the name and lists the latest runs."""
    with pytest.raises(UsageProblem) as problem:
        folders.find(three, name)
    assert words in str(problem.value)
    assert "Latest: 2026-11-23T110000Z-cccc.partial, 2026-11-23T100000Z-bbbb" in str(problem.value)


def test_a_run_may_be_named_by_its_folder(three: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The path of a run folder anywhere is a name as well."""
    elsewhere = finished(tmp_path_factory.mktemp("elsewhere"), result())
    assert folders.find(three, str(elsewhere)) == elsewhere


@pytest.mark.parametrize("name", ["", "2026"])
def test_no_run_yet(tmp_path: Path, name: str) -> None:
    """On the first day the sentence says how to begin."""
    with pytest.raises(UsageProblem, match=r'There is no run yet\. Start with "optout run"'):
        folders.find(tmp_path, name)


@pytest.mark.parametrize("others", [True, False])
def test_a_run_from_the_future_is_the_latest_only_if_it_is_alone(tmp_path: Path, others: bool) -> None:
    """Once the clock was set back, the latest run is the latest of those that can have been made by now."""
    future = finished(tmp_path, result(), name="2199-01-01T000000Z-aaaa")
    past = finished(tmp_path, result()) if others else future
    if others:
        finished(tmp_path, result(), name="2026-11-22T100000Z-aaaa")
    assert folders.find(tmp_path) == past
    assert folders.find(tmp_path, "2199") == future
