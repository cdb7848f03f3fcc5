"""What one page showed at first sight: a value that is passed on while the page comes to rest in its tab."""

import time
from dataclasses import dataclass, replace

from optout.browser.document import ANSWER_S
from optout.browser.tab import Tab
from optout.controls import kinds
from optout.controls.kind import Found, Held, fold, signs
from optout.controls.scope import Scope
from optout.flow import Setting, spoken
from optout.lines import chosen, stateless
from optout.model import Observation, Obstacle, Outcome, Signs, State
from optout.place import split

RESTING = 4  # how many pages may rest at a time
HUNG = Obstacle(Outcome.UNREACHABLE, f"its page came, but then did not answer for {ANSWER_S} seconds or more")


@dataclass(frozen=True, slots=True)
class Page:
    """Where one setting is read in this run.

    Attributes:
        setting: the setting.
        url: the address asked for.
        every: all switches of the page are the setting (a sweep's page).
        goal: what a switch shall be when it is turned.
        only: the switches that may be turned, as they were written down without their state; none means all.
        siblings: the other settings that stand on the same page, reached by the same steps.
    """

    setting: Setting
    url: str
    every: bool
    goal: State = State.OFF
    only: tuple[str, ...] = ()
    siblings: tuple[Setting, ...] = ()

    @property
    def origin(self) -> str:
        """Where it is served from."""
        return split(self.url)[0]

    @property
    def prior(self) -> str:
        """The option that an undo goes back to, as the record says; empty if there is none."""
        return next(filter(None, map(chosen, self.only)), "")

    def find(self, tab: Tab) -> Found:
        """Which controls of the page that is open are the setting; raises PageGone."""
        if self.setting.frame and (problem := tab.enter(self.setting.frame)):
            return Found(problem=problem, complete=True)
        around = signs(tab.top.call("survey", [])) if self.setting.frame else Signs()
        if around.password or around.captcha:  # whatever the frame still shows
            return Found(problem="its page did not come to rest", signs=around)
        scope = Scope(self.setting.within, bool(self.setting.open))
        found = kinds.find(tab, self.setting.control, scope, every=self.every, prior=self.prior)
        return replace(found, absent=True) if self._absent(tab, found) else found

    def _absent(self, tab: Tab, found: Found) -> bool:
        """Whether it is certain that the page is the right one, and whole, and does not hold the setting.

        All controls have the names of siblings, no word of the page is the setting's own, and something shows that
        this is the page: a sibling that can be read, or a heading that stands in the setting's place.
        """
        own = self.setting.control.labels(found.language)
        if not found.problem or not own or found.choices or not found.complete or tab.traffic.loading:
            return False
        names = {fold(name) for one in self.siblings for name in one.control.labels(found.language)} - {*map(fold, own)}
        if not all({fold(name) for name in one.names} <= names for one in found.others):
            return False
        instead = spoken(self.setting.absent, found.language)
        seen = tab.document.call("instead", [], own=list(own), heads=list(instead))
        if seen["mentioned"] or seen["busy"]:
            return False
        return bool(seen["headed"]) or any(
            kinds.find(tab, one.control, Scope(one.within)).state in (State.ON, State.OFF) for one in self.siblings
        )

    def wants(self, control: Held) -> bool:
        """Whether a control that is found on it is one to turn."""
        may = not self.only or stateless(str(control)) in map(stateless, self.only)
        return may and control.state is self.goal.opposite and not control.disabled


@dataclass(frozen=True, slots=True)
class Sight:
    """What a page showed at first; not believed before it has rested, unless an obstacle stood in the way."""

    page: Page
    tab: Tab
    stem: str
    seen: Observation
    found: Found
    since: float  # time.monotonic() of the reading

    def rested(self, rest_s: float) -> bool:
        """Whether it can be believed without waiting, if a page has to rest for some seconds."""
        return bool(self.seen.obstacle) or time.monotonic() - self.since >= rest_s
