"""A setting's states over all runs as a small chart that needs no colour, and the same in words. Pure.

One column is one look; the newest is on the right. On is raised and filled, off is a thick line at the bottom, half on
is an open box of half the height, not known is a dotted line, and not offered is a gap. Equal neighbours are one piece.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise
from typing import NamedTuple

from optout.model import Mode, Outcome, State
from optout.report.times import clock, day, minute
from optout.runs.track import Sighting, Track

WIDTH = 1000  # of a chart, in its own units; it is stretched to the page
HEIGHT = 40
_TOP, _MIDDLE, _LOW, _BASE, _HERE = 5, 18, 28.5, 31, 38
_NARROWEST = 12  # of a piece: one look among a thousand is still seen
_MOST = 80  # pieces; beyond that, columns of several looks each
_TOLD = 4  # pieces that the words tell


class Shape(StrEnum):
    """What a look is drawn as; the worst first."""

    ON = "on"
    MIXED = "mixed"
    UNREAD = "unread"
    ABSENT = "absent"
    OFF = "off"


_WORST = {shape: place for place, shape in enumerate(Shape)}
_WORDS = {Shape.MIXED: "half on", Shape.UNREAD: "not known", Shape.ABSENT: "not offered"}


class Piece(NamedTuple):
    """Looks in a row that showed the same."""

    shape: Shape
    looks: int
    first: str  # when (UTC, ISO 8601)
    last: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A setting over time.

    Attributes:
        paths: how a path is drawn -> the path.
        words: the same in words.
        first: when the first look was, in words.
        last: when the last one was.
    """

    paths: dict[str, str]
    words: str
    first: str
    last: str


def shape(outcome: Outcome, state: State, mode: Mode, *, last: bool = True) -> Shape:
    """What a look is drawn as. Off needs the page and the word, for a page alone may show what was never saved.

    Args:
        outcome: the word of the run.
        state: what the page showed.
        mode: what the run was to do.
        last: whether this is the look that the word is about.
    """
    if outcome is Outcome.NOT_OFFERED:
        return Shape.ABSENT
    if state is State.OFF:
        borne_out = outcome.is_off or (not last and mode is Mode.UNDO)
        return Shape.OFF if borne_out else Shape.UNREAD
    return {State.ON: Shape.ON, State.MIXED: Shape.MIXED}.get(state, Shape.UNREAD)


def chart(track: Track, run: str) -> Chart:
    """The chart of a track.

    Args:
        track: the setting over time.
        run: the id of the run to mark.
    """
    looks: list[Piece] = []
    here: list[int] = []
    for sighting in track.sightings:
        seen = _looks(sighting)
        if sighting.run.id == run:
            here += range(len(looks), len(looks) + len(seen))
        looks += seen
    pieces = merged(looks)
    drawn = pieces if len(pieces) <= _MOST else _binned(looks)
    edges = _edges(drawn)
    paths = _paths(drawn, edges)
    if here and here[-1] != len(looks) - 1:  # where later runs have looked
        left, right = _at(here[0], drawn, edges), _at(here[-1] + 1, drawn, edges)
        paths["here"] = f"M{left:g} {_HERE}H{right:g}"
    single = day(looks[0].first) == day(looks[-1].last)
    first, last = (clock if single else day)(looks[0].first), (clock if single else day)(looks[-1].last)
    counts = f"{_count(len(looks), 'look')} in {_count(len(track.sightings), 'run')}"
    unread = sum(one.looks for one in pieces if one.shape is Shape.UNREAD)
    blanks = f", {unread:,} not known" if 0 < unread < len(looks) else ""
    if len(looks) == 1:
        return Chart(paths, f"Seen once, {minute(looks[0].first)}: {_word(looks[0].shape)}.", first, "")
    return Chart(paths, f"{_story(pieces, single=single)}. {counts}{blanks}.", first, last)


def tally(shapes: Sequence[Shape]) -> dict[str, str]:
    """Paths of one bar for each setting, 12 units wide with its gap, in the same shapes as a chart."""
    bars = [Piece(one, 1, "", "") for one in shapes]
    return _paths(bars, [(place * 12.0, place * 12.0 + 8.0) for place in range(len(bars))])


def merged(pieces: Iterable[Piece]) -> list[Piece]:
    """Equal neighbours as one."""
    found = []
    for kind, group in groupby(pieces, key=lambda one: one.shape):
        same = list(group)
        found.append(Piece(kind, sum(one.looks for one in same), same[0].first, same[-1].last))
    return found


def _looks(sighting: Sighting) -> list[Piece]:
    run, seen = sighting
    looks = seen.looks
    if not looks or seen.outcome is Outcome.NOT_OFFERED:
        return [Piece(shape(seen.outcome, State.UNKNOWN, run.mode), 1, sighting.at, sighting.at)]
    return [
        Piece(shape(seen.outcome, look.state, run.mode, last=look is looks[-1]), 1, look.at, look.at) for look in looks
    ]


def _binned(looks: Sequence[Piece]) -> list[Piece]:
    """Columns of several looks each, drawn as the worst of them: never off where one was not."""
    cuts = [len(looks) * number // _MOST for number in range(_MOST + 1)]
    columns = []
    for start, end in pairwise(cuts):
        these = looks[start:end]
        worst = min((one.shape for one in these), key=_WORST.__getitem__)
        columns.append(Piece(worst, len(these), these[0].first, these[-1].last))
    return merged(columns)


def _edges(pieces: Sequence[Piece]) -> list[tuple[float, float]]:
    total = sum(one.looks for one in pieces)
    wide = [max(_NARROWEST, one.looks / total * WIDTH) for one in pieces]
    factor, edges, left = WIDTH / sum(wide), [], 0.0
    for one in wide:
        edges.append((round(left, 1), round(left + one * factor, 1)))
        left += one * factor
    return edges


def _at(look: int, pieces: Sequence[Piece], edges: Sequence[tuple[float, float]]) -> float:
    """Where the left edge of a look's column is."""
    for piece, (left, right) in zip(pieces, edges, strict=True):
        if look <= piece.looks:
            return round(left + (right - left) * look / piece.looks, 1)
        look -= piece.looks
    return float(WIDTH)


def _paths(pieces: Sequence[Piece], edges: Sequence[tuple[float, float]]) -> dict[str, str]:
    paths: dict[str, str] = {}
    for piece, (left, right) in zip(pieces, edges, strict=True):
        line, box = f"M{left:g} {{}}H{right:g}", f"M{left:g} {_BASE}V{{}}H{right:g}V{_BASE}Z"
        drawn = {
            Shape.ON: {"on": box.format(_TOP)},
            Shape.OFF: {"off": line.format(_LOW)},
            Shape.MIXED: {"mixed": box.format(_MIDDLE)},
            Shape.UNREAD: {"unread": line.format(_MIDDLE)},
            Shape.ABSENT: {},
        }[piece.shape]
        for name, path in drawn.items():
            paths[name] = paths.get(name, "") + path
    return paths


def _story(pieces: Sequence[Piece], *, single: bool) -> str:
    """What was seen until when, what is seen since when, as far as it was read."""
    told = merged([one for one in pieces if one.shape is not Shape.UNREAD])
    if not told:
        return "Never known"
    when = clock if single else day
    parts = [f"{_word(one.shape)} until {when(one.last)}" for one in told[:-1]]
    parts.append(f"{_word(told[-1].shape)} since {when(told[-1].first)}")
    parts = [f"{len(parts) - _TOLD} changes before", *parts[-_TOLD:]] if len(parts) > _TOLD + 1 else parts
    if pieces[-1].shape is Shape.UNREAD:
        parts[-1] = f"{_word(told[-1].shape)} when last read, {when(told[-1].last)}"
    words = ", ".join(parts)
    return f"Seen {words}" + (f" (UTC, {day(pieces[0].first)})" if single else "")


def _word(kind: Shape) -> str:
    return _WORDS.get(kind, kind.value)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
