"""A run as one HTML page that needs nothing else: one sentence, what needs a person, then every setting with proof."""

import re
import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from optout import __version__
from optout.errors import CannotLook
from optout.model import Mode, Observation, Outcome, Result, Run, State
from optout.report import timeline
from optout.report.groups import Group, groups, place
from optout.report.headline import headline, proves_off
from optout.report.picture import View, view, whole
from optout.report.seal import Seal
from optout.report.times import day, exact, minute
from optout.runs.ledger import Entry
from optout.runs.shelf import thinned
from optout.runs.track import tracks

_WHAT = {
    Mode.RUN: "Turned off and read back",
    Mode.CHECK: "Looked at only (check)",
    Mode.DRY_RUN: "Looked at only (dry run)",
    Mode.UNDO: "Turned back on (undo)",
}
_READERS = 2  # threads that unpack pictures; more of them wait for each other


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the run itself.

    Attributes:
        why: service and setting -> what the setting does, in plain words; one that is missing is left out.
        services: service -> its title.
        entries: all runs, the oldest first: they tell each setting's history, and what is new.
        seal: the run's seal; None where it is not sealed.
        full: whether the pictures are wanted whole, too.
        zone: which zone is "local"; None for that of this machine.
    """

    why: Mapping[tuple[str, str], str] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)
    entries: Sequence[Entry] = ()
    seal: Seal | None = None
    full: bool = False
    zone: tzinfo | None = None


@dataclass(frozen=True, slots=True)
class _Shot:
    """A picture as the page shows it."""

    title: str
    seen: Observation
    view: View | None
    missing: str  # why there is none
    whole: str  # a data: address; empty where it is not wanted


@dataclass(frozen=True, slots=True)
class _Card:
    """A setting as the page shows it."""

    result: Result
    why: str
    shots: tuple[_Shot, ...]
    chart: timeline.Chart | None


NOTHING = Known()


def page(run: Run, folder: Path, known: Known = NOTHING) -> str:
    """The HTML of a run that is kept in a folder; what a person has to look at comes first."""
    found = groups(run, known.entries)
    order = [result for group in found for result in group.results]
    shapes = [_shape(result, run.mode) for result in order]
    cards = {id(card.result): card for card in _cards(run, folder, known)}
    return _template().render(
        run=run,
        version=__version__,
        head=headline(run, intact=not (known.seal and known.seal.problems)),
        unbroken=_unbroken,
        quoted=shlex.quote,  # a command is there to be copied, and a record may have been edited by hand
        what=_what(run),
        services=known.services,
        where=[known.services.get(service, service) for service in dict.fromkeys(one.service for one in run.results)],
        accounts=list(dict.fromkeys(one.account for one in run.results)),
        standins=_standins(run),
        counts=_counts(run, found),
        tally=timeline.tally(shapes),
        bars=len(shapes),
        lift=4 if set(shapes) - {timeline.Shape.OFF, timeline.Shape.ABSENT} else 24,  # no room above where all are low
        sections=[(group, [cards[id(result)] for result in group.results]) for group in found],
        pictures=_pictures(run),
        seal=known.seal,
        tone=_tone,
        day=day,
        minute=minute,
        exact=lambda at: exact(at, known.zone),
        top=timeline.HEIGHT,
        across=timeline.WIDTH,
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("optout.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html")


def write(run: Run, folder: Path, file: Path, known: Known = NOTHING) -> Path:
    """Write the page of a run to a file; the file.

    Raises:
        CannotLook: it cannot be written.
    """
    try:
        file.write_text(page(run, folder, known), "utf-8")
    except OSError as error:
        raise CannotLook(
            f"The report {file} cannot be written ({error.strerror}). Name another file with -o."
        ) from error
    return file


def _unbroken(words: str) -> str:
    """The words with each time in one piece."""
    return re.sub(r"\d+ \w{3} \d{4} \d\d:\d\d UTC", lambda found: found[0].replace(" ", "\u00a0"), words)


def _what(run: Run) -> str:
    """What a run of its kind does; a check that was allowed to turn off again has not only looked."""
    if run.mode is Mode.CHECK and any(one.clicked for one in run.results):
        return "Looked at, and what came back was turned off again (check --fix)"
    return _WHAT[run.mode]


def _standins(run: Run) -> list[str]:
    """The addresses that stood in for a real site: only a stand-in has no certificate."""
    origins = dict.fromkeys("/".join(one.url.split("/", 3)[:3]) for one in run.results)
    return [origin for origin in origins if origin.startswith("http://")]


def _counts(run: Run, found: Sequence[Group]) -> list[tuple[Outcome, int, str]]:
    """Each word, how often it was said, and the group where its first setting is."""
    seen = Counter(result.outcome for result in run.results)
    places: dict[Outcome, str] = {}
    for group in found:
        for result in group.results:
            places.setdefault(result.outcome, group.kind.anchor)
    return [(word, seen[word], anchor) for word, anchor in places.items()]


def _shape(result: Result, mode: Mode) -> timeline.Shape:
    return timeline.shape(result.outcome, result.last.state if result.last else State.UNKNOWN, mode)


def _tone(result: Result) -> str:
    """The style of a word: the good one is only for what was read off."""
    if proves_off(result):
        return "s0"
    if result.outcome.is_off or result.outcome is Outcome.SKIPPED:
        return "s3"
    return f"s{result.outcome.exit_status}" if result.outcome.exit_status else "soft"


def _cards(run: Run, folder: Path, known: Known) -> list[_Card]:
    over_time = {(one.place, one.setting): one for one in tracks(known.entries)}
    gone = thinned(folder)
    with ThreadPoolExecutor(max_workers=_READERS) as pool:  # unpacking pictures is what takes the time
        shots = list(pool.map(lambda one: _shots(one, folder, gone, full=known.full), run.results))
    cards = []
    for result, mine in zip(run.results, shots, strict=True):
        track = over_time.get((place(result), result.setting))
        why = known.why.get((result.service, result.setting), "")
        cards.append(_Card(result, why, tuple(mine), timeline.chart(track, run.id) if track else None))
    return cards


def _shots(result: Result, folder: Path, gone: Mapping[str, str], *, full: bool) -> list[_Shot]:
    titles = [("Before", result.before), ("After, on a fresh page", result.after)]
    if result.after is None:
        titles = [("As it was seen", result.before)]
    return [_shot(title, seen, folder, gone, full=full) for title, seen in titles if seen and seen.picture]


def _shot(title: str, seen: Observation, folder: Path, gone: Mapping[str, str], *, full: bool) -> _Shot:
    file = folder / seen.picture
    part = view(file, seen.boxes, seen.sha256)
    if isinstance(part, View):
        return _Shot(title, seen, part, "", whole(file) if full else "")
    when = gone.get(seen.picture, "") if not file.is_file() else ""
    thin = f"This picture was thinned on {when[:10]} (an old check with nothing remarkable)."
    return _Shot(title, seen, None, f"{thin} Its SHA-256 was {seen.sha256}." if when else part, "")


def _pictures(run: Run) -> list[tuple[str, str]]:
    """SHA-256 and name of each picture, as `sha256sum -c` reads them."""
    looks = [seen for one in run.results for seen in (one.before, one.after) if seen and seen.picture and seen.sha256]
    return list(dict.fromkeys((seen.sha256, seen.picture) for seen in looks))
