"""What a picture must not show: each name, photo and address of a page is drawn in a loud colour of its own."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import sync_playwright

from optout.browser.camera import Mask, take
from optout.browser.find import find as browser
from optout.browser.tab import Tab
from optout.browser.window import VIEWPORT
from optout.browser.words import PageGone
from optout.controls.switch import find
from optout.errors import CannotLook
from optout.flow import Control
from optout.flowfile import load
from optout.proof.privacy import Kind, findings, hashed
from optout.proof.words import COMMON, vocabulary
from optout.resources import folder

SERVICE = load(folder("flows") / "linkedin.toml").service
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
    return {bytes(colour).hex(): count for count, colour in image.getcolors(image.width * image.height)}


def loud(png, kinds):
    """What of some kinds of personal data a picture shows."""
    seen = colours(png)
    return {kind for kind, colour in kinds.items() if seen.get(colour, 0) > 3}


WATCH = """() => {
  const told = (window.told = [])
  new MutationObserver((all) => told.push(...all.map((one) => `${one.type} ${one.attributeName ?? ''}`)))
    .observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
  for (const kind of ['transitionrun', 'transitionstart', 'transitionend', 'animationstart', 'animationend', 'focusin',
    'resize', 'scroll']) addEventListener(kind, (event) => told.push(kind), true)
}"""
LOOK = """() => JSON.stringify({
  html: document.documentElement.outerHTML,
  styles: [...document.querySelectorAll('*')].map((one) => [...getComputedStyle(one)].map((name) =>
    getComputedStyle(one)[name]).join()),
  sheets: document.adoptedStyleSheets.length, highlights: CSS.highlights.size,
  moving: document.getAnimations().length, ours: typeof optout,
  places: [...document.querySelectorAll('*')].map((one) => Object.values(one.getBoundingClientRect().toJSON())),
})"""


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
    picture = take(tab, mask(), found.controls[0].elements)
    assert loud(picture.png, AROUND | INSIDE) == set()
    assert {"ada lovelace", "charles babbage"} <= picture.names
    assert colours(picture.png).get(GREEN, 0) > 500
    assert colours(picture.png).get(GREYED, 0) > 200  # a name in the control's row is covered; the row is not


RED, LIME = "c80000", "00a800"
STYLE, *PAGES = re.split(r"<!-- (.*) -->\n", Path(__file__).with_name("masked.html").read_text("utf-8"))


@pytest.fixture(scope="module")
def blank_tab(chromium):
    """A tab with nothing in it, as the program's and as Playwright's."""
    context = chromium.new_context(viewport=VIEWPORT)
    page = context.new_page()
    yield Tab(context, page), page
    context.close()


@pytest.mark.parametrize("body", PAGES[1::2], ids=PAGES[::2])
def test_what_is_personal_is_blank_and_the_rest_is_not(blank_tab, body):
    """Whatever a page is made of: what is red in it is personal, and what is green is not."""
    tab, page = blank_tab
    page.set_content(f"<!doctype html>{STYLE}{body}")
    seen = colours(page.screenshot())
    assert seen.get(RED, 0) > 20 or not re.search(f"<[iu][ >]|{RED}", body)
    switches = find(tab, Control(), every=True).controls or find(tab, Control()).controls
    elements = [element for one in switches for element in one.elements]
    masked = colours(take(tab, Mask(('a[href*="/in/"]', ".me"), words=COMMON), elements).png)
    assert masked.get(RED, 0) == 0
    assert masked.get(LIME, 0) >= 0.95 * seen[LIME] > 0


def test_the_page_is_afterwards_as_it_was(signed_in, tab_of):
    """Nothing is changed that the page could see change: no element, no event, no style; and it looks the same."""
    site = signed_in(quirks={"session": "people"})
    tab, page = tab_of(site)
    page.add_style_tag(content="* { transition: all .5s }")
    found = find(tab, Control(key=(AGE,)))
    shown, before = page.screenshot(), page.evaluate(LOOK)
    page.evaluate(WATCH)
    assert loud(take(tab, mask(), found.controls[0].elements).png, AROUND | INSIDE) == set()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))")
    assert page.evaluate("told") == []
    assert page.evaluate(LOOK) == before
    assert page.screenshot() == shown


def test_what_comes_while_the_picture_is_taken_is_not_in_it(signed_in, tab_of):
    """A page that draws a name anew with every frame gives a picture without it, or none; a clock may tick."""
    site = signed_in(quirks={"session": "people"})
    tab, page = tab_of(site)
    page.evaluate("""() => {
      const clock = document.querySelector('main').appendChild(document.createElement('p'))
      const tick = () => { clock.textContent = Math.random(); setTimeout(tick, 1) }
      tick()
    }""")
    assert loud(take(tab, mask()).png, AROUND | INSIDE) == set()
    page.evaluate("""() => {
      const old = document.querySelector('.loud--greeting')
      const anew = () => { const one = old.cloneNode(true); document.querySelector('.loud--greeting').replaceWith(one) }
      const tick = () => { anew(); requestAnimationFrame(tick) }
      tick()
    }""")
    for _ in range(5):
        try:
            picture = take(tab, mask())
        except PageGone:
            continue
        assert loud(picture.png, AROUND | INSIDE) == set()


def test_a_name_is_known_on_the_next_page(signed_in, tab_of):
    """A page that only greets has nothing to learn a name from; one that was learned before is blank there too."""
    site = signed_in(quirks={"session": "people"})
    tab, page = tab_of(site)
    page.evaluate("document.querySelectorAll('header, aside').forEach((one) => one.remove())")
    greeting = {"greeting": INSIDE["greeting"]}
    assert loud(take(tab, mask()).png, greeting) == set(greeting)
    assert loud(take(tab, mask(names=frozenset({"ada lovelace"}))).png, greeting) == set()


def test_no_file_of_a_run_shows_or_names_anybody(cli, signed_in):
    """The pictures of a whole run show the switch, before and after, and nobody; no text of it names anybody."""
    site = signed_in(quirks={"session": "people"})
    said = cli("run", "linkedin/ads-age", "--json", site=site)
    assert said.outcomes == {"ads-age": "turned-off"}
    (run,) = (cli.home / "runs").iterdir()
    before, after = ((run / name).read_bytes() for name in said.result("ads-age")["proof"])
    assert (loud(before, AROUND | INSIDE), loud(after, AROUND | INSIDE)) == (set(), set())
    assert colours(before).get(GREEN, 0) > 500 > colours(after).get(GREEN, 0)
    assert colours(after).get(GREY, 0) > 500
    texts = {file.name: file.read_text() for file in run.iterdir() if file.suffix not in (".png", ".sig", ".pem")}
    assert list(texts) == ["run.json"]
    names = hashed(["Ada Lovelace", "Charles Babbage", "Grace Hopper"], b"key")
    assert not [one for one in findings(texts, names, b"key", vocabulary(SERVICE)) if one.kind is not Kind.MACHINE]


def test_what_lies_in_front_is_pictured_without_names(cli, signed_in):
    """A page that could not be read shows the dialog that was in the way, not the name in it."""
    site = signed_in(quirks={"session": "people,unknown-modal"})
    said = cli("check", "linkedin/ads-age", "--json", site=site)
    assert said.outcomes == {"ads-age": "not-recognised"}
    (run,) = (cli.home / "runs").iterdir()
    (name,) = said.result("ads-age")["proof"]
    assert loud((run / name).read_bytes(), AROUND | INSIDE | IN_FRONT) == set()
    assert colours((run / name).read_bytes()).get("1d5fa8", 0) > 500  # the dialog's button


def test_what_is_drawn_over_by_a_name_needs_a_mask(signed_in, tab_of):
    """The dialog's name is there without the mask: else the test above could not fail."""
    _, page = tab_of(signed_in(quirks={"session": "people,unknown-modal"}))
    assert loud(page.screenshot(), IN_FRONT) == set(IN_FRONT)


def test_a_mask_that_no_browser_understands_takes_no_picture(blank_tab):
    """A selector with a mistake is named: a picture without it could show what it was to blank."""
    tab, page = blank_tab
    page.set_content("<!doctype html><b>yes</b>")
    with pytest.raises(CannotLook, match=re.escape("a:nonsense(")):
        take(tab, Mask(("nav", "a:nonsense(")))


def test_a_switch_that_is_gone_is_no_harm(blank_tab):
    """A picture about a switch that was drawn anew meanwhile is taken all the same, masked."""
    tab, page = blank_tab
    button = "<button role=switch aria-checked=true aria-labelledby=x>On</button>"
    page.set_content(f"<!doctype html>{STYLE}<nav><i>x</i></nav><main>{button}</main>")
    (switch,) = find(tab, Control(), every=True).controls
    page.evaluate("() => { window.old = document.querySelector('button'); old.replaceWith(old.cloneNode(true)) }")
    seen = colours(take(tab, Mask(), switch.elements).png)
    assert seen.get(RED, 0) == 0 < seen.get(LIME, 0)
