"""Thinning: which runs may lose their pictures, which never, and that nothing else is touched."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_track import ORIGIN, seen

from optout.errors import CannotLook
from optout.model import Mode, Outcome, State
from optout.runs import shelf
from optout.runs.ledger import Attempt, Entry, Look
from optout.runs.thin import Thinning, find, spare, thin

NOW = datetime(2026, 12, 20, 9, tzinfo=UTC)


def at(ago: float) -> str:
    """A time so many days ago."""
    return (NOW - timedelta(days=ago)).isoformat()


def entry(ago: float, kinds: str = ".", **more: object) -> Entry:
    """A finished check so many days ago that saw a setting for each letter."""
    results = tuple(seen(kind, at(ago), f"s{number}") for number, kind in enumerate(kinds))
    when = at(ago)
    made = Entry(1, f"{ago}", Mode.CHECK, when, when, results=results)
    return replace(made, **more)  # type: ignore[arg-type]


def go(*entries: Entry, keep: int = 90) -> list[str]:
    """The ids of the runs whose pictures may go."""
    return [one.id for one in spare(entries, keep, NOW)]


# 2026-12-20 less 110 to 133 days is August; 111 is 2026-08-31, and 141 is 2026-08-01
LATEST = entry(1)


def test_of_old_checks_one_a_month_stays() -> None:
    """All of the last days stay; before that the latest of each month."""
    weekly = [entry(ago) for ago in range(365, 0, -7)]
    gone = go(*weekly)
    assert all(float(one) > 90 for one in gone)
    stay = [one.started[:7] for one in weekly if one.id not in gone and float(one.id) > 90]
    assert stay == sorted(set(stay))
    assert len(stay) >= 9
    for one in weekly:
        later = [x for x in weekly if x.started[:7] == one.started[:7] and x.started > one.started and float(x.id) > 90]
        assert (one.id in gone) == bool(later)


REMARKABLE = {
    "drift": {"kinds": ".C"},
    "still on": {"kinds": "O"},
    "not saved": {"kinds": "n"},
    "turned off": {"kinds": "t"},
    "not recognised": {"kinds": "y"},
    "an undo": {"mode": Mode.UNDO},
    "cut off": {"finished": ""},
    "a partial folder": {"folder": Path("x.partial")},
    "a time that is none": {"started": "then"},
    "from the future": {"started": at(-5)},
    "locked": {"results": (replace(seen(".", at(120)), outcome=Outcome.LOCKED),)},
    "a click": {"results": (replace(seen(".", at(120)), turns=(Attempt(),)),)},
}


@pytest.mark.parametrize("more", REMARKABLE.values(), ids=REMARKABLE.keys())
def test_what_is_remarkable_stays(more: dict[str, object]) -> None:
    """A change, drift, what was not recognised, what did not end: never thinned, though it is old and not alone."""
    assert go(entry(120, "..."), entry(115, "..."), entry(1, "...")) == ["120"]
    assert go(entry(120, **more), entry(115, "..."), entry(1, "...")) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("outcome", Outcome)
def test_only_unremarkable_words_may_go(outcome: Outcome) -> None:
    """Every outcome is on one side."""
    one = entry(120, results=(replace(seen("?", at(120)), outcome=outcome),))
    plain = {"already-off", "not-offered", "skipped", "signed-out", "challenged", "unreachable"}
    assert go(one, entry(115), LATEST) == (["120"] if outcome.value in plain else [])


def test_the_latest_of_each_account_stays() -> None:
    """However old: the last that was seen of an account, and the last proof of a setting."""
    other = entry(119, results=(seen(".", at(119), "s0", "work"),))
    assert go(entry(120), other, entry(115), LATEST) == ["120"]
    assert go(entry(120, ".."), entry(115), LATEST) == []  # nobody has looked at the second setting since
    assert go(entry(120), entry(118), keep=0) == ["120"]


def test_the_proof_of_a_drift_stays() -> None:
    """The run that a drift is told by keeps its pictures, even when it was turned off and proved anew since."""
    story = [entry(120), entry(119), entry(118, "C"), entry(117, "t"), entry(115), LATEST]
    assert go(*story) == ["120"]


def test_a_check_that_read_nothing_is_not_the_one_that_stays() -> None:
    """The month's picture is one of a setting that was read off, and not of a sign-in page."""
    assert go(entry(120), entry(116, "?"), LATEST) == ["116"]


@given(
    st.lists(st.tuples(st.integers(0, 400), st.text(".tOCn?-y", min_size=1, max_size=2)), min_size=1, max_size=15),
    st.integers(0, 200),
)
@settings(max_examples=300, deadline=None, database=None)
def test_thinning_never_takes_what_must_stay(days: list[tuple[int, str]], keep: int) -> None:
    """Whatever happened: nothing young, nothing remarkable, not the latest; and a longer --keep never takes more."""
    entries = [entry(ago + number / 100, kinds) for number, (ago, kinds) in enumerate(sorted(days, reverse=True))]
    entries.sort(key=lambda one: one.started)
    gone = spare(entries, keep, NOW)
    for one in gone:
        assert float(one.id) > keep
        assert not {seen.outcome.value for seen in one.results} & {
            "came-back", "still-on", "not-saved", "turned-off", "not-recognised",
        }  # fmt: skip
    assert entries[-1] not in gone
    rest = [one for one in entries if one not in gone]
    months = {one.started[:7] for one in entries if any(seen.proves_off for seen in one.results)}
    assert months == {one.started[:7] for one in rest if any(seen.proves_off for seen in one.results)}


# ------------------------------------------------------------------------------------ files


@pytest.fixture
def shelves(tmp_path: Path) -> tuple[Path, Entry, list[Entry]]:
    """An old check with pictures, and what makes it one that may be thinned."""
    folder = tmp_path / "old"
    folder.mkdir()
    names = ("a.png", "b.png", "../beside.png", "run.json", "", "gone.png")
    for name in names[:4]:
        (folder / name).write_bytes(b"x" * 1000)
    (folder / "mine.png").write_bytes(b"mine")
    results = tuple(replace(seen(".", at(120), "s0"), before=Look(State.OFF, at(120), name)) for name in names)
    old = entry(120, results=results, folder=folder)
    return folder, old, [old, entry(115), LATEST]


def test_pictures_go_and_the_record_stays(shelves: tuple[Path, Entry, list[Entry]]) -> None:
    """Only what the record calls a picture of this folder goes; what went, and when, is written beside it."""
    folder, _, entries = shelves
    found = find(entries, 90, NOW)
    assert found == [Thinning("120", folder, ("a.png", "b.png"), 2000)]
    assert len(list(folder.iterdir())) == 4, "looking deletes nothing"
    thin(found, NOW)
    assert {one.name for one in folder.iterdir()} == {"run.json", "mine.png", "pruned.json"}
    assert (folder.parent / "beside.png").exists()
    when = NOW.isoformat(timespec="seconds")
    assert shelf.thinned(folder) == {"a.png": when, "b.png": when}
    assert (folder / "pruned.json").stat().st_mode & 0o077 == 0
    assert find(entries, 90, NOW) == []


def test_what_was_thinned_before_is_not_forgotten(shelves: tuple[Path, Entry, list[Entry]]) -> None:
    """The list only grows, and keeps the first time."""
    folder, _, entries = shelves
    (folder / "pruned.json").write_text(json.dumps({"format": 1, "pictures": {"z.png": "then", "a.png": "then"}}))
    thin(find(entries, 90, NOW), NOW)
    assert shelf.thinned(folder) == {"a.png": "then", "z.png": "then", "b.png": NOW.isoformat(timespec="seconds")}


def test_a_list_that_cannot_be_written_deletes_nothing(shelves: tuple[Path, Entry, list[Entry]]) -> None:
    """No picture goes without a word about it."""
    folder, _, entries = shelves
    (folder / "pruned.json").mkdir()
    with pytest.raises(CannotLook, match="cannot be thinned"):
        thin(find(entries, 90, NOW), NOW)
    assert (folder / "a.png").exists()
    assert (folder / "b.png").exists()


def test_the_origin_tells_accounts_apart() -> None:
    """A stand-in site's latest check does not stand for the real one's."""
    stand_in = entry(1, results=(seen(".", at(1), "s0", origin="http://127.0.0.1:1"),))
    assert ORIGIN not in stand_in.results[0].url
    assert go(entry(120), stand_in) == []
