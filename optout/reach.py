"""Reach a page by clicking menu by menu, as a person would, so that it can be followed by eye."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from optout.browser.tab import Landing, Tab
from optout.browser.words import PageGone
from optout.flow import Service
from optout.place import split

_LINK_S = 3


@dataclass
class ByClicking:
    """Clicks through the hub's link and the setting's row; loads the address where there is no such link.

    Attributes:
        service: whose hubs lead the way.
        origin: where its pages are served from.
        step: told each click.
    """

    service: Service
    origin: str
    step: Callable[[str], None]

    def __call__(self, tab: Tab, url: str, hub: str | None) -> Landing:
        """Reach an address that has a row on a hub (or is a hub itself)."""
        if split(url)[0] != self.origin:
            self.step(f"Loading {url}, which is on another site of the service")
            return tab.open(url)
        if not tab.url.startswith(f"{self.origin}/") and self.service.session:
            start = self.origin + self.service.session.probe
            self.step(f"Starting at {start}")
            landed = tab.open(start)
            if landed.failure:
                return landed
        if hub:
            self._click(tab, self.origin + self.service.hubs[hub].path)
        return self._click(tab, url)

    def _click(self, tab: Tab, url: str) -> Landing:
        path = urlsplit(url).path
        if urlsplit(tab.url).path == path:
            return Landing(url, tab.url)
        try:
            link = tab.until(lambda: tab.document.call("link", [], path=path), _LINK_S)
            if link:
                tab.point_at(link["x"], link["y"])
                self.step(f'Clicking "{link["text"]}"')
                tab.point_at_nothing()
                link = tab.document.call("link", [], path=path)  # it may have moved meanwhile
            if link:
                landed = tab.follow(url, lambda: tab.click(link["x"], link["y"]))
                if not landed.failure:
                    return landed
        except PageGone:
            pass  # the page changed under the mouse: its address leads there as well
        self.step("No link leads there from here; loading its address")
        return tab.open(url)
