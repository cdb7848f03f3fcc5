"""Verify one sealed run by itself: its files, its signature, its stamps. Reads, and writes nothing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter, ValidationError

from optout.model import Link
from optout.proof import key as keys
from optout.proof.chain import digest
from optout.proof.checked import Checked
from optout.proof.place import SHARED, Place
from optout.proof.seal import PUBLIC_KEY, SIGNATURE
from optout.proof.stamp import BadStamp, Stamp, read_for
from optout.runs.ledger import Entry
from optout.runs.shelf import MANIFEST, PARTIAL, PRUNED, READABLE
from optout.runs.thin import remarkable

STAMP = ".tsr"
_REPORTS = (".html", ".pdf")
_AHEAD = timedelta(minutes=5)  # a clock may differ from an authority's by so much


@dataclass(frozen=True, slots=True)
class Manifest:
    """What of a manifest is needed to verify it."""

    format: int
    id: str
    finished: str = ""
    files: dict[str, str] = field(default_factory=dict)
    chain: Link | None = None
    original: str = ""  # of a copy that names nobody: the SHA-256 of the manifest that it was made from


_MANIFEST = TypeAdapter(Manifest)
_ENTRY = TypeAdapter(Entry)


def check(place: Place, run: str, own: str = "") -> Checked:
    """Verify one run by itself.

    Args:
        place: where it lies.
        run: the name of its folder.
        own: the fingerprint of the key that should have signed it; empty if any may.
    """
    return _Check(place, run, own).done()


def glance(place: Place, run: str) -> Checked:
    """A run's place in the chain, as its manifest tells it; nothing beside the manifest is read."""
    try:
        names = place.files(run)
        content = place.read(run, MANIFEST if MANIFEST in names else SHARED)
        manifest = _MANIFEST.validate_json(content)
    except (OSError, ValidationError):
        return Checked(run)
    if not (link := manifest.chain):
        return Checked(run)
    return Checked(manifest.id, link.number, manifest.original or digest(content), link.at, previous=link.previous)


class _Check:
    """The verification of one run, step by step; what it finds is collected."""

    def __init__(self, place: Place, run: str, own: str) -> None:
        self.place, self.run, self.own = place, run, own
        self.problems: list[str] = []
        self.notes: list[str] = []

    def done(self) -> Checked:
        try:
            names = self.place.files(self.run)
            name = MANIFEST if MANIFEST in names else SHARED
            content = self.place.read(self.run, name)
            manifest = _MANIFEST.validate_json(content)
        except OSError as error:
            return self._ended(Checked(self.run), f"its manifest cannot be read ({error.strerror})")
        except ValidationError:
            return self._ended(Checked(self.run), "its manifest is damaged")
        run = self.run.removesuffix(PARTIAL)
        if manifest.format not in READABLE:
            return self._ended(Checked(run), f"its manifest has format {manifest.format}; install a newer optout")
        if not (link := manifest.chain):
            return self._unsealed(run, manifest)
        if manifest.id != run:
            self.problems.append(f'its folder was renamed: its manifest is that of "{manifest.id}"')
        if self.run.endswith(PARTIAL) and not manifest.finished:
            self.notes.append("it was interrupted; what it had done by then is sealed")
        if not _moment(link.at):
            self.problems.append("its manifest does not say when it was sealed")
        if link.number < 1:
            self.problems.append(f"its manifest says that it is run number {link.number}, which there cannot be")
        if link.anew:
            self.notes.append("the head of the chain was gone when it was sealed: runs may have been removed before it")
        own = manifest.original or digest(content)
        checked = Checked(
            run,
            link.number,
            own,
            link.at,
            self._signer(name, content, link),
            link.previous,
            self._files(manifest, names, _keeps(content)),
            copy=name == SHARED,
        )
        return self._ended(checked, stamps=self._stamps(names, own, link))

    def _unsealed(self, run: str, manifest: Manifest) -> Checked:
        if manifest.format == 1:
            self.notes.append("it was made before runs were sealed; nothing attests it")
        elif self.run.endswith(PARTIAL):
            self.notes.append("it was cut off before it could be sealed; nothing attests it")
        else:
            return self._ended(Checked(run), "it is not sealed, or its seal was removed")
        return self._ended(Checked(run))

    def _ended(self, checked: Checked, problem: str = "", stamps: tuple[Stamp, ...] = ()) -> Checked:
        problems = (*self.problems, *([problem] if problem else []))
        return replace(checked, stamps=stamps, problems=problems, notes=tuple(self.notes))

    def _signer(self, name: str, content: bytes, link: Link) -> str:
        """The fingerprint of the key whose signature holds; empty if none does."""
        if not link.key:
            self.problems.append("it was never signed")
            return ""
        try:
            pem = self.place.read(self.run, PUBLIC_KEY)
            signature = self.place.read(self.run, SIGNATURE.replace(MANIFEST, name))
        except OSError as error:
            self.problems.append(f"it is not signed any more: {error.filename or 'a file'} is missing")
            return ""
        signer = keys.fingerprint(pem)
        if signer != link.key:
            self.problems.append(
                f"{PUBLIC_KEY} is another key ({short(signer) or 'unreadable'}) than the manifest names "
                f"({short(link.key)})"
            )
            return ""
        if not keys.holds(pem, content, signature):
            self.problems.append(f"{name} was changed after it was signed, or the signature is another key's")
            return ""
        if self.own and signer != self.own:
            self.problems.append(f"it is signed by a foreign key ({short(signer)}); this home's is {short(self.own)}")
        return signer

    def _files(self, manifest: Manifest, names: Sequence[str], keeps: bool) -> int:
        intact = 0
        thinned = self._thinned(names)
        for name, sha256 in manifest.files.items():
            try:
                good = name in names and digest(self.place.read(self.run, name)) == sha256
            except OSError as error:
                self.problems.append(f"{name} cannot be read ({error.strerror})")
                continue
            if good:
                intact += 1
            elif name in names:
                self.problems.append(f"{name} was changed")
            elif name in thinned and keeps:
                self.problems.append(
                    f"{name} is missing: thinning would not have taken it, this run keeps its pictures"
                )
            elif name in thinned:
                self.notes.append(f"{name} was thinned (optout history --prune) on {thinned[name]}")
            else:
                self.problems.append(f"{name} is missing")
        known = {*manifest.files, MANIFEST, SHARED, SIGNATURE, f"{SHARED}.sig", PUBLIC_KEY, PRUNED}
        for name in names:
            stamp = name.startswith(f"{MANIFEST}.") and name.endswith((STAMP, ".pem"))
            if name.endswith(_REPORTS) and name not in known:
                self.notes.append(f"{name} is not sealed: make a report anew from the record (optout report)")
            elif name not in known and not stamp and not name.endswith(STAMP):
                self.notes.append(f"{name} was added later and is no part of the evidence")
        return intact

    def _thinned(self, names: Sequence[str]) -> dict[str, str]:
        if PRUNED not in names:
            return {}
        try:
            listed = json.loads(self.place.read(self.run, PRUNED))["pictures"]
            return {str(name): str(when) for name, when in listed.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return {}

    def _stamps(self, names: Sequence[str], manifest: str, link: Link) -> tuple[Stamp, ...]:
        stamps = []
        for name in names:
            if not name.endswith(STAMP):
                continue
            try:
                stamp = read_for(self.place.read(self.run, name), manifest)
            except (OSError, BadStamp) as problem:
                self.problems.append(f"{name} {problem}")
                continue
            stamps.append(stamp)
            sealed = _moment(link.at)
            if sealed and datetime.fromisoformat(stamp.at) + _AHEAD < sealed:
                self.problems.append(
                    f"{stamp.authority} stamped it at {stamp.at}, before the time at which it says it was sealed "
                    f"({link.at}): the clock of the machine was ahead"
                )
        return tuple(stamps)


def _keeps(manifest: bytes) -> bool:
    """Whether thinning leaves the pictures of a run alone; `pruned.json` is not signed, and anybody can write one."""
    try:
        return remarkable(_ENTRY.validate_json(manifest))
    except ValidationError:
        return True


def _moment(at: str) -> datetime | None:
    """A time of a manifest; None where it is none, or no time of any place."""
    try:
        when = datetime.fromisoformat(at)
    except ValueError:
        return None
    return when if when.tzinfo else None


def short(fingerprint: str) -> str:
    """The beginning of a fingerprint, enough to compare by eye."""
    return fingerprint[:16]
