"""How run folders stand on their shelf: their order, the names inside, and their words, read without any library."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

FORMAT = 2
READABLE = (1, 2)  # 1: before runs were sealed
PARTIAL = ".partial"
MANIFEST = "run.json"
PRUNED = "pruned.json"
Account = tuple[str, str]  # service, name


def newest_first(runs: Path, now: datetime | None = None) -> Iterator[Path]:
    """All run folders, the newest first.

    A run is called by the time of its start. One from the future was made before the clock was set back: when, nobody
    can tell any more, so it stands behind all others. Otherwise it would be "the latest" until its day comes.

    Args:
        runs: the folder of run folders; none there is no run.
        now: the time (default: the clock's).
    """
    latest = f"{now or datetime.now(UTC):%Y-%m-%dT%H%M%SZ}"
    try:
        names = sorted((one.name for one in runs.iterdir()), reverse=True)
    except OSError:
        return
    here = [name for name in names if name[: len(latest)] <= latest]
    for name in [*here, *names[: len(names) - len(here)]]:
        if (runs / name / MANIFEST).is_file():
            yield runs / name


def thinned(folder: Path) -> dict[str, str]:
    """The pictures of a run that were thinned: file name -> when (UTC, ISO 8601). None where the list is damaged."""
    try:
        listed = json.loads((folder / PRUNED).read_bytes())["pictures"]
        return {name: when for name, when in listed.items() if isinstance(when, str)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


@dataclass(frozen=True, slots=True)
class Record:
    """What a record says of each account that its run looked at.

    Attributes:
        run: the run's id.
        started: when it began.
        ended: whether it came to its end.
        targets: what it was to look at, as the person typed it; none means all.
        words: account -> the outcomes.
        clicked: the accounts where something was clicked.
    """

    run: str
    started: datetime
    ended: bool
    targets: tuple[str, ...] = ()
    words: dict[Account, frozenset[str]] = field(default_factory=dict)
    clicked: frozenset[Account] = frozenset()


def record(folder: Path) -> Record | None:
    """Read a record for its words alone; None where that cannot be done."""
    try:
        document = json.loads((folder / MANIFEST).read_bytes())
        started = datetime.fromisoformat(document["started"])
        words: dict[Account, set[str]] = {}
        clicked = set()
        for one in document["results"]:
            account = str(one["service"]), str(one["account"])
            words.setdefault(account, set()).add(str(one["outcome"]))
            if any(not turn["obstacle"] for turn in one.get("turns", ())):
                clicked.add(account)
        targets = tuple(map(str, document.get("targets", ())))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if not 1970 < started.year < 9000:  # no clock of a run has said so
        return None
    started = started if started.tzinfo else started.replace(tzinfo=UTC)
    whole = {account: frozenset(outcomes) for account, outcomes in words.items()}
    ended = not folder.name.endswith(PARTIAL)
    return Record(folder.name.removesuffix(PARTIAL), started, ended, targets, whole, frozenset(clicked))
