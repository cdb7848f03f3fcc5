"""What a command takes of a processor, told as on a machine of a known speed: others may keep this one busy."""

import resource
import subprocess
import sys
from collections.abc import Callable

HELP_S = 0.13  # what `optout --help` takes on a small machine at rest


def effort(command: Callable[[], object]) -> float:
    """The seconds that the processes of a call take, as they would on a machine at rest."""
    slower = min(_used(_help) for _ in range(3)) / HELP_S
    return _used(command) / max(1, slower)


def _help() -> None:
    subprocess.run([sys.executable, "-m", "optout", "--help"], capture_output=True, check=True)


def _used(command: Callable[[], object]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
