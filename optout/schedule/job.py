"""What is to be scheduled, and the one small interface that four schedulers have in common."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

AGAIN = 'Put it right with "optout schedule install".'


@dataclass(frozen=True, slots=True)
class Job:
    """One command line that is started once an hour.

    Attributes:
        name: what the scheduler calls it; letters, digits and "-".
        command: the program, by its absolute path, and its arguments.
        folder: where it starts; `.env` is read from there.
        minute: of the hour, 0 to 59; another one on every machine, so that they do not all ask at once.
        log: a file for what it says, where the scheduler itself keeps nothing.
    """

    name: str
    command: tuple[str, ...]
    folder: str
    minute: int
    log: str

    def looks_into(self, home: Path) -> bool:
        """Whether it is a home's own; one that was moved or copied brings along the job of another folder."""
        return self.home is None or self.home.resolve() == home.resolve()

    @property
    def home(self) -> Path | None:
        """The home that it names; None if it names none."""
        after = self.command[self.command.index("--home") + 1 :] if "--home" in self.command else ()
        return Path(after[0]) if after else None


@dataclass(frozen=True, slots=True)
class Entry:
    """A text that makes a schedule, and where it stands: a file, or a part of a list."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class State:
    """How a job stands with its scheduler.

    Attributes:
        there: the scheduler knows it.
        trouble: why it would not start as it should, and the way out, in sentences; empty if it would.
        last: when it last started, in the scheduler's own words; empty where that is not known.
        next: when it starts again, likewise.
    """

    there: bool
    trouble: str = ""
    last: str = ""
    next: str = ""


class Scheduler(Protocol):
    """What can be asked of every scheduler; each may raise CannotLook where it does not answer."""

    how_tried: str  # completes the sentence "Tried ..."

    def missing(self) -> str:
        """Why it cannot be used here; empty if it can."""

    def texts(self, job: Job) -> tuple[Entry, ...]:
        """What has to be written for a job (nothing is).

        Raises:
            UsageProblem: the job's paths cannot be written down there.
        """

    def commands(self, job: Job) -> tuple[tuple[str, ...], ...]:
        """What has to be run for a job once the texts are there (nothing is)."""

    def install(self, job: Job) -> tuple[str, ...]:
        """Enter a job, in the place of one of the same name; what the person has to know, a sentence each."""

    def state(self, job: Job) -> State:
        """How a job stands."""

    def remove(self, name: str) -> bool:
        """Take a job out again; whether it was there."""

    def try_out(self, job: Job, done: Callable[[], bool]) -> str:
        """Start a job once, now, in the way and surroundings in which it will be started, and wait for its end.

        Args:
            job: is not entered, and leaves nothing behind.
            done: whether it has done its work.

        Returns:
            what it or the scheduler complained of; may be empty.
        """
