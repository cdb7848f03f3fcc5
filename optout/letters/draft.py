"""A letter as plain text: its template filled in, every inserted word kept to one line, every paragraph wrapped."""

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from optout.letters.evidence import Story
from optout.letters.law import Addressee, Region

WIDTH = 78  # characters
_LONGEST = 4000  # characters that are inserted at once: more than the titles of all settings together
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip
_TURNING = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)  # the reading direction


class Kind(StrEnum):
    """What a letter is for."""

    OBJECTION = "objection"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class Named:
    """A setting as a letter names it: its title, and its page's address on the real site."""

    title: str
    url: str


def draft(
    kind: Kind,
    region: Region,
    service: str,
    addressee: Addressee,
    settings: Sequence[Named],
    stories: Sequence[Story],
    unreadable: int = 0,
) -> str:
    """The text of a letter, with placeholders in [brackets] for what only the person knows.

    Args:
        kind: objection (to the service) or complaint (to the authority).
        region: decides the law and the authority.
        service: the service's title.
        addressee: what is known of the service.
        settings: what the letter is about.
        stories: what the record holds of them; none leaves the section out.
        unreadable: how many runs could not be read.
    """
    text = (
        _environment()
        .get_template(f"{kind}/{region.law.id}.txt")
        .render(
            region=region,
            service=service,
            addressee=addressee,
            controller=addressee.controller,
            settings=settings,
            stories=stories,
            came_back=_titles(one for one in stories if one.came_back),
            first_on=_titles(one for one in stories if one.first_on),
            unreadable=unreadable,
            time=_time,
        )
    )
    return _wrapped(text)


def squeezed(text: str, longest: int = _LONGEST) -> str:
    """A text on one line, without anything that moves the cursor or turns the reading direction, and not too long."""
    kept = (" " if unicodedata.category(c) in ("Cc", "Zl", "Zp", "Cs") else c for c in text if c not in _TURNING)
    line = " ".join("".join(kept).split())
    return line if len(line) <= longest else f"{line[:longest]}…"


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("optout.letters"),
        autoescape=False,  # noqa: S701
        finalize=_inserted,  # plain text: nothing to escape, but what is inserted must not break the layout
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _titles(stories: Iterable[Story]) -> list[str]:
    return [squeezed(one.title) or one.name for one in stories]


def _inserted(value: Any) -> Any:
    return squeezed(value) if isinstance(value, str) else value


def _time(when: datetime) -> str:
    """A time in UTC as a sentence says it, in English whatever the machine's language is."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}, {when:%H:%M} UTC"


def _wrapped(text: str) -> str:
    """Each line of a template is a paragraph; never more than one empty line between two, but before a heading."""
    lines = [
        textwrap.fill(
            line.rstrip(), WIDTH, subsequent_indent="  " if line.startswith("- ") else "", break_long_words=False,
            break_on_hyphens=False,
        )
        for line in text.strip().split("\n")
    ]  # fmt: skip
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"
