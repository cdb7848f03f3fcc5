"""Windows Task Scheduler: a task of the person's own, without any elevated right."""

import csv
import locale
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from optout.errors import UsageProblem
from optout.schedule.job import AGAIN, Entry, Job, State
from optout.schedule.process import TRIAL_S, ask, delete, must, put, wait, windows_words

NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
_LAST, _NEXT = 5, 2  # columns of "schtasks /Query /V /FO CSV", whose header is in the system's language


def task(job: Job, user: str) -> str:
    """The task as XML, which `schtasks` takes in UTF-16.

    Once an hour from a day in the past on, without end; at once when the hour was slept through; also on batteries.

    Args:
        job: what to start.
        user: as whom, DOMAIN\\NAME; while that person is signed in.

    Raises:
        UsageProblem: a path holds what Task Scheduler would take for a variable.
    """
    for word in (*job.command, job.folder):
        if word.count("%") > 1 or "$(" in word:
            raise UsageProblem(f"{word}: Task Scheduler would take a part of this for a variable. Use another folder.")
    program, *words = job.command
    return f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="{NAMESPACE}">
  <RegistrationInfo>
    <Description>optout: once an hour; the program itself knows what is due.</Description>
  </RegistrationInfo>
  <Triggers>
    <TimeTrigger>
      <Enabled>true</Enabled>
      <StartBoundary>2026-01-01T00:{job.minute:02}:00</StartBoundary>
      <Repetition>
        <Interval>PT1H</Interval>
      </Repetition>
    </TimeTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>{escape(user)}</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <Enabled>true</Enabled>
    <ExecutionTimeLimit>PT2H</ExecutionTimeLimit>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{escape(program)}</Command>
      <Arguments>{escape(windows_words(words))}</Arguments>
      <WorkingDirectory>{escape(job.folder)}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""


def action(xml: str) -> tuple[str, str, str]:
    """The command, the arguments and the folder of a task; empty where it has none, or is no XML."""
    try:
        root = ElementTree.fromstring(re.sub(r"^\s*<\?xml.*?\?>", "", xml))  # noqa: S314 (the scheduler's own words)
    except ElementTree.ParseError:
        return "", "", ""
    found = [root.findtext(f".//{{{NAMESPACE}}}{name}", "") for name in ("Command", "Arguments", "WorkingDirectory")]
    return found[0], found[1], found[2]


class Windows:
    """Task Scheduler, through `schtasks`."""

    how_tried = "by Task Scheduler itself"

    def missing(self) -> str:
        """Why it cannot be used here."""
        return "" if sys.platform == "win32" else "this is no Windows"

    def texts(self, job: Job) -> tuple[Entry, ...]:
        """The task."""
        return (Entry(str(_file(job)), task(job, _user())),)

    def commands(self, job: Job) -> tuple[tuple[str, ...], ...]:
        """Have it entered in the place of an older one."""
        return (("schtasks", "/Create", "/F", "/TN", job.name, "/XML", str(_file(job))),)

    def install(self, job: Job) -> tuple[str, ...]:
        """Enter the task; its text is not needed afterwards."""
        ((entry,), (command,)) = self.texts(job), self.commands(job)
        put(_file(job), entry.text.encode("utf-16"))  # with the mark that says so
        try:
            must(command)
        finally:
            delete(_file(job))
        return ("The task runs while you are signed in to Windows, and catches up when you come back.",)

    def state(self, job: Job) -> State:
        """Whether the task is there and does what it was made for."""
        answer = ask(["schtasks", "/Query", "/TN", job.name, "/XML"])
        if answer.status:
            return State(there=False)
        if action(_decoded(answer.out)) != action(task(job, _user())):
            return State(True, f"The task does not start what it was made for. {AGAIN}")
        rows = list(csv.reader(_decoded(must(["schtasks", *_query(job.name)]).out).splitlines()))
        row = next((row for row in rows if len(row) > _LAST), [""] * (_LAST + 1))
        return State(True, last=row[_LAST], next=row[_NEXT])

    def remove(self, name: str) -> bool:
        """Take the task out."""
        if not shutil.which("schtasks") or ask(["schtasks", "/Query", "/TN", name]).status:
            return False
        must(["schtasks", "/Delete", "/F", "/TN", name])
        return True

    def try_out(self, job: Job, done: Callable[[], bool]) -> str:
        """Enter a task of the same making, start it, and wait for what it leaves."""
        try:
            self.install(job)
            must(["schtasks", "/Run", "/TN", job.name])
            return "" if wait(done) else f"it did not end within {TRIAL_S:.0f} seconds"
        finally:
            self.remove(job.name)


def _query(name: str) -> tuple[str, ...]:
    return ("/Query", "/TN", name, "/V", "/FO", "CSV", "/NH")


def _file(job: Job) -> Path:
    return Path(job.log).with_name(f"{job.name}.xml")


def _user() -> str:
    name = os.environ.get("USERNAME") or os.environ.get("USER") or "user"
    domain = os.environ.get("USERDOMAIN")
    return f"{domain}\\{name}" if domain else name


def _decoded(output: bytes) -> str:
    if output.startswith((b"\xff\xfe", b"\xfe\xff")):
        return output.decode("utf-16", "replace")
    return output.decode("oem" if sys.platform == "win32" else locale.getpreferredencoding(False), "replace")
