"""What a picture must not show: each name, photo and address of the page has a loud colour, and none is in a picture."""

import json
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import sync_playwright

from optout.browser.find import find as browser
from optout.browser.tab import Mask, Tab
from optout.browser.window import VIEWPORT
from optout.controls.switch import find
from optout.flow import Control
from optout.proof.words import COMMON

AGE, AGE_PAGE = "allowAdsByAge", "/mypreferences/d/settings/ads-by-age"
AROUND = {
    "name": "e600e6", "photo": "00e5ff", "contact in an aside": "ffd600", "contact in a bubble": "ff4081",
    "name in a footer": "3d5afe",
}  # fmt: skip
INSIDE = {
    "greeting": "00c853", "a contact's first name": "aa00ff", "a contact's last name": "7c4dff",
    "e-mail address": "d50000", "telephone number": "b71c1c", "name in a pseudo-element": "ff6e40",
    "e-mail address in a field": "6200ea", "photo behind an element": "ff7b00", "name in a shadow root": "1de9b6",
    "name in a frame": "76ff03", "name in the row of the control": "0091ea",
}  # fmt: skip
IN_FRONT = {"name in a dialog": "c6ff00"}
GREEN, GREY, GREYED = "17784a", "8b95a3", "b9c0cc"


def colours(png):
    """How many pixels of each colour (rrggbb) a picture has."""
    image = Image.open(BytesIO(png)).convert("RGB")
    return {"%02x%02x%02x" % colour: count for count, colour in image.getcolors(image.width * image.height)}


def loud(png, kinds):
    """What of some kinds of personal data a picture shows."""
    seen = colours(png)
    return {kind for kind, colour in kinds.items() if seen.get(colour, 0) > 3}


@pytest.fixture(scope="module")
def chromium():
    """A real browser."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser().executable)
        yield running
        running.close()


@pytest.fixture
def tab_of(chromium):
    """Opens a page of a site, signed in, in a tab of the program and as a page of Playwright's."""
    contexts = []

    def opened(site, path=AGE_PAGE):
        context = chromium.new_context(viewport=VIEWPORT, storage_state=site.storage_state())
        contexts.append(context)
        page = context.new_page()
        page.goto(site.origin + path)
        return Tab(context, page), page

    yield opened
    for context in contexts:
        context.close()


def mask(**more):
    """The mask that the shipped flow asks for."""
    return Mask((".global-nav__me", 'a[href*="/in/"]'), words=COMMON, **more)


@pytest.mark.parametrize("markup", ["classic", "nested"])
def test_no_picture_shows_a_person(signed_in, tab_of, markup):
    """What an ordinary screenshot shows of people is not in the picture; the control is, and the words beside it."""
    site = signed_in(quirks={"session": "people"}, markup=markup)
    tab, page = tab_of(site)
    assert loud(page.screenshot(), AROUND | INSIDE) == set(AROUND | INSIDE)
    found = find(tab, Control(key=(AGE,)))
    picture = tab.picture(mask(), found.switches[0].elements)
    assert loud(picture.png, AROUND | INSIDE) == set()
    assert {"ada lovelace", "charles babbage"} <= picture.names
    assert colours(picture.png).get(GREEN, 0) > 500
    assert colours(picture.png).get(GREYED, 0) > 200  # a name in the control's row is covered; the row is not
