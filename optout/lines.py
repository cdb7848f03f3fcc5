"""The line that stands for a switch in a record, as the accessibility tree has it: with its state, and without."""

import re
from collections.abc import Iterable

from optout.model import State

_STATE = r'" (on|off|mixed|unknown)(?: disabled)?(?= around |$)'


def stateless(line: str) -> str:
    """The line of a switch without its state: what stays the same when it is turned."""
    return re.sub(_STATE, '"', line)


def read(controls: Iterable[str]) -> list[tuple[str, State]]:
    """The lines of a page's switches without their states, and these; parts that disagree are `unknown`."""
    found = []
    for line in controls:
        states = set(re.findall(_STATE, line))
        found.append((stateless(line), State(states.pop()) if len(states) == 1 else State.UNKNOWN))
    return found
