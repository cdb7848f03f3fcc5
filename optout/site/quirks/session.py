"""Quirks of the session: who the site still takes the visitor for, and how patient it is."""

from threading import Lock

from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from optout.site.pages import Pages
from optout.site.quirks.base import Quirk
from optout.site.state import State


class Countdown(Quirk):
    """Behaves until so many settings pages were asked for as the argument says, by default one."""

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self._left = int(argument or 1)
        self._lock = Lock()

    def due(self) -> bool:
        """Counts one page; whether it is that page's turn, or was already."""
        with self._lock:
            self._left -= 1
            return self._left <= 0


class _Expires(Countdown):
    """The session ends at the page of that number."""

    def page(self, pages: Pages, state: State) -> Response | None:
        if not self.due():
            return None
        state.sign_out()
        return redirect(pages.content.paths["login"])


class _OtherMember(Countdown):
    """The session is another member's from the page of that number on: one who has never turned anything off."""

    def page(self, pages: Pages, state: State) -> Response | None:
        if self.due():
            for key in state.values():
                state.turn(key, True)
        return None


class _Chooser(Quirk):
    """Every settings page leads to one that asks whose account to open."""

    def page(self, pages: Pages, state: State) -> Response | None:
        return redirect(pages.content.paths["chooser"])


class _Challenge(Quirk):
    """Every settings page leads to a security check."""

    def page(self, pages: Pages, state: State) -> Response | None:
        return redirect(pages.content.paths["challenge"] + "x")


class _Captcha(Quirk):
    """A security check stands in the place of every settings page, at the page's own address."""

    def page(self, pages: Pages, state: State) -> Response | None:
        words, action = pages.content.words, pages.content.paths["challenge"] + "x"
        return pages.answer("challenge.html", title=words["challenge"], action=action)


class _SlowDown(Quirk):
    """The site has had enough of this member for a while; the argument is the status that it says so with."""

    def page(self, pages: Pages, state: State) -> Response | None:
        return pages.answer("slow-down.html", status=int(self.argument or 429))


class _RedirectLoop(Quirk):
    """Every settings page leads to one that leads to itself."""

    def page(self, pages: Pages, state: State) -> Response | None:
        return redirect(pages.content.paths["settings"])


QUIRKS: dict[str, type[Quirk]] = {
    "captcha": _Captcha,
    "challenge": _Challenge,
    "chooser": _Chooser,
    "expires": _Expires,
    "other-member": _OtherMember,
    "redirect-loop": _RedirectLoop,
    "slow-down": _SlowDown,
}
