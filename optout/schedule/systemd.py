"""systemd: a timer and a service of the person's own user manager."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from optout.errors import CannotLook, UsageProblem
from optout.schedule.job import AGAIN, Entry, Job, State
from optout.schedule.process import TRIAL_S, Answer, ask, content, delete, must, put

_CTL = ("systemctl", "--user")
_ASKED = ("LastTriggerUSec", "NextElapseUSecRealtime")


def quoted(word: str) -> str:
    """A word of a command line as systemd reads it: specifiers undone, and nothing split."""
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%") + '"'


def service(job: Job) -> str:
    """The service unit: what is started.

    ":" before the program keeps "$" what it is. Exit codes 1, 3 and 4 are answers of a check, and 130 is the end of
    the session: the unit has not failed. With 2 (wrong usage) and 5 (could not look) it has.
    """
    folder = job.folder.replace("%", "%%") + ("/" if job.folder.endswith(("\\", " ")) else "")  # else it reads on
    command = job.command
    if set(command[0]) & set("'\"\\"):  # systemd takes no program of such a name, but any argument
        command = ("/bin/sh", "-c", 'exec "$0" "$@"', *command)
    program, *words = command
    return (
        "[Unit]\n"
        "Description=optout: did it stay off?\n"
        "\n"
        "[Service]\n"
        "Type=oneshot\n"
        f"WorkingDirectory={folder}\n"
        f"ExecStart={' '.join([quoted(f':{program}'), *map(quoted, words)])}\n"
        "SuccessExitStatus=1 3 4 130\n"
        "TimeoutStartSec=2h\n"
        "Nice=10\n"
    )


def timer(job: Job) -> str:
    """The timer unit: once an hour, and at once when an hour was slept through."""
    return (
        "[Unit]\n"
        "Description=optout: once an hour; the program itself knows what is due\n"
        "\n"
        "[Timer]\n"
        f"OnCalendar=*-*-* *:{job.minute:02}:00\n"
        "RandomizedDelaySec=5min\n"
        "Persistent=true\n"
        "\n"
        "[Install]\n"
        "WantedBy=timers.target\n"
    )


def units() -> Path:
    """The folder of the person's own units."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or "~/.config").expanduser() / "systemd" / "user"


class Systemd:
    """The person's own user manager, through `systemctl --user`."""

    how_tried = "by systemd itself"

    def missing(self) -> str:
        """Why it cannot be used here."""
        if not shutil.which("systemctl"):
            return "there is no systemctl command here"
        try:
            answer = ask([*_CTL, "show", "--property=Version"], timeout_s=10)
        except CannotLook as error:
            return str(error).rstrip(".")
        return f"there is no systemd of your own to talk to ({answer.complaint})" if answer.status else ""

    def texts(self, job: Job) -> tuple[Entry, ...]:
        """Both units."""
        folder = units()
        try:
            for word in (*job.command, job.folder):
                word.encode()
        except UnicodeEncodeError as error:
            raise UsageProblem(
                f"{os.fsencode(job.folder)!r} or another path is not UTF-8, and systemd takes no other. "
                "Choose another scheduler with --using cron."
            ) from error
        return (
            Entry(str(folder / f"{job.name}.service"), service(job)),
            Entry(str(folder / f"{job.name}.timer"), timer(job)),
        )

    def commands(self, job: Job) -> tuple[tuple[str, ...], ...]:
        """Have both read, and the timer started now and at every start of the user manager."""
        return (
            (*_CTL, "daemon-reload"),
            (*_CTL, "enable", f"{job.name}.timer"),
            (*_CTL, "restart", f"{job.name}.timer"),
        )

    def install(self, job: Job) -> tuple[str, ...]:
        """Write both units and start the timer."""
        for entry in self.texts(job):
            put(Path(entry.place), entry.text.encode())
        for command in self.commands(job):
            must(command)
        return _lingering()

    def state(self, job: Job) -> State:
        """Whether both units are as they were written, and the timer runs."""
        found = [content(Path(entry.place)) for entry in self.texts(job)]
        if found == [None, None]:
            return State(there=False)
        if found != [entry.text.encode() for entry in self.texts(job)]:
            return State(True, f"Its units in {units()} are not those that were written there. {AGAIN}")
        timer_unit = f"{job.name}.timer"
        for question, trouble in (("is-enabled", "Its timer is not enabled."), ("is-active", "Its timer is stopped.")):
            if ask([*_CTL, question, timer_unit]).status:
                return State(True, f"{trouble} {AGAIN}")
        shown = must([*_CTL, "show", timer_unit, *(f"--property={name}" for name in _ASKED)]).out.decode()
        told = dict(line.split("=", 1) for line in shown.splitlines() if "=" in line)
        last, following = (told.get(name, "") for name in _ASKED)
        return State(True, "", last.removeprefix("n/a"), following.removeprefix("n/a"))

    def remove(self, name: str) -> bool:
        """Stop the timer and delete both units."""
        files = [units() / f"{name}.{kind}" for kind in ("timer", "service")]
        if not any(file.exists() for file in files):
            return False
        stopped: Answer | None = None
        if not self.missing():  # where no manager runs, nothing has to be stopped
            stopped = ask([*_CTL, "disable", "--now", f"{name}.timer"])
        for file in files:
            delete(file)
        if stopped is None:
            delete(units() / "timers.target.wants" / f"{name}.timer")
            return True
        must([*_CTL, "daemon-reload"])
        ask([*_CTL, "reset-failed", f"{name}.service"])  # what has never failed cannot be reset
        return True

    def try_out(self, job: Job, done: Callable[[], bool]) -> str:
        """Start a service of the same making, and wait for its end."""
        file = units() / f"{job.name}.service"
        put(file, service(job).encode())
        try:
            must([*_CTL, "daemon-reload"])
            answer = ask([*_CTL, "start", file.name], timeout_s=TRIAL_S)
            return "" if done() else f"{answer.complaint} (journalctl --user --unit {file.name})"
        finally:
            ask([*_CTL, "stop", file.name])  # it may be hanging
            delete(file)
            ask([*_CTL, "reset-failed", file.name])
            ask([*_CTL, "daemon-reload"])


def _lingering() -> tuple[str, ...]:
    """How to have the timer run while the person is not signed in to the machine, where it does not yet."""
    if not shutil.which("loginctl"):
        return ()
    try:
        answer = ask(["loginctl", "show-user", str(os.getuid()), "--property=Linger", "--value"], timeout_s=10)
    except CannotLook:
        return ()
    if answer.out.strip() == b"yes":
        return ()
    return (
        "The timer runs while you are signed in to this machine, and catches up when you come back. To have it run "
        "all the time: loginctl enable-linger",
    )
