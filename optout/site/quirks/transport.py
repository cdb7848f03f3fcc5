"""Quirks of the way between the site and the browser."""

from werkzeug.wrappers import Response

from optout.site.pages import Pages
from optout.site.quirks.base import Quirk
from optout.site.quirks.session import Countdown
from optout.site.state import State
from optout.site.wire import HungUp


class _Error(Quirk):
    """Every settings page is an error; the argument is its status."""

    def page(self, pages: Pages, state: State) -> Response | None:
        return Response("", int(self.argument or 503), content_type="text/html; charset=utf-8")


class _Empty(Quirk):
    """Every settings page comes without a body."""

    def page(self, pages: Pages, state: State) -> Response | None:
        return Response("", 200, content_type="text/html; charset=utf-8")


class _Gone(Countdown):
    """From the settings page of that number on, nothing is answered any more."""

    _over = False

    def page(self, pages: Pages, state: State) -> Response | None:
        self._over = self.due()
        self.asked()
        return None

    def asked(self) -> None:
        if self._over:
            raise HungUp


QUIRKS: dict[str, type[Quirk]] = {
    "empty": _Empty,
    "error": _Error,
    "gone": _Gone,
}
