"""Meta's site: the Accounts Center of Facebook and of Instagram, each with a sign-in and a session of its own."""

from typing import ClassVar

from werkzeug.wrappers import Request, Response

from optout.site.hosted import Hosted


class Meta(Hosted):
    """The routes and rules of Meta's site."""

    token_name = "fb_dtsg"  # noqa: S105
    jar: ClassVar = {"xs": ("c_user",), "sessionid": ("ds_user_id",)}

    def session_cookie(self, origin: str) -> str:
        """Facebook's session is none on Instagram."""
        return "sessionid" if origin.endswith("instagram.com") else "xs"

    def _to_sign_in(self, origin: str, request: Request) -> Response:
        door = "instagram_login" if origin.endswith("instagram.com") else "login"
        return self._door(door, self._here(origin, request), "next")

    def _gate(self, origin: str, request: Request) -> Response | None:
        for name in ("login", "instagram_login"):
            if self._at(origin, request, name):
                title, target = self._offer.words[f"{name}_title"], request.args.get("next", "")
                return self._pages.answer("signin.html", title=title, target=target)
        return None
