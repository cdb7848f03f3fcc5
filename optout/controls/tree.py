"""Controls as the browser's own accessibility tree has them: what a screen reader would say, in every markup."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from optout.browser.tab import Tab
from optout.model import State

_STATES = {"true": State.ON, "false": State.OFF, "mixed": State.MIXED}


@dataclass(frozen=True, slots=True)
class Node:
    """One node of the tree.

    Attributes:
        element: the backend id of the DOM node.
        state: whether the widget is lit; says nothing yet about the use of data.
    """

    element: int
    role: str
    name: str
    state: State
    disabled: bool

    def __str__(self) -> str:
        return f'{self.role} "{self.name}" {self.state}{" disabled" if self.disabled else ""}'


def nodes(tab: Tab, roles: tuple[str, ...]) -> list[Node]:
    """All nodes of some roles that hold a state."""
    return [node for raw in tab.document.tree(roles) if (node := _node(raw))]


def again(tab: Tab, element: int) -> Node | None:
    """One element's node as it is now; None where it no longer holds a state."""
    raw = tab.document.node(element)
    return _node(raw) if raw and not raw["ignored"] else None


def printable(text: str) -> str:
    """A page's words without control characters, which a terminal would obey."""
    return " ".join("".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in text).split())


def properties(raw: dict[str, Any]) -> dict[str, Any]:
    """The properties of a raw node, by name."""
    return {one["name"]: one["value"].get("value") for one in raw.get("properties", ())}


def _node(raw: dict[str, Any]) -> Node | None:
    said = properties(raw)
    word = said.get("checked", said.get("pressed"))
    if word is None:  # a button without "pressed" holds no state
        return None
    return Node(
        element=int(raw["backendDOMNodeId"]),
        role=str(raw["role"]["value"]),
        name=printable(str(raw.get("name", {}).get("value", ""))),
        state=_STATES.get(str(word).lower(), State.UNKNOWN),
        disabled=bool(said.get("disabled")),
    )
