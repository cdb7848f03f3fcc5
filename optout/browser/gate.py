"""A gate before a browser that is somebody else's: Playwright is shown our own tabs there, and nothing else.

Playwright itself would attach to every tab that is open, answer their dialogs and keep their downloads. Through the
gate it learns of no tab but those that it opens, and can ask for nothing that concerns the whole browser.
"""

import json
import logging
import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Self

from websockets.exceptions import InvalidHandshake, InvalidURI, WebSocketException
from websockets.sync.client import connect
from websockets.sync.connection import Connection
from websockets.sync.server import Server, ServerConnection, serve

from optout.errors import CannotLook

logging.getLogger("websockets").setLevel(logging.CRITICAL)  # it would print whatever a browser does that ends

_FIRST_OWN = 1_000_000_000  # the gate's own questions are numbered from here on; Playwright's never get there
_CLOSE_S = 10
_ALLOW = "If it asks whether to allow remote debugging, allow it."
_UNHEARD = ("Target.setAutoAttach", "Target.setDiscoverTargets", "Browser.setDownloadBehavior")  # of the whole browser
_OF_A_TAB = ("Target.closeTarget", "Target.activateTarget", "Target.attachToTarget", "Target.getTargetInfo")
_WHOLE = ("Browser.", "Target.", "Storage.", "Tracing.", "SystemInfo.", "Extensions.", "BackgroundService.")
_SHARED = {
    *("Network.clearBrowserCache", "Network.clearBrowserCookies", "Network.getAllCookies", "Network.getCookies"),
    *("Network.setCookie", "Network.setCookies", "Network.deleteCookies", "Page.setDownloadBehavior"),
}

Message = dict[str, Any]


class Gate:
    """Stands between Playwright and a browser that runs already, for as long as the block lasts.

    Args:
        endpoint: the browser's own WebSocket address.
        patience_s: how long it may take to answer, in seconds; its owner may have to allow it first.
        shown: our tabs come to the front. Otherwise they stay behind the one that its owner looks at, whose open
            questions a change of tabs would answer.

    Attributes:
        address: where Playwright has to connect.
    """

    def __init__(self, endpoint: str, patience_s: float, *, shown: bool) -> None:
        self._endpoint, self._patience_s, self._shown = endpoint, patience_s, shown
        self._token = secrets.token_urlsafe(24)  # whoever else is on this machine must not come through
        self._theirs: Connection | None = None  # Playwright's
        self._targets: set[str] = set()  # the tabs that we opened
        self._windows: set[str] = set()  # that these opened
        self._opening = 0  # tabs that were asked for and are not there yet
        self._changed = threading.Condition()  # of these three
        self._sessions: dict[str, bool] = {}  # in our tabs; whether the fence has to stand in it
        self._roots = {""}  # sessions with the browser as a whole
        self._waiting: dict[int, Callable[[Message], object]] = {}  # for the answer to a question
        self._fence: Message | None = None
        self._heard: dict[str, Callable[[Message], None]] = {}
        self._number = _FIRST_OWN
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        try:
            self._browser = connect(
                self._endpoint, open_timeout=self._patience_s, max_size=None, compression=None, proxy=None
            )
        except TimeoutError as error:
            raise CannotLook(f"The running browser did not answer. {_ALLOW}") from error
        except InvalidURI as error:  # which holds the address, and that perhaps a key
            raise CannotLook("The running browser's address is none.") from error
        except (OSError, InvalidHandshake) as error:
            raise CannotLook(f"The running browser does not let this program in ({error}). {_ALLOW}") from error
        self._server: Server = serve(
            self._serve, "127.0.0.1", 0, max_size=None, compression=None, process_request=self._known
        )
        self.address = f"ws://127.0.0.1:{self._server.socket.getsockname()[1]}/{self._token}"
        for work in (self._server.serve_forever, self._read_browser):
            threading.Thread(target=work, daemon=True).start()
        self._ask("Target.setDiscoverTargets", {"discover": True})  # it tells when a tab has gone
        return self

    def __exit__(self, *_: object) -> None:
        """Close what is left of our tabs, and leave; the browser and all else in it stays."""
        with self._changed:
            for _tick in range(_CLOSE_S):  # the answer comes before the tab has gone, and a busy one forgets it
                for target in self._targets | self._windows:
                    self._ask("Target.closeTarget", {"targetId": target})
                if self._changed.wait_for(lambda: not (self._opening or self._targets or self._windows), 1):
                    break
        self._browser.close()
        self._server.shutdown()

    # ------------------------------------------------------------------ for the fence: as a session of Playwright's

    def on(self, event: str, heard: Callable[[Message], None]) -> None:
        """Hear of an event: `Fetch.requestPaused` of our tabs, `Target.targetCreated` of windows that a tab opened."""
        self._heard[event] = heard

    def send(self, method: str, params: Message) -> None:
        """Ask for something without waiting for the answer; what is about requests goes to our own tabs only."""
        if method == "Fetch.enable":
            self._fence = params
            for session in [session for session, fenced in self._sessions.items() if fenced]:
                self._ask(method, params, session=session)
        elif method.startswith("Fetch."):
            session, _, request = params["requestId"].partition(" ")
            self._ask(method, {**params, "requestId": request}, session=session)
        else:
            self._ask(method, params)

    # ------------------------------------------------------------------------------------------ from Playwright

    def _known(self, connection: ServerConnection, request: Any) -> Any:
        if self._theirs or request.path != f"/{self._token}":
            return connection.respond(404, "")
        return None

    def _serve(self, connection: ServerConnection) -> None:
        self._theirs = connection
        with suppress(WebSocketException):
            for text in connection:
                self._asked(json.loads(text))

    def _asked(self, asked: Message) -> None:
        """One question of Playwright's: pass it on, answer it here, or refuse it."""
        method, params, session = asked["method"], asked.get("params", {}), asked.get("sessionId", "")
        if session not in self._roots and session not in self._sessions:
            self._answer(asked, error="no such session")
        elif (session in self._roots and method in _UNHEARD) or (method == "Page.bringToFront" and not self._shown):
            self._answer(asked)
        elif self._harmless(method, params, session):
            self._pass(asked)
        elif method == "Target.createTarget":
            self._create(asked)
        elif method == "Target.attachToBrowserTarget":
            self._pass(asked, lambda answer: self._roots.add(answer["sessionId"]))
        elif method in _OF_A_TAB and params.get("targetId") in self._targets:
            self._pass(
                asked, lambda answer: "sessionId" in answer and self._sessions.update({answer["sessionId"]: False})
            )
        elif session in self._roots or method.startswith(_WHOLE) or method in _SHARED:
            self._answer(asked, error=f"{method} concerns the whole browser, which is somebody else's")
        else:
            self._pass(asked)

    def _harmless(self, method: str, params: Message, session: str) -> bool:
        """Whether something that concerns the whole browser in general does not do so here."""
        if method == "Target.setAutoAttach":
            return session in self._sessions  # to the frames of that tab
        if method == "Target.detachFromTarget":
            return params.get("sessionId") in {*self._sessions, *self._roots}
        return method == "Browser.getVersion" or (method == "Target.getTargetInfo" and not params.get("targetId"))

    def _pass(self, asked: Message, then: Callable[[Message], object] | None = None) -> None:
        """Hand a question on; `then` sees what it came to before Playwright does."""

        def answered(answer: Message) -> None:
            if then and "result" in answer:
                then(answer["result"])
            self._tell(answer)

        self._waiting[asked["id"]] = answered
        self._hand_on(asked)

    def _create(self, asked: Message) -> None:
        """Open a tab; Playwright hears that it is there only when it is attached to, as it expects."""

        def answered(answer: Message) -> None:
            target = answer.get("result", {}).get("targetId")
            with self._changed:
                self._opening -= 1
                self._targets |= {target} if target else set()
                self._changed.notify_all()
            if target:
                self._ask("Target.attachToTarget", {"targetId": target, "flatten": True}, lambda _: self._tell(answer))
            else:
                self._tell(answer)

        with self._changed:
            self._opening += 1
        self._waiting[asked["id"]] = answered
        self._hand_on({**asked, "params": {**asked["params"], "background": not self._shown}})

    def _answer(self, asked: Message, *, error: str = "") -> None:
        what: Message = {"error": {"code": -32000, "message": error}} if error else {"result": {}}
        self._tell({"id": asked["id"], **({"sessionId": s} if (s := asked.get("sessionId")) else {}), **what})

    def _tell(self, message: Message) -> None:
        if self._theirs:
            with suppress(WebSocketException):
                self._theirs.send(json.dumps(message))

    # -------------------------------------------------------------------------------------------- from the browser

    def _read_browser(self) -> None:
        try:
            with suppress(WebSocketException):
                for text in self._browser:
                    message = json.loads(text)
                    if "id" in message:
                        if then := self._waiting.pop(message["id"], None):
                            then(message)
                    else:
                        self._happened(message)
        finally:  # without it no fence stands: nothing may go on
            with self._changed:
                self._opening = 0
                self._targets, self._windows = set(), set()
                self._changed.notify_all()
            self._browser.close()
            if self._theirs:
                self._theirs.close()

    def _happened(self, event: Message) -> None:
        """One event of the browser's: what is of our tabs goes to Playwright, or to the fence; all else ends here."""
        method, params, session = event["method"], event["params"], event.get("sessionId", "")
        if session in self._sessions:
            if method == "Fetch.requestPaused":
                self._heard[method]({**params, "requestId": f"{session} {params['requestId']}"})
                return
            if method == "Target.attachedToTarget":  # a frame, or a worker, which no fence stands in
                self._attached(params["sessionId"], fenced=params["targetInfo"]["type"] in ("iframe", "page"))
            self._tell(event)
        elif method == "Target.attachedToTarget":
            if session == "" and params["targetInfo"]["targetId"] in self._targets:
                self._attached(params["sessionId"], fenced=True)
                self._tell(event)
        elif method == "Target.detachedFromTarget":
            if params["sessionId"] in self._sessions:
                self._tell(event)
        elif method == "Target.targetDestroyed":
            with self._changed:
                self._targets.discard(params["targetId"])
                self._windows.discard(params["targetId"])
                self._changed.notify_all()
        elif method == "Target.targetCreated" and params["targetInfo"].get("openerId") in self._targets | self._windows:
            with self._changed:
                self._windows.add(params["targetInfo"]["targetId"])
            if heard := self._heard.get(method):
                heard(params)

    def _attached(self, session: str, *, fenced: bool) -> None:
        self._sessions[session] = fenced
        if fenced and self._fence is not None:  # before Playwright lets it go on
            self._ask("Fetch.enable", self._fence, session=session)

    def _ask(
        self, method: str, params: Message, then: Callable[[Message], object] | None = None, *, session: str = ""
    ) -> None:
        """Ask the browser something ourselves."""
        with self._lock:
            self._number += 1
            number = self._number
        if then:
            self._waiting[number] = then
        self._hand_on({"id": number, "method": method, "params": params, **({"sessionId": session} if session else {})})

    def _hand_on(self, message: Message) -> None:
        with suppress(WebSocketException):
            self._browser.send(json.dumps(message))
