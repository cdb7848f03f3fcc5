"""News in words: one message for a check, however much happened, with what to do next as a command line."""

import shlex
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from optout.model import State
from optout.notices.events import Event, Kind

_SHOWN = 8  # of one kind; the rest is counted
_LONGEST = 120

_BEGUN = {
    Kind.DRIFT: "on again",
    Kind.FIXED: "was on again, and is turned off",
    Kind.NEW: "new switch",
    Kind.SIGN_IN: "sign-in needed",
    Kind.PAGE: "page not recognised",
    Kind.AWAY: "no page for long",
}
_OVER = {
    Kind.DRIFT: "off again",
    Kind.SIGN_IN: "signed in again",
    Kind.PAGE: "page recognised again",
    Kind.AWAY: "page there again",
}


def message(events: Sequence[Event]) -> tuple[str, str]:
    """The title and the body of the one notice that tells all events; plain text."""
    order = sorted(events, key=lambda one: (one.over, [*Kind].index(one.kind), one.service, one.account))
    counts = Counter(_heading(one) for one in order)
    title = ", ".join(f"{heading} ({number})" if number > 1 else heading for heading, number in counts.items())
    groups = groupby(order, key=lambda one: (_heading(one), one.service, one.account))
    return f"optout: {title}", "\n\n".join(_paragraph(heading, list(group)) for (heading, *_), group in groups)


def _heading(event: Event) -> str:
    return _OVER[event.kind] if event.over else _BEGUN[event.kind]


def _paragraph(heading: str, group: list[Event]) -> str:
    first = group[0]
    where = first.service if first.account == "default" else f"{first.service}, account {first.account}"
    lines = [f"{heading[0].upper()}{heading[1:]} ({where}){':' if first.name else '.'}"]
    if first.name:
        lines += [f"- {_line(one)}" for one in group[:_SHOWN]]
    if len(group) > _SHOWN:
        lines.append(f"- and {len(group) - _SHOWN} more")
    return "\n".join([*lines, *filter(None, [_next(first, group)])])


def _line(event: Event) -> str:
    title = _plain(event.title)
    if event.name.startswith("/"):
        return f"{title}: {event.url}"
    seen = f", {event.state}" if event.kind is Kind.NEW and event.state is not State.UNKNOWN else ""
    return f"{title} ({event.service}/{event.name}){seen}"


def _next(first: Event, group: list[Event]) -> str:
    """What to do, if anything."""
    if first.over or first.kind is Kind.FIXED:
        return ""
    account = "" if first.account == "default" else f" --account {shlex.quote(first.account)}"
    names = [one.name for one in group if not one.name.startswith("/")]
    targets = [first.service] if len(names) > _SHOWN else [f"{first.service}/{name}" for name in names]
    match first.kind:
        case Kind.SIGN_IN:
            return f"Next: optout login {first.service}{account}"
        case Kind.DRIFT:
            return f"Next: optout run {' '.join(targets)}{account}"
        case Kind.NEW:
            own = [f"{one.service}/{one.name}" for one in group if one.state is not State.OFF and one.name in names]
            run = f"Next: optout run {' '.join(own)}{account}" if own else ""
            rest = "What has an address is not in the flow: look at it yourself." if len(names) < len(group) else ""
            return "\n".join(filter(None, [rest, run]))
        case Kind.PAGE:
            return f"Next: look at it yourself ({group[0].url}); the flow needs repair."
        case _:
            return f"Next: optout check {first.service}{account}"


def _plain(text: str) -> str:
    """A title from a page, on one line and not too long."""
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 3]}..."
