"""Ask another program of this machine: with a time limit, in English, and any failure as one sentence."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from optout.errors import CannotLook

TRIAL_S = 240.0  # a browser starts and ends in that time, on any machine


@dataclass(frozen=True, slots=True)
class Answer:
    """How a program ended, and what it said."""

    status: int
    out: bytes
    err: str

    @property
    def complaint(self) -> str:
        """The last line of what went wrong."""
        lines = [line.strip() for line in (self.err or self.out.decode(errors="replace")).splitlines() if line.strip()]
        return lines[-1] if lines else f"exit status {self.status}"


def ask(
    command: Sequence[str],
    *,
    given: bytes = b"",
    timeout_s: float = 30,
    env: Mapping[str, str] | None = None,
    folder: str | None = None,
) -> Answer:
    """Run a program to its end.

    Args:
        command: the program and its arguments; no shell reads them.
        given: what it gets on its standard input.
        timeout_s: seconds until it is ended.
        env: its whole environment; this process's own, in English, if None.
        folder: where it starts.

    Raises:
        CannotLook: it is not there, or did not end in time.
    """
    try:
        done = subprocess.run(
            list(command),
            input=given,
            capture_output=True,
            timeout=timeout_s,
            env={**os.environ, "LC_ALL": "C"} if env is None else env,
            cwd=folder,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise CannotLook(f"{command[0]} did not answer within {timeout_s:.0f} seconds.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CannotLook(f"{command[0]} could not be started ({reason}).") from error
    return Answer(done.returncode, done.stdout, done.stderr.decode(errors="replace"))


def must(command: Sequence[str], *, given: bytes = b"", timeout_s: float = 30) -> Answer:
    """The same, where anything but success is a failure.

    Raises:
        CannotLook: it failed; the sentence has the command and its complaint.
    """
    answer = ask(command, given=given, timeout_s=timeout_s)
    if answer.status:
        raise CannotLook(f'"{" ".join(command)}" failed: {answer.complaint}')
    return answer


def wait(done: Callable[[], bool], timeout_s: float = TRIAL_S) -> bool:
    """Wait for something that another process does; whether it came in time."""
    end = time.monotonic() + timeout_s
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(0.2)
    return True


def put(file: Path, content: bytes) -> None:
    """Write a file of a scheduler, and its folder where there is none.

    Raises:
        CannotLook: it cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    except OSError as error:
        raise CannotLook(f"{file} cannot be written ({error.strerror}). Nothing was scheduled.") from error


def delete(file: Path) -> bool:
    """Delete a file of a scheduler; whether it was there.

    Raises:
        CannotLook: it cannot be deleted.
    """
    try:
        file.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise CannotLook(f"{file} cannot be deleted ({error.strerror}).") from error
    return True


def content(file: Path) -> bytes | None:
    """What is in a file of a scheduler; None where there is none that can be read."""
    try:
        return file.read_bytes()
    except OSError:
        return None


def windows_words(words: Sequence[str]) -> str:
    """Arguments as one line, as programs on Windows take such a line apart again."""
    return subprocess.list2cmdline(words)
