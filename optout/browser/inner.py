"""A frame within the page of a tab: its document, and where it stands in the tab's window."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from optout.browser.document import Document


@dataclass(frozen=True, slots=True)
class Inner:
    """The one frame that was looked for.

    Attributes:
        document: what it shows.
        around: the documents around it, the closest first, each with the element (backend id) that the next one is in.
    """

    document: Document
    around: tuple[tuple[Document, int], ...] = field(repr=False)

    def offset(self) -> tuple[float, float]:
        """How far its top left is from that of the tab's window, in CSS pixels; raises PageGone."""
        places = [document.call("frame", [element]) for document, element in self.around]
        return sum(place["x"] for place in places), sum(place["y"] for place in places)

    def reached(self, x: float, y: float) -> str:
        """What lies over it at a point of the tab's window; empty where the mouse would reach it; raises PageGone."""
        at_x, at_y = 0.0, 0.0
        for document, element in reversed(self.around):  # the outermost first
            if over := document.call("over_frame", [element], x=x - at_x, y=y - at_y):
                return str(over)
            place = document.call("frame", [element])
            at_x, at_y = at_x + place["x"], at_y + place["y"]
        return ""


def find(top: Document, glob: str, known: Inner | None) -> Inner | str:
    """The one frame of a page with an address; or why there is none, as the end of a sentence.

    A frame of another site runs in a process of its own, out of reach.

    Args:
        top: the document of the page.
        glob: the address, without what follows "?" or "#".
        known: the one that was found before, which is kept if it still is the one.

    Raises:
        PageGone: the page was replaced meanwhile.
    """
    whole = top.ask("Page.getFrameTree", {})["frameTree"]
    found = [path for path in _paths(whole) if len(path) > 1 and fnmatchcase(_address(path[-1]), glob)]
    if len(found) != 1:
        how = f"{len(found)} frames" if found else "no frame that can be read"
        return f'the page has {how} with the address "{glob}"'
    (path,) = found
    if known and known.document.frame == path[-1]["id"]:
        return known
    documents = [top, *(Document(top.session, one["id"], top.answer_s) for one in path[1:])]
    owners = [top.ask("DOM.getFrameOwner", {"frameId": one["id"]})["backendNodeId"] for one in path[1:]]
    around = [*zip(documents[:-1], map(int, owners), strict=True)]
    return Inner(documents[-1], tuple(reversed(around)))


def _paths(tree: dict[str, Any], around: tuple[dict[str, Any], ...] = ()) -> Iterator[tuple[dict[str, Any], ...]]:
    here = (*around, tree["frame"])
    yield here
    for child in tree.get("childFrames", ()):
        yield from _paths(child, here)


def _address(frame: dict[str, Any]) -> str:
    return str(frame["url"]).split("?")[0].split("#")[0]
