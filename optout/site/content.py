"""What one member is offered, read from a service's `site.toml` in one language and one layout."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "de", "ar")
LAYOUTS = ("us", "eu", "all")


@dataclass(frozen=True)
class Switch:
    """One stored choice: the site's own key for it, its label, how it starts, and what else it takes down."""

    key: str
    label: str
    on: bool
    also_off: tuple[str, ...]


@dataclass(frozen=True)
class Field:
    """One field of a form that changes the account itself."""

    type: str
    label: str


@dataclass(frozen=True)
class Page:
    """One page that a row of a hub leads to."""

    path: str
    hub: str
    section: str
    title: str
    question: str
    about: str
    switches: tuple[Switch, ...]
    items: tuple[str, ...]
    fields: tuple[Field, ...]
    danger: str
    row_value: bool


@dataclass(frozen=True)
class Hub:
    """One entry of the rail, with its sections in order."""

    path: str
    slug: str
    title: str
    sections: Mapping[str, str]


@dataclass(frozen=True)
class Content:
    """Everything that the site knows before anybody has clicked."""

    lang: str
    paths: Mapping[str, str]
    words: Mapping[str, str]
    hubs: Mapping[str, Hub]
    pages: Mapping[str, Page]

    @property
    def switches(self) -> dict[str, Switch]:
        """Every switch that is offered, by key."""
        return {switch.key: switch for page in self.pages.values() for switch in page.switches}

    def path(self, slug: str) -> str:
        """The address of a page: slugs are relative to the settings area unless they start with a slash."""
        return _path(self.paths, slug)


def load(folder: Path, lang: str, layout: str) -> Content:
    """Read `site.toml` in `folder` as a member with this language and this layout would see it."""
    if lang not in LANGUAGES or layout not in LAYOUTS:
        raise ValueError(f"no such language or layout: {lang!r}, {layout!r}")
    data = _parse((folder / "site.toml").read_text(encoding="utf-8"))
    paths: dict[str, str] = data["paths"]
    hubs = [_hub(paths, table, lang) for table in data["hub"]]
    offered = [table for table in data["page"] if layout == "all" or layout in table.get("layouts", LAYOUTS)]
    pages = [_page(paths, table, lang, layout) for table in offered]
    return Content(
        lang=lang,
        paths=paths,
        words={name: text[lang] for name, text in data["words"].items()},
        hubs={hub.path: hub for hub in hubs},
        pages={page.path: page for page in pages},
    )


@cache
def _parse(text: str) -> dict[str, Any]:
    # A test run starts hundreds of sites from the same few files; what is parsed is only ever read.
    return tomllib.loads(text)


def _path(paths: Mapping[str, str], slug: str) -> str:
    return slug if slug.startswith("/") else paths["settings"] + slug


def _hub(paths: Mapping[str, str], table: Mapping[str, Any], lang: str) -> Hub:
    sections = {name: text[lang] for name, text in table["section"].items()}
    return Hub(paths["hubs"] + table["slug"], table["slug"], table["title"][lang], sections)


def _page(paths: Mapping[str, str], table: Mapping[str, Any], lang: str, layout: str) -> Page:
    def text(name: str) -> str:
        return str(table[name][lang]) if name in table else ""

    hub, _, section = table["at"].partition("/")
    return Page(
        path=_path(paths, table["slug"]),
        hub=hub,
        section=section,
        title=text("title"),
        question=text("question"),
        about=text("about"),
        switches=tuple(_switch(switch, lang, layout) for switch in table.get("switch", [])),
        items=tuple(item["label"][lang] for item in table.get("item", [])),
        fields=tuple(Field(field["type"], field["label"][lang]) for field in table.get("field", [])),
        danger=text("danger"),
        row_value=table.get("row_value", True),
    )


def _switch(table: Mapping[str, Any], lang: str, layout: str) -> Switch:
    on = layout not in table.get("off_in", [])
    return Switch(table["key"], table["label"][lang], on, tuple(table.get("also_off", [])))
