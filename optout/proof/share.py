"""A copy of a run that does not tell whose it is: made from the manifest, signed anew, and scanned before it leaves."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from optout.errors import OptoutError
from optout.model import Observation, Result, Run
from optout.proof import chain
from optout.proof.key import Key
from optout.proof.place import SHARED
from optout.proof.privacy import findings, here
from optout.proof.seal import PUBLIC_KEY, canonical
from optout.runs.folders import document
from optout.runs.shelf import MANIFEST

_DEFAULT = "default"  # the name of an account that nobody has named


class Unshareable(OptoutError):
    """A text of a run still tells who the person is."""


def copy(
    run: Run, folder: Path, key: Key, names: Collection[str], words: Collection[str]
) -> tuple[dict[str, bytes], int]:
    """The files of a copy, and how many pictures were left out because nobody knows what they show.

    The account is told by its keyed hash alone. Pictures were taken with names, photos and addresses hidden; those of
    pages that could not be read stay at home, because what such a page shows is not known.

    Args:
        run: the run.
        folder: where it lies.
        key: signs the copy; made the keyed hashes.
        names: keyed hashes of the names that the pictures of any run hide.
        words: what is no name although it is capitalised: the vocabulary of the flows.

    Raises:
        Unshareable: a text holds something personal; where it stands is said, what it is is not.
    """
    results = tuple(_nameless(one, run) for one in run.results)
    kept = {seen.picture for one in results for seen in (one.before, one.after) if seen and seen.picture}
    pictures = {name: (folder / name).read_bytes() for name in sorted(kept) if (folder / name).is_file()}
    said = replace(
        run,
        results=results,
        accounts={},
        names=(),
        problem="",
        files={name: sha256 for name, sha256 in run.files.items() if name in pictures},
    )
    content = {**document(said), "original": chain.digest((folder / MANIFEST).read_bytes())}
    own = {one.account for one in run.results} - {_DEFAULT}
    found = findings(dict(_texts(content)), names, key.secret, words, (*here(), *own, str(folder.parent.parent)))
    if found:
        places = "; ".join(map(str, found[:5]))
        raise Unshareable(
            f"{run.id} cannot be shared: {places}. Nothing was written. Name other runs, "
            "or leave out --share and hand it over only to somebody who may know you."
        )
    manifest = canonical(content)
    copied = {SHARED: manifest, f"{SHARED}.sig": key.sign(manifest), PUBLIC_KEY: key.public}
    return {**pictures, **copied}, len([name for name in run.files if name.endswith(".png")]) - len(pictures)


def _nameless(result: Result, run: Run) -> Result:
    account = run.accounts.get(f"{result.service}/{result.account}", "")[:16]
    sentence = result.sentence
    if result.account != _DEFAULT:  # "optout login linkedin --account me"
        sentence = sentence.replace(result.account, account)
    return replace(result, account=account, sentence=sentence, before=_seen(result.before), after=_seen(result.after))


def _seen(seen: Observation | None) -> Observation | None:
    """Without its picture where something stood in the way."""
    return replace(seen, picture="", sha256="") if seen and seen.obstacle else seen


def _texts(value: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a document, and where it stands."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, f"{where}.{name}".lstrip("."))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, f"{where}.{number}")
