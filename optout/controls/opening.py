"""See what comes up when a box is opened: its list, its menu, or buttons that are no menu for a screen reader."""

from contextlib import suppress
from dataclasses import dataclass, field

from optout.browser.tab import Tab
from optout.browser.words import PageGone
from optout.controls.kind import Target
from optout.controls.options import OPTIONS, Option, inside, named, tree
from optout.controls.tree import properties

OPENS_S = 3  # how long a box may take to open, or to shut
_LISTS = ("listbox", "menu")


@dataclass(frozen=True, slots=True)
class Parts:
    """What comes up: what it is called in a sentence, the roles of what stands in it, and those that will do, too."""

    whole: str
    many: str
    roles: tuple[str, ...]
    plain: tuple[str, ...] = ()


CHOICES = Parts("list of options", "options", ("radio", *OPTIONS))
ITEMS = Parts("menu", "items", ("menuitem", "menuitemcheckbox", *OPTIONS), ("button", "link"))


@dataclass(frozen=True, slots=True)
class Open:
    """A list that has come up, and its options."""

    element: int
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Opening:
    """One box, and what stood on the page before it was opened.

    Attributes:
        tab: the tab that shows it.
        box: the box.
        words: what the options may be called that mean something.
        parts: what it opens.
    """

    tab: Tab
    box: Target
    words: tuple[str, ...]
    parts: Parts
    _before: frozenset[int] = field(init=False)  # lists that show options
    _plain: frozenset[int] = field(init=False)
    stood: Open | None = field(init=False)  # what it says it controls was open already

    def __post_init__(self) -> None:
        stood = self._owned() if self.parts is ITEMS and expanded(self.tab, self.box.elements[0]) else None
        plain = tree(self.tab, self.parts.plain) if self.parts.plain else []
        object.__setattr__(self, "_before", frozenset(one.element for one, _ in self._filled()))
        object.__setattr__(self, "_plain", frozenset(int(node["backendDOMNodeId"]) for node in plain))
        object.__setattr__(self, "stood", stood)

    def settled(self) -> Open | None:
        """The list that has come up, as soon as two looks at it say the same; raises PageGone."""
        last: list[Open | None] = [None]

        def equal() -> Open | None:
            now = self._opened()
            same = now if now == last[0] else None
            last[0] = now
            return same

        return self.tab.until(equal, OPENS_S)

    def shut(self) -> None:
        """Shut what was opened, without choosing anything."""

        def is_shut() -> bool:
            open_ = not self.stood and expanded(self.tab, self.box.elements[0])
            return not open_ and {one.element for one, _ in self._filled()} <= self._before

        with suppress(PageGone):
            if not is_shut():
                self.tab.press("Escape")
                self.tab.until(is_shut, OPENS_S)

    def _opened(self) -> Open | None:
        """The one list that the box says it opens, else the one that was not there before; never one of two."""
        filled = self._filled()
        new = [one for one, _ in filled if one.element not in self._before]
        for ours in ([one for one, owned in filled if owned], new):
            if ours:
                return ours[0] if len(ours) == 1 else None
        return self._buttons()

    def _owned(self) -> Open | None:
        ours = [one for one, owned in self._filled() if owned]
        return ours[0] if len(ours) == 1 else None

    def _filled(self) -> list[tuple[Open, bool]]:
        """Every list that shows options, and whether the box says that it controls it."""
        lists = [int(node["backendDOMNodeId"]) for node in tree(self.tab, _LISTS)]
        seen = self.tab.document.call("lists", [self.box.elements[0], *lists])
        shown = [(element, bool(how["owned"])) for element, how in zip(lists, seen, strict=True) if how["shown"]]
        return [
            (Open(element, options), owned)
            for element, owned in shown
            if (options := inside(self.tab, element, self.words, self.parts.roles))
        ]

    def _buttons(self) -> Open | None:
        """The buttons and links that have come up in no list, while the box says that it is open; none of a dialog."""
        if not self.parts.plain or not expanded(self.tab, self.box.elements[0]):
            return None
        new = [node for node in tree(self.tab, self.parts.plain) if int(node["backendDOMNodeId"]) not in self._plain]
        beside = self.tab.document.call(
            "sameDialog", [self.box.elements[0], *(int(node["backendDOMNodeId"]) for node in new)]
        )
        options = tuple(named(node) for node, same in zip(new, beside, strict=True) if same)
        return Open(self.box.elements[0], options) if options else None


def expanded(tab: Tab, element: int) -> bool:
    """Whether a box says that it is open; raises PageGone."""
    return bool(properties(tab.document.node(element)).get("expanded"))
