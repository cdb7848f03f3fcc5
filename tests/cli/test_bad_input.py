"""Bad input on the real command line: one clear sentence, its exit code, and nothing half-written."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from optout.model import Mode, Versions
from optout.runs import folders

REAL = "https://www.linkedin.com"
NOWHERE = f"{REAL}=http://127.0.0.1:9"  # nothing listens there, and nothing here gets as far as asking
PROGRAM = sys.executable  # a program that exists and is never started as a browser
GOOD = 'format = 1\nservice = "shop"\ntitle = "Shop"\norigin = "http://127.0.0.1:9"\n'
ONE = '[[setting]]\nid = "one"\ntitle = "One"\npath = "/one"\n'


def tree(home: Path) -> set[str]:
    """Everything below a home, but for the empty folders and the lock that every command may make."""
    made = {"runs", "profiles", "profiles/linkedin", "profiles/linkedin/default.lock"}
    return {str(one.relative_to(home).as_posix()) for one in home.rglob("*")} - made if home.is_dir() else set()


def refused(cli: Any, status: int, *words: str, says: list[str]) -> None:
    """A command ends with a status, one sentence on stderr, nothing on stdout, and leaves the home as it was."""
    before = tree(cli.home)
    said = cli(*words, timeout=60)
    assert said.status == status, said.err
    assert said.out == ""
    (line,) = said.err.splitlines()
    assert line.startswith("optout: ")
    for part in says:
        assert part in line
    assert tree(cli.home) == before


def refused_in_json(cli: Any, status: int, *words: str, says: list[str]) -> None:
    """The same with --json: stdout is exactly one document, which says why and has the right "exit"."""
    before = tree(cli.home)
    said = cli(*words, "--json", timeout=60)
    assert said.status == status, said.err
    found = json.loads(said.out)
    assert found | {"error": ""} == {
        "format": 1, "run": None, "mode": found["mode"], "exit": status, "folder": None, "results": [],
        "unlisted": [], "error": "",
    }  # fmt: skip
    assert found["mode"] == ("dry-run" if "--dry-run" in words else words[0])
    assert said.err == f"optout: {found['error']}\n"
    for part in says:
        assert part in found["error"]
    assert tree(cli.home) == before


USAGE: dict[str, tuple[tuple[str, ...], list[str]]] = {
    "unknown service": (("linkdin",), ['no service "linkdin"', "Did you mean: linkedin?"]),
    "empty target": (("",), ['no service ""', "linkedin"]),
    "unknown setting": (
        ("linkedin/ai-trainig",), ['"linkedin/ai-trainig" names no setting', "Did you mean: linkedin/ai-training"],
    ),
    "glob for nothing": (("linkedin/zzz-*",), ['"linkedin/zzz-*" names no setting', "Did you mean: linkedin/"]),
    "one wrong among good ones": (("linkedin/research", "linkedin/nope"), ['"linkedin/nope" names no setting']),
    "flows nowhere": (("linkedin", "--flows", "nowhere"), ["--flows nowhere: there is no such folder"]),
    "origin elsewhere": (
        ("linkedin", "--origin", f"{REAL}=https://evil.example"),
        ["--origin", "https://evil.example is not an address of this machine"],
    ),
    "origin in disguise": (
        ("linkedin", "--origin", f"{REAL}=http://127.0.0.1@evil.example"), ["is not an address of this machine"],
    ),
    "an authority that is no address": (
        ("linkedin", "--timestamp", "https://freetsa.org/tsr", "--timestamp", "ftp://x"),
        ["--timestamp (OPTOUT_TIMESTAMP): one of them is not an address such as https://"],
    ),
    "half an origin": (("linkedin", "--origin", REAL), [f'--origin "{REAL}"', "write FROM=TO"]),
    "misspelt origin": (
        ("linkedin", "--origin", "https://linkedin.com=http://127.0.0.1:9"),
        ["--origin https://linkedin.com=...: no flow has this origin", "https://www.linkedin.com"],
    ),
    "somebody's flows": (("linkedin", "--flows", "~nobody-of-that-name/x"), ["--flows ~nobody", "no such user"]),
    "account that is a path": (("linkedin", "--account", "../x"), ['--account "../x"', "use letters"]),
}  # fmt: skip


@pytest.mark.parametrize(("words", "says"), USAGE.values(), ids=USAGE.keys())
def test_wrong_words(cli: Any, words: tuple[str, ...], says: list[str]) -> None:
    """A wrong target, folder, origin or account is a usage problem: exit 2, in plain words and in JSON."""
    refused(cli, 2, "run", *words, says=says)
    refused_in_json(cli, 2, "check", *words, says=says)


FLOWS: dict[str, tuple[dict[str, str], list[str]]] = {
    "broken TOML": ({"a.toml": GOOD + "[[setting]\n"}, ["a.toml: is not valid TOML", "line 5"]),
    "unknown key": (
        {"a.toml": GOOD + ONE + 'pth = "/x"\n'},
        ['a.toml: setting "one": unknown key "pth" (did you mean "path"?)'],
    ),
    "duplicate setting": ({"a.toml": GOOD + ONE + ONE}, ['a.toml: setting "one" is there twice']),
    "duplicate service": (
        {"a.toml": GOOD + ONE, "b.toml": GOOD + ONE},
        ['b.toml: key "service": "shop" is already described by', "a.toml"],
    ),
    "newer format": (
        {"a.toml": GOOD.replace("1", "2", 1) + ONE}, ['a.toml: key "format" is 2', "Install a newer optout"],
    ),
    "no format": ({"a.toml": ONE}, ['a.toml: key "format" is missing']),
    "a menu without its items": (
        {"a.toml": GOOD + ONE + 'control.kind = "menu"\n'}, ['setting "one"', "a menu needs the item"],
    ),
    "no flow in it": ({"a.txt": ""}, ["holds no .toml file"]),
}  # fmt: skip


@pytest.mark.parametrize(("files", "says"), FLOWS.values(), ids=FLOWS.keys())
def test_bad_flow_files(cli: Any, tmp_path: Path, files: dict[str, str], says: list[str]) -> None:
    """A flow that is no flow stops the command before anything else, even where another service is asked for."""
    place = tmp_path / "more"
    place.mkdir()
    for name, text in files.items():
        (place / name).write_text(text, "utf-8")
    refused(cli, 2, "check", "linkedin", "--flows", str(place), says=says)
    refused_in_json(cli, 2, "run", "linkedin", "--dry-run", "--flows", str(place), says=says)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (f"OPTOUT_ORIGINS={NOWHERE},https://b.example=https://evil.example", ["https://evil.example", "this machine"]),
        ("OPTOUT_ORIGINS=nonsense", ['"nonsense"', "write FROM=TO"]),
        ("OPTOUT_PACE=fast", ['OPTOUT_PACE="fast"', "from 0 to 600"]),
        ("OPTOUT_ACCOUNT=a/b", ['"a/b"', "use letters"]),
        ("OPTOUT_FLOWS=nowhere", ["nowhere: there is no such folder"]),
        ("OPTOUT_BROWSER=/nonexistent", ["/nonexistent", "is no program on this machine"]),
    ],
)
def test_the_environment_and_its_file_are_checked_alike(cli: Any, tmp_path: Path, line: str, says: list[str]) -> None:
    """What an option may not say, neither the environment nor `.env` may."""
    status = 5 if "BROWSER" in line else 2
    name, _, value = line.partition("=")
    words = ["check", "linkedin", *(["--origin", NOWHERE] if "ORIGINS" not in line else [])]
    clean = {key: known for key, known in os.environ.items() if not key.startswith("OPTOUT_")}
    done = subprocess.run(
        [sys.executable, "-m", "optout", *words, "--home", str(cli.home)],
        env={**clean, name: value}, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (status, ""), done.stderr
    (tmp_path / ".env").write_text(f"{line}\n", "utf-8")
    refused(cli, status, *words, says=says)
    assert cli(*words, timeout=60).err == done.stderr


def test_an_env_file_that_is_not_text(cli: Any, tmp_path: Path) -> None:
    """The sentence names `.env`; nothing is guessed."""
    (tmp_path / ".env").write_bytes(b"OPTOUT_ACCOUNT=caf\xe9\n")
    refused(cli, 2, "check", says=[".env: is not UTF-8 text"])
    refused_in_json(cli, 2, "check", says=[".env: is not UTF-8 text"])


STATES: dict[str, tuple[bytes | None, str]] = {
    "missing": (None, "cannot be read (No such file or directory)"),
    "empty": (b"", "is not JSON"),
    "not JSON": (b"cookies: []", "is not JSON"),
    "not text": (b"\xff\xfe\x00", "is not JSON"),
    "a list": (b"[]", 'has no list "cookies"'),
    "a number": (b"7", 'has no list "cookies"'),
    "no cookies": (b'{"origins": []}', 'has no list "cookies"'),
    "cookies that are no list": (b'{"cookies": {}}', 'has no list "cookies"'),
    "cookies that are none": (b'{"cookies": ["a=b"]}', 'has no list "cookies"'),
    "nested without end": (b"[" * 100_000, "is not JSON"),
    "a cookie without a value": (b'{"cookies": [{"name": "a"}]}', 'has no list "cookies"'),
}


@pytest.mark.parametrize(("raw", "says"), STATES.values(), ids=STATES.keys())
def test_a_storage_state_that_is_none(cli: Any, tmp_path: Path, raw: bytes | None, says: str) -> None:
    """The sentence names the file; no profile is made, and one that was there stays."""
    file = tmp_path / "state.json"
    if raw is not None:
        file.write_bytes(raw)
    words = ("login", "linkedin", "--storage-state", str(file), "--origin", NOWHERE, "--browser", PROGRAM)
    refused(cli, 2, *words, says=[f"--storage-state {file}", says])
    kept = cli.home / "profiles" / "linkedin" / "default" / "kept"
    kept.parent.mkdir(parents=True)
    kept.write_text("kept")
    refused(cli, 2, *words, says=[says])
    assert kept.read_text() == "kept"


@pytest.mark.parametrize("browser", ["/nonexistent", "no-such-browser", "", "{home}"])
def test_no_such_browser(cli: Any, tmp_path: Path, browser: str) -> None:
    """A browser that is not there is exit 5, with the way to get one; an empty name means "look for one"."""
    if not browser:
        (tmp_path / "empty").mkdir()
        browser = str(tmp_path / "empty" / "chrome")
    browser = browser.replace("{home}", str(tmp_path))  # a folder is no program
    says = [f'--browser "{browser}" is no program on this machine', 'Run "optout setup"']
    refused(cli, 5, "run", "linkedin", "--origin", NOWHERE, "--browser", browser, says=says)
    refused_in_json(cli, 5, "check", "linkedin", "--origin", NOWHERE, "--browser", browser, says=says)


@pytest.mark.parametrize("where", [".", "runs", "profiles"])
def test_a_home_that_cannot_be_written(cli: Any, where: str) -> None:
    """A file in the place of a folder is exit 5; the sentence names the home, and the file stays as it was."""
    file = cli.home / where
    file.parent.mkdir(exist_ok=True)
    file.write_text("mine")
    says = [f"The home folder {cli.home} cannot be written", "Name another one with --home DIR"]
    words = ("linkedin", "--origin", NOWHERE, "--browser", PROGRAM)
    refused(cli, 5, "run", *words, says=says)
    refused_in_json(cli, 5, "check", *words, says=says)
    refused(cli, 5, "login", *words, "--storage-state", "x.json", says=says)
    refused(cli, 5, "logout", "linkedin", says=says)
    refused(cli, 5, "report", says=says)
    assert file.read_text() == "mine"


@pytest.mark.parametrize("where", ["profiles/linkedin", "profiles/linkedin/default.lock"])
def test_a_profile_that_cannot_be_held(cli: Any, where: str) -> None:
    """Something else in the place of the account's folder or lock is exit 5, in one sentence."""
    place = cli.home / where
    place.mkdir(parents=True)
    if where.count("/") == 1:
        place.rmdir()
        place.write_text("mine")
    says = ["default.lock cannot be written", "--home DIR"]
    refused(cli, 5, "run", "linkedin", "--origin", NOWHERE, "--browser", PROGRAM, says=says)
    refused_in_json(cli, 5, "check", "linkedin", "--origin", NOWHERE, "--browser", PROGRAM, says=says)


@pytest.mark.parametrize("service", ["linkedin/ai-training", "link*", "*", "linkdin"])
def test_signing_in_takes_one_service_by_its_name(cli: Any, service: str) -> None:
    """A setting or a glob is no service to sign in to: exit 2, and no profile of that name."""
    words = ("login", service, "--storage-state", "x.json", "--origin", NOWHERE, "--browser", PROGRAM)
    refused(cli, 2, *words, says=[f'There is no service "{service}"', "linkedin"])


def test_a_second_run_on_the_same_account(cli: Any) -> None:
    """While one process holds the account, every other command on it is exit 5 and writes nothing."""
    folder = cli.home / "profiles" / "linkedin"
    (folder / "default").mkdir(parents=True)
    (folder / "default" / "kept").write_text("kept")
    says = ['Another run is using the account "default" of linkedin', "try again"]
    words = ("linkedin", "--origin", NOWHERE, "--browser", PROGRAM)
    with FileLock(folder / "default.lock"):
        refused(cli, 5, "run", *words, says=says)
        refused(cli, 5, "run", *words, "--dry-run", says=says)
        refused_in_json(cli, 5, "check", *words, says=says)
        refused(cli, 5, "login", *words, "--storage-state", "x.json", says=says)
        refused(cli, 5, "logout", "linkedin", says=says)
        assert (folder / "default" / "kept").read_text() == "kept"
        other = cli("check", *words, "--account", "work", "--json", timeout=60)  # another account is free
        assert (other.status, set(other.outcomes.values())) == (3, {"signed-out"})
    free = cli("logout", "linkedin", timeout=60)
    assert (free.status, (folder / "default").exists()) == (0, False), free.err


def test_the_real_site_is_not_touched_before_the_risk_is_known(cli: Any) -> None:
    """Without a terminal and without a clear yes nothing is asked of a real site: exit 3, and no answer is kept."""
    says = ["may forbid automated access", "--accept-terms-risk"]
    refused(cli, 3, "run", "linkedin", says=says)
    refused_in_json(cli, 3, "check", "linkedin", says=says)
    refused(cli, 3, "login", "linkedin", says=says)


def test_a_report_of_no_run(cli: Any) -> None:
    """Before the first run, and for a name that no run has, `report` is exit 2 and writes nothing."""
    refused(cli, 2, "report", says=["There is no run yet"])
    folders.Folder(cli.home / "runs", Mode.CHECK, Versions("0.1.0"), {}).finish()
    refused(cli, 2, "report", "2001", says=['No run begins with "2001"', "Latest: "])


def test_a_report_of_a_damaged_run(cli: Any) -> None:
    """A record that cannot be read is exit 2; the sentence names the file."""
    (cli.home / "runs" / "2026").mkdir(parents=True)
    (cli.home / "runs" / "2026" / "run.json").write_text('{"format": 1, "id": "20')
    refused(cli, 2, "report", says=["run.json is damaged"])
    (cli.home / "runs" / "2026" / "run.json").write_text('{"format": 3}')
    refused(cli, 2, "report", "2026", says=["has format 3", "Install a newer optout"])


def test_a_report_that_cannot_be_written(cli: Any, tmp_path: Path) -> None:
    """A file in a folder that is not there is exit 5."""
    (cli.home / "runs").mkdir(parents=True)
    folders.Folder(cli.home / "runs", Mode.CHECK, Versions("0.1.0"), {}).finish()
    refused(cli, 5, "report", "-o", str(tmp_path / "nowhere" / "x.html"), says=["x.html cannot be written"])


@pytest.mark.parametrize(
    "words",
    [
        ("fly",),
        ("run", "--fly"),
        ("run", "--slow", "fast"),
        ("check", "--pace", "-1"),
        ("login",),
        ("demo", "--lang", "xx"),
    ],
    ids=" ".join,
)
def test_words_that_are_not_in_the_help(cli: Any, words: tuple[str, ...]) -> None:
    """An unknown command or option and a missing word are click's own exit 2, with the way to the help."""
    said = cli(*words, timeout=60)
    assert (said.status, said.out) == (2, "")
    assert "--help" in said.err
    assert not cli.home.exists()


def test_logging_out_where_nobody_is_signed_in(cli: Any) -> None:
    """That is no error, and an unknown service is one."""
    said = cli("logout", "linkedin", timeout=60)
    assert (said.status, "there is no profile" in said.out) == (0, True)
    refused(cli, 2, "logout", "linkdin", says=["Did you mean: linkedin?"])


@pytest.mark.parametrize(
    ("words", "mode"),
    [(["run", "--slow", "quick"], "run"), (["run", "--dry-run", "--nonsense"], "dry-run"), (["check", "-x"], "check")],
)
def test_a_misused_option_owes_a_document_too(cli: Any, words: list[str], mode: str) -> None:
    """With --json, stdout holds one document even where an option makes no sense; exit 2."""
    said = cli(*words, "--json")
    assert said.status == 2
    assert (said.document["mode"], said.document["exit"], said.document["run"]) == (mode, 2, None)
    assert said.document["error"] in said.err


def test_doctor_says_what_would_stop_a_run(cli: Any) -> None:
    """A missing screen is only noted; a missing sign-in stops a run, with the way out; exit 3."""
    said = cli("doctor")
    assert said.status == 3, said.out
    marks = {line.split()[1].rstrip(":"): line.split()[0] for line in said.out.splitlines()}
    aside = {"notices": "ok", "monitor": "ok"}  # none is set, and none is needed
    assert marks == {"home": "ok", "flows": "ok", "browser": "ok", "screen": "note", "account": "stop", **aside}
    assert "optout login linkedin" in said.out


def test_doctor_finds_no_browser(cli: Any) -> None:
    """What would keep every run from looking is exit 5."""
    said = cli("doctor", "--browser", "/no/such/browser")
    assert said.status == 5
    assert [line.split()[1] for line in said.out.splitlines() if line.startswith("stop")] == [
        "browser:",
        *["account"] * 4,
    ]


def test_doctor_leaves_out_what_nobody_signed_in_to(cli: Any) -> None:
    """With one service signed in, the others are only noted: a run takes those that are; exit 0."""
    (cli.home / "profiles" / "linkedin" / "default").mkdir(parents=True)
    said = cli("doctor")
    assert said.status == 0, said.out
    assert said.out.count("left out: optout login ") == 3
