"""Take a picture of a tab in which all that is personal is blank."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass

from optout.browser.tab import Tab
from optout.browser.words import PageGone
from optout.errors import CannotLook

_TRIES = 4  # for a picture of a page that goes on changing


@dataclass(frozen=True, slots=True)
class Mask:
    """What pictures of a service must not show.

    Attributes:
        selectors: the elements that hold a name or a photo, as the flow lists them.
        names: the names that its pages have shown so far, as `Picture.names`.
        words: what is no name, though capitalised: in small letters, without accents.
    """

    selectors: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Picture:
    """A masked PNG, and every name known by now: its words in small letters, without accents, one space apart."""

    png: bytes
    names: frozenset[str]


def take(tab: Tab, mask: Mask, keep: Collection[int] = ()) -> Picture:
    """A PNG of the viewport in which all that is personal is blank: it never was in a picture at all.

    Args:
        tab: the tab.
        mask: what to blank besides photos, addresses and what lies around the page's main part.
        keep: the elements (backend ids) that have to stay in sight with their row.

    Raises:
        PageGone: the page was replaced meanwhile, or what has to be blank goes on changing.
        CannotLook: a selector is none, so that nobody knows what to blank.
    """
    kept = (tab.holder() if keep else []) or list(keep)
    for _ in range(_TRIES):
        try:
            options = {"selectors": mask.selectors, "known": sorted(mask.names), "words": sorted(mask.words)}
            masked = tab.top.call("mask", kept, **options)
        except PageGone:
            if not kept or tab.top.hung:
                raise
            kept = []  # the page has drawn them anew
            continue
        if "wrong" in masked:
            raise CannotLook(f'The flow\'s key "mask" has a selector that no browser knows: {masked["wrong"]}.')
        clean = False
        try:
            png = tab.shot()
        finally:  # the page is the person's to look at
            with suppress(PageGone):
                clean = bool(tab.top.call("unmask", []))
        if clean:  # on another document than the one that was blanked it is not
            return Picture(png, frozenset(masked["names"]))
    raise PageGone("what has to be blank in its picture goes on changing")
