"""A run as one HTML page that needs nothing else: before and after side by side, the control framed."""

import base64
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from optout import __version__
from optout.browser.window import VIEWPORT
from optout.errors import CannotLook
from optout.model import Observation, Result, Run


@dataclass(frozen=True, slots=True)
class _Shot:
    """A picture as the page shows it."""

    title: str
    seen: Observation
    data: str  # base64; empty where the file is gone


def page(run: Run, folder: Path) -> str:
    """The HTML of a run that is kept in a folder."""
    environment = Environment(
        loader=PackageLoader("optout.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    counts: dict[str, int] = {}
    for result in run.results:
        counts[result.outcome.value] = counts.get(result.outcome.value, 0) + 1
    return environment.get_template("page.html").render(
        run=run,
        version=__version__,
        counts=counts,
        off=sum(result.outcome.is_off for result in run.results),
        entries=[(result, _shots(result, folder)) for result in run.results],
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


def _shots(result: Result, folder: Path) -> list[_Shot]:
    titles = [("Before", result.before), ("After, on a fresh page", result.after)]
    if result.after is None:
        titles = [("As it was seen", result.before)]
    return [_Shot(title, seen, _data(folder / seen.picture)) for title, seen in titles if seen and seen.picture]


def _data(file: Path) -> str:
    try:
        return base64.b64encode(file.read_bytes()).decode()
    except OSError:
        return ""
