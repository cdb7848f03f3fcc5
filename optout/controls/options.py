"""Read the choices of a page: groups of radios, native selects, list boxes, and boxes that fold their options away."""

from dataclasses import dataclass, replace
from typing import Any

from optout.browser.tab import Tab
from optout.controls.kind import bare, fold
from optout.controls.tree import printable, properties

BOXES = ("combobox", "button", "textbox", "listbox")
OPTIONS = ("option", "menuitemradio")
FRAMES = ("radiogroup", "group")
ROLES = ("radio", *OPTIONS, *BOXES, *FRAMES)
_POPUPS = ("listbox", "menu", "true")


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice.

    Attributes:
        element: the backend id of its DOM node.
        name: its accessible name.
        chosen: whether the tree says that it is chosen; None where it says neither.
        titles: those of the flow's words that are its title: its whole name, or the first line of what is drawn.
    """

    element: int
    name: str
    chosen: bool | None
    disabled: bool
    titles: frozenset[str] = frozenset()

    def means(self, words: tuple[str, ...]) -> bool:
        """Whether it is called by one of these words, as a whole."""
        return bool(self.titles & set(words))


@dataclass(frozen=True, slots=True)
class Group:
    """One choice of a page, as it is drawn.

    Attributes:
        role: radiogroup, select, listbox; combobox or (of a menu) button where the options are folded away.
        element: the box, or the first option of a group of radios.
        names: what the tree calls it, the closest name first.
        options: in the order of the page; none where they are folded away.
        value: what a box shows of its choice; empty for an open group.
        blank: the box says that what it shows is no choice yet.
        frames: the elements around it that name it.
        several: more than one option may be chosen.
    """

    role: str
    element: int
    names: tuple[str, ...]
    options: tuple[Option, ...] = ()
    value: str = ""
    blank: bool = False
    disabled: bool = False
    frames: tuple[int, ...] = ()
    several: bool = False

    @property
    def folded(self) -> bool:
        """Whether its options can only be seen once it is opened."""
        return self.role in ("combobox", "button")

    @property
    def elements(self) -> tuple[int, ...]:
        """Its DOM nodes: the options, or the box."""
        return tuple(one.element for one in self.options) if self.role == "radiogroup" else (self.element,)


def tree(tab: Tab, roles: tuple[str, ...] = ROLES) -> list[dict[str, Any]]:
    """The raw nodes of the accessibility tree that choices are made of; raises PageGone."""
    return tab.document.tree(roles)


def groups(tab: Tab, raw: list[dict[str, Any]], labels: tuple[str, ...], words: tuple[str, ...]) -> list[Group]:
    """All choices of a page.

    Args:
        tab: the tab that shows it.
        raw: the nodes, from `tree`.
        labels: what the group may be called.
        words: what the options may be called that mean on or off.
    """
    options = [named(node) for node in raw if _role(node) in ("radio", *OPTIONS)]
    kinds = [_role(node) for node in raw if _role(node) in ("radio", *OPTIONS)]
    options = _titled(tab, options, words)
    radios = [one for one, kind in zip(options, kinds, strict=True) if kind == "radio"]
    inner = [one for one, kind in zip(options, kinds, strict=True) if kind != "radio"]
    frames = [node for node in raw if _role(node) in FRAMES]
    boxes = [node for node in raw if _role(node) in BOXES and _opens(node)]
    return [*_radios(tab, radios, frames), *_boxes(tab, boxes, inner, labels)]


def inside(
    tab: Tab, box: int, words: tuple[str, ...], roles: tuple[str, ...] = ("radio", *OPTIONS)
) -> tuple[Option, ...]:
    """The options of one list that is open, by the element of the list; raises PageGone."""
    options = [named(node) for node in tree(tab, roles)]
    owners = tab.document.call("owners", [*(one.element for one in options), box], options=len(options))
    return tuple(_titled(tab, [one for one, owner in zip(options, owners, strict=True) if owner == 0], words))


def _titled(tab: Tab, options: list[Option], words: tuple[str, ...]) -> list[Option]:
    """The same with their titles; a nameless one has the words that stand in its row."""
    if not options or not words:
        return options
    elements = [one.element for one in options]
    drawn = tab.document.call("titles", elements, labels=list(words))
    found = []
    names = [one.name for one in options]
    nameless = any(not fold(name) for name in names)
    for word in words if nameless else ():
        for index in tab.document.call("beside", elements, texts=[word], names=names):
            if not fold(names[index]):
                drawn[index].append(words.index(word))
    for one, mine in zip(options, drawn, strict=True):
        said = bare(one.name)
        # the title that is drawn counts only where the name begins with it: it may be named something else altogether
        titles = {words[index] for index in mine if not said or said.startswith(bare(words[index]))}
        found.append(replace(one, titles=frozenset(titles | {word for word in words if bare(word) == said})))
    return found


def _radios(tab: Tab, radios: list[Option], frames: list[dict[str, Any]]) -> list[Group]:
    if not radios:
        return []
    elements = [one.element for one in radios]
    around = [int(node["backendDOMNodeId"]) for node in frames]
    strong = [_role(node) == "radiogroup" for node in frames]
    where = tab.document.call("groups", [*elements, *around], radios=len(elements), strong=strong)
    members: dict[int, list[int]] = {}
    for index, one in enumerate(where):
        members.setdefault(one["group"], []).append(index)
    found = []
    for mine in members.values():
        # only what holds this group and no other gives it its name
        own = [
            at
            for at in where[mine[0]]["frames"]
            if {i for i, one in enumerate(where) if at in one["frames"]} <= {*mine}
        ]
        own = [at for at in own if all(at in where[index]["frames"] for index in mine)]
        found.append(
            Group(
                role="radiogroup",
                element=elements[mine[0]],
                names=tuple(filter(None, (_name(frames[at]) for at in own))),
                options=tuple(radios[index] for index in mine),
                disabled=any(bool(properties(frames[at]).get("disabled")) for at in own),
                frames=tuple(around[at] for at in own),
            )
        )
    return found


def _boxes(tab: Tab, boxes: list[dict[str, Any]], inner: list[Option], labels: tuple[str, ...]) -> list[Group]:
    if not boxes:
        return []
    elements = [int(node["backendDOMNodeId"]) for node in boxes]
    drawn = tab.document.call("boxes", elements, labels=list(labels))
    owners = tab.document.call("owners", [*(one.element for one in inner), *elements], options=len(inner))
    found = []
    for index, (node, how) in enumerate(zip(boxes, drawn, strict=True)):
        options = tuple(one for one, owner in zip(inner, owners, strict=True) if owner == index)
        role = "select" if how["native"] and _role(node) == "combobox" else _role(node)
        if role == "listbox" and (not options or how["popup"]):
            continue
        if role not in ("select", "listbox"):
            role = "combobox" if role != "button" or properties(node).get("hasPopup") == "listbox" else "button"
        said = printable(str(node.get("value", {}).get("value", "")))
        # what is drawn comes first: the tree has the titles of pictures in it, too
        value = "" if role == "listbox" else said if how["native"] else how["words"] or said
        found.append(
            Group(
                role=role,
                element=elements[index],
                names=tuple(filter(None, (_name(node),))),
                options=options if role in ("select", "listbox") else (),
                value=value,
                blank=bool(how["blank"]),
                disabled=bool(properties(node).get("disabled")),
                several=bool(properties(node).get("multiselectable")),
            )
        )
    return found


def _opens(node: dict[str, Any]) -> bool:
    """Whether a node is a box of options, and not any button or field."""
    return _role(node) in ("combobox", "listbox") or properties(node).get("hasPopup") in _POPUPS


def named(node: dict[str, Any]) -> Option:
    """A raw node as an option, without its titles."""
    said = properties(node)
    word = said.get("checked", said.get("selected"))
    if word is None and _role(node) == "option":
        word = False  # Chromium does not write down that an option is not chosen
    chosen = {"true": True, "false": False}.get(str(word).lower())
    return Option(int(node["backendDOMNodeId"]), _name(node), chosen, bool(said.get("disabled")))


def _role(node: dict[str, Any]) -> str:
    return str(node["role"]["value"])


def _name(node: dict[str, Any]) -> str:
    return printable(str(node.get("name", {}).get("value", "")))
