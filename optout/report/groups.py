"""The settings of a run in the order in which a person should look at them: what came back first, what is off last."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from optout.model import Outcome, Result, Run, Unlisted
from optout.report.headline import proves_off
from optout.runs.ledger import Entry, Seen
from optout.runs.track import settings_seen


class Kind(Enum):
    """A group: its name in addresses, its title, and what it means."""

    CAME_BACK = "came-back", "Came back", "Proved off by an earlier run, and on again."
    NEW = "new", "New", "No earlier run has seen these."
    ON = "not-as-wanted", "Not as wanted", "Read on, or the change was not kept: each says which."
    PERSON = "needs-you", "Needs you", "Only you can go on here: nothing is said about what was not read."
    UNREAD = "could-not-be-read", "Could not be read", "There was no page to read. That says nothing about the setting."
    ROWS = "never-opened", "Never opened", "Rows that the flow does not know: look at them yourself."
    PUT_BACK = "put-back", "Put back", "On again, because you asked for it."
    OFF = "off", "Off", "Read off, each on a page that had been loaded anew."
    ABSENT = "not-offered", "Not offered", "The site does not offer these to this account."

    def __init__(self, anchor: str, title: str, meaning: str) -> None:
        self.anchor, self.title, self.meaning = anchor, title, meaning

    @property
    def urgent(self) -> bool:
        """Whether something is left for a person to do or to know."""
        return self not in (Kind.PUT_BACK, Kind.OFF, Kind.ABSENT)


@dataclass(frozen=True, slots=True)
class Group:
    """What belongs together: settings, and rows that were never opened."""

    kind: Kind
    results: tuple[Result, ...] = ()
    rows: tuple[Unlisted, ...] = ()


_KINDS = {
    Outcome.CAME_BACK: Kind.CAME_BACK,
    Outcome.STILL_ON: Kind.ON,
    Outcome.NOT_SAVED: Kind.ON,
    Outcome.LOCKED: Kind.ON,
    Outcome.SKIPPED: Kind.PERSON,
    Outcome.SIGNED_OUT: Kind.PERSON,
    Outcome.CHALLENGED: Kind.PERSON,
    Outcome.NOT_RECOGNISED: Kind.PERSON,
    Outcome.UNREACHABLE: Kind.UNREAD,
    Outcome.PUT_BACK: Kind.PUT_BACK,
    Outcome.NOT_OFFERED: Kind.ABSENT,
}


def groups(run: Run, entries: Sequence[Entry]) -> list[Group]:
    """The groups that hold anything, the most urgent first.

    Args:
        run: the run.
        entries: all runs, the oldest first; those before this one tell what is new.
    """
    earlier = before(run, entries)
    fresh = new_settings(run, earlier)
    rows = new_rows(run, earlier)
    found: dict[Kind, list[Result]] = {}
    for result in run.results:
        found.setdefault(_kind(result, new=result in fresh), []).append(result)
    old = [row for row in run.unlisted if row not in rows]
    lists = {Kind.NEW: rows, Kind.ROWS: old}
    return [
        Group(kind, tuple(found.get(kind, ())), tuple(lists.get(kind, ())))
        for kind in Kind
        if kind in found or lists.get(kind)
    ]


def before(run: Run, entries: Sequence[Entry]) -> list[Entry]:
    """The runs that began before this one."""
    return [one for one in entries if one.id != run.id and one.started <= run.started]


def new_settings(run: Run, earlier: Sequence[Entry]) -> list[Result]:
    """What was looked at and no earlier run has seen; nothing until one of them has looked at everything."""
    known: dict[tuple[str, str, str], frozenset[str] | None] = {}
    found = []
    for result in run.results:
        mine = service, account, origin = place(result)
        if mine not in known:
            known[mine] = settings_seen(earlier, (origin,), service, account)
        seen = known[mine]
        if seen is not None and result.before and result.setting not in seen:
            found.append(result)
    return found


def new_rows(run: Run, earlier: Sequence[Entry]) -> list[Unlisted]:
    """The rows that no earlier run has met, where one of them has looked at everything on the same site."""
    if not run.unlisted:
        return []
    whole = {one for entry in earlier for one in _places(entry) if entry.whole(one[0])}
    met = {(row.service, row.url) for entry in earlier for row in entry.unlisted}
    return [
        row
        for row in run.unlisted
        if (row.service, row.url) not in met
        and any(service == row.service and row.url.startswith(f"{origin}/") for service, origin in whole)
    ]


def place(result: Result) -> tuple[str, str, str]:
    """Whose setting it is, as tracks have it."""
    return Seen(result.service, result.account, result.setting, "", result.url, result.outcome).place


def _places(entry: Entry) -> set[tuple[str, str]]:
    return {(seen.service, seen.origin) for seen in entry.results if seen.at}


def _kind(result: Result, *, new: bool) -> Kind:
    if result.outcome is Outcome.CAME_BACK:
        return Kind.CAME_BACK
    if new:
        return Kind.NEW
    if result.outcome.is_off:
        return Kind.OFF if proves_off(result) else Kind.UNREAD  # a word that no page bears out is no proof
    return _KINDS[result.outcome]
