"""`letter`, `report --junit` and `report --csv` on the real command line: what they write, and what they refuse."""

import csv
import io
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from optout.model import Mode, Observation, Outcome, Result, State, Turn, Versions
from optout.runs import folders

URL = "https://www.linkedin.com/mypreferences/d/settings/data-for-ai-improvement"
FULL = Path("/dev/full")


def store(home: Path, name: str, mode: Mode, one: Result) -> Path:
    """A finished run in a home, written as the program does."""
    (home / "runs").mkdir(parents=True, exist_ok=True)
    folder = folders.Folder(home / "runs", mode, Versions("0.1.0"), {})
    for look in (one.before, one.after):
        if look and look.picture:
            folder.keep(look.picture.removesuffix(".png"), b"png")
    folder.update(id=name, started=f"{name[:10]}T10:00:00+00:00", results=(one,))
    folder.finish()
    return folder.path.rename(home / "runs" / name)


@pytest.fixture
def home(cli: Any) -> Path:
    """A home where a setting was turned off in November and was on again in March."""
    on = Observation(State.ON, "2025-11-03T14:01:07+00:00", URL, picture="ai-before.png", sha256="a" * 64)
    off = replace(on, state=State.OFF, at="2025-11-03T14:01:20+00:00", picture="ai-after.png", sha256="b" * 64)
    turned = Result(
        "linkedin", "default", "ai-training", "Data for Generative AI Improvement", URL, Outcome.TURNED_OFF,
        "Turned off and read back.", on, off, (Turn('switch "x" on', "label"),),
    )  # fmt: skip
    back = replace(
        turned, outcome=Outcome.CAME_BACK, sentence="It was off on 3 November, and is on.", after=None, turns=(),
        before=replace(on, at="2026-03-05T09:00:07+00:00"),
    )  # fmt: skip
    store(cli.home, "2025-11-03T140100Z-3f2a", Mode.RUN, turned)
    store(cli.home, "2026-03-05T090000Z-bbbb", Mode.CHECK, back)
    return cli.home


def one_line(text: str) -> str:
    """The text as if it were not wrapped."""
    return " ".join(text.split())


# ---------------------------------------------------------------------------------- letter


def test_a_complaint_cites_the_runs(cli: Any, home: Path) -> None:
    """The letter is all of stdout; what came back is told with both runs and the hashes of the pictures."""
    said = cli("letter", "complaint", "--region", "FR")
    assert (said.status, said.err) == (0, "")
    text = one_line(said.out)
    assert text.startswith("DRAFT. Nothing has been sent")
    assert "later showed on again: Data for Generative AI Improvement." in text
    assert f"Run 2025-11-03T140100Z-3f2a; picture ai-after.png, SHA-256 {'b' * 64}." in text
    assert "5 March 2026, 09:00 UTC: the page was read and showed on." in text
    assert "Run 2026-03-05T090000Z-bbbb" in text
    assert "Article 77(1)" in text
    assert not {one.name for one in home.iterdir()} - {"runs"}, "a letter makes nothing in the home"


def test_a_letter_goes_into_a_file_of_its_own(cli: Any, home: Path, tmp_path: Path) -> None:
    """The file is readable for its owner alone; one that is there stays, unless --force says otherwise."""
    file = tmp_path / "letter.txt"
    words = ("letter", "objection", "linkedin/ai-training", "--region", "uk", "-o", str(file))
    said = cli(*words)
    assert said.status == 0
    assert said.out == (
        f"Draft: {file}. Nothing was sent: read it, fill in what stands in [brackets], and send it yourself.\n"
    )
    assert "UK GDPR" in file.read_text("utf-8")
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600
    file.write_text("edited", "utf-8")
    said = cli(*words)
    assert (said.status, said.out) == (2, "")
    assert said.err == f"optout: {file} is there already. Name another file with -o, or replace it with --force.\n"
    assert file.read_text("utf-8") == "edited"
    assert cli(*words, "--force").status == 0
    assert "UK GDPR" in file.read_text("utf-8")
    assert {one.name for one in tmp_path.iterdir()} == {"home", "letter.txt"}, "no half-written file is left"


def test_the_region_may_come_from_the_environment_or_its_file(cli: Any, tmp_path: Path) -> None:
    """An option wins over the environment, and the environment over `.env`."""
    words = ("letter", "objection", "linkedin")
    (tmp_path / ".env").write_text("OPTOUT_REGION=CH\n", "utf-8")
    assert "FADP" in cli(*words).out
    cli.environment["OPTOUT_REGION"] = "us-ca"
    assert "California Civil Code" in cli(*words).out
    assert "PIPEDA" in cli(*words, "--region", "CA").out


REFUSED: dict[str, tuple[tuple[str, ...], str]] = {
    "no region": (("objection",), "Which law applies? Name the region you live in with --region"),
    "unknown setting": (("complaint", "linkedin/ai-trainig", "--region", "AT"), "Did you mean: linkedin/ai-training"),
    "nothing read": (
        ("complaint", "linkedin/ads-age", "--region", "AT"),
        'nothing to cite. Run "optout check linkedin" first; the letter is not written.',
    ),
    "account that is a path": (("complaint", "--account", "../x", "--region", "AT"), "use letters"),
}


@pytest.mark.parametrize(("words", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_what_makes_no_letter(cli: Any, home: Path, tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    """One sentence, exit 2, nothing on stdout, and no file."""
    said = cli("letter", *words, "-o", str(tmp_path / "x.txt"))
    assert (said.status, said.out) == (2, "")
    (line,) = said.err.splitlines()
    assert line.startswith("optout: ")
    assert says in line
    assert not (tmp_path / "x.txt").exists()


def test_a_damaged_run_is_passed_over_and_told(cli: Any, home: Path) -> None:
    """The letter is written without it, says so, and stderr names the file."""
    record = home / "runs" / "2026-03-05T090000Z-bbbb" / "run.json"
    record.write_text(record.read_text("utf-8")[:-40], "utf-8")
    said = cli("letter", "complaint", "--region", "AT")
    assert said.status == 0
    assert "1 run of the record could not be read and is left out." in one_line(said.out)
    assert "later showed on" not in one_line(said.out)
    (line,) = said.err.splitlines()
    assert line.startswith(f"optout: {record} is damaged")


def test_a_record_with_half_a_character_is_no_crash(cli: Any, home: Path) -> None:
    """A lone surrogate, which JSON can hold and UTF-8 cannot, is a sentence or is replaced; never a traceback."""
    record = home / "runs" / "2026-03-05T090000Z-bbbb" / "run.json"
    document = json.loads(record.read_text("utf-8"))
    document["results"][0]["title"] = "\ud800 title\u202e\x1b[31m"
    record.write_text(json.dumps(document), "utf-8")
    for words in (("letter", "complaint", "--region", "AT"), ("report", "--junit"), ("report", "--csv")):
        said = cli(*words)
        assert said.status in (0, 2), said.err
        assert "\x1b" not in said.out
    said = cli("letter", "complaint", "--region", "AT")
    assert "\u202e" not in said.out


# ------------------------------------------------------------------------------- the forms


def test_junit_on_stdout_and_in_a_file(cli: Any, home: Path, tmp_path: Path) -> None:
    """The document alone on stdout, or in FILE; the latest run unless one is named."""
    said = cli("report", "--junit")
    assert (said.status, said.err) == (0, "")
    root = ET.fromstring(said.out)  # noqa: S314
    assert (root.get("tests"), root.get("failures")) == ("1", "1")
    (failure,) = root.iter("failure")
    assert failure.get("message") == "It was off on 3 November, and is on."
    file = tmp_path / "run.xml"
    said = cli("report", "2025-11", "--junit", "-o", str(file))
    assert (said.status, said.out) == (0, f"Report: {file}\n")
    assert ET.parse(file).getroot().get("failures") == "0"  # noqa: S314
    assert cli("report", "--junit", "-o", str(file), "-q").out == ""
    assert ET.parse(file).getroot().get("failures") == "1"  # noqa: S314
    assert not (home / "runs" / "2026-03-05T090000Z-bbbb" / "report.html").exists()


def test_csv_is_bytes_as_they_are(cli: Any, home: Path) -> None:
    """UTF-8 with CRLF on stdout, whatever the terminal's own habits are."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("OPTOUT_")}
    done = subprocess.run(
        [sys.executable, "-m", "optout", "report", "--csv", "--home", str(home)],
        capture_output=True, env=clean | {"PYTHONIOENCODING": "ascii"}, check=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.stdout.count(b"\r\n") == done.stdout.count(b"\n") == 2
    (row,) = csv.DictReader(io.StringIO(done.stdout.decode(), newline=""))
    assert (row["outcome"], row["after"], row["sentence"]) == (
        "came-back", "on", "It was off on 3 November, and is on.",
    )  # fmt: skip


FORMS: dict[str, tuple[tuple[str, ...], int, str]] = {
    "both": (("--junit", "--csv"), 2, "give one of them"),
    "opened": (("--csv", "--open"), 2, "--open goes with the page"),
    "no such run": (("2031", "--csv"), 2, 'No run begins with "2031"'),
    "nowhere": (("--junit", "-o", "nowhere/x.xml"), 5, "nowhere/x.xml cannot be written (No such file or directory)."),
}


@pytest.mark.parametrize(("words", "status", "says"), FORMS.values(), ids=FORMS.keys())
def test_what_makes_no_form(cli: Any, home: Path, words: tuple[str, ...], status: int, says: str) -> None:
    """One sentence and the right exit code."""
    said = cli("report", *words)
    assert (said.status, said.out) == (status, "")
    (line,) = said.err.splitlines()
    assert line.startswith("optout: ")
    assert says in line


def test_no_form_of_a_damaged_run(cli: Any, home: Path) -> None:
    """A record that is no record is a sentence that names it."""
    record = home / "runs" / "2026-03-05T090000Z-bbbb" / "run.json"
    record.write_text("[]", "utf-8")
    for form in ("--junit", "--csv"):
        said = cli("report", form)
        assert (said.status, said.out) == (2, "")
        assert said.err.startswith(f"optout: {record} is damaged")


@pytest.mark.skipif(not FULL.exists(), reason="there is no disk that is always full")
@pytest.mark.parametrize(
    "words", [("letter", "complaint", "--region", "AT"), ("report", "--junit"), ("report", "--csv")]
)
def test_a_full_disk_is_one_sentence(cli: Any, home: Path, words: tuple[str, ...]) -> None:
    """On stdout and in a file alike: exit 5, one sentence, and the device is still what it was."""
    said = cli(*words, "-o", str(FULL), *(("--force",) if words[0] == "letter" else ()))
    assert said.status == 5
    assert (
        said.err == f"optout: The file {FULL} cannot be written (No space left on device). Name another file with -o.\n"
    )
    assert FULL.is_char_device()
    clean = {key: value for key, value in os.environ.items() if not key.startswith("OPTOUT_")}
    with FULL.open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-m", "optout", *words, "--home", str(home)],
            stdout=out, stderr=subprocess.PIPE, text=True, env=clean, check=False,
        )  # fmt: skip
    assert done.returncode == 5
    assert done.stderr == "optout: Standard output cannot be written (No space left on device).\n"


def test_help_has_examples(cli: Any) -> None:
    """Both commands show how they are called."""
    for words in (("letter",), ("report",)):
        said = subprocess.run(
            [sys.executable, "-m", "optout", *words, "--help"], capture_output=True, text=True, check=True
        )
        assert "Examples:" in said.stdout
    assert "optout report --junit -o optout.xml" in said.stdout
