"""`schedule.json` in the home: what the person wants of the scheduled check, read in a millisecond."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from optout.errors import CannotLook, UsageProblem
from optout.schedule.job import Job

FORMAT = 1
EVERY = ("day", "week", "month")
USING = ("systemd", "cron", "launchd", "windows")
_FILE = "schedule.json"
_AGAIN = 'Run "optout schedule install" again.'


@dataclass(frozen=True, slots=True)
class Settings:
    """What the person wants of the scheduled check.

    Attributes:
        every: "day", "week" or "month".
        at: the time of day from which it is due, "HH:MM" in local time.
        fix: turn off again what came back.
        account: the name of the browser profile.
        using: the scheduler.
        installed: when (UTC, ISO 8601).
        job: as it was given to the scheduler; None where that is not known.
    """

    every: str
    at: str
    fix: bool
    account: str
    using: str
    installed: str
    job: Job | None = None


def time_of_day(value: str) -> str:
    """A time of day as HH:MM; empty where it is none."""
    hour, _, minute = value.partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and len(hour) <= 2 and len(minute) == 2):
        return ""
    return f"{int(hour):02}:{int(minute):02}" if int(hour) < 24 and int(minute) < 60 else ""


def read(home: Path) -> Settings | None:
    """The settings of a home; None where no check is scheduled.

    Raises:
        UsageProblem: the file is damaged, or from a newer version.
    """
    file = home / _FILE
    try:
        document = json.loads(file.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageProblem(f"{file} cannot be read ({error.strerror}).") from error
    except (ValueError, RecursionError) as error:
        raise UsageProblem(f"{file} is damaged: it is not JSON. {_AGAIN}") from error
    if not isinstance(document, dict):
        raise UsageProblem(f"{file} is damaged: it holds no settings. {_AGAIN}")
    if document.get("format") != FORMAT:
        raise UsageProblem(
            f'{file}: key "format" is {document.get("format")!r}, and this version reads {FORMAT}. '
            'Install a newer optout, or run "optout schedule install" again.'
        )

    def sound(key: str, fits: bool, wanted: str) -> Any:
        if not fits:
            raise UsageProblem(f'{file}: key "{key}" must be {wanted}. {_AGAIN}')
        return document[key]

    every, at, using = document.get("every"), document.get("at"), document.get("using")
    return Settings(
        every=sound("every", every in EVERY, "day, week or month"),
        at=sound("at", isinstance(at, str) and time_of_day(at) == at, "a time such as 09:00"),
        fix=sound("fix", isinstance(document.get("fix"), bool), "true or false"),
        account=sound("account", _text(document.get("account")), "the name of an account"),
        using=sound("using", using in USING, "systemd, cron, launchd or windows"),
        installed=sound("installed", _text(document.get("installed")), "a time"),
        job=_job(document["job"], file) if document.get("job") is not None else None,
    )


def _job(value: Any, file: Path) -> Job:
    try:
        job = Job(**{**value, "command": tuple(value["command"])})
        texts = (job.name, job.folder, job.log, *job.command)
        fits = bool(job.command) and all(map(_text, texts)) and type(job.minute) is int and 0 <= job.minute < 60
    except (TypeError, KeyError):
        fits = False
    if not fits:
        raise UsageProblem(f'{file}: key "job" is no job. {_AGAIN}')
    return job


def _text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def shown(settings: Settings) -> str:
    """The settings as they stand in the file."""
    return json.dumps({"format": FORMAT, **asdict(settings)}, indent=1) + "\n"


def write(home: Path, settings: Settings) -> None:
    """Keep the settings, whole or not at all.

    Raises:
        CannotLook: they cannot be written.
    """
    file = home / _FILE
    new = file.with_name(file.name + ".new")
    try:
        new.write_text(shown(settings), "utf-8")
        os.replace(new, file)
    except OSError as error:
        raise CannotLook(f"{file} cannot be written ({error.strerror}). Nothing was scheduled.") from error


def forget(home: Path) -> bool:
    """Delete the settings; whether there were any.

    Raises:
        CannotLook: they cannot be deleted.
    """
    file = home / _FILE
    try:
        file.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise CannotLook(f"{file} cannot be deleted ({error.strerror}).") from error
    return True
