"""One request in, one answer out."""

import json
from dataclasses import replace
from time import sleep
from urllib.parse import quote

from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from optout.site.content import Content, Page
from optout.site.pages import Control, Pages, control, entity
from optout.site.quirks import Quirk, Quirks, Saved
from optout.site.state import Session, State
from optout.site.wire import HungUp


class App:
    """The routes of the site."""

    def __init__(self, content: Content, state: State, pages: Pages, quirks: Quirks, latency_s: float) -> None:
        self.quirks = quirks
        self._content = content
        self._state = state
        self._pages = pages
        self._latency_s = latency_s
        self._paths = content.paths
        self._switches = content.switches

    def answer(self, request: Request) -> Response:
        """Answer one request, as late as this site is told to."""
        # Read whole, or on a connection that is kept the rest of a body would be taken for the next request.
        request.get_data()
        sleep(self._latency_s)
        for quirk in self.quirks.of_session():
            quirk.asked()
        response = self._routed(request)
        if not self.quirks.keep_alive:
            response.headers["Connection"] = "close"
        return response

    def _routed(self, request: Request) -> Response:
        try:
            if request.path.startswith("/assets/"):
                return self._asset(request)
            if request.path.startswith(self._paths["api"]):
                return self._api(request, request.path.removeprefix(self._paths["api"]))
            if request.method == "POST":
                return self._posted(request)
            if request.method in ("GET", "HEAD"):
                return self._document(request)
            raise MethodNotAllowed(["GET", "HEAD", "POST"])
        except HTTPException as error:
            return Response(error.name, error.code, dict(error.get_headers()))

    def _asset(self, request: Request) -> Response:
        response = self._pages.asset(request.path.removeprefix("/assets/"))
        return self._lost() if response is None else response.make_conditional(request)

    def _document(self, request: Request) -> Response:
        if request.method == "GET":
            self._state.visit(request.path)
        path = request.path.rstrip("/")
        if path in (self._paths["login"], self._paths["home_login"]):
            target = request.args.get("session_redirect", self._paths["home"])
            return self._pages.answer("login.html", title=self._content.words["sign_in"], target=target)
        if request.path.startswith(self._paths["challenge"]):
            return self._pages.answer("challenge.html", title=self._content.words["challenge"], action=request.path)
        if path == self._paths["chooser"]:
            return self._pages.answer("chooser.html", title=self._content.words["chooser"])
        if path == self._paths["home"].rstrip("/"):
            if self._session(request) is None:
                return self._to_login(request, self._paths["home_login"])
            return self._pages.answer("feed.html", title=self._content.words["home"])
        if path.startswith(self._paths["private"]) or request.path in self._content.pages:
            return self._private(request, path)
        return redirect(self._paths["home"]) if not path else self._lost()

    def _private(self, request: Request, path: str) -> Response:
        if self._session(request) is None:
            return self._to_login(request, self._paths["login"])
        session_quirks = self.quirks.of_session()
        for quirk in session_quirks:
            instead = quirk.page(self._pages, self._state)
            if instead is not None:
                return instead
        overs = [quirk.over for quirk in session_quirks if quirk.over]
        if path == self._paths["settings"].rstrip("/"):
            return redirect(self._paths["hubs"] + self._paths["first_hub"])
        if path in self._content.hubs:
            hidden = {one.path for one in self._content.pages.values() if not all(q.row for q in self._of(one))}
            return self._pages.hub(self._content.hubs[path], self._state.values(), overs, hidden)
        page = self._content.pages.get(path) or self._content.pages.get(request.path)
        if page is not None:
            return self._setting(page, overs)
        if path == self._paths["missing"]:
            # The status of this page is not recorded; the address is what a visitor can tell it by.
            return self._pages.answer("missing.html", title=self._content.words["missing"])
        return redirect(self._paths["missing"])

    def _setting(self, page: Page, overs: list[str]) -> Response:
        quirks = self._of(page)
        for quirk in quirks:
            instead = quirk.page(self._pages, self._state)
            if instead is not None:
                return instead
        response = self._pages.setting(page, self._controls(page), overs)
        for quirk in quirks:
            response = quirk.sent(response)
        return response

    def _of(self, page: Page) -> list[Quirk]:
        return [quirk for switch in page.switches for quirk in self.quirks.of(switch.key)]

    def _controls(self, page: Page) -> list[Control]:
        drawn: list[Control] = []
        for switch in page.switches:
            shown = [control(switch, self._state.value(switch.key))]
            for quirk in self.quirks.of(switch.key):
                shown = quirk.draw(shown, self._content.words)
            drawn += shown
        return [one for one in drawn if drawn[0].on or not one.child]

    def _api(self, request: Request, key: str) -> Response:
        session = self._session(request)
        if request.method == "PUT":
            return self._save(request, session, key)
        if request.method != "GET":
            raise MethodNotAllowed(["GET", "PUT"])
        if session is None or key not in self._switches:
            return _json({}, 401 if session is None else 404)
        for quirk in self.quirks.of(key):
            quirk.read()
        return _json(entity(key, self._state.value(key)))

    def _save(self, request: Request, session: Session | None, key: str) -> Response:
        body = request.get_json(silent=True, force=True)
        value = body.get("value") if isinstance(body, dict) else None
        quirks: list[Quirk] = []
        saved = Saved(value == "TRUE")
        if session is None:
            saved = replace(saved, status=401, kept=False)
        elif request.headers.get("csrf-token") != session.csrf:
            saved = replace(saved, status=403, kept=False)
        elif key not in self._switches:
            saved = replace(saved, status=404, kept=False)
        elif value not in ("TRUE", "FALSE"):
            saved = replace(saved, status=400, kept=False)
        else:
            quirks = self.quirks.of(key)
        for quirk in quirks:
            saved = quirk.save(saved)
        self._state.save(key, saved.value, saved.kept)
        for quirk in quirks if saved.kept else ():
            quirk.stored(key, saved.value, self._state)
        if saved.cut:
            raise HungUp
        return _json(entity(key, value == "TRUE") if saved.status == 200 else {}, saved.status)

    def _posted(self, request: Request) -> Response:
        if request.path in (self._paths["submit"], self._paths["login"], self._paths["home_login"]):
            return self._sign_in(request)
        if request.path.startswith(self._paths["challenge"]):
            return redirect(request.path, 303)
        page = self._content.pages.get(request.path)
        if page is None or not page.danger:
            raise MethodNotAllowed(["GET", "HEAD"])
        # Whatever such a form does to the account, nobody is signed in afterwards.
        self._state.sign_out()
        return redirect(self._paths["login"], 303)

    def _sign_in(self, request: Request) -> Response:
        target = request.values.get("session_redirect", "")
        if not target.startswith("/") or target.startswith(("//", "/\\")):
            target = self._paths["home"]
        if not request.form.get("session_key") or not request.form.get("session_password"):
            return redirect(f"{self._paths['login']}?session_redirect={quote(target, safe='')}", 303)
        response = redirect(target, 303)
        for cookie in cookies(self._state.sign_in(), self._content.lang):
            # Written by hand: a library would escape the quotes that belong to the value.
            flags = "; HttpOnly" if cookie["httpOnly"] else ""
            line = f"{cookie['name']}={cookie['value']}; Path=/; Max-Age={YEAR_S}; SameSite=Lax{flags}"
            response.headers.add("Set-Cookie", line)
        return response

    def _session(self, request: Request) -> Session | None:
        return self._state.session(request.cookies.get("li_at", ""))

    def _to_login(self, request: Request, login: str) -> Response:
        return redirect(f"{login}?session_redirect={quote(request.full_path.rstrip('?'), safe='')}")

    def _lost(self) -> Response:
        return self._pages.answer("missing.html", status=404, title=self._content.words["missing"])


YEAR_S = 365 * 24 * 3600


def cookies(session: Session, lang: str) -> list[dict[str, object]]:
    """What the browser of a signed-in member carries."""
    return [
        {"name": "li_at", "value": session.token, "httpOnly": True},
        {"name": "JSESSIONID", "value": f'"{session.csrf}"', "httpOnly": False},
        {"name": "liap", "value": "true", "httpOnly": False},
        {"name": "lang", "value": f"v=2&lang={lang}", "httpOnly": False},
    ]


def _json(body: object, status: int = 200) -> Response:
    response = Response(json.dumps(body), status, content_type="application/json")
    response.headers["Cache-Control"] = "no-cache, no-store"
    return response
