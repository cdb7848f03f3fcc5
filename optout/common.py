"""What the workers of one run share: its options, its record, and the turns at the machine and at the person."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from optout.browser.find import Browser
from optout.config import Config
from optout.home import Home
from optout.model import Mode
from optout.runs.folders import Folder
from optout.runs.ledger import Entry
from optout.runs.shares import Shares
from optout.together import Together


@dataclass
class Common:
    """What one worker has in common with the others.

    Attributes:
        config: what the person asked for.
        home: where profiles and runs are kept.
        mode: what the run may do.
        browser: what to start or join.
        ask: puts a question to whoever is there to sign in; None if nobody is.
        folder: the folder of the run.
        shares: the results in it.
        earlier: what earlier runs have seen.
        together: gives out the browsers' places, and the person's time.
        names: what the run's pictures hide; never stored in plain.
    """

    config: Config
    home: Home
    mode: Mode
    browser: Browser
    ask: Callable[[str], bool] | None
    folder: Folder
    shares: Shares
    earlier: Sequence[Entry]
    together: Together = field(default_factory=Together)
    names: set[str] = field(default_factory=set)

    @property
    def watched(self) -> bool:
        """Whether somebody follows each step, or does it."""
        return self.config.headed or self.config.walk or self.config.guide or self.config.slow_ms > 0
