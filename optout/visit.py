"""One visit to one setting's page: open it, wait until it has settled, read it, take its picture, turn it if asked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from fnmatch import fnmatchcase

from optout import landing
from optout.browser.fence import Fence
from optout.browser.tab import Landing, PageGone, Tab
from optout.controls.switch import Aim, Found, Switch, aim, find, read
from optout.controls.turn import turn
from optout.flow import Service, Setting
from optout.model import Obstacle, Observation, Outcome, State, Turn

_FIRST_S = 1.5  # after this long without the control, look for something to dismiss
_FIND_S = 8  # how long a page may take to show its control
_DISMISSALS = 3


@dataclass(frozen=True, slots=True)
class Page:
    """Where one setting is read in this run.

    Attributes:
        setting: the setting.
        url: the address asked for.
        every: all switches of the page are the setting (a sweep's page).
        picture: takes a picture (PNG) under a name and answers (file name, SHA-256).
    """

    setting: Setting
    url: str
    every: bool


@dataclass
class Visitor:
    """Visits the pages of one service in one tab.

    Attributes:
        tab: the tab.
        service: the service.
        fence: what the browser holds back; asked why a page did not open.
        keep: stores a picture under a stem and answers its file name and SHA-256.
        step: told what is being done, for a person who watches.
        reach: opens a page; by address, or by clicking as a person would.
    """

    tab: Tab
    service: Service
    fence: Fence
    keep: Callable[[str, bytes], tuple[str, str]]
    step: Callable[[str], None]
    reach: Callable[[str, str | None], Landing]
    _hidden: list[str] = field(init=False)

    def __post_init__(self) -> None:
        session = self.service.session
        self._hidden = [one.css for one in session.mask] if session else []

    def look(self, page: Page, stem: str, anyhow: bool) -> tuple[Observation, Found]:
        """Open a setting's page and read it; the observation, and the switches that it rests on.

        Args:
            page: the page.
            stem: what to call its picture, without the ending.
            anyhow: the page may be reached by clicks; else its address is loaded anew.
        """
        self.step(f"Opening {page.setting.title}: {page.url}")
        obstacle, landed = self.open(page.url, page.setting.path, page.setting.hub, anyhow)
        seen = Observation(State.UNKNOWN, _now(), page.url, landed.url)
        if obstacle:
            return self._pictured(replace(seen, obstacle=obstacle), stem), Found()
        return self._settle(page, seen, stem)

    def open(self, url: str, path: str, hub: str | None, anyhow: bool = True) -> tuple[Obstacle | None, Landing]:
        """Open an address, and say whether the page that came is the one with this path."""
        held = len(self.fence.refused)
        landed = self.reach(url, hub) if anyhow else self.tab.open(url)
        refused = next((asked.url for asked, _ in self.fence.refused[held:] if asked.top), "")
        return landing.obstacle(self.service, self.fence.origin, path, landed, refused), landed

    def rows(self, selector: str, expected: set[str], seconds: float) -> dict[str, str]:
        """The rows of the hub that is open: path -> title, in order; waits for the expected ones for some seconds."""

        def whole() -> bool:
            nonlocal rows
            before, rows = rows, self._links(selector)
            return bool(rows) and rows == before and expected <= rows.keys() and not self.tab.loading

        rows: dict[str, str] = {}
        self.tab.until(whole, seconds)
        return rows

    def _links(self, selector: str) -> dict[str, str]:
        try:
            links = self.tab.call("links", [], rows=selector)
        except PageGone:
            return {}
        return {link["path"]: link["text"] for link in links if link["origin"] == self.fence.origin}

    def turn(self, page: Page, done: set[tuple[object, ...]], tried: set[str]) -> Iterator[Turn]:
        """Turn every switch of the open page that is on and not yet done; each at most once.

        Args:
            page: the page that is open.
            done: the identities of the switches that were clicked in this run; added to.
            tried: the places that an earlier attempt clicked in vain.
        """
        clicked: set[int] = set()
        while True:
            try:
                found = find(self.tab, page.setting.control, every=page.every)
                switch = next((one for one in found.switches if _wants(one, done, clicked)), None)
                if switch is None:
                    return
                self.step(f"Turning it off: {switch.parts[0].name or page.setting.title}")
                self._clear(switch, found)
                others = tuple(one for one in (*found.switches, *found.others) if one is not switch)
                made = turn(self.tab, switch, others, self.is_save, tried)
            except PageGone:
                return  # nothing was clicked; the next visit reads what the page says
            clicked.update(switch.elements)
            if not made.obstacle:
                done.add(switch.identity)
            self.step(f"Clicked the {made.via}; the page shows {made.shown}{f'; {made.save}' if made.save else ''}")
            yield made
            if made.obstacle:
                return

    @property
    def is_save(self) -> Callable[[str, str], bool] | None:
        """Whether a request (method, path) is one of the flow's `writes`; None where the flow names none."""
        session = self.service.session
        if not session or not session.writes:
            return None
        globs = [write.replace("**", "*") for write in session.writes]
        return lambda method, path: any(fnmatchcase(f"{method} {path}", glob) for glob in globs)

    # ------------------------------------------------------------------ reading

    def _settle(self, page: Page, seen: Observation, stem: str) -> tuple[Observation, Found]:
        """Two equal reads around the picture; until then the page has not settled."""
        for _ in range(_DISMISSALS + 1):
            found = self.tab.until(lambda: self._ready(page), _FIRST_S)
            if not found and self._dismiss():
                continue
            found = found or self.tab.until(lambda: self._ready(page), _FIND_S - _FIRST_S) or self._last(page)
            if found.problem or not found.switches:
                return self._unread(seen, found, f"{found.problem or 'no switch was found on its page'}", stem), found
            try:
                where, boxes = self._aim(found)
                if where.blocker:
                    if self._dismiss():
                        continue
                    return self._unread(seen, found, f"something covers it: {where.blocker}", stem), found
                pictured = self._pictured(seen, stem)
                second = find(self.tab, page.setting.control, every=page.every) if page.every or found.note else read(
                    self.tab, found)  # fmt: skip
            except PageGone:
                continue
            if [str(one) for one in second.switches] == [str(one) for one in found.switches]:
                self.step(f"Reads {second.state}: {'; '.join(map(str, second.switches))}")
                return replace(
                    pictured,
                    state=second.state,
                    at=_now(),
                    language=second.language,
                    controls=tuple(map(str, second.switches)),
                    boxes=tuple(boxes),
                    disabled=any(one.disabled for one in second.switches if one.state is State.ON),
                    note=second.note,
                ), second
        return self._unread(seen, Found(), "its page did not come to rest", stem), Found()

    def _ready(self, page: Page) -> Found | None:
        try:
            found = find(self.tab, page.setting.control, every=page.every)
        except PageGone:
            return None
        if found.problem or found.state is State.UNKNOWN or self.tab.loading or not found.complete:
            return None
        return found

    def _last(self, page: Page) -> Found:
        try:
            return find(self.tab, page.setting.control, every=page.every)
        except PageGone:
            return Found(problem="its page did not come to rest")

    def _aim(self, found: Found) -> tuple[Aim, list[object]]:
        first, *rest = found.switches
        where = aim(self.tab, first, (*rest, *found.others))
        more = [aim(self.tab, one, tuple(two for two in found.switches if two is not one), scroll=False) for one in rest]
        return where, [place.box for place in (where, *more) if place.box]

    def _clear(self, switch: Switch, found: Found) -> None:
        others = tuple(one for one in (*found.switches, *found.others) if one is not switch)
        for _ in range(_DISMISSALS):
            if not aim(self.tab, switch, others).blocker or not self._dismiss():
                return

    def _dismiss(self) -> bool:
        """Click one of the flow's dismiss buttons, if one can be reached."""
        session = self.service.session
        if not session or not session.dismiss:
            return False
        try:
            buttons = self.tab.call("buttons", [], selectors=[one.css for one in session.dismiss])
            if not buttons:
                return False
            self.step(f"Dismissing what is in the way: {buttons[0]['text']}")
            self.tab.click(buttons[0]["x"], buttons[0]["y"])
            self.tab.until(lambda: self.tab.call("buttons", [], selectors=[o.css for o in session.dismiss]) != buttons, 2)
        except PageGone:
            return False
        return True

    def _unread(self, seen: Observation, found: Found, problem: str, stem: str) -> Observation:
        heading = f' (the page is headed "{found.heading}")' if found.heading else ""
        obstacle = Obstacle(Outcome.NOT_RECOGNISED, f"{problem}{heading}")
        return self._pictured(replace(seen, language=found.language, obstacle=obstacle,
                                      controls=tuple(map(str, (*found.switches, *found.others)))), stem)  # fmt: skip

    def _pictured(self, seen: Observation, stem: str) -> Observation:
        """With a picture of what the tab shows, unless that is somebody's sign-in or no page at all."""
        if seen.obstacle and seen.obstacle.outcome is not Outcome.NOT_RECOGNISED:
            return seen
        try:
            name, sha256 = self.keep(stem, self.tab.picture(self._hidden))
        except PageGone:
            return seen
        return replace(seen, picture=name, sha256=sha256)


def _wants(switch: Switch, done: set[tuple[object, ...]], clicked: set[int]) -> bool:
    return (
        switch.state is State.ON
        and not switch.disabled
        and switch.identity not in done
        and not clicked & set(switch.elements)
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
