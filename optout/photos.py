"""The pictures of one service's pages: masked as they are taken, and kept; and the names that had to be masked."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from optout.browser import camera
from optout.browser.camera import Mask
from optout.browser.tab import Tab
from optout.browser.words import PageGone
from optout.controls.kind import Found
from optout.flow import Service
from optout.model import Observation, Outcome
from optout.proof.words import vocabulary


@dataclass
class Photographer:
    """Takes the pictures of one service.

    Attributes:
        service: whose flow says what to mask.
        keep: stores a picture under a stem and answers its file name and SHA-256.
        mask: what its pictures must not show; knows more names with every page.
    """

    service: Service
    keep: Callable[[str, bytes], tuple[str, str]]
    mask: Mask = field(init=False)

    def __post_init__(self) -> None:
        session = self.service.session
        self.mask = Mask(tuple(one.css for one in session.mask) if session else (), words=vocabulary(self.service))

    def pictured(self, tab: Tab, seen: Observation, stem: str, found: Found) -> Observation:
        """An observation with a picture of what the tab shows, unless that is somebody's sign-in or no page at all.

        Args:
            tab: where the page is open.
            seen: what was read of it.
            stem: what to call the picture, without the ending.
            found: the controls that the picture is about; if there are none, all that stand in the main part.
        """
        if seen.obstacle and seen.obstacle.outcome is not Outcome.NOT_RECOGNISED:
            return seen
        about = found.controls or [one for one in found.others if one.main]
        try:
            picture = camera.take(tab, self.mask, [element for one in about for element in one.elements])
        except PageGone:
            return replace(seen, picture="", sha256="")  # one of an earlier reading shows something else
        self.mask = replace(self.mask, names=self.mask.names | picture.names)
        name, sha256 = self.keep(stem, picture.png)
        return replace(seen, picture=name, sha256=sha256)
