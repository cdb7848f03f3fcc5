"""Run folders: written as a run goes, finished by one rename, found and read back whole."""

import hashlib
import json
import os
import re
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any

from pydantic import TypeAdapter, ValidationError

from optout.errors import CannotLook, UsageProblem
from optout.model import Mode, Run, Versions
from optout.runs.shelf import FORMAT, MANIFEST, PARTIAL, READABLE, newest_first

# A run folder and its run -> the run with its seal, and files to write; what it holds is let go of once they are.
Sealed = Callable[[Path, Run], AbstractContextManager[tuple[Run, dict[str, bytes]]]]
_RUN = TypeAdapter(Run)
_PLAIN = re.compile(r"(?!\.)[\w.@-]+")  # no path, no pattern


class Folder:
    """The folder of a run that is going on; threads may share it.

    Args:
        runs: the folder of run folders.
        mode: what the run may do.
        versions: the programs that it uses.
        flows: service -> SHA-256 of its flow file.
        more: what else is known of it at its beginning (fields of Run).
    """

    def __init__(self, runs: Path, mode: Mode, versions: Versions, flows: dict[str, str], **more: Any) -> None:
        self._lock = RLock()  # what the run says changes, and is written, by one thread at a time
        now = datetime.now(UTC)
        self.path = _new(runs, f"{now:%Y-%m-%dT%H%M%SZ}")
        self._final = self.path.with_name(self.path.name.removesuffix(PARTIAL))
        self.run = Run(self._final.name, mode, now.isoformat(timespec="seconds"), versions, flows, **more)
        self._write()

    def keep(self, stem: str, png: bytes) -> tuple[str, str]:
        """Store a picture; its file name and SHA-256. A picture of the same name is replaced.

        Raises:
            CannotLook: it cannot be stored.
        """
        name = f"{stem}.png"
        self._store(name, png)
        return name, hashlib.sha256(png).hexdigest()

    def update(self, **changes: Any) -> None:
        """Change what the run says (fields of Run) and store it at once.

        Raises:
            CannotLook: it cannot be stored. That is said once; from then on the run is only remembered.
        """
        with self._lock:
            before, self.run = self.run, replace(self.run, **changes)
            if self.run != before and not self.run.problem:
                self._write()

    def finish(self, *, interrupted: bool = False, sealed: Sealed | None = None) -> Run:
        """End the run; one that was interrupted or cannot be stored stays partial. The run as it stands.

        Args:
            interrupted: it was cut off.
            sealed: makes evidence of what is stored: its files are written in their order, the manifest last.
        """
        whole = not interrupted and not self.run.problem
        ended = datetime.now(UTC).isoformat(timespec="seconds") if whole else ""
        try:
            self.update(finished=ended, interrupted=interrupted)
            with ExitStack() as held:
                if sealed and not self.run.problem:
                    self.run, files = held.enter_context(sealed(self.path, self.run))
                    for name, content in files.items():
                        self._store(name, content)
                if whole:
                    os.rename(self.path, self._final)
                    self.path = self._final
        except (CannotLook, OSError) as error:
            problem = self.run.problem or f"{self.path} cannot be renamed ({error})."
            self.run = replace(self.run, finished="", problem=problem)
        return self.run

    def _write(self) -> None:
        text = _RUN.dump_json(self.run, indent=1)  # of `document`, but ten times as fast: it is written at every page
        self._store(MANIFEST, b'{\n "format": %d,%b' % (FORMAT, text.removeprefix(b"{")))

    def _store(self, name: str, content: bytes) -> None:
        """Write a file whole or not at all."""
        path = self.path / name
        new = path.with_name(f"{name}.new")
        try:
            new.write_bytes(content)
            os.replace(new, path)
        except OSError as error:
            problem = f"{path} cannot be written ({error.strerror}). What was saved before is still there."
            with self._lock:
                self.run = replace(self.run, problem=problem)
            raise CannotLook(problem) from error


def document(run: Run) -> dict[str, Any]:
    """A run as the JSON document of its manifest."""
    return {"format": FORMAT, **_RUN.dump_python(run, mode="json")}


def _new(runs: Path, moment: str) -> Path:
    """A folder of its own, also where others have begun in the same second."""
    while True:
        path = runs / f"{moment}-{secrets.token_hex(2)}{PARTIAL}"
        try:
            path.mkdir()
        except FileExistsError:
            continue
        except OSError as error:
            raise CannotLook(f"{path} cannot be made ({error.strerror}).") from error
        return path


def load(folder: Path) -> Run:
    """Read a run folder.

    Raises:
        UsageProblem: it is damaged, or from a newer version.
    """
    manifest = folder / MANIFEST
    try:
        record = json.loads(manifest.read_bytes())
        number = record.pop("format")
    except OSError as error:
        raise UsageProblem(f"{manifest} cannot be read ({error.strerror}).") from error
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:
        raise UsageProblem(
            f"{manifest} is damaged: it is no run's record. The pictures beside it are untouched."
        ) from error
    if number not in READABLE:
        raise UsageProblem(
            f"{manifest} has format {number!r}, and this version reads {FORMAT}. Install a newer optout."
        )
    try:
        run = _RUN.validate_python(record)
        _sound(run, manifest)
        return run
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        key = ".".join(map(str, first["loc"]))
        raise UsageProblem(f'{manifest} is damaged at key "{key}". The pictures beside it are untouched.') from error


def _sound(run: Run, manifest: Path) -> None:
    """See that what becomes a target or the name of a file can be one: a record may have been edited by hand."""
    for one in run.results:
        shots = [seen.picture for seen in (one.before, one.after) if seen]
        sound = {
            "service": _PLAIN.fullmatch(one.service),
            "account": _PLAIN.fullmatch(one.account),
            "setting": not one.turns or _PLAIN.fullmatch(one.setting),  # where nothing was turned it may be a pattern
            "picture": all(not shot or _PLAIN.fullmatch(shot) for shot in shots),
        }
        for key, fits in sound.items():
            if not fits:
                raise UsageProblem(
                    f'{manifest} is damaged at key "results.{key}". The pictures beside it are untouched.'
                )


def find(runs: Path, name: str = "") -> Path:
    """The folder of a run by id or by a beginning of it; of the latest run if no name is given.

    The latest is the one that `shelf.newest_first` begins with.

    Raises:
        UsageProblem: there is no such run, or several.
    """
    folders = list(newest_first(runs))
    if not folders:
        raise UsageProblem('There is no run yet. Start with "optout run", or "optout demo" to see one.')
    if not name:
        return folders[0]
    with suppress(OSError):  # too long for a path: then it is no path
        if (given := Path(name)).joinpath(MANIFEST).is_file():
            return given
    matching = [folder for folder in folders if folder.name.startswith(name)]
    if len(matching) != 1:
        known = ", ".join(folder.name for folder in folders[:3])
        raise UsageProblem(f'{"Several runs begin" if matching else "No run begins"} with "{name}". Latest: {known}')
    return matching[0]
