"""The named ways in which the site can misbehave: which there are, and which are at work."""

from collections.abc import Collection, Mapping
from typing import Literal

from optout.site.quirks import address, overlay, page, save, session, transport
from optout.site.quirks.base import Quirk, Saved

__all__ = ["Quirk", "Quirks", "Saved", "names"]

Scope = Literal["setting", "session"]

_REGISTRY: Mapping[Scope, Mapping[str, type[Quirk]]] = {
    "setting": page.QUIRKS | address.QUIRKS | save.QUIRKS,
    "session": session.QUIRKS | overlay.QUIRKS | transport.QUIRKS,
}


def names(scope: Scope) -> list[str]:
    """The names of the quirks that act on one setting, or on the whole session."""
    return list(_REGISTRY[scope])


class Quirks:
    """The quirks of one site: for a key, for every key ("*"), or for the "session".

    Args:
        wanted: whose quirks -> their names, joined by commas; some take an argument ("expires:6").
        keys: the settings that the site offers.

    Raises:
        ValueError: there is no such setting or quirk.
    """

    def __init__(self, wanted: Mapping[str, str], keys: Collection[str]) -> None:
        self._by_key = {key: _make(key, words, keys) for key, words in wanted.items()}

    def of(self, key: str) -> list[Quirk]:
        """The quirks of one setting; its own ones stand in for those of every setting."""
        return self._by_key.get(key, self._by_key.get("*", []))

    def of_session(self) -> list[Quirk]:
        """The quirks of every settings page."""
        return self._by_key.get("session", [])

    @property
    def keep_alive(self) -> bool:
        """Whether the site keeps its connections."""
        return all(quirk.keeps_alive for quirks in self._by_key.values() for quirk in quirks)


def _make(key: str, words: str, keys: Collection[str]) -> list[Quirk]:
    if key not in ("*", "session") and key not in keys:
        raise ValueError(f"no setting {key!r} is offered here")
    scope: Scope = "session" if key == "session" else "setting"
    made = []
    for word in words.split(","):
        name, _, argument = word.strip().partition(":")
        if name not in _REGISTRY[scope]:
            raise ValueError(f"no {scope} quirk {name!r}; there are: {', '.join(names(scope))}")
        made.append(_REGISTRY[scope][name](argument))
    return made
