"""Which TLS certificate an origin showed, asked of the browser once for each."""

from contextlib import suppress
from dataclasses import dataclass, field

from optout.browser.tab import Tab
from optout.browser.words import PageGone

_SECURE = "https://"


@dataclass
class Certificates:
    """The certificates of the origins that one visitor came to."""

    _known: dict[str, str] = field(default_factory=dict)  # origin -> fingerprint

    def expect(self, tab: Tab, origin: str) -> None:
        """Have the browser keep the certificate of what a tab loads next, unless that of the origin is known."""
        if origin.startswith(_SECURE) and origin not in self._known:
            with suppress(PageGone):
                tab.keep_certificates()

    def shown(self, tab: Tab, origin: str) -> str:
        """The SHA-256 (hex) of the certificate of an origin that a tab has loaded; empty where nobody can say."""
        if origin.startswith(_SECURE) and origin not in self._known:
            with suppress(PageGone):
                if found := tab.certificate(origin):
                    self._known[origin] = found
                tab.drop_certificates()
        return self._known.get(origin, "")
