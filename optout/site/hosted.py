"""A service whose pages are on several origins, and its sign-in elsewhere: what Google, Meta and Microsoft share."""

import json
import secrets
import string
from abc import abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlencode

from werkzeug.exceptions import MethodNotAllowed
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from optout.site.app import App
from optout.site.offer import Item, Sheet, load
from optout.site.pages import Control, Pages
from optout.site.quirks import Quirks
from optout.site.state import Session, State, Value


class Hosted(App):
    """The routes of such a service.

    Attributes:
        token_name: what its pages call the token that every save repeats.
        jar: the name of the cookie that holds a session -> those that come with it.
    """

    save_method = "POST"
    token_name = "token"  # noqa: S105
    jar: ClassVar[Mapping[str, tuple[str, ...]]]

    def __init__(self, folder: Path, lang: str, layout: str, latency_s: float, wanted: Mapping[str, str]) -> None:
        self._offer = offer = load(folder, lang, layout)
        self.origins = tuple(offer.origins.values())
        items = offer.items
        sides = {key: item.sides for key, item in items.items()}
        state = State({key: side.on for key, side in sides.items()}, {}, sides)
        pages = Pages([folder, folder.parent / "shared"], offer, fresh={"hashed": _Hashed}, layout=offer.layout)
        super().__init__(state, pages, Quirks(wanted, items), latency_s, list(items))
        offer.local = self.local

    @abstractmethod
    def session_cookie(self, origin: str) -> str:
        """The name of the cookie that holds the session on an origin."""

    @abstractmethod
    def _gate(self, origin: str, request: Request) -> Response | None:
        """A page of the sign-in, which everybody gets; None where the address is none of them."""

    @abstractmethod
    def _to_sign_in(self, origin: str, request: Request) -> Response:
        """Where those are sent who are not signed in."""

    def keys_of(self, slug: str) -> list[str]:
        """The setting keys on the pages of a slug; KeyError where there is none."""
        found = [item.key for sheet in self._offer.sheets.values() if sheet.slug == slug for item in sheet.settings]
        if not found:
            raise KeyError(slug)
        return found

    # -------------------------------------------------------------- pages

    def _document(self, origin: str, request: Request) -> Response:
        if (gate := self._gate(origin, request)) is not None:
            return gate
        offer = self._offer
        for name, template in (("challenge", "challenge.html"), ("chooser", "chooser.html")):
            at = offer.names[name]
            if origin == offer.origins[at[0]] and request.path.startswith(at[1]):
                return self._pages.answer(template, title=offer.words[name], action=request.path)
        sheet = offer.sheets.get((origin, request.path)) or offer.sheets.get((origin, request.path.rstrip("/")))
        if sheet is None:
            return self._lost()
        session = self._session(origin, request)
        if session is None and not sheet.public:
            return self._to_sign_in(origin, request)
        return self._sheet(sheet, session)

    def _sheet(self, sheet: Sheet, session: Session | None) -> Response:
        session_quirks = self.quirks.of_session()
        quirks = self._of([item.key for item in sheet.settings])
        if (instead := self._instead([*session_quirks, *quirks])) is not None:
            return instead
        shown = [item for item in sheet.settings if not (item.hidden and self._waits(item))]
        groups = [(item, self._drawn([self._control(item)])) for item in shown]
        response = self._pages.answer(
            sheet.template,
            overs=[quirk.over for quirk in session_quirks if quirk.over],
            title=sheet.title,
            sheet=sheet,
            groups=groups,
            odd=any(one.tricks for _, drawn in groups for one in drawn),
            token=session.csrf if session else "",
            token_name=self.token_name,
            here=self.local[sheet.origin],
        )
        for quirk in quirks:
            response = quirk.sent(response)
        return response

    def _waits(self, item: Item) -> bool:
        """Whether the setting that this one needs is off."""
        return bool(item.needs) and not self.state.on(item.needs)

    def _control(self, item: Item) -> Control:
        spec = item.holding(self.state.value(item.key))
        return Control(item.key, item.label, self.state.on(item.key), locked=self._waits(item), spec=spec)

    # -------------------------------------------------------------- saves

    def _trusted(self, request: Request, session: Session) -> bool:
        given = request.form.get(self.token_name) or request.headers.get(self.token_name)
        return given == session.csrf

    def _wanted(self, key: str, request: Request) -> Value | None:
        try:
            value = json.loads(request.form.get("value") or request.get_data(as_text=True))
        except ValueError:
            return None
        item = self._offer.items.get(key)
        if isinstance(value, list) and item and item.kind == "list":
            return tuple(one for one in item.items if one in value)
        if isinstance(value, str):
            return value if item and value in item.options else None
        return value if isinstance(value, bool) and not (item and (item.options or item.items)) else None

    def _entity(self, key: str, value: Value | None) -> object:
        return {"key": key, "value": value}

    # -------------------------------------------------------------- the session

    def _posted(self, origin: str, request: Request) -> Response:
        if self._gate(origin, request) is not None:
            return self._sign_in(origin, request)
        sheet = self._offer.sheets.get((origin, request.path))
        if sheet and sheet.template == "form.html":
            self.state.save(sheet.slug, True, kept=False)  # nobody but the person may ever send it
            return redirect(request.path, 303)
        if request.path.startswith(self._offer.names["challenge"][1]):
            return redirect(request.path, 303)
        raise MethodNotAllowed(["GET", "HEAD"])

    def _sign_in(self, origin: str, request: Request) -> Response:
        target = request.form.get("target", "")
        if not any(target.startswith(f"{local}/") for local in self.local.values()):
            target = self._offer.paths["home"]
        if not request.form.get("name") or not request.form.get("password"):
            return redirect(request.full_path, 303)
        return self._signed_in(redirect(target, 303), self._jar(self.session_cookie(origin), self.state.sign_in()))

    def cookies(self, session: Session) -> list[dict[str, object]]:
        """What the browser of a member carries who is signed in everywhere."""
        return [cookie for name in self.jar for cookie in self._jar(name, session)]

    def _jar(self, name: str, session: Session) -> list[dict[str, object]]:
        others = [{"name": other, "value": "100000000000001", "httpOnly": False} for other in self.jar[name]]
        return [{"name": name, "value": session.token, "httpOnly": True}, *others]

    def _session(self, origin: str, request: Request) -> Session | None:
        return self.state.session(request.cookies.get(self.session_cookie(origin), ""))

    def _door(self, name: str, target: str, called: str) -> Response:
        """A redirect to the sign-in, with the way back in a parameter that is called so."""
        return redirect(f"{self._offer.paths[name]}?{urlencode({called: target})}")

    def _at(self, origin: str, request: Request, name: str) -> bool:
        """Whether a request is for one of the named addresses."""
        there, path = self._offer.names[name]
        return origin == self._offer.origins[there] and request.path.rstrip("/") == path.rstrip("/")

    def _here(self, origin: str, request: Request) -> str:
        """The address that was asked for."""
        return self._offer.address(origin, request.full_path.rstrip("?"))


class _Hashed:
    """Class names that are made anew for each page: the same word is the same class in one page only."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def __call__(self, *words: str) -> str:
        letters = string.ascii_lowercase + string.digits
        for word in words:
            if word not in self._names:
                self._names[word] = "x" + "".join(secrets.choice(letters) for _ in range(7))
        return " ".join(self._names[word] for word in words)
