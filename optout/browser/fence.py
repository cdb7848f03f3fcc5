"""What the browser may ask for: decided here as plain values, enforced in the browser itself for every tab and frame.

The requests that matter are paused through the browser's own Fetch domain (Chrome DevTools Protocol), all others pass
untouched, so that the browser keeps its cache; Playwright's routes would switch that off for every page.
"""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import unquote, urlsplit

from optout.browser.words import PageGone, translated
from optout.errors import CannotLook
from optout.flow import Service
from optout.place import split

_WRITING = ("PUT", "PATCH", "DELETE")
_SCRIPTED = [{"urlPattern": "*", "resourceType": kind} for kind in ("XHR", "Fetch", "Ping", "Other")]
_SAFE = ("GET", "HEAD", "OPTIONS")
_ONLY_LOOKS = "this run only looks"
_FORM = ("application/x-www-form-urlencoded", "multipart/form-data")


def path_matches(path: str, prefixes: Iterable[str]) -> bool:
    """Whether a path is one of these or lies below one; by whole parts, because a profile's name may hold "login"."""
    return any(path == prefix or path.startswith(prefix.rstrip("/") + "/") for prefix in prefixes)


def lies_at(origin: str, path: str, places: Iterable[str], *, own: bool) -> bool:
    """Whether an address is one of these places or lies below one.

    Args:
        origin: the address's origin.
        path: its path.
        places: paths, which are meant on the service's own origins only, and addresses elsewhere.
        own: the address's origin is one of the service's own.
    """
    meant = (path for there, path in map(split, places) if (own if not there else there == origin))
    return path_matches(path, meant)


def _wide(glob: str) -> str:
    """A glob in the browser's words, never narrower than ours: it knows no "[...]"."""
    return re.sub(r"\[.*?\]", "*", glob)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as far as the fence looks at it."""

    method: str
    url: str
    document: bool = False  # it would replace what a frame shows
    top: bool = False  # that frame is the tab itself
    form: bool = False  # its body is that of an HTML form
    ahead: bool = False  # nobody has gone there yet: a prefetch or prerender
    frame: str = ""  # the frame that asks
    inner: bool = False  # that is not the top frame of a tab of ours


@dataclass
class Fence:
    """The fence of one service for one run.

    Attributes:
        service: whose addresses are inside.
        origin: where they are served from (the flow's own origin, or the loopback address that stands in for it).
        turning: whether the run may change anything; if not, what a click sends is held back, whatever it looks like.
        refused: what was held back so far, with the reason, newest last.
    """

    service: Service
    origin: str
    turning: bool
    refused: list[tuple[Asked, str]] = field(default_factory=list)
    _touched: set[str] = field(default_factory=set)  # top frames in whose page a button was clicked

    def objection(self, asked: Asked) -> str:
        """Why a request must not leave the browser; empty if it may."""
        parts = urlsplit(asked.url)
        path = unquote(parts.path)
        origin = f"{parts.scheme}://{parts.netloc}"
        inside = origin in self._origins
        session = self.service.session
        if inside and session and any(fnmatchcase(path.lower(), glob.lower()) for glob in session.never):
            return "the flow says that this is never to be opened"
        if asked.ahead:
            return "nothing is fetched ahead of time"
        if asked.top and not (inside and self._known(origin, path)) and asked.url != "about:blank":
            return "it is outside of the flow's pages"
        if not self.turning and self._writes(asked, path, inside):
            return _ONLY_LOOKS
        if not self.turning and self._touched and (asked.inner or asked.frame in self._touched):
            return "" if asked.method in _SAFE else "a button was clicked there, and this run only looks"
        return ""

    def touch(self, frame: str, *, clicked: bool) -> None:
        """Learn that a button was clicked in the page of a top frame, or that the frame is about to show another."""
        (self._touched.add if clicked else self._touched.discard)(frame)

    def held(self, frame: str, mark: int) -> list[str]:
        """The saves of one frame that were held back because the run only looks: "POST /path".

        Where the flow names the site's saves, all else that was held back is no way to learn a setting's state.

        Args:
            frame: the frame's id.
            mark: how many of `refused` are older than what matters.
        """
        is_save = self.service.is_save
        mine = [
            (asked.method, urlsplit(asked.url).path)
            for asked, reason in self.refused[mark:]
            if reason == _ONLY_LOOKS and asked.frame == frame
        ]
        return [f"{method} {path}" for method, path in mine if not is_save or is_save(method, path)]

    @property
    def _origins(self) -> tuple[str, ...]:
        """Every origin of the flow: those of its pages, and where it sends those who have to sign in."""
        return (self.origin, *self.service.origins[1:], *self.service.doors)

    def _known(self, origin: str, path: str) -> bool:
        if ".." in path.split("/"):  # spelt so that only the site itself resolves it
            return False
        service, session = self.service, self.service.session
        own = origin not in service.doors
        if session and lies_at(origin, path, (*session.signed_out, *session.challenge), own=own):
            return True
        if session and own and path in session.missing:
            return True
        if (origin, path) in [(setting.origin or self.origin, setting.path) for setting in service.settings]:
            return True
        if origin != self.origin:
            return False
        places = [*(hub.path for hub in service.hubs.values()), *([session.probe] if session else [])]
        return path in places or any(sweep.allows(path) for sweep in service.sweeps)

    def _writes(self, asked: Asked, path: str, inside: bool) -> bool:
        """Whether a request may change something: what the flow names, and what writes by its nature."""
        if inside and (is_save := self.service.is_save) and is_save(asked.method, path):
            return True
        return asked.method in _WRITING or (asked.method == "POST" and (asked.form or asked.document))

    def patterns(self) -> list[dict[str, str]]:
        """Which requests the browser has to ask about, in the words of `Fetch.enable`."""
        kinds = [{"urlPattern": "*", "resourceType": "Document"}]
        session = self.service.session
        if session and session.never:  # what scripts ask for, in whatever spelling, and all else in the flow's own
            kinds += _SCRIPTED
            kinds += [
                {"urlPattern": f"{origin}{'' if glob.startswith('*') else '*'}{_wide(glob)}*"}
                for origin in dict.fromkeys(self._origins)
                for glob in session.never
            ]
        if not self.turning:
            paths = [write.split(" ", 1)[1] for write in session.writes] if session else []
            origins = dict.fromkeys(self._origins)
            kinds += [{"urlPattern": f"{origin}{_wide(path)}*"} for origin in origins for path in paths]  # any query
            kinds += _SCRIPTED
        return kinds

    def guard(self, browser: Any, tabs: Callable[[], set[str]]) -> None:
        """Put the fence into a browser.

        Args:
            browser: a CDP session of the whole browser.
            tabs: the frame ids of our own tabs' top frames.
        """
        windows: set[str] = set()  # that pages opened

        def send(method: str, **params: str) -> None:
            with suppress(PageGone, CannotLook), translated():  # what it is about may be gone already, with its window
                browser.send(method, params)

        def appeared(event: dict[str, Any]) -> None:
            target = event["targetInfo"]
            if target["type"] == "page" and target.get("openerId") in tabs() | windows:
                windows.add(target["targetId"])
                send("Target.closeTarget", targetId=target["targetId"])

        def paused(event: dict[str, Any]) -> None:
            asked = _asked(event, tabs())
            reason = "no page may open a window" if asked.frame in windows else self.objection(asked)
            if reason:
                self.refused.append((asked, reason))
                # "Aborted" leaves the tab on the page it shows; any other reason brings up an error page.
                send("Fetch.failRequest", requestId=event["requestId"], errorReason="Aborted")
            else:
                send("Fetch.continueRequest", requestId=event["requestId"])

        browser.on("Target.targetCreated", appeared)
        browser.on("Fetch.requestPaused", paused)
        browser.send("Target.setDiscoverTargets", {"discover": True})
        browser.send("Fetch.enable", {"patterns": self.patterns()})


def _asked(event: dict[str, Any], tabs: set[str]) -> Asked:
    """A paused request, as far as the fence looks at it."""
    request = event["request"]
    headers = {name.lower(): value for name, value in request["headers"].items()}
    content = headers.get("content-type", "").lower()
    document, frame = event["resourceType"] == "Document", event.get("frameId", "")
    return Asked(
        method=request["method"],
        url=request["url"],
        document=document,
        top=document and frame in tabs,
        ahead="prefetch" in headers.get("sec-purpose", ""),
        form=content.split(";")[0].strip() in _FORM,
        frame=frame,
        inner=frame not in tabs,
    )
