"""Fixture templates and content in, HTML out."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.wrappers import Response

from optout.site.content import Content, Hub, Page, Switch

_ASSETS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Control:
    """One switch as it is drawn, which need not be what is stored.

    Attributes:
        late_ms: how long after the page it appears, in milliseconds.
        child: it is only there while the first switch of its page is on.
        place: "shadow", "frame" or "select" where it is no switch in the page's own flow.
        tricks: what `misbehave.js` does with it.
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

    @property
    def odd(self) -> bool:
        """Whether it is drawn in a way that no site should."""
        return bool(self.late_ms or self.tricks)


class Pages:
    """The documents and assets of one service in one markup."""

    def __init__(self, folder: Path, content: Content, markup: str) -> None:
        if not (folder / f"_switch-{markup}.html").is_file():
            raise ValueError(f"no such markup: {markup!r}")
        self.content = content
        self._folder = folder
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals.update(
            content=content,
            paths=content.paths,
            words=content.words,
            lang=content.lang,
            rtl=content.lang == "ar",
            switch=f"_switch-{markup}.html",
        )

    def answer(self, template: str, status: int = 200, overs: Sequence[str] = (), **values: object) -> Response:
        """One document; never cached, as a settings page must always show what is stored."""
        html = self._environment.get_template(template).render(overs=overs, **values)
        response = Response(html, status, content_type="text/html; charset=utf-8")
        response.headers["Cache-Control"] = "no-cache, no-store"
        return response

    def hub(self, hub: Hub, values: Mapping[str, bool], overs: Sequence[str], hidden: Collection[str]) -> Response:
        """A hub: its sections with their rows, except for the hidden paths, and what each row's page holds."""
        rows: dict[str, list[tuple[Page, str]]] = {section: [] for section in hub.sections}
        for page in self.content.pages.values():
            if page.hub == hub.slug and page.path not in hidden:
                rows[page.section].append((page, self._row_value(page, values)))
        return self.answer("hub.html", overs=overs, title=hub.title, hub=hub, rows=rows)

    def setting(self, page: Page, controls: Sequence[Control], overs: Sequence[str]) -> Response:
        """A page with controls, a form that changes the account, or neither."""
        template = "danger.html" if page.danger else "setting.html"
        hub = next(hub for hub in self.content.hubs.values() if hub.slug == page.hub)
        data = json.dumps({"included": [entity(control.key, control.on) for control in controls]})
        return self.answer(template, overs=overs, title=page.title, hub=hub, page=page, controls=controls, data=data)

    def asset(self, name: str) -> Response | None:
        """A file beside the templates, cacheable as on a real site."""
        path = self._folder / name
        # Only plain names with a known ending: neither folders nor templates are assets.
        if path.parent != self._folder or path.suffix not in _ASSETS or not path.is_file():
            return None
        body = path.read_bytes()
        response = Response(body, content_type=f"{_ASSETS[path.suffix]}; charset=utf-8")
        response.set_etag(hashlib.sha256(body).hexdigest()[:16])
        response.headers["Cache-Control"] = "public, max-age=3600"
        return response

    def _row_value(self, page: Page, values: Mapping[str, bool]) -> str:
        if not page.switches or not page.row_value:
            return ""
        return self.content.words["on" if any(values[switch.key] for switch in page.switches) else "off"]


def control(switch: Switch, on: bool) -> Control:
    """A switch drawn as a site that behaves would draw it."""
    return Control(switch.key, switch.label, on)


def entity(key: str, on: bool) -> dict[str, object]:
    """One stored value in the shape that the service's own pages exchange."""
    return {"key": key, "value": "TRUE" if on else "FALSE", "onValue": "TRUE", "offValue": "FALSE", "hasChild": False}
