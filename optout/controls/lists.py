"""Find the `list` that is the setting, and the items that it holds."""

from dataclasses import dataclass, replace
from itertools import compress
from typing import Any

from optout.browser.tab import Tab
from optout.controls.choice import quoted
from optout.controls.kind import Found, bare, signs
from optout.controls.listing import Item, Listing
from optout.controls.scope import ANYWHERE, Scope
from optout.controls.tree import printable, properties
from optout.flow import Control, Reads, spoken

_HEADS = ("heading", "dialog", "alertdialog")
_CLOSES = {"", "close", "back", "done", "ok", "cancel", "x"}  # what may stand beside a list that is empty
_ROLES = ("list", "listitem", "button", "main", *_HEADS)


def find(tab: Tab, control: Control, scope: Scope = ANYWHERE) -> Found:
    """Which list of the page that is open is the setting.

    By the site's own key; else by its name, or the last heading before it. Where there is no such list, a notice of the
    flow's words under that heading says that it is empty.

    Args:
        tab: the tab that shows the page.
        control: what the flow says of the control.
        scope: the part of the page that it is in.

    Raises:
        PageGone: the page was replaced meanwhile.
    """
    raw = tab.document.tree(_ROLES)
    seen = tab.document.call("survey", [_element(node) for node in raw])
    search = _Search(tab, control, scope, str(seen["language"]), raw, seen["controls"])
    listing, problem = search.listing()
    if listing and (why := listing.problem):
        listing, problem = None, why
    return Found(
        (listing,) if listing else (),
        (),
        problem,
        "",
        seen["language"],
        seen["heading"],
        bool(seen["complete"]),
        signs(seen),
    )


@dataclass(frozen=True)
class _Search:
    tab: Tab
    control: Control
    scope: Scope
    language: str
    raw: list[dict[str, Any]]
    surveyed: list[dict[str, Any]]

    @property
    def names(self) -> tuple[str, ...]:
        return spoken(self.control.name, self.language)

    @property
    def off(self) -> tuple[str, ...]:
        return spoken(self.control.off, self.language)

    @property
    def notice(self) -> tuple[str, ...]:
        return spoken((self.control.reads or Reads()).off, self.language)

    def of(self, *roles: str) -> list[int]:
        """Where the nodes of some roles are."""
        return [index for index, node in enumerate(self.raw) if node["role"]["value"] in roles]

    def listing(self) -> tuple[Listing | None, str]:
        """The list that is the setting; or why there is none."""
        lists = self.of("list")
        elements = [_element(self.raw[index]) for index in lists]
        over = self.tab.document.call("headed", elements, names=list(self.names))
        noticed = self._noticed()
        mine: dict[int, str] = {}
        keyed = [at for at, index in enumerate(lists) if {*self.surveyed[index]["keys"]} & {*self.control.key}]
        for at, index in enumerate(lists):
            own = next((name for name in self.names if bare(name) == bare(_name(self.raw[index]))), "")
            if title := own or ("" if over[at] < 0 else self.names[over[at]]):
                mine[at] = title
        if keyed:
            mine = {at: next(iter(self.names), self.control.key[0]) for at in keyed}
        rows, buttons = self.of("listitem"), self.of("button")
        all_of_them = [*elements, *(_element(self.raw[index]) for index in (*rows, *buttons))]
        held = self.tab.document.call("inventory", all_of_them, lists=len(lists), items=len(rows))
        mine = {at: title for at, title in mine.items() if held["lists"][at]["inside"] not in mine}
        inside, problem = self.scope.hold(self.tab, elements, self.language)
        if problem:
            return None, problem
        mine = {at: title for at, title in mine.items() if inside[at]}
        if len(mine) > 1:
            return None, f'{len(mine)} lists of its page are called "{next(iter(mine.values()))}"'
        for at, title in mine.items():
            return self._filled(at, title, held, rows, buttons, elements[at], lists[at], noticed), ""
        return self._noted(noticed, lists)

    def _noticed(self) -> list[str]:
        """The names under which a notice says that there is nothing."""
        found = self.tab.document.call("notices", [], wanted=list(self.notice), names=list(self.names))
        return [self.names[index] for index in found if index >= 0]

    def _filled(
        self,
        at: int,
        title: str,
        held: dict[str, Any],
        rows: list[int],
        buttons: list[int],
        element: int,
        index: int,
        noticed: list[str],
    ) -> Listing:
        """A list that stands there, with what it holds."""
        items: list[Item] = []
        for row, item in enumerate(held["items"]):
            if item["list"] != at:
                continue
            words = printable(item["text"])
            mine = [
                button
                for each, button in enumerate(buttons)
                if held["buttons"][each]["item"] == row
                and self._removes(_name(self.raw[button]), held["buttons"][each]["text"], words)
            ]
            lone = self.raw[mine[0]] if len(mine) == 1 else None
            disabled = bool(lone and properties(lone).get("disabled"))
            items.append(Item(words, _element(lone) if lone else None, disabled=disabled))
        items = [
            replace(one, last=sum(other.words == one.words for other in items[index + 1 :]))
            for index, one in enumerate(items)
        ]
        own = held["lists"][at]
        doubt = ""
        if not items and ((own["loose"] and not self._is_notice(own["loose"])) or own["handles"]):
            said = f' ("{printable(own["loose"])[:80]}")' if own["loose"] else ""
            doubt = f'"{title}" holds something that is no item of a list{said}'
        if not items and not doubt:
            doubt = self._unlikely(title, at, held, buttons, noticed)
        if items and title in noticed:
            doubt = f'"{title}" holds {len(items)} items, and says that it is empty'
        return self._made(title, tuple(items), doubt, element if own["room"] else self._near(title, element), index)

    def _near(self, title: str, element: int) -> int:
        """Where a person looks who looks for a list that takes no room: at its heading, else at the main part."""
        heads = [_element(self.raw[one]) for one in self.of("heading") if bare(_name(self.raw[one])) == bare(title)]
        mains = [_element(self.raw[one]) for one in self.of("main")]
        return next((some[0] for some in (heads, mains) if len(some) == 1), element)

    def _unlikely(self, title: str, at: int, held: dict[str, Any], buttons: list[int], noticed: list[str]) -> str:
        """Why a list without items may only look empty; words for "empty" outweigh what else can be clicked there."""
        loose = [
            _name(self.raw[button])
            for each, button in enumerate(buttons)
            if held["buttons"][each]["item"] < 0 and held["buttons"][each]["dialog"][at]
        ]
        if stray := [name for name in loose if self._removes(name, name, "")]:
            return f'"{title}" holds nothing, but "{stray[0]}" stands outside of it'
        near = [] if title in noticed else [name for name in held["lists"][at]["near"] if bare(name) not in _CLOSES]
        return f'"{title}" holds nothing, but beside it stands "{printable(near[0])[:80]}"' if near else ""

    def _noted(self, noticed: list[str], lists: list[int]) -> tuple[Listing | None, str]:
        """A list that is not there, because it is empty; or why that cannot be told."""
        heads = [
            index for index in self.of(*_HEADS) if bare(_name(self.raw[index])) in {bare(name) for name in self.names}
        ]
        places = [_element(self.raw[index]) for index in heads]
        inside, problem = self.scope.hold(self.tab, places, self.language)
        heads = [*compress(heads, inside)]
        if problem:
            return None, problem
        if len(heads) == 1 and len(noticed) == 1:
            return self._made(noticed[0], (), "", _element(self.raw[heads[0]]), heads[0]), ""
        if not self.names:
            known = f'the flow has no name for it in the page\'s language ("{self.language}")'
            return None, known if not self.control.key else f'no list of its page has the key "{self.control.key[0]}"'
        here = quoted(name for index in (*lists, *self.of("heading")) if (name := _name(self.raw[index])))
        return None, f'the page has no list called "{self.names[0]}"; it has {here or "none"}'

    def _made(self, title: str, items: tuple[Item, ...], doubt: str, place: int, index: int) -> Listing:
        return Listing(
            title,
            items,
            self.off,
            doubt,
            place,
            frozenset(map(str, self.surveyed[index]["keys"])),
            bool(self.surveyed[index]["main"]),
            tuple(_element(self.raw[one]) for one in self.of("button")),
            lambda tab: find(tab, self.control, self.scope),
        )

    def _removes(self, name: str, text: str, words: str) -> bool:
        """Whether a button is called by one of the flow's words, perhaps with what its item says."""
        for word in self.off:
            forms = {bare(word), bare(f"{word} {words}"), bare(f"{words} {word}")}
            if bare(name) in forms or (not bare(name) and bare(text) in forms):
                return True
        return False

    def _is_notice(self, text: str) -> bool:
        return bare(text) in map(bare, self.notice)


def _element(node: dict[str, Any]) -> int:
    return int(node["backendDOMNodeId"])


def _name(node: dict[str, Any]) -> str:
    return printable(str(node.get("name", {}).get("value", "")))
