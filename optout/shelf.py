"""How run folders stand on their shelf: their order, the names inside, and which pictures were thinned. No library."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

FORMAT = 1
PARTIAL = ".partial"
MANIFEST = "run.json"
PRUNED = "pruned.json"


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
