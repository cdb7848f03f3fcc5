"""Silence: when the last good check of an account was, from a few records, and whether that is too long ago."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from optout.model import Outcome
from optout.runs.stale import AT_MOST, last_good, stale

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)


def home(place: Path, *runs: tuple[float, dict[str, list[str]]], partial: bool = False, profiles: str = "ab") -> Path:
    """A home with runs that were so many days ago, and what each account of service s got in them."""
    for days, accounts in runs:
        started = NOW - timedelta(days=days)
        folder = place / "runs" / (f"{started:%Y-%m-%dT%H%M%SZ}-aaaa" + (".partial" if partial else ""))
        folder.mkdir(parents=True)
        results = [
            {"service": "s", "account": name, "outcome": word} for name, words in accounts.items() for word in words
        ]
        (folder / "run.json").write_text(json.dumps({"format": 1, "started": started.isoformat(), "results": results}))
    for name in profiles:
        (place / "profiles" / "s" / name).mkdir(parents=True, exist_ok=True)
    return place


def days(place: Path) -> float | None:
    """How many days ago the last good check was."""
    when = last_good(place, NOW)
    return when and (NOW - when) / timedelta(days=1)


def test_the_last_check_that_could_read_everything_counts(tmp_path: Path) -> None:
    """One setting that could not be read makes a check no good one; one that is on does not."""
    for number, (word, outcome) in enumerate((one.value, one) for one in Outcome):
        place = home(tmp_path / word, (1, {"a": ["already-off", word]}), (5 + number, {"a": ["already-off"]}))
        good = outcome.exit_status in (0, 1)
        assert days(place) == (1 if good else 5 + number), word


def test_a_run_that_was_cut_off_is_no_good_one(tmp_path: Path) -> None:
    """What goes on, or was cut off, may not have read all."""
    home(tmp_path, (1, {"a": ["already-off"]}), partial=True)
    assert days(home(tmp_path, (9, {"a": ["already-off"]}))) == 9


def test_the_account_that_has_waited_longest_counts(tmp_path: Path) -> None:
    """A daily check of one account does not hide that another one is silent, unless that one was signed out."""
    fine = {"a": ["already-off"]}
    runs = [(day, fine) for day in range(5)] + [(9, {**fine, "b": ["still-on"]})]
    runs[2] = (2, {**fine, "b": ["signed-out"]})
    assert days(home(tmp_path / "two", *runs)) == 9
    assert days(home(tmp_path / "one", *runs, profiles="a")) == 0


def test_nothing_good_ever_is_no_silence(tmp_path: Path) -> None:
    """Without a good check, without any run, and without a home there is nothing to miss."""
    assert days(home(tmp_path, (1, {"a": ["signed-out"]}), (2, {"a": ["unreachable"]}))) is None
    assert days(tmp_path / "none") is None


def test_only_a_few_records_are_opened(tmp_path: Path) -> None:
    """After many checks that came to nothing, the oldest that was opened says how long it is at least."""
    bad = [(float(day), {"a": ["unreachable"]}) for day in range(AT_MOST)]
    assert days(home(tmp_path, *bad)) is None
    assert days(home(tmp_path, (AT_MOST + 50, {"a": ["already-off"]}))) == AT_MOST - 1


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b'{"started": 1}', b'{"started": "x", "results": []}',
    b'{"started": "2026-11-30T09:00:00+00:00", "results": [1]}', b"[" * 100_000])  # fmt: skip
def test_a_damaged_record_is_passed_over(tmp_path: Path, raw: bytes) -> None:
    """It neither crashes a command nor counts as good."""
    home(tmp_path, (1, {"a": ["already-off"]}), (9, {"a": ["already-off"]}))
    max((tmp_path / "runs").iterdir()).joinpath("run.json").write_bytes(raw)
    assert days(tmp_path) == 9


def test_a_check_from_the_future_is_no_good_one(tmp_path: Path) -> None:
    """Once the clock was set back, a run of next year must not keep the program quiet until then."""
    assert days(home(tmp_path, (-300, {"a": ["already-off"]}), (3, {"a": ["signed-out"]}))) is None
    assert days(home(tmp_path, (40, {"a": ["already-off"]}))) == 40


@pytest.mark.parametrize(
    ("every", "age", "said"),
    [(0, 30, False), (0, 30.1, True), (1, 4, False), (1, 4.1, True), (7, 16, False), (7, 17, True), (31, 64, False),
     (31, 65, True), (7, -5, False)],
)  # fmt: skip
def test_twice_the_interval_and_two_days_are_patience_enough(every: int, age: float, said: bool) -> None:
    """Without a schedule it is 30 days; the sentence has the age in whole days and the way out."""
    sentence = stale(NOW - timedelta(days=age), every, NOW)
    assert bool(sentence) == said
    if said:
        assert sentence.startswith(f"The last good check was more than {int(age)} days ago. Run ")
    assert stale(None, every, NOW) == ""
