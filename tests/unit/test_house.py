"""The plan of the house: which room may import what. Read from the source with `ast`, so that nothing has to run."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import optout

PACKAGE = Path(optout.__file__).parent
ROOT = PACKAGE.parent
FILES = sorted(PACKAGE.rglob("*.py"))
HEAVY = {
    *("playwright", "pydantic", "rich", "jinja2", "werkzeug", "structlog", "dotenv", "filelock", "apprise"),
    *("cryptography", "rfc3161_client", "PIL", "websockets"),
}


def room(file: Path) -> str:
    """The module's name inside the package: `browser.tab`, `cli`, `report`."""
    return ".".join(file.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def is_room(name: str) -> bool:
    """Whether a name is that of a module or package of ours."""
    place = ROOT / name.replace(".", "/")
    return name.startswith("optout.") and (place.is_dir() or place.with_suffix(".py").is_file())


def imports(file: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it, in full: `optout.model`, `playwright.sync_api`."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports relatively"
            yield node.module or ""
            # "from optout.runs import ledger": a name may be a module
            yield from (name for alias in node.names if is_room(name := f"{node.module}.{alias.name}"))


def importers(module: str) -> set[str]:
    """The rooms that import a module or a part of it."""
    return {
        room(file) for file in FILES if any(name == module or name.startswith(f"{module}.") for name in imports(file))
    }


def rooms(names: set[str]) -> set[str]:
    """The same with whole packages for their modules: `browser` for `browser.tab`."""
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize("noun", ["model", "errors", "moment", "browser.window", "resources", "runs.shelf"])
def test_the_ground_floor_imports_nothing_of_ours(noun: str) -> None:
    """The nouns, the errors and plain constants rest on nothing else of the program."""
    (file,) = [file for file in FILES if room(file) == noun]
    assert [name for name in imports(file) if name.startswith("optout")] == []


@pytest.mark.parametrize(("pure", "floor"), [("events", {"model"}), ("news", {"model", "notices"})])
def test_news_is_worked_out_from_values_alone(pure: str, floor: set[str]) -> None:
    """What is news knows no file, no network and no library: only the nouns and the standard library."""
    (file,) = [file for file in FILES if room(file) == f"notices.{pure}"]
    assert {name.split(".")[1] for name in imports(file) if name.startswith("optout.")} == floor
    ours = {name.split(".")[0] for name in imports(file)} - {"optout"}
    assert ours <= {"collections", "dataclasses", "datetime", "enum", "urllib"}


@pytest.mark.parametrize(
    ("pure", "floor", "library"),
    [
        ("letters.evidence", {"model", "runs"}, {"collections", "dataclasses", "datetime"}),
        ("letters.law", {"errors"}, {"dataclasses", "functools", "pathlib", "tomllib", "typing"}),
        ("letters.draft", {"letters"}, {"collections", "dataclasses", "datetime", "enum", "functools", "jinja2", "re",
                                        "textwrap", "typing", "unicodedata"}),
        ("report.junit", {"model", "report"}, {"collections", "datetime", "itertools", "xml"}),
        ("report.table", {"model", "report"}, {"csv", "io"}),
    ],
)  # fmt: skip
def test_forms_and_letters_are_worked_out_from_values(pure: str, floor: set[str], library: set[str]) -> None:
    """What a letter may claim, and each form of a run, knows no option, browser or home; only `law` reads files."""
    (file,) = [file for file in FILES if room(file) == pure]
    assert {name.split(".")[1] for name in imports(file) if name.startswith("optout.")} == floor
    assert {name.split(".")[0] for name in imports(file)} - {"optout"} == library


@pytest.mark.parametrize(("pure", "floor"), [("words", {"flow", "catalog"}), ("privacy", {"proof"})])
def test_the_scan_for_personal_data_needs_no_library(pure: str, floor: set[str]) -> None:
    """What is personal in a text is found with the standard library alone; a flow is known by its type only."""
    (file,) = [file for file in FILES if room(file) == f"proof.{pure}"]
    assert {name.split(".")[1] for name in imports(file) if name.startswith("optout.")} == floor
    script = f"import sys, optout.proof.{pure}; print(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-S", "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert set(done.stdout.split()) & (HEAVY | {"PIL", "cryptography"}) == set()


def test_playwright_stays_in_the_rooms_that_hold_a_browser() -> None:
    """Only the browser, the controls and signing in know Playwright, whose errors are translated there."""
    assert rooms(importers("playwright")) == {"browser", "controls", "signin"}


def test_only_the_command_line_imports_click() -> None:
    """The command line is the only room that knows click, and only `python -m optout` imports the command line."""
    assert rooms(importers("click")) == {"cli"}
    assert rooms(importers("optout.cli")) - {"cli"} == {"__main__"}


@pytest.mark.parametrize(
    ("library", "where"),
    [
        ("werkzeug", {"site"}),
        ("jinja2", {"letters", "report", "site"}),
        ("filelock", {"home", "scratch"}),
        ("dotenv", {"config"}),
        ("apprise", {"notices"}),
        ("rfc3161_client", {"proof"}),
        ("PIL", {"report"}),
        ("websockets", {"browser"}),
    ],
)
def test_a_library_stays_in_its_room(library: str, where: set[str]) -> None:
    """A library with one job is imported where that job is done and nowhere else."""
    assert rooms(importers(library)) == where


def test_only_three_modules_start_processes() -> None:
    """Only the installer of browsers, the plain sign-in and one module of the schedule can start another program."""
    starters = importers("subprocess") | importers("pty") | importers("multiprocessing")
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                call = f"{node.value.id}.{node.attr}"
                if call.startswith(("os.system", "os.popen", "os.exec", "os.spawn", "os.fork", "asyncio.create_sub")):
                    starters.add(room(file))
    assert starters == {"browser.install", "browser.plain", "schedule.process"}


@pytest.mark.parametrize(("leaf", "floor"), [("der", set()), ("address", {"errors"})])
def test_the_leaves_of_the_proof_need_no_library(leaf: str, floor: set[str]) -> None:
    """What options are checked with, and what sorts bytes, rests on the standard library alone."""
    (file,) = [file for file in FILES if room(file) == f"proof.{leaf}"]
    assert {name.split(".")[1] for name in imports(file) if name.startswith("optout.")} == floor
    assert {name.split(".")[0] for name in imports(file)} - {"optout"} <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("scheduler", ["systemd", "cron", "launchd", "windows"])
def test_schedulers_know_their_job_and_nothing_else(scheduler: str) -> None:
    """A scheduler sees no option, no settings and no other scheduler, and shows nothing to anybody."""
    (file,) = [file for file in FILES if room(file) == f"schedule.{scheduler}"]
    ours = {name for name in imports(file) if name.startswith("optout")}
    assert ours <= {"optout.errors", "optout.schedule.job", "optout.schedule.process"}


def test_the_settings_of_the_schedule_are_read_in_no_time() -> None:
    """The due-check can read them, once an hour for years, with the standard library alone."""
    script = "import sys, optout.schedule.settings; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-S", "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert set(done.stdout.split()) <= {*sys.stdlib_module_names, "__main__", "optout"}


def test_the_engine_does_not_know_the_local_site() -> None:
    """Only the demo imports the stand-in site: no other room could behave differently on it."""
    assert rooms(importers("optout.site")) - {"site"} == {"demo"}


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        (
            "flow",
            {"browser", "controls", "visit", "walk", "app", "report", "runs", "home", "config", "plan", "catalog"},
        ),
        ("flowfile", {"browser", "controls", "visit", "walk", "app", "report", "plan", "catalog"}),
        ("sense", {"browser", "controls", "visit", "walk", "app", "report", "flowfile", "plan", "catalog"}),
        ("catalog", {"browser", "controls", "visit", "walk", "app", "report", "runs", "plan"}),
        ("plan", {"browser", "controls", "visit", "walk", "app", "report", "runs", "home"}),
        ("verdict", {"browser", "controls", "visit", "walk", "app", "report", "runs", "home", "plan", "catalog"}),
        ("browser", {"controls", "visit", "walk", "app", "report", "runs", "home", "plan", "catalog", "signin"}),
        ("controls", {"visit", "walk", "app", "report", "runs", "home", "plan", "catalog", "signin", "guide"}),
        ("sight", {"visit", "hand", "walk", "app", "report", "runs", "home", "signin", "guide"}),
        ("certificate", {"sight", "visit", "hand", "walk", "app", "report", "runs", "home", "signin", "guide"}),
        ("photos", {"visit", "hand", "walk", "app", "report", "runs", "home", "signin", "guide"}),
        ("visit", {"hand", "walk", "app", "report", "runs", "home", "signin", "guide"}),
        ("hand", {"walk", "app", "report", "runs", "home", "signin", "guide"}),
        ("walk", {"hand", "app", "report", "runs", "home", "signin", "guide"}),
        ("together", {"visit", "walk", "runs", "home", "config", "plan", "common", "worker", "running", "app"}),
        ("common", {"visit", "walk", "signin", "plan", "worker", "running", "app", "report", "cli"}),
        ("worker", {"running", "app", "report", "cli"}),
        ("running", {"app", "report", "cli"}),
        ("runs.shares", {"browser", "controls", "visit", "walk", "app", "report", "home", "config", "runs.ledger"}),
        (
            "runs.folders",
            {
                "browser",
                "controls",
                "visit",
                "walk",
                "app",
                "report",
                "runs.ledger",
                "runs.track",
                "runs.thin",
                "runs.stale",
            },
        ),
        (
            "runs.ledger",
            {"browser", "controls", "visit", "walk", "app", "report", "home", "config", "runs.track", "runs.thin"},
        ),
        (
            "runs.stale",
            {"browser", "controls", "visit", "walk", "app", "report", "home", "config", "runs.folders", "runs.ledger"},
        ),
        ("runs.thin", {"browser", "controls", "visit", "walk", "app", "report", "home", "config", "runs.folders"}),
        (
            "runs.track",
            {"browser", "controls", "visit", "walk", "app", "report", "home", "config", "runs.folders", "runs.thin"},
        ),
        ("report", {"controls", "visit", "walk", "app", "runs.folders", "home", "signin"}),
        ("reporting", {"cli", "demo", "site", "notices", "controls", "visit", "walk"}),
        (
            "letters",
            {"cli", "app", "browser", "controls", "visit", "walk", "report", "home", "config", "notices", "schedule"},
        ),
        ("app", {"cli", "report", "reporting", "letters", "demo", "site", "notices"}),
        ("notices.notify", {"home", "runs", "config", "notices.news", "notices.events", "notices.telling", "app"}),
        ("notices.ping", {"home", "runs", "config", "notices.news", "notices.events", "notices.telling", "app"}),
        ("notices", {"app", "browser", "controls", "visit", "walk", "cli", "report"}),
        ("proof.stamp", {"home", "runs", "config", "model", "app", "cli", "browser", "report", "proof.authority"}),
        ("proof.authority", {"home", "runs", "config", "model", "app", "cli", "browser", "report"}),
        ("schedule.due", {"home", "config", "cli", "app", "schedule.agenda", "runs.folders", "runs.ledger"}),
        (
            "schedule",
            {"cli", "app", "browser", "controls", "visit", "walk", "report", "runs.folders", "signin", "doctor"},
        ),
    ],
)
def test_nothing_flows_back(lower: str, upper: set[str]) -> None:
    """A room never imports one that comes after it on the way from arguments to exit code."""
    mine = {
        ".".join(name.split(".")[1:end])
        for file in FILES
        if f"{room(file)}.".startswith(f"{lower}.")
        for name in imports(file)
        if name.startswith("optout.")
        for end in (2, 3)
    }
    assert mine & upper == set()


@pytest.mark.parametrize("file", FILES, ids=room)
def test_every_module_says_its_job(file: Path) -> None:
    """Each module begins with a docstring whose first line is a sentence."""
    words = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
    assert words, f"{file} has no docstring"
    assert words.split("\n\n")[0].rstrip().endswith((".", "?")), words


def loaded(*words: str) -> set[str]:
    """The top-level packages that the process of a command has loaded when it ends."""
    script = (
        "import sys\nfrom optout.cli import main\n"
        "try:\n main(sys.argv[1:])\nexcept SystemExit as end:\n assert not end.code, end.code\n"
        "print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    "words",
    [
        *[(), ("run",), ("check",), ("undo",), ("login",), ("flows",), ("demo",), ("history",), ("report",)],
        *[("schedule",), ("letter",), ("proof",), ("proof", "verify")],
    ],
    ids=" ".join,
)
def test_help_loads_nothing_heavy(words: tuple[str, ...]) -> None:
    """Help is answered without Playwright, pydantic, rich or any other library but click."""
    packages = loaded(*words, "--help")
    assert "click" in packages
    assert packages & HEAVY == set()


def test_looking_back_needs_no_browser_library(tmp_path: Path) -> None:
    """What earlier runs saw is printed without loading Playwright."""
    assert "playwright" not in loaded("history", "--home", str(tmp_path))


def test_a_letter_needs_no_browser_library(tmp_path: Path) -> None:
    """A draft is written without loading Playwright."""
    packages = loaded("letter", "objection", "linkedin", "--region", "AT", "--home", str(tmp_path))
    assert "jinja2" in packages
    assert "playwright" not in packages


@pytest.mark.parametrize("words", [("list",), ("show", "linkedin"), ("lint",), ("schema",)], ids=" ".join)
def test_looking_at_flows_needs_no_browser_library(words: tuple[str, ...]) -> None:
    """What is known of a service is printed without loading Playwright."""
    packages = loaded("flows", *words)
    assert "pydantic" in packages
    assert "playwright" not in packages


def test_what_is_only_for_maintainers_is_loaded_only_when_something_is_logged():
    """A run does without structlog, which takes as long to load as a fifth of all else, until -v asks for it."""
    script = (
        "import sys, optout.app, optout.log\n"
        "optout.log.log.debug('unheard')\n"
        "print('structlog' in sys.modules)\n"
        "optout.log.configure(verbose=True)\n"
        "optout.log.log.debug('heard', some=1)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
    assert "unheard" not in done.stderr
    assert (json.loads(done.stderr)["event"], json.loads(done.stderr)["some"]) == ("heard", 1)
