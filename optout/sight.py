"""What one page showed at first sight: a value that is passed on while the page comes to rest in its tab."""

import time
from dataclasses import dataclass

from optout.browser.document import ANSWER_S
from optout.browser.tab import Tab
from optout.controls.switch import Found
from optout.flow import Setting
from optout.model import Observation, Obstacle, Outcome

RESTING = 4  # how many pages may rest at a time
HUNG = Obstacle(Outcome.UNREACHABLE, f"its page came, but then did not answer for {ANSWER_S} seconds")


@dataclass(frozen=True, slots=True)
class Page:
    """Where one setting is read in this run.

    Attributes:
        setting: the setting.
        url: the address asked for.
        every: all switches of the page are the setting (a sweep's page).
    """

    setting: Setting
    url: str
    every: bool


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
