"""Where sealed runs lie: a folder of run folders, or a zip that somebody handed over; read the same way."""

import lzma
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from optout.errors import UsageProblem
from optout.runs.shelf import MANIFEST

SHARED = "shared.json"  # the manifest of a copy that names nobody
RUNS = "runs"
LIST = "chain.json"
_MOST = 64 * 2**20  # bytes; no file of a run comes near


class Place(Protocol):
    """Run folders, wherever they are. Reading raises OSError where there is no such file."""

    @property
    def name(self) -> str:
        """What a person calls it."""

    def runs(self) -> list[str]:
        """The names of the run folders, in order."""

    def files(self, run: str) -> list[str]:
        """The names of the files of a run."""

    def read(self, run: str, file: str) -> bytes:
        """One file of a run."""

    def beside(self, file: str) -> bytes:
        """A file that stands beside the folder of run folders."""


@dataclass(frozen=True, slots=True)
class Folders:
    """A folder that holds run folders, such as a home's `runs`."""

    path: Path

    @property
    def name(self) -> str:
        """Its path."""
        return str(self.path)

    def runs(self) -> list[str]:
        """As Place."""
        held = (one.parent for pattern in (MANIFEST, SHARED) for one in self.path.glob(f"*/{pattern}"))
        return sorted({folder.name for folder in held})

    def files(self, run: str) -> list[str]:
        """As Place."""
        return sorted(one.name for one in (self.path / run).iterdir() if one.is_file())

    def read(self, run: str, file: str) -> bytes:
        """As Place."""
        return (self.path / run / file).read_bytes()

    def beside(self, file: str) -> bytes:
        """As Place."""
        return (self.path.parent / file).read_bytes()


class Zip:
    """A bundle as `proof export` has written it.

    Raises:
        UsageProblem: it is no bundle.
    """

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        try:
            self._zip = zipfile.ZipFile(path)
        except OSError as error:
            raise UsageProblem(f"{path} cannot be read ({error.strerror}).") from error
        except zipfile.BadZipFile as error:
            raise UsageProblem(f"{path} is damaged, or no bundle: it cannot be read as a zip file.") from error
        names = [name for name in self._zip.namelist() if not name.endswith("/")]
        self._members = {PurePosixPath(name).parts: name for name in names}
        if len(self._members) != len(names):  # which of two is seen depends on the program that unpacks it
            raise UsageProblem(f"{path} is damaged, or no bundle: it holds a file twice.")
        if (LIST,) not in self._members:
            raise UsageProblem(f'{path} is no bundle of "optout proof export": {LIST} is missing.')

    def runs(self) -> list[str]:
        """As Place."""
        return sorted({parts[1] for parts in self._members if len(parts) == 3 and parts[0] == RUNS})

    def files(self, run: str) -> list[str]:
        """As Place."""
        return sorted(parts[2] for parts in self._members if len(parts) == 3 and parts[:2] == (RUNS, run))

    def read(self, run: str, file: str) -> bytes:
        """As Place."""
        return self._content((RUNS, run, file))

    def beside(self, file: str) -> bytes:
        """As Place."""
        return self._content((file,))

    def _content(self, parts: tuple[str, ...]) -> bytes:
        if parts not in self._members:
            raise FileNotFoundError(2, "no such file", "/".join(parts))
        member = self._zip.getinfo(self._members[parts])
        if member.file_size > _MOST:
            raise OSError(27, "it is too large", member.filename)
        try:
            return self._zip.read(member)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error, lzma.LZMAError) as error:
            raise OSError(5, "it is damaged", member.filename) from error
