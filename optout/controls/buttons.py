"""Read the buttons of a page, and the words that stand in them and beside them."""

from dataclasses import dataclass
from typing import Any

from optout.browser.tab import Tab
from optout.controls.kind import bare
from optout.controls.tree import printable, properties

_MENUS = ("menu", "true")
_JOINTS = (" ", ": ", ", ")  # between a name and a state in the name of a button


@dataclass(frozen=True, slots=True)
class Button:
    """One button that holds no state of its own.

    Attributes:
        element: the backend id of its DOM node.
        name: its accessible name.
        text: what is drawn in it.
        menu: it says that it opens a menu.
        keys: what the page itself calls it.
        main: it stands in the main part of the page.
        aside: it stands in a header, a footer or the like.
        names: those of the flow's names that stand in its row.
        over: the flow's name that is the last heading before it; empty for none.
        states: those of the flow's words for a state that stand in its row.
    """

    element: int
    name: str
    text: str = ""
    menu: bool = False
    disabled: bool = False
    keys: frozenset[str] = frozenset()
    main: bool = True
    aside: bool = False
    names: tuple[str, ...] = ()
    over: str = ""
    states: tuple[str, ...] = ()

    def says(self, word: str) -> bool:
        """Whether its own name or text is a word, as a whole."""
        return bare(word) in {bare(self.name), bare(self.text)}

    def joins(self, name: str, word: str) -> bool:
        """Whether its own name or text is a name and a word, one after the other, and nothing else."""
        pairs = ((name, word), (word, name))
        return any(self.says(f"{one}{joint}{other}") for one, other in pairs for joint in _JOINTS)


def buttons(tab: Tab, names: tuple[str, ...], states: tuple[str, ...]) -> tuple[list[Button], dict[str, Any]]:
    """All buttons of a page that hold no state of their own, and our script's survey of the page.

    Args:
        tab: the tab that shows it.
        names: what the setting may be called.
        states: what may stand there that means on or off.

    Raises:
        PageGone: the page was replaced meanwhile.
    """
    raw = [node for node in tab.document.tree(("button",)) if not {"pressed", "checked"} & properties(node).keys()]
    elements = [int(node["backendDOMNodeId"]) for node in raw]
    menus = [properties(node).get("hasPopup") in _MENUS for node in raw]
    seen = tab.document.call("survey", elements)
    rows = tab.document.call("rows", elements, names=list(names), states=list(states), popups=menus)
    heads = tab.document.call("headed", elements, names=list(names))
    found = [
        Button(
            element,
            printable(str(node.get("name", {}).get("value", ""))),
            printable(row["text"]),
            menu,
            bool(properties(node).get("disabled")),
            frozenset(map(str, known["keys"])),
            bool(known["main"]),
            bool(known["aside"]),
            tuple(names[index] for index in row["names"]),
            "" if head < 0 else names[head],
            tuple(states[index] for index in row["states"]),
        )
        for element, node, menu, row, head, known in zip(
            elements, raw, menus, rows, heads, seen["controls"], strict=True
        )
    ]
    return found, dict(seen)
