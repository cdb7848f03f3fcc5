"""What verifying one run has found: a value that the chain, a bundle and a report go on from."""

from dataclasses import dataclass

from optout.proof.stamp import Stamp


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found of one run.

    Attributes:
        run: its id.
        number: its place in the chain; 0 where it was never sealed.
        manifest: the SHA-256 of its manifest, by which the chain knows it.
        at: when it was sealed, by the clock of the machine (UTC, ISO 8601).
        key: the fingerprint of the key that signed it; empty where no signature holds.
        previous: the SHA-256 of the manifest before it, as it says.
        intact: how many files beside the manifest are as they were.
        stamps: what authorities attest.
        problems: what is wrong, one sentence each.
        notes: what a reader should know.
        copy: whether it is the copy that names nobody, in place of the run itself.
    """

    run: str
    number: int = 0
    manifest: str = ""
    at: str = ""
    key: str = ""
    previous: str = ""
    intact: int = 0
    stamps: tuple[Stamp, ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    copy: bool = False
