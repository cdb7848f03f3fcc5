"""launchd: an agent of the person's own, on macOS."""

import os
import plistlib
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from optout.errors import CannotLook, UsageProblem
from optout.schedule.job import AGAIN, Entry, Job, State
from optout.schedule.process import TRIAL_S, ask, content, delete, must, put, wait


def label(name: str) -> str:
    """What launchd calls a job."""
    return f"{name}.check"


def agent(job: Job, *, at_once: bool = False) -> dict[str, Any]:
    """The agent as a property list: at a minute of every hour, and after waking up where hours were slept through.

    Args:
        job: what to start.
        at_once: start it when it is loaded, and never by the clock.
    """
    when = {"RunAtLoad": True} if at_once else {"RunAtLoad": False, "StartCalendarInterval": {"Minute": job.minute}}
    return {
        "Label": label(job.name),
        "ProgramArguments": list(job.command),
        "WorkingDirectory": job.folder,
        **when,
        "ProcessType": "Background",
        "StandardOutPath": job.log,
        "StandardErrorPath": job.log,
    }


def text(job: Job, *, at_once: bool = False) -> str:
    """The agent as it stands in its file.

    Raises:
        UsageProblem: a path is not UTF-8.
    """
    try:
        return plistlib.dumps(agent(job, at_once=at_once), sort_keys=False).decode()
    except UnicodeEncodeError as error:
        raise UsageProblem("A path is not UTF-8, and launchd takes no other. Rename the folder.") from error


def agents() -> Path:
    """The folder of the person's own agents."""
    return Path.home() / "Library" / "LaunchAgents"


class Launchd:
    """The person's own launchd, through `launchctl`."""

    how_tried = "by launchd itself"

    def missing(self) -> str:
        """Why it cannot be used here."""
        if sys.platform != "darwin" or not shutil.which("launchctl"):
            return "this is no macOS"
        answer = ask(["launchctl", "print", _domain()])
        return f"you have no session that launchd could start it in ({answer.complaint})" if answer.status else ""

    def texts(self, job: Job) -> tuple[Entry, ...]:
        """The agent."""
        return (Entry(str(_file(job.name)), text(job)),)

    def commands(self, job: Job) -> tuple[tuple[str, ...], ...]:
        """Have it loaded."""
        return (("launchctl", "bootstrap", _domain(), str(_file(job.name))),)

    def install(self, job: Job) -> tuple[str, ...]:
        """Write the agent and load it."""
        self._load(job.name, text(job))
        return ()

    def state(self, job: Job) -> State:
        """Whether the agent is as it was written, and loaded."""
        found = content(_file(job.name))
        if found is None:
            return State(there=False)
        if found != text(job).encode():
            return State(True, f"{_file(job.name)} is not as it was written. {AGAIN}")
        answer = ask(["launchctl", "print", f"{_domain()}/{label(job.name)}"])
        if answer.status:
            return State(True, f"launchd has not loaded it. {AGAIN}")
        status = re.search(rb"last exit code = (\d+)", answer.out)
        return State(True, last=f"it ended with exit status {status[1].decode()}" if status else "")

    def remove(self, name: str) -> bool:
        """Unload the agent and delete its file."""
        there = bool(shutil.which("launchctl"))
        loaded = there and ask(["launchctl", "bootout", f"{_domain()}/{label(name)}"]).status == 0
        return delete(_file(name)) or loaded

    def try_out(self, job: Job, done: Callable[[], bool]) -> str:
        """Load an agent of the same making that starts at once, and wait for what it leaves."""
        try:
            self._load(job.name, text(job, at_once=True))
            return "" if wait(done) else f"it did not end within {TRIAL_S:.0f} seconds (see {job.log})"
        finally:
            self.remove(job.name)

    @staticmethod
    def _load(name: str, content: str) -> None:
        target = f"{_domain()}/{label(name)}"
        if ask(["launchctl", "bootout", target]).status == 0:  # it goes in its own time
            wait(lambda: ask(["launchctl", "print", target]).status != 0, 30)
        put(_file(name), content.encode())
        must(["launchctl", "enable", target])
        must(["launchctl", "bootstrap", _domain(), str(_file(name))])


def _domain() -> str:
    if not hasattr(os, "getuid"):
        raise CannotLook("launchd is only on macOS.")
    return f"gui/{os.getuid()}"


def _file(name: str) -> Path:
    return agents() / f"{label(name)}.plist"
