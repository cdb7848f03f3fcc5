"""One visit to one setting's page: open it, read it, take its picture, let it rest, and read it again."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace

from optout import landing, moment, overlay
from optout.browser.fence import Fence
from optout.browser.tab import Landing, Tab
from optout.browser.words import PageGone
from optout.certificate import Certificates
from optout.controls.kind import Aim, Found, aim
from optout.controls.step import Way
from optout.flow import Service
from optout.model import Box, Observation, Obstacle, Outcome, State
from optout.photos import Photographer
from optout.place import split
from optout.sight import HUNG, RESTING, Page, Sight

_FIRST_S = 1.5  # after this long without the control, look for something to dismiss
_FIND_S = 8  # how long a page may take to show its control


@dataclass
class Visitor:
    """Visits the pages of one service, one after the other.

    A page rests in its own tab while the next ones load, so that resting costs no time.

    Attributes:
        service: the service.
        fence: what the browser holds back; asked why a page did not open.
        keep: stores a picture under a stem and answers its file name and SHA-256.
        step: told what is being done, for a person who watches.
        reach: opens a page in a tab; by address, or by clicking as a person would.
        tabs: the tabs that are free.
        another: opens one more tab.
        single: one tab has to do, because a person is watching it.
        rest_s: how many seconds a page may correct itself for after it has loaded, without a single request.
    """

    service: Service
    fence: Fence
    keep: Callable[[str, bytes], tuple[str, str]]
    step: Callable[[str], None]
    reach: Callable[[Tab, str, str | None], Landing]
    tabs: list[Tab]
    another: Callable[[], Tab]
    single: bool
    rest_s: float
    _overlays: overlay.Overlays = field(init=False)
    _certificates: Certificates = field(default_factory=Certificates)
    _photos: Photographer = field(init=False)
    _ways: dict[str, Way] = field(default_factory=dict)  # frame -> the steps to the control of its page
    _marks: dict[str, int] = field(default_factory=dict)  # frame -> how much was held back before its page was opened

    def __post_init__(self) -> None:
        self._overlays = overlay.Overlays(self.service, self.step, lambda frame: self.fence.touch(frame, clicked=True))
        self._photos = Photographer(self.service, self.keep)

    @property
    def names(self) -> frozenset[str]:
        """The names that had to be masked so far, in plain: never to be stored as they are."""
        return self._photos.mask.names

    def begin(self) -> None:
        """Begin a pass: no page of it may come from the browser's cache."""
        for tab in self.tabs[:1]:  # they share it
            tab.forget_pages()

    def prepare(self) -> None:
        """Open the tabs that a pass will need."""
        while not self.single and len(self.tabs) < RESTING:
            self.tabs.append(self.another())

    # ------------------------------------------------------------------ opening

    def open(
        self, tab: Tab, url: str, path: str, hub: str | None, anyhow: bool = True
    ) -> tuple[Obstacle | None, Landing]:
        """Open an address, and say whether the page that came is the one with this path."""
        self.fence.touch(tab.frame, clicked=False)
        held = self._marks[tab.frame] = len(self.fence.refused)
        landed = self.reach(tab, url, hub) if anyhow else tab.open(url)
        refused = next(
            (asked.url for asked, _ in self.fence.refused[held:] if asked.top and asked.frame == tab.frame), ""
        )
        return landing.obstacle(self.service, split(url)[0], path, landed, refused), landed

    # ------------------------------------------------------------------ reading

    def glance(self, page: Page, stem: str, anyhow: bool) -> Sight:
        """Open a setting's page in a free tab and read it for the first time.

        Args:
            page: the page.
            stem: what to call its picture, without the ending.
            anyhow: the page may be reached by clicks; else its address is loaded anew.
        """
        tab = self.tabs.pop() if self.tabs else self.another()
        self.step(f"{'Going to' if anyhow else 'Loading anew, by its address:'} {page.setting.title}")
        self._certificates.expect(tab, page.origin)
        self._ways[tab.frame] = Way(
            page.setting.open, lambda words: self._clicking(tab, words), lambda: bool(page.find(tab).controls)
        )
        obstacle, landed = self.open(tab, page.url, page.setting.path, page.setting.hub, anyhow)
        at, local = moment.now()
        shown = self._certificates.shown(tab, landed.origin)
        url = landed.url.split("?")[0].split("#")[0]  # an address can carry a token behind its "?"
        seen = Observation(State.UNKNOWN, at, page.url, url, local=local, certificate=shown)
        if obstacle:
            seen = self._photos.pictured(tab, seen.blocked(obstacle), stem, Found())
            return Sight(page, tab, stem, seen, Found(), time.monotonic())
        return self._read(page, tab, stem, seen)

    def believe(self, sight: Sight) -> Observation:
        """Let a page rest for as long as it still must, and read it again: equal, or the page has not settled."""
        end = time.monotonic() + _FIND_S
        while not sight.seen.obstacle:
            if (rest := sight.since + self.rest_s - time.monotonic()) > 0:
                with suppress(PageGone):
                    sight.tab.breathe(rest)
            if moved := self._moved(sight):
                return sight.seen.blocked(moved)
            if self._unchanged(sight):
                if sight.found.state is State.OFF and (doubt := self._doubt(sight)):
                    return sight.seen.blocked(doubt)
                self.step(f"It reads {sight.found.state}: {', '.join(sight.seen.controls)}")
                at, local = moment.now()
                return replace(sight.seen, at=at, local=local)
            if time.monotonic() > end:
                return self._unread(sight.tab, sight.seen, sight.found, "its page did not come to rest", sight.stem)
            sight = self._read(sight.page, sight.tab, sight.stem, sight.seen)
        return sight.seen

    def _moved(self, sight: Sight) -> Obstacle | None:
        """What stands in the way if the page has gone on to another address by itself."""
        landed = Landing(sight.page.url, sight.tab.url)
        return landing.obstacle(self.service, sight.page.origin, sight.page.setting.path, landed, "")

    def _unchanged(self, sight: Sight) -> bool:
        if sight.tab.traffic.loading:
            return False
        found = self._ready(sight.page, sight.tab)  # searched again: a second switch may have come meanwhile
        return found is not None and not found.signs.password and _lines(found) == _lines(sight.found)

    def _doubt(self, sight: Sight) -> Obstacle | None:
        """Why an "off" proves nothing: the page may have been kept from learning its state."""
        tab = sight.tab
        if broken := tab.traffic.broken({sight.page.origin, *self.service.origins}):
            return Obstacle(Outcome.UNREACHABLE, f"it shows off, but a part of its page failed to load ({broken})")
        for asked in self.fence.held(tab.frame, self._marks.get(tab.frame, 0)):
            return Obstacle(
                Outcome.NOT_RECOGNISED,
                f"it shows off, but its page tried to save something as it loaded ({asked}), which was held back "
                "because this run only looks",
            )
        return None

    def release(self, sight: Sight) -> None:
        """The tab of a sight is free for another page."""
        self.tabs.append(self.sound(sight.tab))

    def sound(self, tab: Tab) -> Tab:
        """A tab that answers: this one, or a new one in its place."""
        if not tab.hung:
            return tab
        fresh = self.another()
        tab.close()
        return fresh

    @property
    def full(self) -> bool:
        """Whether the next page needs the tab of one that still rests."""
        return not self.tabs and self.single

    def _read(self, page: Page, tab: Tab, stem: str, seen: Observation) -> Sight:
        """Read a page as soon as it has loaded; what is in the way is dismissed if the flow knows how."""
        problem, found = "its page did not come to rest", Found()
        for _ in range(overlay.MOST + 1):
            ready = tab.until(lambda: self._ready(page, tab), _FIRST_S)
            if not ready and self._overlays.dismiss(tab):
                continue
            ready = ready or tab.until(lambda: self._ready(page, tab), _FIND_S - _FIRST_S)
            found = ready or self._find(page, tab)
            if obstacle := landing.instead(self.service, found.signs, found=not found.problem and bool(found.controls)):
                return Sight(page, tab, stem, seen.blocked(obstacle), Found(), time.monotonic())
            if not ready and found.state is State.OFF:  # what still loads may turn it on
                problem = "its page did not come to rest"
                break
            if problem := found.problem or ("" if found.controls else "no switch was found on its page"):
                break
            try:
                where, boxes = self._aim(tab, found)
            except PageGone:
                problem = "its page did not come to rest"
                continue
            if page.every and found.choices:
                problem = "its page has choices besides switches, and the flow does not know which of them matter"
                break
            if where.points:
                seen = replace(
                    seen,
                    state=found.state,
                    language=found.language,
                    controls=tuple(_lines(found)),
                    boxes=boxes,
                    disabled=any(one.disabled for one in found.controls if one.state is page.goal.opposite),
                    note=found.note,
                )
                since = time.monotonic()
                return Sight(page, tab, stem, self._photos.pictured(tab, seen, stem, found), found, since)
            problem = (
                f"something covers it: {where.blocker}" if where.blocker else "it has no place on the page to click"
            )
            # without a blocker it was just drawn anew: look again
            if where.blocker and not self._overlays.dismiss(tab):
                break
        return Sight(page, tab, stem, self._unread(tab, seen, found, problem, stem), found, time.monotonic())

    def _ready(self, page: Page, tab: Tab) -> Found | None:
        found = self._find(page, tab)
        unsure = found.problem or found.state is State.UNKNOWN or tab.traffic.loading or not found.complete
        return None if unsure else found

    def _find(self, page: Page, tab: Tab) -> Found:
        try:
            return self._ways[tab.frame].go(tab) or page.find(tab)
        except PageGone:
            return Found(problem="its page did not come to rest")

    def _clicking(self, tab: Tab, words: str) -> None:
        self.step(f'Clicking "{words}"')
        self.fence.touch(tab.frame, clicked=True)

    def _aim(self, tab: Tab, found: Found) -> tuple[Aim, tuple[Box, ...]]:
        first, *rest = found.controls
        where = aim(tab, first, found.without(first))
        more = [aim(tab, one, found.without(one), scroll=False) for one in rest]
        return where, tuple(place.box for place in (where, *more) if place.box)

    def _unread(self, tab: Tab, seen: Observation, found: Found, problem: str, stem: str) -> Observation:
        if tab.hung:
            return seen.blocked(HUNG)
        heading = f' (the page is headed "{found.heading}")' if found.heading else ""
        absent = (
            found.absent
            and not tab.traffic.loading
            and not tab.traffic.broken({split(tab.url)[0], *self.service.origins})
        )
        obstacle = Obstacle(Outcome.NOT_RECOGNISED, f"{problem}{heading}", absent=absent)
        controls = tuple(str(one) for one in (*found.controls, *found.others) if one.main)  # for who mends the flow
        blank = replace(seen, language=found.language, controls=controls, boxes=())
        return self._photos.pictured(tab, blank.blocked(obstacle), stem, found)


def _lines(found: Found) -> list[str]:
    return sorted(map(str, found.controls))
