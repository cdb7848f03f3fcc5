"""Quirks of what one setting's page shows: when, where, and beside what."""

from collections.abc import Mapping
from dataclasses import replace
from time import sleep

from optout.site.pages import Control
from optout.site.quirks.base import Quirk, Saved


class _Tricky(Quirk):
    """The page's script does something of this name to the control."""

    trick = ""

    def draw(self, controls: list[Control], words: Mapping[str, str]) -> list[Control]:
        return [replace(one, tricks=(*one.tricks, self.trick)) for one in controls]


class _Rerender(_Tricky):
    """What a click has turned is drawn anew."""

    trick = "rerender"


class _Slips(_Tricky):
    """The control is drawn anew under the mouse, and the click is lost."""

    trick = "slips"


class _Stale(_Tricky):
    """The control goes on saying what it said for two seconds."""

    trick = "stale"


class _Placed(Quirk):
    """The control stands somewhere else than in the page's own flow."""

    place = ""

    def draw(self, controls: list[Control], words: Mapping[str, str]) -> list[Control]:
        return [replace(one, place=self.place, tricks=(*one.tricks, self.place)) for one in controls]


class _Shadow(_Placed):
    """The control lies in an open shadow root."""

    place = "shadow"


class _Frame(_Placed):
    """The control lies in a frame of the same origin."""

    place = "frame"


class _Redesigned(_Placed):
    """The setting has become a list to choose from."""

    place = "select"


class _Locked(Quirk):
    """The control is greyed out by somebody else than the member."""

    def draw(self, controls: list[Control], words: Mapping[str, str]) -> list[Control]:
        return [replace(one, locked=True) for one in controls]

    def save(self, saved: Saved) -> Saved:
        return replace(saved, status=403, kept=False)


class _Mixed(Quirk):
    """The control is neither on nor off."""

    def draw(self, controls: list[Control], words: Mapping[str, str]) -> list[Control]:
        return [replace(one, mixed=True) for one in controls]


class _Late(Quirk):
    """The control appears long after the page has loaded."""

    def draw(self, controls: list[Control], words: Mapping[str, str]) -> list[Control]:
        return [replace(one, late_ms=4000) for one in controls]


class _Absent(Quirk):
    """The page is there and the control is not."""

    def draw(self, controls: list[Control], words: Mapping[str, str]) -> list[Control]:
        return []


class _Hydrate(Quirk):
    """The control shows off until the page has fetched the true value, which takes as many seconds as the argument."""

    def draw(self, controls: list[Control], words: Mapping[str, str]) -> list[Control]:
        return [replace(one, on=False, hydrate=True) for one in controls]

    def read(self) -> None:
        sleep(float(self.argument or 0.4))


class _Replaced(Quirk):
    """The control shows off until the page puts the true one there, after as many milliseconds as the argument."""

    def draw(self, controls: list[Control], words: Mapping[str, str]) -> list[Control]:
        after = self.argument or "250"
        truth = {True: f"replaced:{after}:on", False: f"replaced:{after}:off"}
        return [replace(one, on=False, tricks=(*one.tricks, truth[one.on])) for one in controls]


class _Inverted(Quirk):
    """Switched on means that the data is not used; only of a switch."""

    def draw(self, controls: list[Control], words: Mapping[str, str]) -> list[Control]:
        return [replace(one, on=not one.on, label=f"{words['opt_out']}: {one.label}") for one in controls]

    def save(self, saved: Saved) -> Saved:
        return replace(saved, value=not saved.value)


class _Beside(Quirk):
    """Another switch stands on the page, on and with a key of its own."""

    def draw(self, controls: list[Control], words: Mapping[str, str]) -> list[Control]:
        return [other for one in controls for other in self.around(one, words)]

    def around(self, one: Control, words: Mapping[str, str]) -> list[Control]:
        """One control and what stands beside it."""
        return [one]


class _DecoyBefore(_Beside):
    """Another switch stands before the control."""

    def around(self, one: Control, words: Mapping[str, str]) -> list[Control]:
        return [one.other("DecoyBefore", words["decoy"]), one]


class _DecoyAfter(_Beside):
    """Another switch stands after the control."""

    def around(self, one: Control, words: Mapping[str, str]) -> list[Control]:
        return [one, one.other("DecoyAfter", words["decoy"])]


class _SameLabel(_Beside):
    """Another switch has the same label and another key."""

    def around(self, one: Control, words: Mapping[str, str]) -> list[Control]:
        return [one, one.other("Twin", one.label)]


class _Twice(_Beside):
    """The same switch is drawn twice, as pages do that are laid out for two widths."""

    def around(self, one: Control, words: Mapping[str, str]) -> list[Control]:
        return [one, one]


class _Parent(_Beside):
    """A second switch is only there while the control is on."""

    def around(self, one: Control, words: Mapping[str, str]) -> list[Control]:
        return [one, *([replace(one.other("Child", words["decoy"]), tricks=("child",))] if one.on else [])]


class _Child(Quirk):
    """The control is only there while the first switch of its page is on."""

    def draw(self, controls: list[Control], words: Mapping[str, str]) -> list[Control]:
        return [replace(one, child=True, tricks=(*one.tricks, "child")) for one in controls]


class _Relabelled(Quirk):
    """The control's label says something else than it used to."""

    def draw(self, controls: list[Control], words: Mapping[str, str]) -> list[Control]:
        return [replace(one, label=words["decoy"]) for one in controls]


QUIRKS: dict[str, type[Quirk]] = {
    "absent": _Absent,
    "child": _Child,
    "decoy-after": _DecoyAfter,
    "decoy-before": _DecoyBefore,
    "frame": _Frame,
    "hydrate": _Hydrate,
    "inverted": _Inverted,
    "late": _Late,
    "locked": _Locked,
    "mixed": _Mixed,
    "parent": _Parent,
    "redesigned": _Redesigned,
    "relabelled": _Relabelled,
    "replaced": _Replaced,
    "rerender": _Rerender,
    "same-label": _SameLabel,
    "shadow": _Shadow,
    "slips": _Slips,
    "stale": _Stale,
    "twice": _Twice,
}
