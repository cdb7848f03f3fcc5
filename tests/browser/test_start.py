"""What a start of the browser costs: it draws our pages, and nothing that nobody looks at."""

import psutil

from optout.browser.find import find
from optout.browser.profile import opened


def test_nothing_is_drawn_but_our_pages(tmp_path):
    """No process draws the address bar's suggestions, and what Playwright switches off stays off."""
    with opened(find(), tmp_path / "profile") as browsing:
        browsing.tab.breathe(0.5)
        lines = [one.cmdline() for one in psutil.Process().children(recursive=True)]
    drawing = [line for line in lines if "--type=renderer" in line]
    assert drawing
    assert not [line for line in drawing if "--top-chrome-webui" in line]
    off = {name for word in drawing[0] if word.startswith("--disable-features=") for name in word[19:].split(",")}
    assert {"HttpsUpgrades", "PaintHolding"} <= off
