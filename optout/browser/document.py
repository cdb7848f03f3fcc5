"""Ask the document that a tab shows: its accessibility tree, and our scripts, which know what only the document knows.

Everything runs in a world of its own, which scripts of the page can neither see nor change.
"""

from contextlib import suppress
from importlib.resources import files
from typing import Any

from playwright.sync_api import CDPSession

from optout.browser.words import PageGone, PageHung, translated

ANSWER_S = 10  # a page that does not answer for this long hangs
BEHIND_S = 25  # one that stands behind the tabs of somebody's own browser is drawn when there is time for it
_SMALL_PAGE = 2000  # elements
_WORLD = "optout"
_COUNT = "document.getElementsByTagName('*').length"
_SCRIPTS = ("page.js", "names.js", "mask.js", "choice.js", "words.js", "part.js")
_SCRIPT = "".join(files("optout.browser").joinpath(name).read_text("utf-8") for name in _SCRIPTS) + _COUNT


class Document:
    """The document of one frame of a tab, whichever that is at the moment.

    Args:
        cdp: a session of the tab with the browser's own protocol.
        frame: the frame's id; empty for the tab's top frame.
        answer_s: how many seconds it may take to answer.

    Attributes:
        session: the same session.
        frame: the id of the frame.
        hung: it did not answer; nothing more is asked of it.
    """

    def __init__(self, cdp: CDPSession, frame: str = "", answer_s: float = ANSWER_S) -> None:
        self.session = cdp
        self.answer_s = answer_s
        self.hung = False
        self.frame: str = frame or self.ask("Page.getFrameTree", {})["frameTree"]["frame"]["id"]
        self._world: int | None = None
        self._elements = 0
        self._handles: dict[int, str] = {}

    def tree(self, roles: tuple[str, ...]) -> list[dict[str, Any]]:
        """The nodes of the accessibility tree that have one of some roles; raises PageGone if the document changed.

        Asking by role is the quick way on a large page; on a small one the whole tree is, because it need not wait for
        the next frame to be drawn.
        """
        self._inside()
        if self._elements <= _SMALL_PAGE:
            whole = self.ask("Accessibility.getFullAXTree", {"frameId": self.frame})["nodes"]
            return [node for node in whole if not node["ignored"] and node["role"]["value"] in roles]
        document = self.evaluate("document")["objectId"]
        asked = [self.ask("Accessibility.queryAXTree", {"objectId": document, "role": role}) for role in roles]
        return [node for answer in asked for node in answer["nodes"] if not node["ignored"]]

    def node(self, backend: int) -> dict[str, Any]:
        """One element's node as it is now (Accessibility.getPartialAXTree); raises PageGone if it is gone."""
        nodes = self.ask("Accessibility.getPartialAXTree", {"backendNodeId": backend, "fetchRelatives": False})["nodes"]
        return dict(nodes[0]) if nodes else {}

    def call(self, function: str, elements: list[int], **options: Any) -> Any:
        """Call one function of our scripts with elements (backend node ids) and options; the value that it returns."""
        world = self._inside()
        handles = [self._handle(element, world) for element in elements]
        answer = self.ask(
            "Runtime.callFunctionOn",
            {
                "functionDeclaration": f"function(options, ...all) {{ return optout.{function}(all, options) }}",
                "executionContextId": world,
                "arguments": [{"value": options}, *({"objectId": handle} for handle in handles)],
                "returnByValue": True,
            },
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(f"our script, {function}: {answer['exceptionDetails']['exception'].get('description')}")
        return answer["result"].get("value")

    def _handle(self, element: int, world: int) -> str:
        if element not in self._handles:
            question = {"backendNodeId": element, "executionContextId": world}
            self._handles[element] = self.ask("DOM.resolveNode", question)["object"]["objectId"]
        return self._handles[element]

    def focus(self, element: int) -> None:
        """Put the keyboard's focus on an element."""
        self.ask("DOM.focus", {"backendNodeId": element})

    def ask(self, method: str, params: dict[str, Any], *, twice: bool = False) -> dict[str, Any]:
        """Ask the browser about this tab, in its own protocol.

        Args:
            method: what to ask.
            params: how.
            twice: ask once more where a fifth of the time brings no answer.

        Raises:
            PageGone: the document was replaced meanwhile, or (PageHung) does not answer.
            CannotLook: the browser is gone.
        """
        if self.hung:
            raise PageHung("it does not answer")
        try:
            if twice:
                with suppress(PageHung):
                    return self._sent(method, params, self.answer_s / 5)
            return self._sent(method, params, self.answer_s)
        except PageGone as gone:
            self.hung = isinstance(gone, PageHung)
            self.forget()
            raise

    def _sent(self, method: str, params: dict[str, Any], answer_s: float) -> dict[str, Any]:
        with translated():
            answer: dict[str, Any] = self.session.send(method, params, timeout=answer_s * 1000)
        return answer

    def _inside(self) -> int:
        if self._world is None:
            made = self.ask("Page.createIsolatedWorld", {"frameId": self.frame, "worldName": _WORLD})
            world = int(made["executionContextId"])
            loaded = self.ask("Runtime.evaluate", {"expression": _SCRIPT, "contextId": world})
            self._world, self._elements = world, int(loaded["result"]["value"])
        return self._world

    def evaluate(self, expression: str) -> dict[str, Any]:
        """The value of an expression in our own world, as the protocol describes values."""
        answer = self.ask("Runtime.evaluate", {"expression": expression, "contextId": self._inside()})
        return dict(answer["result"])

    def forget(self) -> None:
        """Another document is there now."""
        self._world = None
        self._handles.clear()
