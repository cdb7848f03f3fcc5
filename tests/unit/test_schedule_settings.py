"""What the schedule keeps in the home, and the one command line that is scheduled."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optout.config import Config
from optout.errors import CannotLook, UsageProblem
from optout.schedule import program
from optout.schedule import settings as kept
from optout.schedule.job import Job
from optout.schedule.settings import Settings

WHEN = "2026-11-25T10:00:00+00:00"
JOB = Job("optout", ("/opt/optout", "check", "--due"), "/home/ann", 17, "/home/ann/schedule.log")
SETTINGS = Settings("week", "09:00", False, "default", "cron", WHEN, JOB)
PLAIN = {"format": 1, "every": "week", "at": "09:00", "fix": False, "account": "default", "using": "cron"}


@given(
    st.sampled_from(kept.EVERY), st.times(), st.booleans(), st.text(min_size=1), st.sampled_from(kept.USING),
    st.lists(st.text(min_size=1), min_size=1), st.integers(0, 59),
)  # fmt: skip
@settings(max_examples=50, deadline=None, database=None)
def test_settings_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, every: str, at: Any, fix: bool, text: str, using: str,
    command: list[str], minute: int,
) -> None:  # fmt: skip
    """What was written is read, equal in every field, and nothing else is left beside it."""
    home = tmp_path_factory.mktemp("home")
    wanted = Settings(every, f"{at:%H:%M}", fix, text, using, WHEN, Job(text, tuple(command), text, minute, text))
    kept.write(home, wanted)
    assert kept.read(home) == wanted
    assert [file.name for file in home.iterdir()] == ["schedule.json"]
    assert kept.forget(home)
    assert kept.read(home) is None
    assert not kept.forget(home)


def test_the_file_has_the_keys_that_the_due_check_needs(tmp_path: Path) -> None:
    """The document is flat, with its format first; one without the job is as good for the due-check."""
    kept.write(tmp_path, SETTINGS)
    document = json.loads((tmp_path / "schedule.json").read_bytes())
    assert list(document) == ["format", "every", "at", "fix", "account", "using", "installed", "job"]
    (tmp_path / "schedule.json").write_text(json.dumps({**PLAIN, "installed": WHEN}))
    assert kept.read(tmp_path) == Settings("week", "09:00", False, "default", "cron", WHEN)


DAMAGE: dict[str, tuple[Any, str]] = {
    "no JSON": ("{", "is damaged: it is not JSON"),
    "not text": (b"\xff\xfe\x00", "is damaged: it is not JSON"),
    "nested without end": ("[" * 100_000, "is damaged: it is not JSON"),
    "a list": ([], "is damaged: it holds no settings"),
    "newer": ({"format": 2}, 'key "format" is 2, and this version reads 1. Install a newer optout'),
    "no format": ({"format": None}, 'key "format" is None'),
    "every": ({"every": "hour"}, 'key "every" must be day, week or month'),
    "every is a list": ({"every": ["week"]}, 'key "every" must be day, week or month'),
    "at": ({"at": "25:00"}, 'key "at" must be a time such as 09:00'),
    "at in short": ({"at": "9:00"}, 'key "at" must be a time such as 09:00'),
    "at is a number": ({"at": 9}, 'key "at" must be a time such as 09:00'),
    "fix": ({"fix": "yes"}, 'key "fix" must be true or false'),
    "account": ({"account": ""}, 'key "account" must be the name of an account'),
    "using": ({"using": "at"}, 'key "using" must be systemd, cron, launchd or windows'),
    "installed": ({"installed": None}, 'key "installed" must be a time'),
    "a job in words": ({"job": "run"}, 'key "job" is no job'),
    "half a job": ({"job": {"name": "optout"}}, 'key "job" is no job'),
    "a job without a command": ({"job": {**asdict(JOB), "command": []}}, 'key "job" is no job'),
    "a minute that is none": ({"job": {**asdict(JOB), "minute": 60}}, 'key "job" is no job'),
    "a job with more": ({"job": {**asdict(JOB), "hour": 1}}, 'key "job" is no job'),
}  # fmt: skip


@pytest.mark.parametrize(("damage", "says"), DAMAGE.values(), ids=DAMAGE.keys())
def test_damaged_settings_are_one_sentence(tmp_path: Path, damage: Any, says: str) -> None:
    """The sentence names the file and the key, and the way out."""
    if isinstance(damage, dict):
        damage = {**PLAIN, "installed": WHEN, **damage}
    raw = damage if isinstance(damage, bytes) else damage.encode() if isinstance(damage, str) else None
    (tmp_path / "schedule.json").write_bytes(json.dumps(damage).encode() if raw is None else raw)
    with pytest.raises(UsageProblem) as caught:
        kept.read(tmp_path)
    assert str(tmp_path / "schedule.json") in str(caught.value)
    assert says in str(caught.value)
    assert '"optout schedule install" again' in str(caught.value)


def test_settings_that_cannot_be_written(tmp_path: Path) -> None:
    """A home that takes no file is one sentence, and an earlier file is as it was."""
    kept.write(tmp_path, SETTINGS)
    (tmp_path / "schedule.json.new").mkdir()
    with pytest.raises(CannotLook, match=r"schedule\.json cannot be written .* Nothing was scheduled\."):
        kept.write(tmp_path, SETTINGS)
    assert kept.read(tmp_path) == SETTINGS


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("09:00", "09:00"),
        ("9:05", "09:05"),
        ("23:59", "23:59"),
        *((wrong, "") for wrong in ("24:00", "12:60", "9", "", "9:5", "-1:00", "09:00:00", "a:bc", "009:00", "²:00")),
    ],
)
def test_times_of_day(given: str, read: str) -> None:
    """Hours and minutes of a day are read; everything else is no time."""
    assert kept.time_of_day(given) == read


# ------------------------------------------------------------------------------ the command line


def test_only_what_was_given_is_scheduled(tmp_path: Path) -> None:
    """The home is always named; other options only where they were given, and paths are absolute."""
    config = Config(tmp_path, "work", (Path("more"),), "chrome", {"https://a.example": "http://127.0.0.1:1"})
    assert program.options(config, ()) == (("--home", str(tmp_path)), ())
    everywhere, for_checks = program.options(config, ("account", "flows", "browser", "origin"))
    flows = str(Path.cwd() / "more")
    assert everywhere == ("--home", str(tmp_path), "--account", "work", "--flows", flows, "--browser", "chrome")
    assert for_checks == ("--origin", "https://a.example=http://127.0.0.1:1")


def test_the_program_is_the_script_that_was_called_or_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A script is called again by the path it was called by, a link too; anything else is Python and the module."""
    script = tmp_path / "real" / "optout"
    script.parent.mkdir()
    script.touch(0o755)
    link = tmp_path / "optout"
    link.symlink_to(script)
    monkeypatch.setattr(sys, "argv", [str(link)])
    assert program.program() == (str(link),)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["real/optout"])
    assert program.program() == (str(script),)
    for other in (str(tmp_path / "gone" / "optout"), "/x/optout/__main__.py", "-c", "pytest"):
        monkeypatch.setattr(sys, "argv", [other])
        assert program.program() == (os.path.abspath(sys.executable), "-m", "optout")


def test_every_home_has_a_schedule_of_its_own(tmp_path: Path) -> None:
    """The usual home has the plain name; others have names of their own, always the same."""
    assert program.name(tmp_path, tmp_path) == "optout"
    names = {program.name(tmp_path / one, tmp_path) for one in ("a", "b", "a")}
    assert len(names) == 2
    assert all(name.startswith("optout-") and name[7:].isalnum() for name in names)


def test_machines_do_not_all_start_at_the_same_minute(tmp_path: Path) -> None:
    """Every minute of the hour is some machine's, and a machine's stays the same, so that a dry run tells the truth."""
    minutes = [program.minute(tmp_path, f"machine-{number}") for number in range(1200)]
    assert set(minutes) == set(range(60))
    assert max(minutes.count(one) for one in range(60)) < 60  # 20 would be even
    assert program.minute(tmp_path, "machine-7") == minutes[7]


@pytest.mark.parametrize("word", ["a\nb", "a\x00b", "\x7f", "a\r"])
def test_control_characters_cannot_be_scheduled(word: str) -> None:
    """A line break in a path would end the line of a scheduler's file."""
    with pytest.raises(UsageProblem, match="control character"):
        program.sound(("fine", word))
    program.sound(("fine", "also fine %", "日本"))


def test_variables_that_the_scheduler_does_not_see_are_named() -> None:
    """Of our variables, those that neither an option nor `.env` tells the scheduled check; never their values."""
    environment = {
        "OPTOUT_HOME": "/h", "OPTOUT_PACE": "5", "OPTOUT_ACCOUNT": "work", "OPTOUT_BROWSER": "chrome", "PATH": "/bin",
        "OPTOUT_FLOWS": "/old",
    }  # fmt: skip
    unseen = program.left_behind(environment, {"OPTOUT_BROWSER": "chrome", "OPTOUT_FLOWS": "/new"}, ("account",))
    assert unseen == ["OPTOUT_FLOWS", "OPTOUT_PACE"]
