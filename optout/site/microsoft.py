"""Microsoft's site: the ad settings of the account, and two generations of Copilot."""

from typing import ClassVar

from werkzeug.wrappers import Request, Response

from optout.site.hosted import Hosted


class Microsoft(Hosted):
    """The routes and rules of Microsoft's site."""

    token_name = "RequestVerificationToken"  # noqa: S105
    jar: ClassVar = {"localSession": ()}

    def session_cookie(self, origin: str) -> str:
        """One session for all of its origins; which cookies the real one has is not known."""
        return "localSession"

    def _to_sign_in(self, origin: str, request: Request) -> Response:
        here = self._here(origin, request)
        if origin == self._offer.origins["account"]:
            return self._door("signedout", here, "ru")  # a page of its own, with what can be set without an account
        return self._door("login", here, "wreply")

    def _gate(self, origin: str, request: Request) -> Response | None:
        words = self._offer.words
        if self._at(origin, request, "signedout"):
            return self._pages.answer("signedout.html", title=words["ads_title"], target=request.args.get("ru", ""))
        if self._at(origin, request, "login"):
            return self._pages.answer("signin.html", title=words["sign_in"], target=request.args.get("wreply", ""))
        return None
