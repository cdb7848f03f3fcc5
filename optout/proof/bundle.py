"""Hand sealed runs over: one zip that anybody can verify, with this program or with sha256sum and openssl."""

import os
import zipfile
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from optout import __version__
from optout.errors import CannotLook, UsageProblem
from optout.home import Home
from optout.model import Run
from optout.proof import chain, share, verify
from optout.proof.checked import Checked
from optout.proof.key import Key, own
from optout.proof.place import LIST, RUNS, Folders
from optout.proof.seal import PUBLIC_KEY, SIGNATURE, canonical
from optout.runs import folders
from optout.runs.shelf import MANIFEST, PRUNED, newest_first

_FORMAT = 1
_SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A zip that was written.

    Attributes:
        file: where it is.
        runs: the ids of the runs that it holds.
        left_out: pictures that are in no bundle to be shared: of pages that could not be read.
        warnings: what is wrong with a run that it holds.
    """

    file: Path
    runs: tuple[str, ...]
    left_out: int
    warnings: tuple[str, ...]


def export(
    home: Home, names: Sequence[str], file: Path, *, shared: Collection[str] | None, page: Callable[[Run, Path], str]
) -> Bundle:
    """Write sealed runs into one zip; whole or not at all.

    Args:
        home: whose runs they are.
        names: ids of runs, or beginnings of them; none means all that are sealed.
        file: the zip to write.
        shared: leave out and replace what tells who the person is; words that are no names (None: hand over whole).
        page: makes the page of a run for people to read.

    Raises:
        UsageProblem: there is no such run, or it is not sealed.
        share.Unshareable: something personal is left in a text.
        CannotLook: the zip cannot be written.
    """
    place = Folders(home.runs)
    every = {name: verify.glance(place, name) for name in place.runs()}
    chosen = [folders.find(home.runs, name) for name in names]
    if foreign := next((one for one in chosen if one.name not in every), None):
        raise UsageProblem(f"{foreign} is no run of this home. Name its home with --home.")
    if file.resolve().is_relative_to(home.runs.resolve()) or file.resolve().is_relative_to(home.proof.resolve()):
        raise UsageProblem(f"{file} lies among the evidence itself. Name another file with -o.")
    if unsealed := next((one.name for one in chosen if not every[one.name].number), ""):
        raise UsageProblem(f"{unsealed} is not sealed, so there is no evidence to hand over.")
    chosen = chosen or [home.runs / name for name, one in every.items() if one.number]
    if not chosen:
        raise UsageProblem('There is no sealed run yet. Start with "optout run".')
    newest = max(chosen, key=lambda folder: every[folder.name].number)
    if not own(home.proof):  # handing over makes no key: it would be another than the runs are signed with
        raise UsageProblem(f"{home.proof / PUBLIC_KEY} is gone, and a bundle is signed with it. Put a copy of it back.")
    key = Key.at(home.proof)
    known = _names(home) if shared is not None else frozenset()
    content: dict[str, bytes] = {}
    warnings = [
        f"{name} is left out: {problem}"
        for name, one in every.items()
        if not names and not one.number
        for problem in verify.check(place, name).problems
    ]
    left_out = 0
    for folder in dict.fromkeys(chosen):
        checked = verify.check(place, folder.name, key.fingerprint)
        warnings += [f"{checked.run}: {problem}" for problem in checked.problems]
        run = folders.load(folder)
        if shared is not None:
            mine, left = share.copy(run, folder, key, known, shared)
            left_out += left
        else:
            kept = (*run.files, MANIFEST, SIGNATURE, PUBLIC_KEY, PRUNED)
            mine = {name: (folder / name).read_bytes() for name in kept if (folder / name).is_file()}
            if names or folder == newest:  # its charts show all runs; a page for each of a thousand takes minutes
                mine["report.html"] = page(run, folder).encode()
        stamps = [
            one
            for one in sorted(folder.iterdir())
            if one.name.startswith(f"{MANIFEST}.") and one.suffix in (verify.STAMP, ".pem")
        ]
        mine |= {one.name: one.read_bytes() for one in stamps}
        content |= {f"{RUNS}/{run.id}/{name}": data for name, data in mine.items()}
    held = {folders.load(folder).id for folder in chosen}
    listed = canonical(_list(list(every.values()), held))
    content[LIST], content[f"{LIST}.sig"], content[PUBLIC_KEY] = listed, key.sign(listed), key.public
    for name in ("README.txt", "run.schema.json"):
        content[name] = files("optout.proof").joinpath(name).read_bytes()
    content[_SUMS] = "".join(f"{chain.digest(data)}  {name}\n" for name, data in sorted(content.items())).encode()
    _write(file, content)
    return Bundle(file, tuple(sorted(held)), left_out, tuple(warnings))


def _names(home: Home) -> frozenset[str]:
    """Keyed hashes of the names that the pictures of any run hide: a page may say one that its own run did not see."""
    found: set[str] = set()
    for folder in newest_first(home.runs):
        with suppress(UsageProblem):
            found.update(folders.load(folder).names)
    return frozenset(found)


def _list(every: list[Checked], held: set[str]) -> dict[str, object]:
    """The whole chain by its hashes, so that a choice of runs can be held against it."""
    runs = sorted((one for one in every if one.number), key=lambda one: one.number)
    return {
        "format": _FORMAT,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "optout": __version__,
        "count": runs[-1].number,
        "run": runs[-1].run,
        "manifest": runs[-1].manifest,
        "runs": [
            {"number": one.number, "run": one.run, "manifest": one.manifest, "held": one.run in held} for one in runs
        ],
    }


def _write(file: Path, content: dict[str, bytes]) -> None:
    new = file.with_name(f"{file.name}.new")
    try:
        with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as bundle:
            for name, data in content.items():
                bundle.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
        os.replace(new, file)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise CannotLook(f"{file} cannot be written ({error.strerror}). Name another file with -o.") from error
