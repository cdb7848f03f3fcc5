"""A quirk: every place where a site may differ from one that behaves."""

from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.wrappers import Response

from optout.site.pages import Control, Pages
from optout.site.state import State, Value


@dataclass(frozen=True)
class Saved:
    """What becomes of a save: what is stored, whether it is, and how it is answered.

    Attributes:
        value: what is stored for the key.
        status: the HTTP status of the answer.
        kept: whether anything is stored.
        cut: the connection breaks instead of an answer.
    """

    value: Value
    status: int = 200
    kept: bool = True
    cut: bool = False


class Quirk:
    """A site that behaves; each method is one place where a quirk may differ.

    Args:
        argument: what stood behind the colon of its name; empty if there was none.
    """

    over: str = ""  # the template of something that lies over every settings page
    row: bool = True  # whether the hub has a row for the setting's page
    keeps_alive: bool = True  # whether connections are kept; a browser sends a save again when a kept one breaks

    def __init__(self, argument: str = "") -> None:
        self.argument = argument

    def asked(self) -> None:
        """Before anything at all is answered; may raise HungUp."""

    def page(self, pages: Pages, state: State) -> Response | None:
        """Answer a settings page with something else."""
        return None

    def draw(self, controls: list[Control], words: Mapping[str, str]) -> list[Control]:
        """How one control appears on its page, and what beside it."""
        return controls

    def sent(self, response: Response) -> Response:
        """What becomes of the page when it is sent; may raise HungUp."""
        return response

    def read(self) -> None:
        """Before a stored value is answered."""

    def save(self, saved: Saved) -> Saved:
        """What becomes of a save that the site would have kept."""
        return saved

    def stored(self, key: str, value: Value, state: State) -> None:
        """After a save was kept."""
