"""systemd's units, launchd's agent and Windows' task: the whole texts, and what their owners say of them."""

import plistlib
import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optout.errors import UsageProblem
from optout.schedule import launchd, systemd, windows
from optout.schedule.job import Job

JOB = Job(
    "optout",
    ("/opt/my optout/optout", "check", "--due", "--home", '/home/ann/50% "$x" \\ & <b>'),
    "/home/ann/50%",
    7,
    "/home/ann/schedule.log",
)
NEEDED = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


# -------------------------------------------------------------------------------------- systemd


def test_the_service_reads_as_it_should() -> None:
    """The whole text, with quotes, backslashes and percent signs made safe."""
    assert systemd.service(JOB) == (
        "[Unit]\n"
        "Description=optout: did it stay off?\n"
        "\n"
        "[Service]\n"
        "Type=oneshot\n"
        "WorkingDirectory=/home/ann/50%%\n"
        'ExecStart=":/opt/my optout/optout" "check" "--due" "--home" "/home/ann/50%% \\"$x\\" \\\\ & <b>"\n'
        "SuccessExitStatus=1 3 4 130\n"
        "TimeoutStartSec=2h\n"
        "Nice=10\n"
    )


def test_the_timer_reads_as_it_should() -> None:
    """The whole text: hourly at a minute of its own, and not lost where the machine slept."""
    assert systemd.timer(JOB) == (
        "[Unit]\n"
        "Description=optout: once an hour; the program itself knows what is due\n"
        "\n"
        "[Timer]\n"
        "OnCalendar=*-*-* *:07:00\n"
        "RandomizedDelaySec=5min\n"
        "Persistent=true\n"
        "\n"
        "[Install]\n"
        "WantedBy=timers.target\n"
    )


def verified(folder: Path, *units: str) -> subprocess.CompletedProcess[str]:
    """What systemd itself says of units."""
    return subprocess.run(
        ["systemd-analyze", "--user", "--man=no", "verify", *(str(folder / unit) for unit in units)],
        capture_output=True, text=True, check=False, timeout=60,
        env={"XDG_RUNTIME_DIR": str(folder), "HOME": str(folder)},
    )  # fmt: skip


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
@pytest.mark.parametrize("letter", [" ", "%", '"', "\\", "$", "'", ";", "é", "%h", "${HOME}"])
def test_systemd_has_nothing_to_say_against_the_units(tmp_path: Path, letter: str) -> None:
    """`systemd-analyze verify` finds the program, the folder and every line in order, whatever the path holds."""
    folder = tmp_path / f"a{letter}b{letter}"
    folder.mkdir()
    (folder / "optout").touch(0o755)
    job = Job("optout", (str(folder / "optout"), "check", letter), str(folder), 59, "")
    for kind, text in (("service", systemd.service(job)), ("timer", systemd.timer(job))):
        (tmp_path / f"optout.{kind}").write_text(text, "utf-8")
    done = verified(tmp_path, "optout.timer", "optout.service")
    ours = [line for line in done.stderr.splitlines() if "optout" in line]
    assert (done.returncode, ours) == (0, []), done.stderr


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_can_say_something_against_a_unit(tmp_path: Path) -> None:
    """The check above can fail: a program that is not there is complained of."""
    job = Job("optout", (str(tmp_path / "no-such-program"), "check"), str(tmp_path), 1, "")
    (tmp_path / "optout.service").write_text(systemd.service(job), "utf-8")
    done = verified(tmp_path, "optout.service")
    assert done.returncode != 0
    assert "no-such-program" in done.stderr


def test_systemd_takes_only_text() -> None:
    """A path that is no UTF-8 is refused, with another scheduler to choose."""
    with pytest.raises(UsageProblem, match="--using cron"):
        systemd.Systemd().texts(Job("optout", ("/opt/optout",), "/caf\udce9", 0, ""))


# -------------------------------------------------------------------------------------- launchd

# Keys of launchd.plist(5) that are used here, with the types that it gives them.
LAUNCHD = {
    "Label": str, "ProgramArguments": list, "WorkingDirectory": str, "RunAtLoad": bool, "StartCalendarInterval": dict,
    "ProcessType": str, "StandardOutPath": str, "StandardErrorPath": str,
}  # fmt: skip


def agreed(agent: dict[str, Any]) -> None:
    """An agent has only keys that launchd knows, of the right types and within their bounds."""
    assert agent.keys() <= LAUNCHD.keys()
    assert all(type(value) is LAUNCHD[key] for key, value in agent.items())
    assert {"Label", "ProgramArguments"} <= agent.keys()
    assert agent["ProgramArguments"]
    assert all(type(word) is str for word in agent["ProgramArguments"])
    assert agent["ProcessType"] in ("Background", "Standard", "Adaptive", "Interactive")
    when = agent.get("StartCalendarInterval", {})
    assert when.keys() <= {"Minute", "Hour", "Day", "Weekday", "Month"}
    assert all(type(number) is int and 0 <= number <= 59 for number in when.values())


@given(st.lists(NEEDED, min_size=1, max_size=4), NEEDED, st.integers(0, 59), st.booleans())
@settings(max_examples=100, deadline=None, database=None)
def test_an_agent_comes_back_as_it_was(words: list[str], folder: str, minute: int, at_once: bool) -> None:
    """What is written is what launchd reads, whatever the paths hold, and all of it is known to launchd."""
    job = Job("optout", tuple(words), folder, minute, "/log")
    read = plistlib.loads(launchd.text(job, at_once=at_once).encode())
    agreed(read)
    assert read == launchd.agent(job, at_once=at_once)
    assert (read["ProgramArguments"], read["WorkingDirectory"], read["Label"]) == (words, folder, "optout.check")
    assert read["RunAtLoad"] is at_once
    assert read.get("StartCalendarInterval") == (None if at_once else {"Minute": minute})


def test_launchd_takes_only_text() -> None:
    """A path that is no UTF-8 is refused in one sentence."""
    with pytest.raises(UsageProblem, match="not UTF-8"):
        launchd.text(Job("optout", ("/opt/optout",), "/caf\udce9", 0, ""))


# -------------------------------------------------------------------------------------- Windows

SCHEMA = Path(__file__).with_name("windows_task.xsd")
PYTHON = "C:\\Program Files\\Python\\pythonw.exe"
WINDOWS = Job("optout", (PYTHON, "-m", "optout", "--home", "C:\\a & b\\"), "C:\\ü", 7, "C:\\l")


def test_the_task_says_what_it_should() -> None:
    """Hourly for ever, also after sleep and on batteries, never two at a time, with no right that is not needed."""
    text = windows.task(WINDOWS, "PC\\Ann")
    root = ElementTree.fromstring(text.partition("?>")[2])  # noqa: S314 (our own text)

    def said(path: str) -> str | None:
        return root.findtext("/".join(f"{{{windows.NAMESPACE}}}{name}" for name in path.split("/")))

    assert said("Triggers/TimeTrigger/StartBoundary") == "2026-01-01T00:07:00"
    assert said("Triggers/TimeTrigger/Repetition/Interval") == "PT1H"
    assert said("Triggers/TimeTrigger/Repetition/Duration") is None  # without end
    assert said("Settings/StartWhenAvailable") == "true"
    assert said("Settings/DisallowStartIfOnBatteries") == "false"
    assert said("Settings/MultipleInstancesPolicy") == "IgnoreNew"
    assert said("Settings/ExecutionTimeLimit") == "PT2H"
    assert said("Principals/Principal/RunLevel") == "LeastPrivilege"
    assert said("Principals/Principal/UserId") == "PC\\Ann"
    assert windows.action(text) == (
        "C:\\Program Files\\Python\\pythonw.exe", '-m optout --home "C:\\a & b\\\\"', "C:\\ü",
    )  # fmt: skip


def validated(text: str, file: Path) -> subprocess.CompletedProcess[str]:
    """What xmllint says of a task in the form in which schtasks gets it."""
    file.write_bytes(text.encode("utf-16"))
    return subprocess.run(
        ["xmllint", "--noout", "--schema", str(SCHEMA), str(file)], capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(not shutil.which("xmllint"), reason="xmllint is not installed")
def test_the_task_is_as_the_schema_wants_it(tmp_path: Path) -> None:
    """The bytes that schtasks gets are valid, and a text with two elements exchanged is not."""
    text = windows.task(WINDOWS, "PC\\Ann <a@b>")
    done = validated(text, tmp_path / "task.xml")
    assert done.returncode == 0, done.stderr
    start, enabled = "<StartBoundary>2026-01-01T00:07:00</StartBoundary>", "<Enabled>true</Enabled>"
    wrong = text.replace(f"{enabled}\n      {start}", f"{start}\n      {enabled}")
    assert wrong != text
    assert "element Enabled: Schemas validity error" in validated(wrong, tmp_path / "wrong.xml").stderr


@given(st.lists(NEEDED, min_size=1, max_size=4))
@settings(max_examples=100, deadline=None, database=None)
def test_a_task_does_what_it_was_made_for(words: list[str]) -> None:
    """The action is read back as it was written, whatever the paths hold, or is refused from the start."""
    job = Job("optout", ("C:\\optout.exe", *words), "C:\\", 1, "")
    if any(word.count("%") > 1 or "$(" in word for word in words):
        with pytest.raises(UsageProblem, match="variable"):
            windows.task(job, "ann")
        return
    _, arguments, _ = windows.action(windows.task(job, "ann"))
    assert taken_apart(arguments) == words


def taken_apart(line: str) -> list[str]:
    """A line as Microsoft's C library takes it apart: backslashes count before a double quote only."""
    words: list[str] = []
    word, inside, there, position = "", False, False, 0
    while position < len(line):
        letter = line[position]
        if letter in " \t" and not inside:
            words, word, there, position = words + [word] * there, "", False, position + 1
            continue
        run = len(line) - position - len(line[position:].lstrip("\\"))
        there = True
        if run and line[position + run : position + run + 1] == '"':
            word, position = word + "\\" * (run // 2), position + run
            if run % 2:
                word, position = word + '"', position + 1
        elif letter == '"':
            inside, position = not inside, position + 1
        else:
            word, position = word + letter, position + 1
    return words + [word] * there


def test_variables_of_task_scheduler_are_refused() -> None:
    """What would be replaced by something else is said, rather than scheduled."""
    for word in ("C:\\%TEMP%\\x", "C:\\$(Arg0)"):
        with pytest.raises(UsageProblem, match="variable"):
            windows.task(Job("optout", ("C:\\optout.exe", word), "C:\\", 1, ""), "ann")


@pytest.mark.parametrize("text", ["", "no XML", "<a/>", "<Task><Exec><Command>x</Command></Exec></Task>"])
def test_a_text_that_is_no_task_has_no_action(text: str) -> None:
    """Whatever the scheduler answers, it is read without an error."""
    assert windows.action(text) == ("", "", "")
