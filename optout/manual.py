"""What only a person can do: said with its place, opened where they are signed in, remembered once they did it."""

import webbrowser
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from optout.flow import Setting
from optout.model import Outcome, Result, Turn
from optout.plan import Errand
from optout.runs.ledger import Entry

_VIA = "person"


@dataclass(frozen=True, slots=True)
class Manual:
    """The manual settings of one errand.

    Attributes:
        errand: what they are a part of.
        said: setting -> when a person said that it is done, and to which run.
        ask: puts a question to the person at the terminal; None where nobody is to be asked.
        say: prints one line for the person.
    """

    errand: Errand
    said: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    ask: Callable[[str], bool] | None = None
    say: Callable[[str], None] = lambda _: None

    def results(self) -> list[Result]:
        """One for each; the person is asked, if anybody is, with its page open in their own browser."""
        return [self._result(one) for one in self.errand.settings if one.control.kind == "manual"]

    def _result(self, setting: Setting) -> Result:
        url = self.errand.service.address(setting)
        turns: tuple[Turn, ...] = ()
        if setting.id in self.said:
            at, run = self.said[setting.id]
            done = f"You said on {at[:10]} {at[11:16]} UTC (run {run}) that you did this; no program can see it."
        elif self.ask and self._done(setting, url, self.ask):
            turns, done = (Turn(setting.title, _VIA),), "You say that you did this; no program can see it."
        else:
            name = f"{self.errand.service.service}/{setting.id}"
            done = f'Only you can do this. Once you did, "optout run {name} --guide" takes it down.'
        where = f"Offered in {', '.join(setting.regions)}." if setting.regions else ""
        sentence = " ".join(filter(None, (done, where, f"Here: {url}")))
        errand = self.errand
        return Result(
            errand.service.service,
            errand.account,
            setting.id,
            setting.title,
            url,
            Outcome.SKIPPED,
            sentence,
            turns=turns,
        )

    def _done(self, setting: Setting, url: str, ask: Callable[[str], bool]) -> bool:
        self.say(f"Your turn: {setting.title}. {setting.why} Here: {url}")
        if not webbrowser.open(url):
            self.say("No browser of yours could be opened from here: open that address yourself.")
        return ask("Have you done it?")


def said(entries: Iterable[Entry], service: str, account: str) -> dict[str, tuple[str, str]]:
    """What a person has said to be done, from the runs at a glance: setting -> when (UTC, ISO 8601), run."""
    return {
        seen.setting: (entry.started, entry.id)
        for entry in entries
        for seen in entry.results
        if (seen.service, seen.account) == (service, account) and is_said(seen.outcome, seen.clicked, seen.before)
    }


def is_said(outcome: Outcome, clicked: bool, before: object) -> bool:
    """Whether a result is the word of a person: skipped, with a turn of theirs, and no page was read."""
    return outcome is Outcome.SKIPPED and clicked and before is None
