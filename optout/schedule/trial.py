"""A doctor's visit from inside the scheduler: whether a check that is started there finds what it needs."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from optout.errors import CannotLook
from optout.schedule.job import Job, Scheduler


@dataclass(frozen=True, slots=True)
class Trial:
    """What was found.

    Attributes:
        how: completes "Tried ...".
        findings: mark, what it is about, and words, as the doctor said them.
        exit_status: what a check would end with; 0 if nothing would stop it.
        complaint: why nothing was found out; empty if something was.
    """

    how: str
    findings: tuple[tuple[str, str, str], ...]
    exit_status: int
    complaint: str = ""


def run(scheduler: Scheduler, job: Job, answer: Path) -> Trial:
    """Have a scheduler start a job that writes the doctor's findings into a file.

    Args:
        scheduler: who starts it.
        job: starts the doctor.
        answer: the file; it is deleted.
    """
    try:
        answer.unlink(missing_ok=True)
        complaint = scheduler.try_out(job, answer.exists)
        found = json.loads(answer.read_bytes())
        findings = tuple((str(mark), str(what), str(words)) for mark, what, words in found["findings"])
        return Trial(scheduler.how_tried, findings, int(found["exit"]))
    except CannotLook as error:
        complaint = str(error)
    except (OSError, ValueError, KeyError, TypeError):
        complaint = complaint or "it left no answer"
    finally:
        answer.unlink(missing_ok=True)
    return Trial(scheduler.how_tried, (), CannotLook.exit_status, complaint)


def write(file: Path, findings: list[tuple[str, str, str]], exit_status: int) -> None:
    """Leave the answer of a visit, whole or not at all.

    Raises:
        CannotLook: it cannot be written.
    """
    new = file.with_name(file.name + ".new")
    try:
        new.write_text(json.dumps({"exit": exit_status, "findings": findings}), "utf-8")
        os.replace(new, file)
    except OSError as error:
        raise CannotLook(f"{file} cannot be written ({error.strerror}).") from error
