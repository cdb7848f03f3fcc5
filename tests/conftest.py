"""What all tests share: the real command line as a subprocess, a home of its own, a signed-in local site."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from authority import INSTALLED, Authority, Desk, desk
from receiver import Receiver, receiver

from optout.flowfile import load
from optout.resources import folder
from optout.site import Session, Site

# Ctrl-C is tested, and what is started in the background of a script has it ignored, its children too.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(trylast=True)
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Name what fails as it fails: a run that is cut off prints no summary."""
    if report.failed and "PYTEST_XDIST_WORKER" not in os.environ:
        print(f"\nFAILED {report.nodeid} ({report.when}, {report.duration:.0f} s)", flush=True)


REAL = "https://www.linkedin.com"
hypothesis.settings.register_profile("busy", deadline=None)  # a busy machine is no fault of the data
hypothesis.settings.load_profile("busy")


@dataclass
class Said:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document on stdout."""
        return json.loads(self.out)

    @property
    def outcomes(self) -> dict[str, str]:
        """Setting -> outcome."""
        return {one["setting"]: one["outcome"] for one in self.document["results"]}

    def result(self, setting: str) -> dict[str, Any]:
        """The result of one setting."""
        (found,) = [one for one in self.document["results"] if one["setting"] == setting]
        return found


@dataclass
class Cli:
    """The real command line, with a home of its own and without the environment's OPTOUT_ variables."""

    home: Path
    environment: dict[str, str] = field(default_factory=dict)  # on top of that
    inside: tuple[str, ...] = ()  # words before the command that take it elsewhere, such as into a namespace

    def __call__(self, *words: str, site: Site | None = None, timeout: float = 240) -> Said:
        """Run a command; it must not end in a traceback."""
        command = [*self.inside, sys.executable, "-m", "optout", *words, "--home", str(self.home)]
        if site:
            command += ["--origin", f"{REAL}={site.origin}"]
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("OPTOUT_", "DISPLAY"))}
        clean |= self.environment
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=timeout, cwd=self.home.parent, env=clean,
            stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        return Said(done.returncode, done.stdout, done.stderr)

    @staticmethod
    def opened(site: Site) -> list[str]:
        """The pages that were asked for."""
        return site.state.visits

    @staticmethod
    def strayed(site: Site) -> list[str]:
        """The pages that were asked for although the LinkedIn flow does not name them."""
        service = load(folder("flows") / "linkedin.toml").service
        session = service.session
        assert session
        pages = {hub.path for hub in service.hubs.values()} | {setting.path for setting in service.settings}
        pages |= {session.probe, *session.missing, "/favicon.ico"}  # a browser asks for that by itself
        doors = (*session.signed_out, *session.challenge)
        return [
            path
            for path in site.state.visits
            if path not in pages
            and not any(sweep.allows(path) for sweep in service.sweeps)
            and not any(path == door or path.startswith(f"{door.rstrip('/')}/") for door in doors)
        ]

    def leaks(self, site: Site, said: Said) -> list[str]:
        """Where a secret of the site stands in what was printed or written, profiles excepted."""
        profiles = self.home / "profiles"
        files = [file for file in self.home.rglob("*") if file.is_file() and profiles not in file.parents]
        places = {str(file): file.read_bytes() for file in files} | {"printed": (said.out + said.err).encode()}
        return [name for name, content in places.items() for secret in site.secrets if secret.encode() in content]

    def sign_in(self, site: Site) -> None:
        """Bring the site's session into the default account."""
        state = self.home.parent / "state.json"
        state.write_text(json.dumps(site.storage_state()))
        said = self("login", "linkedin", "--storage-state", str(state), site=site)
        assert said.status == 0, said.err


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """The command line with an empty home."""
    return Cli(tmp_path / "home")


@pytest.fixture(scope="session")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Cli]:
    """Makes a command line with an empty home, for what several tests share."""
    return lambda: Cli(tmp_path_factory.mktemp("shared") / "home")


@pytest.fixture(scope="session")
def member(tmp_path_factory: pytest.TempPathFactory) -> tuple[Session, Path]:
    """A session that every local site takes, and the profiles in which the command line holds it."""
    cli = Cli(tmp_path_factory.mktemp("member") / "home")
    with Site() as site:
        cli.sign_in(site)
        return site.member, cli.home / "profiles"


@pytest.fixture
def signed_in(cli: Cli, member: tuple[Session, Path]) -> Iterator[Callable[..., Site]]:
    """Starts a local site (arguments as for Site) whose session the command line's default account holds."""
    session, profiles = member
    running: list[Site] = []

    def start(**how: Any) -> Site:
        site = Site(**how, member=session)
        site.start()
        running.append(site)
        cli.home.mkdir(mode=0o700, exist_ok=True)  # as the program itself makes it
        shutil.copytree(profiles, cli.home / "profiles", dirs_exist_ok=True)
        return site

    yield start
    for site in running:
        site.stop()


@pytest.fixture
def post() -> Iterator[Receiver]:
    """A receiver of notices and pings that is up."""
    with receiver() as up:
        yield up


@pytest.fixture
def clock(tmp_path: Path) -> Iterator[Desk]:
    """A time-stamp authority that can be asked; it makes its tokens with openssl."""
    if not INSTALLED:
        pytest.skip("OpenSSL 3 or newer is not installed")
    with desk(Authority(tmp_path / "clock")) as up:
        yield up
