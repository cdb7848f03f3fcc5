"""`schedule install`, `status` and `remove`: wire the settings, the program and a scheduler together."""

import platform
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from optout import config as configuration
from optout.config import Config
from optout.errors import CannotLook, OptoutError, UsageProblem
from optout.home import Home
from optout.schedule import program, settings, trial
from optout.schedule.choice import choose, scheduler
from optout.schedule.job import AGAIN, Entry, Job, Scheduler, State
from optout.schedule.process import ask
from optout.schedule.settings import USING, Settings
from optout.schedule.trial import Trial


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person asks for: every what, at what time, turning off again or not, and the scheduler (or "")."""

    every: str
    at: str
    fix: bool = False
    using: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """What an install would do: the settings, the texts, the commands, and why it could not be done here."""

    settings: Settings
    entries: tuple[Entry, ...]
    commands: tuple[tuple[str, ...], ...]
    missing: str


@dataclass(frozen=True, slots=True)
class Installed:
    """What an install has done: the settings, what the person has to know, and how the trial went."""

    settings: Settings
    notes: tuple[str, ...]
    trial: Trial


@dataclass(frozen=True, slots=True)
class Status:
    """How the scheduled check stands: the settings (None: there is none) and the scheduler's view of it."""

    settings: Settings | None
    state: State

    @property
    def exit_status(self) -> int:
        """0 if it will start; 5, as whenever nobody can look, if there is none or it would not."""
        return 0 if self.settings and self.state.there and not self.state.trouble else CannotLook.exit_status


def plan(config: Config, wish: Wish, given: Collection[str]) -> Planned:
    """What an install would write and run; nothing is.

    Args:
        config: the options of the command.
        wish: what the person asks for.
        given: the names of the options that were given and that the scheduled command has to carry along.

    Raises:
        UsageProblem: the time makes no sense, or a path cannot be scheduled.
        CannotLook: there is no scheduler.
    """
    at = settings.time_of_day(wish.at)
    if not at:
        raise UsageProblem(f'--at "{wish.at}": write a time of day as HH:MM, such as 09:00.')
    using = wish.using or choose()
    everywhere, for_checks = program.options(config, given)
    command = (*program.program(), "check", "--due", "--quiet", *everywhere, *for_checks)
    job = Job(
        name=program.name(config.home, configuration.default_home()),
        command=command,
        folder=str(Path.cwd()),
        minute=program.minute(config.home, platform.node()),
        log=str(config.home / "schedule.log"),
    )
    program.sound((*command, job.folder))
    chosen = scheduler(using)
    wanted = Settings(
        wish.every, at, wish.fix, config.account, using, datetime.now(UTC).isoformat(timespec="seconds"), job
    )
    return Planned(wanted, chosen.texts(job), chosen.commands(job), chosen.missing())


def install(config: Config, wish: Wish, given: Collection[str], environment: Mapping[str, str]) -> Installed:
    """Schedule the check, instead of an earlier schedule of the same home, and try it out (arguments as for `plan`).

    Raises:
        UsageProblem, CannotLook: it could not be scheduled; an earlier schedule is as it was.
    """
    planned = plan(config, wish, given)
    wanted, job = planned.settings, planned.settings.job
    assert job  # a plan has one
    if planned.missing:
        raise CannotLook(f"--using {wanted.using}: {planned.missing}.")
    home = Home.at(config.home).path
    before = _known(home)
    chosen = scheduler(wanted.using)
    settings.write(home, wanted)
    try:
        notes = list(chosen.install(job))
    except OptoutError:
        _undo(chosen, home, before, wanted.using, job.name)
        raise
    old = _name(before, home)
    if before and (before.using, old) != (wanted.using, job.name):
        notes += _leave(before.using, old)
    file = configuration.written(Path(job.folder))
    if unseen := program.left_behind(environment, file, given):
        notes.append(
            f"The scheduled check does not see {', '.join(unseen)} of your environment: write it into "
            f"{Path(job.folder) / '.env'}, which is read."
        )
    return Installed(wanted, tuple(notes), _tried(chosen, config, given, job))


def _tried(chosen: Scheduler, config: Config, given: Collection[str], job: Job) -> Trial:
    answer = config.home / "schedule-trial.json"
    everywhere, _ = program.options(config, given)
    words = (*program.program(), "doctor", "--into", str(answer), *everywhere)
    return trial.run(chosen, replace(job, name=f"{job.name}-trial", command=words), answer)


def status(config: Config) -> Status:
    """How the scheduled check of a home stands.

    Raises:
        UsageProblem: its settings are damaged.
        CannotLook: the scheduler does not answer.
    """
    known = settings.read(config.home)
    if known is None:
        return Status(None, State(there=False))
    if known.job is None:
        return Status(known, State(True, f"It is not known what was scheduled. {AGAIN}"))
    if not known.job.looks_into(config.home):
        return Status(known, State(False, f"It was scheduled for {known.job.home}, and not for this folder. {AGAIN}"))
    chosen = scheduler(known.using)
    if reason := chosen.missing():
        return Status(known, State(False, f"{known.using} cannot be asked: {reason}. {AGAIN}"))
    state = chosen.state(known.job)
    if not state.there:
        return Status(known, State(False, f"{known.using} knows nothing of it. {AGAIN}"))
    if not state.trouble and (trouble := _startable(known.job)):
        state = replace(state, trouble=f"{trouble}. {AGAIN}")
    return Status(known, state)


def _startable(job: Job) -> str:
    """Why a job could not start; empty if it could."""
    if not Path(job.folder).is_dir():
        return f"The folder {job.folder}, in which it starts, is gone"
    version = (*job.command[: job.command.index("check")], "--version") if "check" in job.command else job.command[:1]
    try:
        answer = ask(version, folder=job.folder)
    except CannotLook as error:
        return str(error).rstrip(".")
    return f"{' '.join(version)} says: {answer.complaint}" if answer.status else ""


def remove(config: Config) -> str:
    """Take the scheduled check of a home out of whichever scheduler has it; a sentence that says so.

    Raises:
        UsageProblem, CannotLook: the scheduler did not let go of it; the settings stay.
    """
    known = _known(config.home)
    name = _name(known, config.home)
    removed = []
    for using in USING:
        mine = known is not None and known.using == using
        # the settings may be lost or damaged, so every scheduler that is here is asked
        if (mine or not scheduler(using).missing()) and scheduler(using).remove(name):
            removed.append(using)
    had = settings.forget(config.home)
    if removed:
        return f"Removed from {' and '.join(removed)}. Nothing is scheduled any more."
    return "The scheduler knew nothing of it. Nothing is scheduled." if had else "Nothing was scheduled."


def _name(known: Settings | None, home: Path) -> str:
    """What the scheduler calls the check of a home: as it was, unless the settings are another's copy."""
    job = known.job if known else None
    if job and (job.looks_into(home) or not (job.home and job.home.is_dir())):
        return job.name
    return program.name(home, configuration.default_home())


def _undo(chosen: Scheduler, home: Path, before: Settings | None, using: str, name: str) -> None:
    """Put back the settings and, as far as the scheduler lets us, what it had before a half-done install."""
    if before:
        settings.write(home, before)
    else:
        settings.forget(home)
    with suppress(OptoutError):  # the first failure is the one to tell
        if before and before.job and before.using == using:
            chosen.install(before.job)
        else:
            chosen.remove(name)


def _leave(using: str, name: str) -> list[str]:
    """Take a job out of the scheduler that had it before; a sentence where that fails."""
    try:
        scheduler(using).remove(name)
    except OptoutError as error:
        return [f"The earlier schedule of {using} could not be removed: {error}"]
    return []


def _known(home: Path) -> Settings | None:
    """The settings of a home, or None where they are damaged, too: they are about to be replaced or deleted."""
    try:
        return settings.read(home)
    except UsageProblem:
        return None
