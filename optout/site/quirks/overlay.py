"""Quirks that lie over every settings page."""

from optout.site.quirks.base import Quirk


class _CookieBanner(Quirk):
    """A banner covers the lower part of the page until it is answered."""

    over = "_over-cookie-banner.html"


class _Modal(Quirk):
    """An offer covers the page once per load and can be dismissed."""

    over = "_over-modal.html"


class _UnknownModal(Quirk):
    """A dialog that nobody knows covers the page and has no way out."""

    over = "_over-unknown-modal.html"


class _SlidingBanner(Quirk):
    """The cookie banner slides in shortly after the page was there."""

    over = "_over-sliding-banner.html"


class _SlidingModal(Quirk):
    """The dialog that nobody knows appears shortly after the page was there."""

    over = "_over-sliding-modal.html"


class _People(Quirk):
    """Names, photos and addresses stand around the page and in it, each in a loud colour of its own."""

    over = "_people.html"


QUIRKS: dict[str, type[Quirk]] = {
    "cookie-banner": _CookieBanner,
    "modal": _Modal,
    "people": _People,
    "sliding-banner": _SlidingBanner,
    "sliding-modal": _SlidingModal,
    "unknown-modal": _UnknownModal,
}
