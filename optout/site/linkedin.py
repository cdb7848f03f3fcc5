"""LinkedIn's site: hubs with rows, one setting to a page, a save for every switch that is turned."""

import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from werkzeug.exceptions import MethodNotAllowed
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from optout.site.app import App
from optout.site.content import Hub, Page, load
from optout.site.pages import Control, Pages
from optout.site.quirks import Quirks
from optout.site.state import Session, State, Value

LAYOUTS = ("us", "eu", "all")
MARKUPS = ("classic", "nested")


class LinkedIn(App):
    """The routes of LinkedIn's site."""

    origins = ("https://www.linkedin.com",)

    def __init__(
        self, folder: Path, lang: str, markup: str, layout: str, latency_s: float, wanted: Mapping[str, str]
    ) -> None:
        content = load(folder, lang, layout)
        if not (folder / f"_switch-{markup}.html").is_file():
            raise ValueError(f"no such markup: {markup!r}")
        switches = content.switches
        state = State(
            {key: switch.on for key, switch in switches.items()},
            {key: switch.also_off for key, switch in switches.items()},
        )
        pages = Pages([folder], content, switch=f"_switch-{markup}.html")
        super().__init__(state, pages, Quirks(wanted, switches), latency_s, list(switches))
        self._content = content
        self._paths = content.paths

    def keys_of(self, slug: str) -> list[str]:
        """The setting keys on one page; KeyError where it is not offered."""
        return [switch.key for switch in self._content.pages[self._content.path(slug)].switches]

    def cookies(self, session: Session) -> list[dict[str, object]]:
        """What the browser of a signed-in member carries."""
        return [
            {"name": "li_at", "value": session.token, "httpOnly": True},
            {"name": "JSESSIONID", "value": f'"{session.csrf}"', "httpOnly": False},
            {"name": "liap", "value": "true", "httpOnly": False},
            {"name": "lang", "value": f"v=2&lang={self._content.lang}", "httpOnly": False},
        ]

    def _document(self, origin: str, request: Request) -> Response:
        path = request.path.rstrip("/")
        words = self._content.words
        if path in (self._paths["login"], self._paths["home_login"]):
            target = request.args.get("session_redirect", self._paths["home"])
            return self._pages.answer("login.html", title=words["sign_in"], target=target)
        if request.path.startswith(self._paths["challenge"]):
            return self._pages.answer("challenge.html", title=words["challenge"], action=request.path)
        if path == self._paths["chooser"]:
            return self._pages.answer("chooser.html", title=words["chooser"])
        if path == self._paths["home"].rstrip("/"):
            if self._session(origin, request) is None:
                return self._to_login(request, self._paths["home_login"])
            return self._pages.answer("feed.html", title=words["home"])
        if path.startswith(self._paths["private"]) or request.path in self._content.pages:
            return self._private(origin, request, path)
        return redirect(self._paths["home"]) if not path else self._lost()

    def _private(self, origin: str, request: Request, path: str) -> Response:
        if self._session(origin, request) is None:
            return self._to_login(request, self._paths["login"])
        session_quirks = self.quirks.of_session()
        if (instead := self._instead(session_quirks)) is not None:
            return instead
        overs = [quirk.over for quirk in session_quirks if quirk.over]
        if path == self._paths["settings"].rstrip("/"):
            return redirect(self._paths["hubs"] + self._paths["first_hub"])
        if path in self._content.hubs:
            hidden = {one.path for one in self._content.pages.values() if not all(q.row for q in self._of(_keys(one)))}
            return self._hub(self._content.hubs[path], overs, hidden)
        page = self._content.pages.get(path) or self._content.pages.get(request.path)
        if page is not None:
            return self._setting(page, overs)
        if path == self._paths["missing"]:
            # The status of this page is not recorded; the address is what a visitor can tell it by.
            return self._pages.answer("missing.html", title=self._content.words["missing"])
        return redirect(self._paths["missing"])

    def _hub(self, hub: Hub, overs: Sequence[str], hidden: Collection[str]) -> Response:
        """A hub: its sections with their rows, except for the hidden paths, and what each row's page holds."""
        rows: dict[str, list[tuple[Page, str]]] = {section: [] for section in hub.sections}
        for page in self._content.pages.values():
            if page.hub == hub.slug and page.path not in hidden:
                rows[page.section].append((page, self._row_value(page)))
        return self._pages.answer("hub.html", overs=overs, title=hub.title, hub=hub, rows=rows)

    def _row_value(self, page: Page) -> str:
        if not page.switches or not page.row_value:
            return ""
        return self._content.words["on" if any(map(self.state.on, _keys(page))) else "off"]

    def _setting(self, page: Page, overs: Sequence[str]) -> Response:
        """A page with controls, a form that changes the account, or neither."""
        quirks = self._of(_keys(page))
        if (instead := self._instead(quirks)) is not None:
            return instead
        controls = self._drawn([Control(one.key, one.label, self.state.on(one.key)) for one in page.switches])
        template = "danger.html" if page.danger else "setting.html"
        hub = next(hub for hub in self._content.hubs.values() if hub.slug == page.hub)
        data = json.dumps({"included": [self._entity(control.key, control.on) for control in controls]})
        response = self._pages.answer(
            template, overs=overs, title=page.title, hub=hub, page=page, controls=controls, data=data
        )
        for quirk in quirks:
            response = quirk.sent(response)
        return response

    def _posted(self, origin: str, request: Request) -> Response:
        if request.path in (self._paths["submit"], self._paths["login"], self._paths["home_login"]):
            return self._sign_in(request)
        if request.path.startswith(self._paths["challenge"]):
            return redirect(request.path, 303)
        page = self._content.pages.get(request.path)
        if page is None or not page.danger:
            raise MethodNotAllowed(["GET", "HEAD"])
        # Whatever such a form does to the account, nobody is signed in afterwards.
        self.state.sign_out()
        return redirect(self._paths["login"], 303)

    def _sign_in(self, request: Request) -> Response:
        target = request.values.get("session_redirect", "")
        if not target.startswith("/") or target.startswith(("//", "/\\")):
            target = self._paths["home"]
        if not request.form.get("session_key") or not request.form.get("session_password"):
            return redirect(f"{self._paths['login']}?session_redirect={quote(target, safe='')}", 303)
        return self._signed_in(redirect(target, 303), self.cookies(self.state.sign_in()))

    def _session(self, origin: str, request: Request) -> Session | None:
        return self.state.session(request.cookies.get("li_at", ""))

    def _trusted(self, request: Request, session: Session) -> bool:
        return request.headers.get("csrf-token") == session.csrf

    def _wanted(self, key: str, request: Request) -> Value | None:
        body = request.get_json(silent=True, force=True)
        value = body.get("value") if isinstance(body, dict) else None
        return {"TRUE": True, "FALSE": False}.get(str(value))

    def _entity(self, key: str, value: Value | None) -> object:
        words = {"value": "TRUE" if value else "FALSE", "onValue": "TRUE", "offValue": "FALSE"}
        return {"key": key, **words, "hasChild": False}

    def _to_login(self, request: Request, login: str) -> Response:
        return redirect(f"{login}?session_redirect={quote(request.full_path.rstrip('?'), safe='')}")


def _keys(page: Page) -> list[str]:
    return [switch.key for switch in page.switches]
