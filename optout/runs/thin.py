"""Which old pictures may go, and thinning them: only of unremarkable checks, and never a record.

The policy: all pictures of the last 90 days stay (`--keep DAYS`). Of older runs, the latest of each month that read
something off stays whole, for each account; the other unremarkable ones lose their pictures. A run is remarkable, and
stays whole for ever, if it clicked anything or is an undo; if any of its words is other than "as wanted" or "could not
look" (so: drift, still on, not saved, locked, turned off, a page not recognised); if it is the proof that a drift is
told by, or the last one of any setting; or if it is the latest run of an account. So does one that was cut off, or
cannot be read, or is from the future.
"""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from optout.errors import CannotLook
from optout.model import Mode, Outcome
from optout.runs.ledger import Entry
from optout.runs.shelf import PRUNED, thinned
from optout.runs.track import drifts, tracks

KEEP_DAYS = 90
FORMAT = 1
_UNREMARKABLE = frozenset(
    (
        Outcome.ALREADY_OFF,
        Outcome.NOT_OFFERED,
        Outcome.SKIPPED,
        Outcome.SIGNED_OUT,
        Outcome.CHALLENGED,
        Outcome.UNREACHABLE,
    )
)


@dataclass(frozen=True, slots=True)
class Thinning:
    """The pictures of one run that may go.

    Attributes:
        run: its id.
        folder: its folder.
        pictures: file names.
        size: of all of them, in bytes.
    """

    run: str
    folder: Path
    pictures: tuple[str, ...]
    size: int


def spare(entries: Sequence[Entry], keep_days: int, now: datetime) -> list[Entry]:
    """The runs whose pictures may go by the policy. Pure.

    Args:
        entries: all runs, the oldest first.
        keep_days: how many days back everything stays.
        now: the time.
    """
    oldest_kept = now - timedelta(days=keep_days)
    known = tracks(entries)
    telling = {proof.run for track in known for proof in drifts(track.sightings)}
    telling |= {track.proof.run for track in known if track.proof}
    latest: dict[object, Entry] = {}
    monthly: dict[object, Entry] = {}
    old: list[Entry] = []
    for entry in entries:
        if not entry.partial:
            latest.update({seen.place: entry for seen in entry.results})
        started = _moment(entry.started)
        if started is None or started >= oldest_kept:
            continue
        monthly.update({(seen.place, started.year, started.month): entry for seen in entry.results if seen.proves_off})
        if not remarkable(entry) and entry.id not in telling:
            old.append(entry)
    stay = {id(entry) for entry in (*latest.values(), *monthly.values())}
    return [entry for entry in old if id(entry) not in stay]


def find(entries: Sequence[Entry], keep_days: int, now: datetime) -> list[Thinning]:
    """What is there to thin: the pictures, still on the disk, of the runs that may lose them."""
    found = []
    for entry in spare(entries, keep_days, now):
        sizes = {}
        for name in dict.fromkeys(look.picture for seen in entry.results for look in seen.looks):
            file = entry.folder / name
            if name.endswith(".png") and Path(name).name == name and file.is_file():  # never anything outside
                sizes[name] = file.lstat().st_size
        if sizes:
            found.append(Thinning(entry.id, entry.folder, tuple(sizes), sum(sizes.values())))
    return found


def thin(these: Iterable[Thinning], now: datetime) -> None:
    """Delete the pictures. Which, and when, is written beside the record first; the record itself is not touched.

    No lock is needed: a run that is going on is never among them, and thinning twice is the same as once.

    Raises:
        CannotLook: a folder cannot be written; what was thinned before is thinned.
    """
    when = now.astimezone(UTC).isoformat(timespec="seconds")
    for one in these:
        listed = {**dict.fromkeys(one.pictures, when), **thinned(one.folder)}
        try:
            new = one.folder / f"{PRUNED}.new"
            new.touch(0o600)
            new.write_text(json.dumps({"format": FORMAT, "pictures": listed}, indent=1), "utf-8")
            os.replace(new, one.folder / PRUNED)
            for name in one.pictures:
                (one.folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise CannotLook(f"{one.folder} cannot be thinned ({error.strerror}). Nothing else was touched.") from error


def remarkable(entry: Entry) -> bool:
    """Whether a run by itself is one that keeps its pictures for ever."""
    return (
        entry.partial
        or entry.mode is Mode.UNDO
        or any(seen.clicked or seen.outcome not in _UNREMARKABLE for seen in entry.results)
    )


def _moment(at: str) -> datetime | None:
    """A time of a record; None if it is none."""
    try:
        when = datetime.fromisoformat(at)
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
