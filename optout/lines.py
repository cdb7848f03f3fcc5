"""The line that stands for a control in a record, as the accessibility tree has it: with its state, and without."""

import re
from collections.abc import Iterable

from optout.model import State

_STATE = r'" (on|off|mixed|unknown)(?: disabled)?(?= around |$)'
_CHOSEN = r'" chosen (?:"([^"]*)"|nothing|several)(?: disabled)?$'
_SAYS = r'" (?:says|holds) "[^"]*"(?= (?:on|off|unknown)(?: disabled)?$)'


def stateless(line: str) -> str:
    """The line of a control without its state: what stays the same when it is turned."""
    return re.sub(_CHOSEN, '"', re.sub(_STATE, '"', re.sub(_SAYS, '"', line)))


def chosen(line: str) -> str:
    """The option that the line of a choice says is chosen; empty if it says none, or is not the line of a choice."""
    found = re.search(_CHOSEN, line)
    return found[1] or "" if found else ""


def read(controls: Iterable[str]) -> list[tuple[str, State]]:
    """The lines of a page's controls without their states, and these; parts that disagree are `unknown`."""
    found = []
    for line in controls:
        states = set(re.findall(_STATE, line))
        found.append((stateless(line), State(states.pop()) if len(states) == 1 else State.UNKNOWN))
    return found
