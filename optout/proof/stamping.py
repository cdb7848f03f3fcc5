"""Have authorities attest when sealed runs were there, at once or later, and keep what they answer beside each run."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from optout.errors import CannotLook, OptoutError, UsageProblem
from optout.home import Home
from optout.proof import address, stamp, verify
from optout.proof.authority import NotStamped, ask
from optout.proof.place import Folders
from optout.runs import folders
from optout.runs.shelf import MANIFEST


def stamp_run(folder: Path, urls: Sequence[str], say: Callable[[str], None]) -> int:
    """Have a sealed run stamped by each authority that has not stamped it yet; how many did not.

    An authority that does not answer is no failure of the run: it is told, and can be asked again later.

    Args:
        folder: the run's folder.
        urls: the authorities' addresses.
        say: told in one sentence what went wrong, and what came.

    Raises:
        CannotLook: a stamp cannot be stored.
    """
    manifest = (folder / MANIFEST).read_bytes()
    failed = 0
    for url in urls:
        file = folder / f"{MANIFEST}.{address.slug(url)}{verify.STAMP}"
        if _holds(file, manifest):
            continue
        try:
            response = ask(url, manifest)
        except NotStamped as problem:
            failed += 1
            say(f"{problem} Once it answers: optout proof stamp {folder.name.removesuffix('.partial')}")
            continue
        _store(file.with_suffix(".pem"), stamp.chain(response).encode())
        _store(file, response)
        attested = stamp.read(response, manifest)
        say(f'Stamped by "{attested.authority}": {attested.at[:19].replace("T", " ")} UTC')
    return failed


def stamp_later(home: Home, names: Sequence[str], urls: Sequence[str], say: Callable[[str], None]) -> int:
    """Have runs of a home stamped that were sealed before; how many stamps did not come.

    Args:
        home: whose runs they are.
        names: ids of runs, or beginnings of them; none means the newest, whose manifest vouches for all before it.
        urls: the authorities' addresses.
        say: as for `stamp_run`.

    Raises:
        UsageProblem: no authority, no such run, or it is not sealed.
        CannotLook: a stamp cannot be stored.
    """
    if not urls:
        raise UsageProblem(
            "No time-stamp authority is named. Give one with --timestamp URL, or put OPTOUT_TIMESTAMP=URL in .env."
        )
    place = Folders(home.runs)
    sealed = sorted((one.number, name) for name in place.runs() if (one := verify.glance(place, name)).number)
    if not sealed:
        raise UsageProblem('There is no sealed run yet. Start with "optout run".')
    chosen = [folders.find(home.runs, name) for name in names] or [home.runs / sealed[-1][1]]
    if unsealed := next((one.name for one in chosen if one.name not in {name for _, name in sealed}), ""):
        raise UsageProblem(f"{unsealed} is not sealed, so there is nothing to stamp.")
    return sum(stamp_run(folder, urls, say) for folder in chosen)


def _holds(file: Path, manifest: bytes) -> bool:
    """Whether there is a good stamp already."""
    try:
        stamp.read(file.read_bytes(), manifest)
    except (OSError, OptoutError):
        return False
    return True


def _store(file: Path, content: bytes) -> None:
    new = file.with_name(f"{file.name}.new")
    try:
        new.write_bytes(content)
        os.replace(new, file)
    except OSError as error:
        raise CannotLook(f"{file} cannot be written ({error.strerror}).") from error
