"""What a member is offered on a service of several origins, read from its `site.toml` in one language and layout."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from optout.site.state import Sides, Value

LANGUAGES = ("en", "de", "ar")


@dataclass(frozen=True)
class Item:
    """One setting as its page draws it.

    Attributes:
        key: what the site stores it under; the same as its id in the flow.
        kind: how it is drawn: menu, named, box, native, switch, choice, list.
        label: what it is called.
        needs: the key of the setting that must be on for this one to be usable.
        hidden: where that one is off, this one is not there at all, and not only greyed out.
        options: choice: word that is stored -> what the page says; the first means on, the last off.
        items: list: what stands in it.
        texts: what else its page says of it.
    """

    key: str
    kind: str
    label: str
    needs: str = ""
    hidden: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    items: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def sides(self) -> Sides:
        """What is stored for on and for off."""
        words = tuple(self.options)
        if self.kind == "list":
            return Sides(self.items, ())
        return Sides(words[0], words[-1]) if words else Sides()

    def holding(self, value: Value) -> "Item":
        """The same with what is left of its list."""
        return replace(self, items=value) if isinstance(value, tuple) and value else self


@dataclass(frozen=True)
class Sheet:
    """One page of one origin."""

    origin: str
    path: str
    slug: str
    template: str
    title: str
    public: bool
    settings: tuple[Item, ...]


@dataclass
class Offer:
    """Everything that the site knows before anybody has clicked.

    Attributes:
        lang: the language of its pages.
        layout: which generation of its pages.
        origins: short name -> real origin.
        words: what its pages say.
        sheets: its pages, by real origin and path.
        names: what an address is for -> short name of its origin, and path.
        local: real origin -> where it is reached; empty until the site was started.
        sends: how its pages save: "form" or "json".
    """

    lang: str
    layout: str
    origins: Mapping[str, str]
    words: Mapping[str, str]
    sheets: Mapping[tuple[str, str], Sheet]
    names: Mapping[str, tuple[str, str]]
    local: Mapping[str, str]
    sends: str
    api: str

    @property
    def paths(self) -> dict[str, str]:
        """Its addresses, by what they are for."""
        found = {name: self.address(self.origins[origin], path) for name, (origin, path) in self.names.items()}
        return {**found, "api": self.api}

    def address(self, origin: str, path: str) -> str:
        """Where a path of a real origin is reached."""
        return self.local.get(origin, origin) + path

    def path(self, slug: str) -> str:
        """The address of the first page of that slug."""
        return next((self.address(one.origin, one.path) for one in self.sheets.values() if one.slug == slug), slug)

    @property
    def items(self) -> dict[str, Item]:
        """Every setting that is offered, by key."""
        return {item.key: item for sheet in self.sheets.values() for item in sheet.settings}


def load(folder: Path, lang: str, layout: str) -> Offer:
    """Read `site.toml` in `folder`, with the words that all such sites share.

    Raises:
        ValueError: there is no such language or layout.
    """
    data = _parse((folder / "site.toml").read_text("utf-8"))
    layout = layout or data["layouts"][0]
    if lang not in LANGUAGES or layout not in data["layouts"]:
        raise ValueError(f"no such language or layout: {lang!r}, {layout!r}")
    reading = _Reading(lang, layout)
    words = _parse((folder.parent / "shared" / "words.toml").read_text("utf-8")) | data["words"]
    words |= data.get(f"words_{layout}", {})
    sheets = [sheet for table in data["page"] for sheet in reading.sheets(table, data)]
    return Offer(
        lang,
        layout,
        data["origins"],
        {name: reading.said(text) for name, text in words.items()},
        {(sheet.origin, sheet.path): sheet for sheet in sheets},
        {name: _place(place) for name, place in data["paths"].items()},
        {},
        data["sends"],
        data["api"],
    )


@cache
def _parse(text: str) -> dict[str, Any]:
    return tomllib.loads(text)


def _place(place: str) -> tuple[str, str]:
    origin, slash, path = place.partition("/")
    return origin, slash + path


@dataclass(frozen=True)
class _Reading:
    lang: str
    layout: str

    def said(self, text: Any) -> str:
        """A text in the member's language; what was never translated stays English."""
        return str(text.get(self.lang, text["en"]) if isinstance(text, dict) else text)

    def own(self, table: Mapping[str, Any], name: str) -> Any:
        """What a table says in this layout."""
        return table.get(f"{name}_{self.layout}", table.get(name))

    def sheets(self, table: Mapping[str, Any], data: Mapping[str, Any]) -> list[Sheet]:
        """A page on each of its origins, where it is offered in this layout."""
        if self.layout not in table.get("layouts", data["layouts"]):
            return []
        where = table["on"]
        return [
            Sheet(
                data["origins"][name],
                table["path"],
                table["slug"],
                table["template"],
                self.said(self.own(table, "title")),
                table.get("public", False),
                tuple(
                    self.item(one, f"{name}-" if len(where) > 1 else "")
                    for one in table.get("setting", [])
                    if self.layout in one.get("layouts", data["layouts"])
                ),
            )
            for name in where
        ]

    def item(self, table: Mapping[str, Any], prefix: str) -> Item:
        """One setting; what stands on several origins is a setting of each."""
        needs = table.get("needs", "")
        return Item(
            prefix + table["key"],
            table["kind"],
            self.said(self.own(table, "label")),
            prefix + needs if needs else "",
            table.get("hidden", False),
            {word: self.said(text) for word, text in (self.own(table, "options") or {}).items()},
            tuple(map(self.said, table.get("items", []))),
            {name: self.said(self.own(table, name)) for name in table.get("texts", [])},
        )
