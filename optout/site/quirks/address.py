"""Quirks of where one setting's page is: no row, another address, no end."""

from collections.abc import Mapping
from dataclasses import replace

from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from optout.site.pages import Control, Pages
from optout.site.quirks.base import Quirk
from optout.site.state import State
from optout.site.wire import HungUp, head


class _RowGone(Quirk):
    """The hub has no row for the page; its address works as ever."""

    row = False


class _AddressGone(Quirk):
    """The page's address leads to the one that says "not found"."""

    def page(self, pages: Pages, state: State) -> Response | None:
        return redirect(pages.content.paths["missing"])


class _Elsewhere(Quirk):
    """The page's address leads to the page of another slug, given as the argument."""

    def page(self, pages: Pages, state: State) -> Response | None:
        return redirect(pages.content.path(self.argument))


class _Drifts(Quirk):
    """The page goes on to that of another slug by itself, shortly after it was there."""

    def draw(self, controls: list[Control], words: Mapping[str, str]) -> list[Control]:
        return [replace(one, tricks=(*one.tricks, f"drifts:{self.argument}")) for one in controls]


class _Endless(Quirk):
    """Most of the page comes, and then nothing, and the connection stays open."""

    def sent(self, response: Response) -> Response:
        body = response.get_data()
        raise HungUp(head(response, len(body)) + body[: body.rindex(b"</main>")], hold=True)


QUIRKS: dict[str, type[Quirk]] = {
    "address-gone": _AddressGone,
    "drifts": _Drifts,
    "elsewhere": _Elsewhere,
    "endless": _Endless,
    "row-gone": _RowGone,
}
