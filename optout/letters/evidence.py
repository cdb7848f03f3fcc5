"""What the record says of each setting, reading by reading and no more than that; what a letter may claim. Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from optout.model import Observation, Outcome, Proof, Run, State
from optout.runs.ledger import Entry
from optout.runs.track import Sighting, Track, drifts


@dataclass(frozen=True, slots=True)
class Reading:
    """One state of one setting, read from its page.

    Attributes:
        at: when (UTC).
        state: on, off or mixed. Off only where the run's own word says so, too.
        run: the id of the run.
        whole: whether that run came to its end.
        turned: whether the same run had turned it off before, and this is the page loaded anew.
        put_back: whether it was turned on at the person's own instruction.
        back_since: where it was read on again: when it had last been read off.
        beside: the runs from then on that clicked other settings of the account: a site may couple its switches.
        note: what the run noted about trusting it.
        picture: the picture's file name, where it is still kept.
        sha256: of the picture, as the record has it.
    """

    at: datetime
    state: State
    run: str
    whole: bool
    turned: bool = False
    put_back: bool = False
    back_since: datetime | None = None
    beside: tuple[str, ...] = ()
    note: str = ""
    picture: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """What the record holds of one setting: at least one reading, the oldest first.

    Attributes:
        name: what a target calls it.
        title: the vendor's words for it.
        url: the page.
        readings: the first, each time that it came back with the reading before, the last that proved off, the latest.
    """

    name: str
    title: str
    url: str
    readings: tuple[Reading, ...]

    @property
    def came_back(self) -> bool:
        """Whether it was read on after it had been read off, and nobody had asked this program for it."""
        return any(one.back_since for one in self.readings)

    @property
    def ever_on(self) -> bool:
        """Whether any reading showed it on, at least in part."""
        return any(one.state is not State.OFF for one in self.readings)

    @property
    def first_on(self) -> bool:
        """Whether the very first reading showed on."""
        return self.readings[0].state is State.ON and not self.readings[0].put_back


def stories(tracks: Iterable[Track], now: datetime, load: Callable[[Entry], Run]) -> tuple[Story, ...]:
    """What a letter may claim; a setting that was never read is left out.

    Args:
        tracks: the settings of one account at one service.
        now: the time. What claims to be from later was written by a clock that was wrong.
        load: reads a run in full, for notes and pictures.
    """
    found = []
    for track in tracks:
        if chosen := _chosen(track, list(_readings(track, now))):
            entries = {one.run.id: one.run for one in track.sightings}
            detailed = tuple(_detailed(one, track, entries[one.run], load) for one in chosen)
            found.append(Story(track.name, track.last.seen.title, track.last.seen.url, detailed))
    return tuple(found)


def _readings(track: Track, now: datetime) -> Iterator[Reading]:
    """Every state that was read at a time that makes sense."""
    for sighting in track.sightings:
        for look in sighting.seen.looks:
            at = moment(look.at)
            last = look is sighting.seen.looks[-1]
            off = last and sighting.seen.proves_off  # the word must say so, too
            if at is None or at > now or not (look.state in (State.ON, State.MIXED) or off):
                continue
            whole = not sighting.run.partial and not sighting.run.interrupted
            one = Reading(at, look.state, sighting.run.id, whole)
            if last and look.state is State.ON and sighting.seen.outcome is Outcome.PUT_BACK:
                one = replace(one, put_back=True)
            yield replace(one, turned=True) if off and _turned(sighting) else one


def _turned(sighting: Sighting) -> bool:
    """Whether the run read it on, turned it, and read it off on a page loaded anew."""
    seen = sighting.seen
    before = seen.before is not None and seen.before.state in (State.ON, State.MIXED)
    return before and seen.after is not None and seen.clicked and seen.outcome is Outcome.TURNED_OFF


def _chosen(track: Track, readings: list[Reading]) -> list[Reading]:
    """The readings that tell the story, by time."""
    if not readings:
        return []
    chosen = [readings[0], readings[-1]]
    chosen += [one for one in readings if one.turned or one.put_back]
    proofs = [one for one in readings if one.state is State.OFF]
    chosen += proofs[-1:]
    for proof in drifts(track.sightings):
        off = _find(readings, State.OFF, proof.run, proof.at)
        on = _find(readings, State.ON, proof.on_run, proof.on_since)
        first = any(one.run.id == proof.on_run and _first_look(one, proof.on_since) for one in track.sightings)
        if off and on and first and off.at < on.at:  # a clock that was set back proves no order
            back = replace(on, back_since=off.at, beside=_beside(track, proof))
            chosen = [*(one for one in chosen if one != on), off, back]
    return sorted(dict.fromkeys(chosen), key=lambda one: one.at)


def _first_look(sighting: Sighting, at: str) -> bool:
    """Whether a run saw this before anything else of the setting: what it saw later may be its own clicks' doing."""
    return sighting.seen.before is not None and sighting.seen.before.at == at


def _beside(track: Track, proof: Proof) -> tuple[str, ...]:
    """The runs from the one that read it off to the one that read it on that clicked other settings of the account."""
    runs = [one.run for one in track.sightings]
    ids = [one.id for one in runs]
    between = runs[ids.index(proof.run) : ids.index(proof.on_run) + 1]
    return tuple(
        run.id
        for run in between
        if any(one.clicked and one.place == track.place and one.setting != track.setting for one in run.results)
    )


def _find(readings: list[Reading], state: State, run: str, at: str) -> Reading | None:
    when = moment(at)
    return next((one for one in readings if (one.state, one.run, one.at) == (state, run, when)), None)


def _detailed(one: Reading, track: Track, entry: Entry, load: Callable[[Entry], Run]) -> Reading:
    """The reading with what only the whole record holds."""
    for seen in _observations(load(entry), track):
        if moment(seen.at) == one.at and seen.state is one.state:
            kept = bool(seen.picture) and (entry.folder / seen.picture).is_file()
            return replace(
                one, note=seen.note, picture=seen.picture if kept else "", sha256=seen.sha256 if kept else ""
            )
    return one


def _observations(run: Run, track: Track) -> Iterator[Observation]:
    for result in run.results:
        if (result.service, result.account, result.setting) == (*track.place[:2], track.setting):
            yield from (seen for seen in (result.before, result.after) if seen)


def moment(at: str) -> datetime | None:
    """A time of a record (ISO 8601; UTC where it does not say) in UTC; None if it is none."""
    try:
        when = datetime.fromisoformat(at)
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
