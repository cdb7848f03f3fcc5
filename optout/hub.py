"""A hub: which of its rows lead to settings, which are new, and the results that stand for what could not be read."""

import time
from dataclasses import dataclass
from fnmatch import fnmatchcase

from optout import landing
from optout.browser.words import PageGone
from optout.catalog import setting_id, swept
from optout.controls.kind import signs
from optout.flow import Hub, Setting, Sweep
from optout.model import Obstacle, Outcome, Result, Unlisted
from optout.plan import Errand
from optout.sight import HUNG
from optout.visit import Visitor

_ROWS_S = 3  # how long a hub may take to show the rows that are expected of it


@dataclass(frozen=True, slots=True)
class Swept:
    """What the rows of a swept hub come to."""

    settings: tuple[Setting, ...]  # allowed rows that the flow does not list
    unlisted: tuple[Unlisted, ...]  # rows that nobody knows, never opened
    lost: tuple[Result, ...]  # settings that were asked for by name and have no row


def rows(
    visitor: Visitor, errand: Errand, hub: Hub, sweeps: list[Sweep], mine: list[Setting]
) -> dict[str, str] | Obstacle:
    """Open a hub and read its rows: path -> title; an obstacle if it has none that the flow knows."""
    obstacle, _ = visitor.open(visitor.tabs[0], errand.url(hub.path), hub.path, None)
    if obstacle:
        return obstacle
    expected = {setting.path for setting in mine if not setting.may_be_missing}
    found = _links(visitor, errand, sweeps, expected)
    if visitor.tabs[0].hung:
        visitor.tabs[0] = visitor.sound(visitor.tabs[0])
        return HUNG
    listed = {setting.path for setting in errand.service.settings}
    if not any(path in listed or any(sweep.allows(path) for sweep in sweeps) for path in found):
        none = Obstacle(Outcome.NOT_RECOGNISED, f"{hub.path} lists none of the settings that it should")
        return _instead(visitor, errand) or none
    return found


def _instead(visitor: Visitor, errand: Errand) -> Obstacle | None:
    """What stands at the hub's address in its place, if the page says it: a check, a sign-in form, "slow down"."""
    try:
        seen = visitor.tabs[0].top.call("survey", [])
    except PageGone:
        return None
    return landing.instead(errand.service, signs(seen), found=False)


def _links(visitor: Visitor, errand: Errand, sweeps: list[Sweep], expected: set[str]) -> dict[str, str]:
    """The rows of the hub that is open: path -> title, in order.

    Args:
        visitor: whose first tab shows the hub.
        errand: where its rows may lead.
        sweeps: those of the hub: every row matters then, also one that comes late or is folded away.
        expected: paths to wait for, for some seconds.
    """
    tab = visitor.tabs[0]
    selector = sweeps[0].rows if sweeps else "a[href]"
    rows: dict[str, str] = {}
    since: float | None = None  # when it was first seen quiet

    def counts(link: dict[str, str]) -> bool:
        wanted = link["shown"] or any(sweep.allows(link["path"]) for sweep in sweeps)
        return link["origin"] == errand.origin and bool(wanted)

    def settled() -> bool:
        nonlocal rows, since
        try:
            links = tab.document.call("links", [], rows=selector)
        except PageGone:
            return False
        before, rows = rows, {link["path"]: link["text"] for link in links if counts(link)}
        if rows != before or tab.traffic.loading:
            since = None
            if sweeps:
                visitor.prepare()  # while the hub rests
            return False
        since = since or time.monotonic()
        rested = not sweeps or time.monotonic() - since >= visitor.rest_s
        return bool(rows) and expected <= rows.keys() and rested

    tab.until(settled, _ROWS_S + visitor.rest_s)
    return rows


def sweep_up(errand: Errand, sweep: Sweep, hub: Hub, found: dict[str, str]) -> Swept:
    """Sort the rows of a swept hub: settings that the targets want, and rows that the flow does not know."""
    service = errand.service
    listed = {setting.path for setting in service.settings} | {one.path for one in service.hubs.values()}
    settings: list[Setting] = []
    unlisted: list[Unlisted] = []
    for path, title in found.items():
        if path in listed:
            continue
        if not sweep.allows(path):
            unlisted.append(Unlisted(service.service, title, errand.url(path)))
        elif any(fnmatchcase(setting_id(path), pattern) for pattern in errand.patterns):
            settings.append(swept(sweep, path, title, {one.id for one in settings}))
    here = {setting.id for setting in (*settings, *service.settings)}
    lost = [
        _result(errand, name, name, errand.url(hub.path), Outcome.NOT_RECOGNISED, f"{hub.path} has no row for it.")
        for name in errand.patterns
        if not any(fnmatchcase(one, name) for one in here)
    ]
    return Swept(tuple(settings), tuple(unlisted), tuple(lost))


def unread(errand: Errand, sweep: Sweep, obstacle: Obstacle) -> Result:
    """One result that stands for all the rows of a hub that could not be read."""
    hub = errand.service.hubs[sweep.hub]
    title = hub.walk[1] if len(hub.walk) > 1 else sweep.hub
    return _result(
        errand, sweep.hub, f"{title} (all rows)", errand.url(hub.path), obstacle.outcome, f"{obstacle.sentence}."
    )


def unvisited(errand: Errand, obstacle: Obstacle) -> list[Result]:
    """The results of an errand of which no page can be opened, and why."""
    return [
        *(
            _result(errand, one.id, one.title, errand.service.address(one), obstacle.outcome, f"{obstacle.sentence}.")
            for one in errand.settings
        ),
        *(unread(errand, sweep, obstacle) for sweep in errand.service.sweeps if errand.sweeps(sweep)),
    ]


def _result(errand: Errand, name: str, title: str, url: str, outcome: Outcome, sentence: str) -> Result:
    service = errand.service.service
    return Result(service, errand.account, name, title, url, outcome, sentence[0].upper() + sentence[1:])
