"""The named ways in which the site can misbehave."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from time import sleep
from typing import Literal

from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from optout.site.pages import Control, Pages

Scope = Literal["setting", "session"]


@dataclass(frozen=True)
class Saved:
    """How a save is answered, and whether it is kept."""

    status: int = 200
    kept: bool = True


class Quirk:
    """A site that behaves; each method is one place where a quirk may differ."""

    over: str = ""  # the template of something that lies over every settings page

    def draw(self, control: Control) -> Control | None:
        """How one control appears on its page; None leaves it out."""
        return control

    def read(self) -> None:
        """Before a stored value is answered."""

    def save(self, saved: Saved) -> Saved:
        """What becomes of a save that the site would have kept."""
        return saved

    def page(self, pages: Pages) -> Response | None:
        """Answer a settings page with something else."""
        return None


_REGISTRY: dict[str, tuple[Scope, type[Quirk]]] = {}


def _quirk(name: str, scope: Scope) -> Callable[[type[Quirk]], type[Quirk]]:
    def register(kind: type[Quirk]) -> type[Quirk]:
        _REGISTRY[name] = (scope, kind)
        return kind

    return register


def names(scope: Scope) -> list[str]:
    """The names of the quirks that act on one setting, or on the whole session."""
    return [name for name, (where, _) in _REGISTRY.items() if where == scope]


class Quirks:
    """The quirks of one site: for a key, for every key ("*"), or for the "session"."""

    def __init__(self, wanted: Mapping[str, str], keys: Collection[str]) -> None:
        self._by_key = {key: _make(key, words, keys) for key, words in wanted.items()}

    def of(self, key: str) -> list[Quirk]:
        """The quirks of one setting; its own ones stand in for those of every setting."""
        return self._by_key.get(key, self._by_key.get("*", []))

    def of_session(self) -> list[Quirk]:
        """The quirks of every settings page."""
        return self._by_key.get("session", [])


def _make(key: str, words: str, keys: Collection[str]) -> list[Quirk]:
    if key not in ("*", "session") and key not in keys:
        raise ValueError(f"no setting {key!r} is offered here")
    scope: Scope = "session" if key == "session" else "setting"
    made = []
    for word in (word.strip() for word in words.split(",")):
        if word not in names(scope):
            raise ValueError(f"no {scope} quirk {word!r}; there are: {', '.join(names(scope))}")
        made.append(_REGISTRY[word][1]())
    return made


@_quirk("not-kept", "setting")
class _NotKept(Quirk):
    """The save is answered as if all were well, and nothing is stored."""

    def save(self, saved: Saved) -> Saved:
        return replace(saved, kept=False)


@_quirk("refused", "setting")
class _Refused(Quirk):
    """The save fails, and the page takes its flip back."""

    def save(self, saved: Saved) -> Saved:
        return Saved(500, kept=False)


@_quirk("locked", "setting")
class _Locked(Quirk):
    """The control is greyed out by somebody else than the member."""

    def draw(self, control: Control) -> Control | None:
        return replace(control, locked=True)

    def save(self, saved: Saved) -> Saved:
        return Saved(403, kept=False)


@_quirk("mixed", "setting")
class _Mixed(Quirk):
    """The control is neither on nor off."""

    def draw(self, control: Control) -> Control | None:
        return replace(control, mixed=True)


@_quirk("late", "setting")
class _Late(Quirk):
    """The control appears long after the page has loaded."""

    def draw(self, control: Control) -> Control | None:
        return replace(control, late_ms=1500)


@_quirk("absent", "setting")
class _Absent(Quirk):
    """The page is there and the control is not."""

    def draw(self, control: Control) -> Control | None:
        return None


@_quirk("hydrate", "setting")
class _Hydrate(Quirk):
    """The control shows off until the page has fetched the true value."""

    def draw(self, control: Control) -> Control | None:
        return replace(control, on=False, hydrate=True)

    def read(self) -> None:
        sleep(0.4)


@_quirk("cookie-banner", "session")
class _CookieBanner(Quirk):
    """A banner covers the lower part of the page until it is answered."""

    over = "_over-cookie-banner.html"


@_quirk("modal", "session")
class _Modal(Quirk):
    """An offer covers the page once per load and can be dismissed."""

    over = "_over-modal.html"


@_quirk("unknown-modal", "session")
class _UnknownModal(Quirk):
    """A dialog that nobody knows covers the page and has no way out."""

    over = "_over-unknown-modal.html"


@_quirk("challenge", "session")
class _Challenge(Quirk):
    """Every settings page leads to a security check."""

    def page(self, pages: Pages) -> Response | None:
        return redirect(pages.content.paths["challenge"] + "x")


@_quirk("slow-down", "session")
class _SlowDown(Quirk):
    """The site has had enough of this member for a while."""

    def page(self, pages: Pages) -> Response | None:
        return pages.answer("slow-down.html", status=429)
