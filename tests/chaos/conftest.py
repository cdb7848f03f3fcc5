"""How much chaos there is to be, and the counts that are told at the end."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from optout.site import Session, Site


@pytest.fixture(scope="session")
def chaos_seed(testrun_uid: str) -> int:
    """Where chance begins: CHAOS_SEED, else a new one in `make chaos`, and always the same in `make test`."""
    given = os.environ.get("CHAOS_SEED")
    if given or not os.environ.get("CHAOS"):
        return int(given or 0)
    return crc32(testrun_uid.encode())  # the same for all workers of one call


@pytest.fixture
def stage(
    cli: Any, member: tuple[Session, Path], tmp_path: Path
) -> Callable[..., AbstractContextManager[tuple[Any, Site]]]:
    """Starts a local site (arguments as for Site) with a command line of its own that is signed in there."""
    session, profiles = member
    numbers = iter(range(10**6))

    @contextmanager
    def start(**how: Any) -> Iterator[tuple[Any, Site]]:
        place = tmp_path / f"stage{next(numbers)}"
        own = replace(cli, home=place / "home")
        shutil.copytree(profiles, own.home / "profiles")
        with Site(**how, member=session) as site:
            yield own, site
        shutil.rmtree(place)

    return start


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Tell what chance has brought: the seeds and the counts, of all workers together."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    told = [value for report in reports for name, value in report.user_properties if name == "chaos"]
    if told:
        terminalreporter.section("chaos")
    for line in told:
        terminalreporter.write_line(line)
