"""The `menu`: a button whose state stands in words, and whose menu holds one item for off and one for on."""

from dataclasses import dataclass

from optout.browser.tab import Tab
from optout.controls import popup, worded
from optout.controls.kind import Found, Held, Target, bare
from optout.controls.opening import ITEMS
from optout.controls.options import Option
from optout.controls.scope import ANYWHERE, Scope
from optout.controls.worded import Worded
from optout.flow import Control
from optout.model import Obstacle, Outcome, State


@dataclass(frozen=True, slots=True)
class Menu(Worded):
    """One button that says its state, and whose menu turns it."""

    role = "menu"

    def items(self, goal: State) -> tuple[str, ...]:
        """What the item may be called that makes it `goal`."""
        return self.words.turns_off if goal is State.OFF else self.words.turns_on

    def pick(self, options: tuple[Option, ...], goal: State) -> list[Option]:
        """Which of a menu's items are called so, by their whole names: a second line is a part of what they do."""
        wanted = {*map(bare, self.items(goal))}
        return [one for one in options if bare(one.name) in wanted]

    def task(self, goal: State, name: str) -> str:
        """What to do with it, which is called `name`, as the end of "Your turn: ..."."""
        item = next(iter(self.items(goal)), "")
        return f'choose "{item}" in the menu of "{name}"' if item else f'switch {goal} "{name}" by its menu'

    def reach(self, tab: Tab, goal: State, others: tuple[Held, ...]) -> Target | Obstacle:
        """The item to choose, in the menu opened for that; or why there is none. Raises PageGone."""
        words = self.items(goal)
        name = self.title or self.button.name
        if not words:
            sentence = f'the flow does not say which item of "{name}" turns it {goal} in the page\'s language'
            return Obstacle(Outcome.NOT_RECOGNISED, sentence)
        return popup.option(tab, self.spot(others), words, name, lambda options: self.pick(options, goal), ITEMS)


def find(tab: Tab, control: Control, scope: Scope = ANYWHERE) -> Found:
    """Which button of the page that is open is the setting, as `worded.find`; raises PageGone."""
    return worded.find(tab, control, scope, Menu)
