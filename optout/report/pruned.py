"""What `history --prune` would thin, or has thinned, as one sentence and as a JSON document."""

from collections.abc import Sequence
from typing import Any

from optout.runs.thin import Thinning

FORMAT = 1


def sentence(found: Sequence[Thinning], days: int, *, done: bool, keep: int | None = None) -> str:
    """What there is to thin, or what was thinned, and the command that does it.

    Args:
        found: the pictures, by run.
        days: how many days back all of them stay.
        done: whether they are deleted by now.
        keep: what `--keep` was given as, to say it again.
    """
    if not found:
        return f"Nothing to thin: no unremarkable check older than {days} days has pictures that may go."
    pictures, size = sum(len(one.pictures) for one in found), sum(one.size for one in found)
    what = f"{_count(pictures, 'picture')} of {_count(len(found), 'run')}, {size / 1e6:.1f} MB"
    if done:
        return f"Thinned: {what}. Every record is kept, with the SHA-256 of each picture."
    option = "" if keep is None else f" --keep {keep}"
    return f"Could go: {what} (older than {days} days). Nothing is deleted yet: optout history --prune{option} --yes"


def document(found: Sequence[Thinning], *, done: bool) -> dict[str, Any]:
    """The document of `history --prune --json`; its keys are a contract."""
    return {
        "format": FORMAT,
        "done": done,
        "bytes": sum(one.size for one in found),
        "pruned": [{"run": one.run, "pictures": list(one.pictures), "bytes": one.size} for one in found],
    }


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
