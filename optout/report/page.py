"""A run as one HTML page that needs nothing else: before and after side by side, the control framed."""

import base64
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from optout import __version__
from optout.browser.window import VIEWPORT
from optout.errors import CannotLook
from optout.model import Mode, Observation, Outcome, Result, Run
from optout.runs.shelf import thinned

_WHAT = {
    Mode.RUN: "Turned off and read back",
    Mode.CHECK: "Looked at only (check)",
    Mode.DRY_RUN: "Looked at only (dry run)",
    Mode.UNDO: "Turned back on (undo)",
}


@dataclass(frozen=True, slots=True)
class _Shot:
    """A picture as the page shows it."""

    title: str
    seen: Observation
    data: str  # base64; empty where the file is gone
    thinned: str  # when it was thinned (UTC, ISO 8601); empty if it was not


def page(run: Run, folder: Path) -> str:
    """The HTML of a run that is kept in a folder; what a person has to look at comes first."""
    environment = Environment(
        loader=PackageLoader("optout.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    seen = Counter(result.outcome for result in run.results)
    undo = run.mode is Mode.UNDO
    counts = {outcome: seen[outcome] for outcome in sorted(seen, key=lambda one: not _open(one))}
    return environment.get_template("page.html").render(
        run=run,
        version=__version__,
        counts=counts,
        what=_what(run),
        undo=undo,
        done=sum(one.outcome is Outcome.PUT_BACK if undo else one.outcome.is_off for one in run.results),
        entries=[
            (result, _shots(result, folder)) for result in sorted(run.results, key=lambda one: not _open(one.outcome))
        ],
        tone=_tone,
        width=VIEWPORT["width"],
        height=VIEWPORT["height"],
    )


def write(run: Run, folder: Path, file: Path) -> Path:
    """Write the page of a run to a file; the file.

    Raises:
        CannotLook: it cannot be written.
    """
    try:
        file.write_text(page(run, folder), "utf-8")
    except OSError as error:
        raise CannotLook(
            f"The report {file} cannot be written ({error.strerror}). Name another file with -o."
        ) from error
    return file


def _what(run: Run) -> str:
    """What a run of its kind does; a check that was allowed to turn off again has not only looked."""
    if run.mode is Mode.CHECK and any(one.clicked for one in run.results):
        return "Looked at, and what came back was turned off again (check --fix)"
    return _WHAT[run.mode]


def _open(outcome: Outcome) -> bool:
    """Whether something is left for a person to do or to know."""
    return bool(outcome.exit_status) or outcome is Outcome.SKIPPED


def _tone(outcome: Outcome) -> str:
    """The style of a word: the good one is only for what was read off."""
    if outcome.exit_status or outcome.is_off:
        return f"s{outcome.exit_status}"
    return "s3" if outcome is Outcome.SKIPPED else "soft"


def _shots(result: Result, folder: Path) -> list[_Shot]:
    titles = [("Before", result.before), ("After, on a fresh page", result.after)]
    if result.after is None:
        titles = [("As it was seen", result.before)]
    gone = thinned(folder)
    return [
        _Shot(title, seen, _data(folder / seen.picture), gone.get(seen.picture, ""))
        for title, seen in titles
        if seen and seen.picture
    ]


def _data(file: Path) -> str:
    try:
        return base64.b64encode(file.read_bytes()).decode()
    except OSError:
        return ""
