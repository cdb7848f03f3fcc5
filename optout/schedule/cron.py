"""cron: a section of its own in the person's crontab; every other line stays as it is, to the byte."""

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from optout.errors import CannotLook, OptoutError, UsageProblem
from optout.schedule.job import AGAIN, Entry, Job, State
from optout.schedule.process import TRIAL_S, ask, must

_FRESH = " (there was no crontab before)"
_NONE = ("no crontab for", "No such file or directory")  # the second is BusyBox
_NO_DAEMON = "No cron is running here. Start it as root"
_DAEMONS = {"cron", "crond", "fcron", "dcron"}


@dataclass(frozen=True, slots=True)
class Parted:
    """A crontab in two: our section, and all the rest.

    Attributes:
        section: our section, its markers included; None where there is none.
        rest: all other bytes, in their order.
        fresh: there was no crontab before our section.
    """

    section: bytes | None
    rest: bytes
    fresh: bool = False


def quoted(word: str) -> str:
    """A word as both cron and sh have to find it written.

    cron takes "%" for the end of the line unless a backslash stands before it, and some crons also take two
    backslashes for one; so "%" stands outside of the quotes, where sh undoes the backslash too, and no two
    backslashes stand side by side. This line means the same to a cron that does nothing of the kind.
    """
    parts = re.findall(r"[^'%\\]+|['%\\]", word)
    special = {"'": '"\'"', "%": r"\%", "\\": r"'\'"}
    return "".join(special.get(part) or f"'{part}'" for part in parts) or "''"


def shell_line(job: Job) -> str:
    """What cron gives to sh."""
    words = " ".join(map(quoted, job.command))
    return f"cd {quoted(job.folder)} && exec {words}"


def section(job: Job, *, fresh: bool = False) -> str:
    """Our section of a crontab, with its markers.

    Args:
        job: what to start.
        fresh: there was no crontab before, and none is to be left behind.
    """
    return (
        f"# >>> {job.name} >>>{_FRESH if fresh else ''}\n"
        "# Once an hour; the program itself knows what is due. To take this out: optout schedule remove\n"
        f"{job.minute} * * * * {shell_line(job)}\n"
        f"# <<< {job.name} <<<\n"
    )


def part(crontab: bytes, name: str) -> Parted:
    """Find our section in a crontab.

    Raises:
        UsageProblem: its markers do not match.
    """
    begin, end = f"# >>> {name} >>>", f"# <<< {name} <<<"
    lines = crontab.splitlines(keepends=True)
    plain = [line.decode("utf-8", "surrogateescape").rstrip("\r\n") for line in lines]
    first = [number for number, line in enumerate(plain) if line in (begin, begin + _FRESH)]
    last = [number for number, line in enumerate(plain) if line == end]
    if not first and not last:
        return Parted(None, crontab)
    if len(first) != 1 or len(last) != 1 or first > last:
        raise UsageProblem(
            f'Your crontab has the line "{begin}" {len(first)} times and "{end}" {len(last)} times, and should have '
            'each once, in this order. Put it right with "crontab -e"; nothing was changed.'
        )
    start, stop = first[0], last[0] + 1
    return Parted(b"".join(lines[start:stop]), b"".join(lines[:start] + lines[stop:]), plain[start] == begin + _FRESH)


def with_section(crontab: bytes | None, job: Job) -> bytes:
    """A crontab with our section in it, instead of an older one.

    It stands first, because what a person sets in a crontab (SHELL=, PATH=) counts for the lines below it, and
    because the last line of a crontab may lack its end.

    Args:
        crontab: as it is; None where there is none.
        job: what to start.
    """
    found = part(crontab or b"", job.name)
    return os.fsencode(section(job, fresh=found.fresh or crontab is None)) + found.rest


def without_section(crontab: bytes, name: str) -> bytes | None:
    """A crontab as it was before our section came; None where there was none."""
    found = part(crontab, name)
    return None if found.fresh and not found.rest else found.rest


def poor_environment() -> dict[str, str]:
    """All that cron gives to a job."""
    import pwd  # not there on Windows

    person = pwd.getpwuid(os.getuid())
    return {"HOME": person.pw_dir, "LOGNAME": person.pw_name, "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"}


class Cron:
    """The person's own crontab, through the `crontab` command."""

    how_tried = "once as cron does it: the same line, sh and cron's few variables (cron itself starts nothing at once)"

    def missing(self) -> str:
        """Why it cannot be used here."""
        if not shutil.which("crontab"):
            return "there is no crontab command here"
        try:
            self._crontab()
        except OptoutError as error:
            return str(error).rstrip(".")
        return ""

    def texts(self, job: Job) -> tuple[Entry, ...]:
        """Our section."""
        return (Entry("in your crontab", section(job)),)

    def commands(self, job: Job) -> tuple[tuple[str, ...], ...]:
        """The crontab is replaced as a whole."""
        return (("crontab", "-"),)

    def install(self, job: Job) -> tuple[str, ...]:
        """Put our section into the crontab."""
        before = self._crontab()
        self._replace(with_section(before, job))
        if part(self._crontab() or b"", job.name).section is None:
            raise CannotLook('The crontab was written, but our lines are not in it. Look at it with "crontab -l".')
        return () if _daemon_runs() else (f"{_NO_DAEMON}, such as: service cron start",)

    def state(self, job: Job) -> State:
        """Whether our section is there, as it was written."""
        found = part(self._crontab() or b"", job.name)
        if found.section is None:
            return State(there=False)
        if found.section != os.fsencode(section(job, fresh=found.fresh)):
            return State(True, f"Its lines in your crontab are not those that were written there. {AGAIN}")
        return State(True, "" if _daemon_runs() else f"{_NO_DAEMON}, such as: service cron start")

    def remove(self, name: str) -> bool:
        """Leave the crontab as it was before."""
        if not shutil.which("crontab"):
            return False
        before = self._crontab()
        if before is None or part(before, name).section is None:
            return False
        self._replace(without_section(before, name))
        return True

    def try_out(self, job: Job, done: Callable[[], bool]) -> str:
        """Run the line as cron would."""
        environment = poor_environment()
        answer = ask(["/bin/sh", "-c", shell_line(job)], env=environment, folder=environment["HOME"], timeout_s=TRIAL_S)
        return answer.complaint if answer.status and answer.err else ""

    @staticmethod
    def _crontab() -> bytes | None:
        """The crontab as it is; None where there is none. Any doubt is an error: what is read is written back."""
        answer = ask(["crontab", "-l"])
        if answer.status == 0:
            if any(line.endswith(b"\\r") for line in answer.out.split(b"\n")):  # Debian's way to show the byte 13
                raise UsageProblem(
                    'A line of your crontab ends in a carriage return (or in "\\r"), which "crontab -l" does not show '
                    'as it is, so it could not be put back. Take it out with "crontab -e"; nothing was changed.'
                )
            return answer.out
        if not answer.out and any(words in answer.err for words in _NONE):
            return None
        raise CannotLook(f'Your crontab cannot be read ("crontab -l": {answer.complaint}).')

    @staticmethod
    def _replace(crontab: bytes | None) -> None:
        if crontab is None:
            must(["crontab", "-r"])
        else:
            must(["crontab", "-"], given=crontab)


def _daemon_runs() -> bool:
    """Whether a cron is at work; where that cannot be seen, it is believed."""
    names = [content for file in Path("/proc").glob("[0-9]*/comm") if (content := _line(file))]
    return not names or bool(_DAEMONS & set(names))


def _line(file: Path) -> str:
    try:
        return file.read_text().strip()
    except OSError:  # it has ended meanwhile
        return ""
