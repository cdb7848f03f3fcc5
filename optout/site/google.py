"""Google's site: My Activity and My Ad Center, with the sign-in at accounts.google.com."""

from typing import ClassVar

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from optout.site.hosted import Hosted


class Google(Hosted):
    """The routes and rules of Google's site."""

    token_name = "at"  # noqa: S105
    jar: ClassVar = {"SID": ("HSID", "SSID", "APISID", "SAPISID")}

    def session_cookie(self, origin: str) -> str:
        """One session for all of its origins."""
        return "SID"

    def _to_sign_in(self, origin: str, request: Request) -> Response:
        return self._door("login", self._here(origin, request), "continue")

    def _gate(self, origin: str, request: Request) -> Response | None:
        if self._at(origin, request, "login"):
            return redirect(f"{self._offer.paths['identifier']}?{request.query_string.decode()}")
        if self._at(origin, request, "identifier"):
            words = self._offer.words
            return self._pages.answer("signin.html", title=words["sign_in"], target=request.args.get("continue", ""))
        return None
