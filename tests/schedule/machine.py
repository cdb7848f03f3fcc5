"""A small machine inside this one, for one test: mounts and processes of its own, in which a real scheduler runs."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

# Nothing of the machine around it is seen or left behind: no crontab of a person, none of the system's own jobs.
# What cron mails to the person goes into a file, MAIL.
CRON = """
mount -t tmpfs tmpfs /dev/shm  # faketime leaves files there
mount -t tmpfs tmpfs /run
cp -a /usr/sbin/. /run/sbin
printf '#!/bin/sh\\nexec cat >>"%s/MAIL"\\n' "$FOLDER" >/run/sbin/sendmail
chmod +x /run/sbin/sendmail
mount --bind /run/sbin /usr/sbin
mount -t tmpfs tmpfs /var/spool/cron
mkdir --mode=1730 /var/spool/cron/crontabs
chgrp crontab /var/spool/cron/crontabs
mount -t tmpfs tmpfs /etc/cron.d
mount --bind /dev/null /etc/crontab
"""
DAEMON = ("cron", "crontab", "faketime")  # the programs for it
# A user manager needs a bus and a terminal; LOG is what the manager says.
SYSTEMD = """
mount -t tmpfs tmpfs /run
mkdir -p /run/systemd/system "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"
dbus-daemon --session --address="$DBUS_SESSION_BUS_ADDRESS" --nofork --nopidfile </dev/null >/dev/null 2>&1 &
setsid script -qfc "/lib/systemd/systemd --user --log-target=console" "$FOLDER/LOG" </dev/null >/dev/null 2>&1 &
for _ in $(seq 100); do systemctl --user is-system-running >/dev/null 2>&1 && break; sleep 0.1; done
systemctl --user is-system-running >/dev/null || exit 77
"""
MANAGER = ("/lib/systemd/systemd", "systemctl", "dbus-daemon", "script", "setsid")


def lacking(*programs: str) -> str:
    """Why no such machine can be made here; empty if it can."""
    missing = [name for name in ("unshare", "nsenter", *programs) if not shutil.which(name)]
    if missing:
        return f"{', '.join(missing)} is not installed"
    done = subprocess.run(["unshare", "--mount", "--pid", "--fork", "true"], capture_output=True, check=False)
    return "namespaces are not permitted here" if done.returncode else ""


def bus(folder: Path) -> dict[str, str]:
    """The variables by which a user manager that keeps its files in a folder is found."""
    return {
        "XDG_RUNTIME_DIR": "/run/user/test",
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_DATA_HOME": str(folder / "data"),
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/user/test/bus",
    }


@dataclass(frozen=True)
class Machine:
    """A machine that is up.

    Attributes:
        inside: words before a command that have it started in there.
        environment: what it is started with.
    """

    inside: tuple[str, ...]
    environment: Mapping[str, str]

    def __call__(self, *command: str, given: bytes | None = None) -> bytes:
        """Run a command in there to its good end; what it prints."""
        return subprocess.run(
            [*self.inside, *command],
            input=given,
            capture_output=True,
            check=True,
            env={**self.environment},
            timeout=120,
        ).stdout

    @contextmanager
    def cron(self, at: datetime) -> Iterator[psutil.Process]:
        """A real cron daemon whose own clock was set; what it starts has the real time."""
        started = subprocess.Popen(
            [*self.inside, "faketime", "-f", f"@{at:%Y-%m-%d %H:%M:%S}", "/usr/sbin/cron", "-f"],
            env={**self.environment, "TZ": "UTC"}, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        above = psutil.Process(started.pid)
        try:
            until(lambda: any(one.name() == "cron" for one in above.children(recursive=True)))
            yield next(one for one in above.children(recursive=True) if one.name() == "cron")
        finally:
            for one in above.children(recursive=True):
                one.kill()
            started.wait(10)


def started_by(process: psutil.Process) -> list[str]:
    """The command lines of all that a process started and that still runs."""
    lines = []
    for one in process.children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # it has ended meanwhile
            lines.append(" ".join(one.cmdline()))
    return lines


def until(come: Callable[[], bool], every: float = 0.02) -> None:
    """Wait for something that another process does, asking every so many seconds."""
    end = time.monotonic() + 90
    while not come():
        assert time.monotonic() < end, "it did not come"
        time.sleep(every)


@contextmanager
def machine(prepare: str, folder: Path, **more: str) -> Iterator[Machine]:
    """Start a machine, and end it with all that runs in it.

    Args:
        prepare: a script for bash that makes it what it is; exit status 77 where that cannot be done here.
        folder: where commands start, and where it keeps what it needs.
        more: variables that are set in there.
    """
    clean = {key: value for key, value in os.environ.items() if not key.startswith("OPTOUT_")}
    clean |= {"FOLDER": str(folder), **more}
    first = subprocess.Popen(
        ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc",
         "bash", "-c", f"set -e\n{prepare}\necho ready\nread -r"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=clean,
    )  # fmt: skip
    assert first.stdout
    with first:  # at its end nothing is to be read any more: the first process ends, and all others with it
        if first.stdout.readline() != b"ready\n":
            assert first.wait(10) == 77
            pytest.skip("the scheduler is installed, but does not come up here")
        (init,) = psutil.Process(first.pid).children()
        yield Machine(("nsenter", f"--target={init.pid}", "--mount", "--pid", "env", f"--chdir={folder}"), clean)


def just_before(minute: int) -> datetime:
    """Two seconds before a minute of this or the next hour."""
    now = datetime.now(UTC)
    return now.replace(minute=(minute - 1) % 60, second=58)
