"""The head of the chain of sealed runs: how many there are, and the hash of the newest manifest.

A run is sealed in three steps: what is about to be is written down (`pending`), then the manifest is, then the new
head. Whoever is killed in between leaves a chain whose head can be told: a pending run counts if its manifest is there.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from optout.errors import UsageProblem
from optout.runs.shelf import MANIFEST, PARTIAL

FILE = "head.json"
FORMAT = 1
_MOST = 2**31  # runs; a larger number was written by hand, and canonical JSON could not hold it


@dataclass(frozen=True, slots=True)
class Head:
    """The newest sealed run.

    Attributes:
        count: its number, which is how many there are.
        run: its id.
        manifest: the SHA-256 of its manifest.
    """

    count: int = 0
    run: str = ""
    manifest: str = ""

    def __str__(self) -> str:
        return f"{self.count}:{self.manifest}"


@dataclass(frozen=True, slots=True)
class Kept:
    """What the head's file says.

    Attributes:
        head: the newest run that was sealed to the end.
        pending: one that was about to be sealed after it.
    """

    head: Head
    pending: Head | None = None


def kept(proof: Path) -> Kept | None:
    """Read the head's file; None if there is none.

    Raises:
        UsageProblem: it is damaged.
    """
    file = proof / FILE
    try:
        document = json.loads(file.read_bytes())
        if document["format"] != FORMAT:
            raise UsageProblem(f"{file} has format {document['format']!r}. Install a newer optout.")
        pending = document["pending"]
        return Kept(_head(document), _head(pending) if pending else None)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsageProblem(
            f"{file} is damaged: the newest sealed run cannot be told from it. Put a copy of it back, or move it away."
        ) from error


def _head(document: dict[str, object]) -> Head:
    head = Head(int(str(document["count"])), str(document["run"]), str(document["manifest"]))
    if not 0 <= head.count < _MOST or bool(head.count) != bool(head.manifest):
        raise ValueError("no head")
    return head


def write(proof: Path, head: Head, pending: Head | None = None) -> None:
    """Write the head's file, whole or not at all; raises OSError."""
    document = {"format": FORMAT, **asdict(head), "pending": asdict(pending) if pending else None}
    new = proof / f"{FILE}.new"
    with new.open("w", encoding="utf-8") as file:
        json.dump(document, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, proof / FILE)


def settled(known: Kept, runs: Path) -> Head:
    """The head as it truly is: the pending run's, if its manifest was written before its process ended."""
    pending = known.pending
    if pending and folder_of(pending, runs):
        return pending
    return known.head


def folder_of(head: Head, runs: Path) -> Path | None:
    """The folder that holds a head's manifest as it was sealed; None if there is none."""
    for folder in (runs / head.run, runs / f"{head.run}{PARTIAL}"):
        with suppress(OSError, ValueError):  # edited by hand: no name of a folder
            if digest((folder / MANIFEST).read_bytes()) == head.manifest:
                return folder
    return None


def found(runs: Path) -> Head:
    """The head as the run folders tell it, for a home whose own head is gone."""
    return max(_sealed(runs), key=lambda head: head.count, default=Head())


def _sealed(runs: Path) -> Iterator[Head]:
    for file in runs.glob(f"*/{MANIFEST}"):
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
            content = file.read_bytes()
            document = json.loads(content)
            number = int(document["chain"]["number"])
            if 0 < number < _MOST:
                yield Head(number, str(document["id"]), digest(content))


def digest(content: bytes) -> str:
    """The SHA-256 of some bytes, in hex."""
    return hashlib.sha256(content).hexdigest()
