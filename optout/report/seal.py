"""What is known of a run's seal, for the report: its place in the chain, who signed it, and who attests when."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time that somebody else attests.

    Attributes:
        at: the time (UTC, ISO 8601).
        authority: whose word it is: the name in the token's file name.
    """

    at: str
    authority: str


@dataclass(frozen=True, slots=True)
class Seal:
    """The seal of a run that has ended.

    Attributes:
        number: its place in the chain of runs; the first is 1.
        sha256: of run.json, the manifest.
        key: SHA-256 fingerprint of the public key that signed it.
        stamps: the times that others attest; empty where nobody was asked, or nobody answered.
        problems: what no longer is as it was sealed, one sentence each.
    """

    number: int
    sha256: str
    key: str
    stamps: tuple[Stamp, ...] = ()
    problems: tuple[str, ...] = ()
