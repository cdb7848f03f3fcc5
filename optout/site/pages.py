"""Fixture templates and values in, HTML and assets out."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.wrappers import Response

_ASSETS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class Known(Protocol):
    """What every service's site knows before anybody has clicked."""

    @property
    def lang(self) -> str:
        """The language of its pages."""

    @property
    def paths(self) -> Mapping[str, str]:
        """Its addresses, by what they are for."""

    @property
    def words(self) -> Mapping[str, str]:
        """What its pages say, by a short name."""

    def path(self, slug: str) -> str:
        """The address of one of its pages."""


@dataclass(frozen=True)
class Control:
    """One control as it is drawn, which need not be what is stored.

    Attributes:
        on: it shows that the member's data is used.
        late_ms: how long after the page it appears, in milliseconds.
        child: it is only there while the first switch of its page is on.
        place: "shadow", "frame" or "select" where it is no control in the page's own flow.
        tricks: what `misbehave.js` does with it.
        spec: what else its service's own templates need to draw it.
    """

    key: str
    label: str
    on: bool
    locked: bool = False
    mixed: bool = False
    late_ms: int = 0
    hydrate: bool = False
    child: bool = False
    place: str = ""
    tricks: tuple[str, ...] = ()
    spec: Any = None

    @property
    def odd(self) -> bool:
        """Whether it is drawn in a way that no site should."""
        return bool(self.late_ms or self.tricks)

    def other(self, name: str, label: str) -> "Control":
        """Another one of its kind, on and with a key of its own."""
        return Control(f"{self.key}{name}", label, True, spec=self.spec)


class Pages:
    """The documents and assets of one service.

    Args:
        folders: where its templates and assets are, the nearest first.
        content: what the site knows.
        fresh: what is made anew for each document, by the name that templates know it by.
        values: what every template needs besides.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        content: Known,
        fresh: Mapping[str, Callable[[], object]] | None = None,
        **values: object,
    ) -> None:
        self.content = content
        self._fresh = fresh or {}
        self._folders = folders
        self._environment = Environment(
            loader=FileSystemLoader(folders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals.update(
            content=content, words=content.words, lang=content.lang, rtl=content.lang == "ar", **values
        )

    def answer(self, template: str, status: int = 200, overs: Sequence[str] = (), **values: object) -> Response:
        """One document; never cached, as a settings page must always show what is stored."""
        fresh = {name: make() for name, make in self._fresh.items()}
        html = self._environment.get_template(template).render(overs=overs, paths=self.content.paths, **fresh, **values)
        response = Response(html, status, content_type="text/html; charset=utf-8")
        response.headers["Cache-Control"] = "no-cache, no-store"
        return response

    def asset(self, name: str) -> Response | None:
        """A file beside the templates, cacheable as on a real site."""
        for folder in self._folders:
            path = folder / name
            # Only plain names with a known ending: neither folders nor templates are assets.
            if path.parent == folder and path.suffix in _ASSETS and path.is_file():
                body = path.read_bytes()
                response = Response(body, content_type=f"{_ASSETS[path.suffix]}; charset=utf-8")
                response.set_etag(hashlib.sha256(body).hexdigest()[:16])
                response.headers["Cache-Control"] = "public, max-age=3600"
                return response
        return None
