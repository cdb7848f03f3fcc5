"""`history` and `optout` alone through the real command line: what they say, how fast, and that they touch nothing."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from effort import effort

from optout.model import Box, Mode, Observation, Outcome, Result, Run, State, Versions
from optout.runs import folders

SERVICES = ("google", "linkedin", "meta")


def result(service: str, number: int, at: str) -> Result:
    """A result of a check as big as a real one is."""
    url = f"https://www.{service}.com/mypreferences/d/settings/setting-number-{number}"
    controls = tuple(f'switch "Use my data for purpose {one} of this setting" off' for one in range(2))
    boxes = tuple(Box(812.34375, 300.5 + 40 * one, 48, 28) for one in range(2))
    seen = Observation(
        State.OFF, at, url, url, "en", controls, boxes, note="The label could not be checked.",
        picture=f"{service}-setting-number-{number}-seen.png", sha256="ab" * 32,
    )  # fmt: skip
    return Result(
        service, "default", f"setting-number-{number}", f"Setting number {number}", url, Outcome.ALREADY_OFF,
        "Still off.", seen,
    )  # fmt: skip


def store(home: Path, run: Run, name: str = "") -> Path:
    """Store a run as the program itself does."""
    folder = home / "runs" / (name or run.id)
    folder.mkdir(parents=True)
    document = {"format": 1, **folders._RUN.dump_python(run, mode="json")}
    (folder / "run.json").write_text(json.dumps(document, indent=1), "utf-8")
    return folder


def check(when: datetime, number: int = 0, settings: int = 20) -> Run:
    """A finished check of all services."""
    at = when.isoformat(timespec="milliseconds")
    results = tuple(result(service, one, at) for service in SERVICES for one in range(settings))
    name = f"{when:%Y-%m-%dT%H%M%SZ}-{number:04x}"
    return Run(name, Mode.CHECK, at, Versions("0.1.0", "Chromium 130", "3.11", "Linux"), {}, at, False, results)


@pytest.fixture(scope="session")
def years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with 1,000 checks of 60 settings."""
    home = tmp_path_factory.mktemp("years")
    start = datetime(2020, 1, 1, 9, tzinfo=UTC)
    text = json.dumps({"format": 1, **folders._RUN.dump_python(check(start), mode="json")}, indent=1)
    assert len(text) > 60_000, "smaller than a real one"
    for number in range(1000):
        when = start + timedelta(days=number)
        folder = home / "runs" / f"{when:%Y-%m-%dT%H%M%SZ}-0000"
        folder.mkdir(parents=True)
        folder.joinpath("run.json").write_text(text.replace("2020-01-01T", f"{when:%Y-%m-%d}T"), "utf-8")
    return home


@pytest.fixture(scope="session")
def year(years: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with 52 of them."""
    home = tmp_path_factory.mktemp("year")
    (home / "runs").mkdir()
    for folder in sorted((years / "runs").iterdir())[:52]:
        (home / "runs" / folder.name).symlink_to(folder)
    return home


def optout(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command with a home from the environment."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("OPTOUT_")}
    done = subprocess.run(
        [sys.executable, "-m", "optout", *words], capture_output=True, text=True, check=False,
        cwd=home.parent, env={**env, "OPTOUT_HOME": str(home), **more}, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done


def fastest(home: Path, *words: str) -> tuple[str, float]:
    """What a command says, and the fewest seconds of three: what it needs, and not what else the machine does.

    It computes from its start to its end, so that on a machine at rest this is the time that a person waits.
    """
    said: list[subprocess.CompletedProcess[str]] = []
    seconds = min(effort(lambda: said.append(optout(home, *words))) for _ in range(3))
    assert said[0].returncode == 0
    return said[0].stdout, seconds


def test_a_year_is_listed_in_under_a_second(year: Path) -> None:
    """52 weekly checks of 20 settings on three services, Python's start included."""
    said, seconds = fastest(year, "history")
    assert said.count(" off     2020-01-01  2020-02-21") == 60
    assert seconds < 1


def test_a_thousand_runs_are_listed_in_under_two_seconds(years: Path) -> None:
    """60,000 results; the lines say how many runs they have no room for."""
    said, seconds = fastest(years, "history")
    assert said.count("1000 runs, shown since ") == 3
    assert "Latest runs (… 992 earlier)" in said
    assert seconds < 2


def test_where_the_person_stands_is_told_at_once(years: Path) -> None:
    """However many runs there are, `optout` alone answers in three quarters of a second, and loads no browser."""
    said, seconds = fastest(years)
    assert said.count(": 20 of 20 off, read ") == 3
    assert seconds < 0.75


def test_silence_costs_next_to_nothing(years: Path) -> None:
    """The stale line opens a few records, whatever there is: less than half of what loading the program costs."""
    script = (
        "import sys, time; from pathlib import Path; import optout.cli\n"
        "from optout.cli.planned import _mention\n"
        "loaded = time.process_time(); _mention(Path(sys.argv[1])); print((time.process_time() - loaded) / loaded)"
    )
    for service in SERVICES:
        (years / "profiles" / service / "default").mkdir(parents=True, exist_ok=True)
    tries = [
        subprocess.run([sys.executable, "-c", script, str(years)], capture_output=True, text=True, check=True)
        for _ in range(3)
    ]
    assert "The last good check was more than " in tries[0].stderr
    assert min(float(one.stdout) for one in tries) < 0.5


# ----------------------------------------------------------------------------------- words


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home with a check of yesterday and one of today that was cut off; nothing may be changed in it."""
    home = tmp_path / "home"
    now = datetime.now(UTC)
    store(home, check(now - timedelta(days=1), settings=2))
    run = check(now, 1, settings=1)
    on = replace(run.results[1], outcome=Outcome.CAME_BACK, before=replace(run.results[1].before, state=State.ON))
    store(home, replace(run, results=(on,), finished="", interrupted=True), f"{run.id}.partial")
    yield home
    assert {one.name for one in home.iterdir()} <= {"runs", "profiles"}


def test_history_tells_of_partial_and_damaged_runs(home: Path) -> None:
    """What was cut off is shown as such, and what cannot be read is mentioned with its file."""
    broken = home / "runs" / "2026-01-01T000000Z-aaaa"
    broken.mkdir()
    (broken / "run.json").write_text('{"format": 3}')
    done = optout(home, "history")
    assert done.returncode == 0
    assert "interrupted: 1 came-back" in done.stdout
    assert f"1 run could not be read:\n  {broken}/run.json has format 3" in done.stdout
    assert "\x1b" not in done.stdout


def test_history_is_one_document(home: Path) -> None:
    """With --json stdout has one document, of the settings that were chosen."""
    done = optout(home, "history", "linkedin/*-0", "--json")
    made: dict[str, Any] = json.loads(done.stdout)
    (only,) = made["settings"]
    assert (only["service"], only["setting"], only["state"]) == ("linkedin", "setting-number-0", "on")
    assert only["proved_off"]["on_run"] == made["runs"][-1]["run"]
    assert made["runs"][-1]["partial"] is True


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("linkedin/nothing",), 2, '"linkedin/nothing" names no setting that a run has looked at. Did you mean'),
        (("--account", "work"), 0, ""),
        (("--account", "a/b"), 2, "use letters, digits"),
        (("linkedin", "--account", "work"), 2, "names no setting"),
    ],
)
def test_history_of_what_is_not_there(home: Path, words: tuple[str, ...], status: int, said: str) -> None:
    """A target that names nothing is a usage problem; an account that nobody looked at is an empty list."""
    done = optout(home, "history", *words)
    assert done.returncode == status
    assert said in done.stderr


@pytest.mark.parametrize("words", [("history",), ("history", "--json"), ()], ids=" ".join)
def test_an_empty_home_stays_empty(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Looking back makes no folder, and says how to begin."""
    done = optout(tmp_path / "none", *words)
    assert done.returncode == 0
    assert not (tmp_path / "none").exists()
    if "--json" in words:
        assert json.loads(done.stdout) == {"format": 1, "settings": [], "runs": [], "unreadable": []}
    else:
        assert 'Start with "optout run"' in done.stdout or "Start with: optout demo" in done.stdout


def test_optout_alone_says_what_to_do_next(home: Path) -> None:
    """What is on comes first, with the command that turns it off; a schedule is asked for its time."""
    done = optout(home)
    assert "linkedin, account default: 1 of 2 off, read 1 day ago" in done.stdout
    assert "came-back       setting-number-0, on since" in done.stdout
    assert done.stdout.endswith("To do next: optout run linkedin\n")
    assert "no schedule: optout schedule install" in done.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [((), True), (("history",), True), (("history", "--json"), True), (("report", "--quiet"), False),
     (("report",), True), (("flows", "list"), False), (("--help",), False), (("history", "--help"), False)],
    ids=str,
)  # fmt: skip
def test_every_command_mentions_silence(tmp_path: Path, words: tuple[str, ...], told: bool) -> None:
    """On stderr, once, unless --quiet; not where only help was asked for."""
    home = tmp_path / "home"
    store(home, check(datetime.now(UTC) - timedelta(days=40), settings=1))
    (home / "profiles" / "meta" / "default").mkdir(parents=True)
    done = optout(home, *words)
    assert done.returncode == 0
    assert done.stderr.count("optout: The last good check was more than 40 days ago.") == told
    (home / "schedule.json").write_text('{"format": 1, "every": "month"}')
    assert "good check" not in optout(home, *words).stderr


# ----------------------------------------------------------------------------------- prune


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A home with two old checks of one month and one of today, each with a picture; and one that goes on."""
    home = tmp_path / "home"
    for when in (datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 1, 12, tzinfo=UTC), datetime.now(UTC)):
        folder = store(home, check(when, settings=1))
        for service in SERVICES:
            (folder / f"{service}-setting-number-0-seen.png").write_bytes(b"x" * 500_000)
    run = check(datetime(2026, 1, 2, tzinfo=UTC), settings=1)
    going_on = store(home, replace(run, finished=""), f"{run.id}.partial")
    (going_on / "meta-setting-number-0-seen.png").write_bytes(b"x")
    return home


def pictures(home: Path) -> list[str]:
    """The folders that have pictures."""
    return sorted({file.parent.name[:10] for file in (home / "runs").glob("*/*.png")})


def test_pruning_says_first_and_does_then(full: Path) -> None:
    """Without --yes nothing is deleted; with it the old ones go, the rest stays, and the report copes."""
    before = pictures(full)
    done = optout(full, "history", "--prune", "--keep", "30")
    assert done.stdout == (
        "Could go: 3 pictures of 1 run, 1.5 MB (older than 30 days). "
        "Nothing is deleted yet: optout history --prune --keep 30 --yes\n"
    )
    assert pictures(full) == before
    done = optout(full, "history", "--prune", "--json")
    assert json.loads(done.stdout)["done"] is False
    done = optout(full, "history", "--prune", "--yes")
    assert (
        done.stdout == "Thinned: 3 pictures of 1 run, 1.5 MB. Every record is kept, with the SHA-256 of each picture.\n"
    )
    assert pictures(full) == [before[0], *before[2:]]
    assert before[1] == "2026-01-05"
    assert "Nothing to thin" in optout(full, "history", "--prune", "--yes").stdout
    assert len(list((full / "runs").glob("*/run.json"))) == 4
    assert optout(full, "report", "2026-01-05", "-q").returncode == 0
    (page,) = (full / "runs").glob("2026-01-05*/report.html")
    assert page.read_text("utf-8").count("This picture was thinned on ") == 3


@pytest.mark.parametrize(
    "words",
    [("--yes",), ("--keep", "3"), ("--prune", "linkedin"), ("--prune", "--account", "x"), ("--prune", "--keep", "-1")],
    ids=" ".join,
)
def test_options_of_pruning_alone_make_no_sense(full: Path, words: tuple[str, ...]) -> None:
    """One sentence, exit 2, and nothing is deleted."""
    before = pictures(full)
    done = optout(full, "history", *words)
    assert done.returncode == 2
    assert "--keep" in done.stderr or "--prune" in done.stderr
    assert pictures(full) == before


def test_a_home_that_cannot_be_written_is_one_sentence(full: Path) -> None:
    """What is in the way is named, the exit code is 5, and no picture is gone."""
    before = pictures(full)
    (folder,) = (full / "runs").glob("2026-01-05*")
    (folder / "pruned.json").mkdir()
    done = optout(full, "history", "--prune", "--yes")
    assert done.returncode == 5
    assert done.stderr.startswith(f"optout: {folder} cannot be thinned (")
    assert pictures(full) == before
