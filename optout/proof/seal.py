"""Seal a run as it ends: hash what lies beside its manifest, join it to the chain, sign it."""

import json
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import rfc8785

from optout.errors import OptoutError
from optout.home import Home
from optout.log import log
from optout.model import Link, Run
from optout.proof import chain
from optout.proof.key import Key
from optout.proof.privacy import hashed
from optout.runs.folders import document
from optout.runs.shelf import MANIFEST, PARTIAL

SIGNATURE = f"{MANIFEST}.sig"
PUBLIC_KEY = "key.pem"
_WAIT_S = 60


def _now() -> datetime:
    return datetime.now(UTC)


def sealing(
    home: Home, say: Callable[[str], None], now: Callable[[], datetime] = _now, names: Collection[str] = ()
) -> Callable[[Path, Run], Any]:
    """What `runs.folders.Folder.finish` needs to seal a run of a home.

    A run that cannot be sealed is stored all the same: what it did counts more than the proof of it.

    Args:
        home: whose key signs, and whose chain grows.
        say: told in one sentence why a run could not be sealed.
        now: the clock.
        names: what the pictures of the run hide, in plain; kept as keyed hashes. Looked at as the run ends.
    """

    @contextmanager
    def sealed(folder: Path, run: Run) -> Iterator[tuple[Run, dict[str, bytes]]]:
        with ExitStack() as held:
            try:
                run, files, advance = _prepared(home, folder, run, held, now, names)
            except (OptoutError, OSError) as error:
                say(f"This run is stored, but not sealed as evidence: {error}")
                yield run, {}
                return
            yield run, files
            try:
                advance()
            except OSError as error:  # the next one finds it pending
                log.debug("head not written", error=str(error))

    return sealed


def _prepared(
    home: Home, folder: Path, run: Run, held: ExitStack, now: Callable[[], datetime], names: Collection[str]
) -> tuple[Run, dict[str, bytes], Callable[[], None]]:
    """The run with its link, the files to write, and what to call once they are; the chain is held until then."""
    held.enter_context(home.hold_chain(_WAIT_S))
    home.proof.mkdir(mode=0o700, exist_ok=True)
    key = Key.at(home.proof)
    known = chain.kept(home.proof)
    head = chain.settled(known, home.runs) if known else chain.found(home.runs)
    _finish_renaming(head, home.runs)
    anew = known is None and head.count > 0
    link = Link(head.count + 1, head.manifest, key.fingerprint, now().isoformat(timespec="milliseconds"), anew)
    pairs = dict.fromkeys((one.service, one.account) for one in run.results)
    accounts = {f"{service}/{account}": key.hashed(service, account) for service, account in pairs}
    run = replace(run, files=_hashes(folder), accounts=accounts, names=hashed(names, key.secret), chain=link)
    manifest = canonical(document(run))
    mine = chain.Head(link.number, run.id, chain.digest(manifest))
    chain.write(home.proof, head, pending=mine)
    files = {PUBLIC_KEY: key.public, SIGNATURE: key.sign(manifest), MANIFEST: manifest}
    return run, files, lambda: chain.write(home.proof, mine)


def canonical(document: dict[str, Any]) -> bytes:
    """A document as canonical JSON (RFC 8785); what is no character becomes "?"."""
    text = json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")
    return rfc8785.dumps(json.loads(text))


def _hashes(folder: Path) -> dict[str, str]:
    """Every file beside the manifest, and its SHA-256."""
    apart = (MANIFEST, SIGNATURE, PUBLIC_KEY)
    return {
        file.name: chain.digest(file.read_bytes())
        for file in sorted(folder.iterdir())
        if file.is_file() and file.name not in apart and not file.name.endswith(".new")
    }


def _finish_renaming(head: chain.Head, runs: Path) -> None:
    """Give the run that was sealed last its name, if its process was killed before it could; raises OSError."""
    if not head.run or not chain.folder_of(head, runs):
        return
    folder = runs / f"{head.run}{PARTIAL}"
    if folder.is_dir() and not (runs / head.run).exists():
        with suppress(ValueError, KeyError, TypeError):  # edited by hand: verifying it will say so
            if json.loads((folder / MANIFEST).read_bytes())["finished"]:
                folder.rename(runs / head.run)
