"""Quirks of saving one setting: what is kept, and what the page is told."""

from collections.abc import Mapping
from dataclasses import replace
from time import sleep

from optout.site.pages import Control
from optout.site.quirks.base import Quirk, Saved
from optout.site.state import State, Value


class _Refused(Quirk):
    """The save fails, and the page takes its flip back."""

    def save(self, saved: Saved) -> Saved:
        return replace(saved, status=500, kept=False)


class _RefusedSilently(_Refused):
    """The save fails, and the page goes on as if it had not."""

    def draw(self, controls: list[Control], words: Mapping[str, str]) -> list[Control]:
        return [replace(one, tricks=(*one.tricks, "silent")) for one in controls]


class _NotKept(Quirk):
    """The save is answered as if all were well, and nothing is stored."""

    def save(self, saved: Saved) -> Saved:
        return replace(saved, kept=False)


class _Reverted(Quirk):
    """The save is kept, and taken back three seconds later."""

    def stored(self, key: str, value: Value, state: State) -> None:
        sides = state.sides(key)
        state.set_later(key, sides.on if value == sides.off else sides.off, 3)


class _Slow(Quirk):
    """The save takes five seconds."""

    def save(self, saved: Saved) -> Saved:
        sleep(5)
        return saved


class _Dropped(Quirk):
    """The connection breaks before anything is stored."""

    keeps_alive = False

    def save(self, saved: Saved) -> Saved:
        return replace(saved, kept=False, cut=True)


class _DroppedAfter(_Dropped):
    """The save is kept, and the connection breaks before the answer."""

    def save(self, saved: Saved) -> Saved:
        return replace(saved, cut=True)


class _Moves(Quirk):
    """Turning it off turns another switch on, whose key is the argument."""

    def stored(self, key: str, value: Value, state: State) -> None:
        if not state.on(key):
            state.turn(self.argument, True)


class _Confirms(Quirk):
    """Nothing is saved before a dialog is answered; another button of it deletes something."""

    def draw(self, controls: list[Control], words: Mapping[str, str]) -> list[Control]:
        return [replace(one, tricks=(*one.tricks, "confirms")) for one in controls]


QUIRKS: dict[str, type[Quirk]] = {
    "confirms": _Confirms,
    "dropped": _Dropped,
    "dropped-after": _DroppedAfter,
    "moves": _Moves,
    "not-kept": _NotKept,
    "refused": _Refused,
    "refused-silently": _RefusedSilently,
    "reverted": _Reverted,
    "slow-save": _Slow,
}
