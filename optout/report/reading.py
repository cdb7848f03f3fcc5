"""How one reading of a setting is put while a run goes on, and what its passes are called."""

from rich.markup import escape

from optout.model import State
from optout.plan import Errand

_MARKS = {
    State.OFF: "[green]off    [/]",
    State.ON: "[red]on     [/]",
    State.MIXED: "[magenta]half on[/]",
    State.UNKNOWN: "[yellow]?      [/]",
}
_CLICKED = "[yellow]on     [/]"  # not red: it is being dealt with; not green: only the next pass can say that it is off
PASSES = {
    2: "Reading everything again, each page loaded anew by its address:",
    3: "And once more, because something had to be clicked again:",
}


def head(errand: Errand) -> str:
    """The heading of a service's readings, as markup."""
    return f"[bold]{escape(errand.service.title)}[/], account {escape(errand.account)}, at {escape(errand.origin)}"


def reading(title: str, state: State, turned: bool) -> str:
    """The line of one reading, as markup."""
    mark = _CLICKED if turned and state is State.ON else _MARKS[state]
    return f"  {mark} {escape(title)}{', clicked' if turned else ''}"
