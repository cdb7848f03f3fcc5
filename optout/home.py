"""Where things are kept on this machine: profiles, runs, and what the person has agreed to. Owner-only throughout."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from optout.errors import CannotLook


@dataclass(frozen=True, slots=True)
class Home:
    """The home folder (`--home`, OPTOUT_HOME, else the system's place for user data)."""

    path: Path

    @classmethod
    def at(cls, path: Path) -> "Home":
        """Open a home, and make it if it is not there.

        Raises:
            CannotLook: it cannot be written.
        """
        os.umask(0o077)  # everything from here on is the owner's alone from the moment it exists
        home = cls(path)
        try:
            for folder in (path, home.runs, home.profiles):
                folder.mkdir(parents=True, exist_ok=True)
            probe = home.runs / f".probe-{os.getpid()}"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise CannotLook(
                f"The home folder {path} cannot be written ({error.strerror}). Name another one with --home DIR."
            ) from error
        return home

    @property
    def runs(self) -> Path:
        """The folder of run folders."""
        return self.path / "runs"

    @property
    def profiles(self) -> Path:
        """The folder of browser profiles."""
        return self.path / "profiles"

    def profile(self, service: str, account: str) -> Path:
        """The browser profile of one account."""
        return self.profiles / service / account

    def accounts(self, account: str) -> list[str]:
        """The services that have a profile of this account name."""
        return sorted(folder.name for folder in self.profiles.iterdir() if (folder / account).is_dir())

    @property
    def proof(self) -> Path:
        """The installation's key and the head of the chain of runs."""
        return self.path / "proof"

    @property
    def notices(self) -> Path:
        """What is remembered of notices."""
        return self.path / "notices.json"

    @contextmanager
    def hold(self, service: str, account: str) -> Iterator[None]:
        """Hold an account for this process alone; the system lets go of it however the process ends.

        Raises:
            CannotLook: another process holds it.
        """
        folder = self.profiles / service
        lock = FileLock(folder / f"{account}.lock")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
        except Timeout as error:
            raise CannotLook(
                f'Another run is using the account "{account}" of {service}. Wait until it has ended, then try again.'
            ) from error
        except OSError as error:
            raise CannotLook(
                f"{lock.lock_file} cannot be written ({error.strerror}). Name another home with --home DIR."
            ) from error
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def hold_notices(self, wait_s: float) -> Iterator[None]:
        """Hold what is remembered of notices: two checks at once must not tell the same thing twice.

        Args:
            wait_s: how long another process may take over its notice, in seconds.

        Raises:
            CannotLook: it took longer, or the lock cannot be made.
        """
        with self._held("notices.lock", wait_s, "Another check has been sending notices for too long."):
            yield

    @contextmanager
    def hold_chain(self, wait_s: float) -> Iterator[None]:
        """Hold the chain of runs: of two that end at once, one comes after the other.

        Args:
            wait_s: how long another process may take to seal its run, in seconds.

        Raises:
            CannotLook: it took longer, or the lock cannot be made.
        """
        with self._held("chain.lock", wait_s, "Another run has been sealing its evidence for too long."):
            yield

    @contextmanager
    def _held(self, name: str, wait_s: float, too_long: str) -> Iterator[None]:
        lock = FileLock(self.profiles / name)  # beside the other locks
        try:
            lock.acquire(timeout=wait_s)
        except Timeout as error:
            raise CannotLook(too_long) from error
        except OSError as error:
            raise CannotLook(f"{lock.lock_file} cannot be written ({error.strerror}).") from error
        try:
            yield
        finally:
            lock.release()

    def remove_profile(self, service: str, account: str) -> bool:
        """Delete an account's profile; whether there was one."""
        folder = self.profile(service, account)
        there = folder.is_dir()
        shutil.rmtree(folder, ignore_errors=True)
        return there

    def accepted(self, service: str) -> bool:
        """Whether the person has accepted the risk of automating this service."""
        return service in self._terms()

    def accept(self, service: str, when: str) -> None:
        """Keep that the person has accepted it, and when (UTC, ISO 8601)."""
        self._terms_file.write_text(json.dumps({**self._terms(), service: when}, indent=2), "utf-8")

    @property
    def _terms_file(self) -> Path:
        return self.path / "terms-accepted.json"

    def _terms(self) -> dict[str, str]:
        try:
            known = json.loads(self._terms_file.read_text("utf-8"))
        except (OSError, ValueError):  # not there, or damaged: ask again
            return {}
        return known if isinstance(known, dict) else {}
