"""How menus, buttons that speak, and lists are found and read in a real browser: a trap is told for what it is."""

import tomllib

import pytest
from playwright.sync_api import sync_playwright
from polls import filled
from test_words import MENU, PRESS, READS, SWITCH
from wordings import CARD, listed, menu, page

from optout.browser.find import find as browser
from optout.browser.tab import Tab
from optout.controls.kinds import find
from optout.flow import Control
from optout.flowfile import _tuples
from optout.model import State

NO_NAME = MENU.replace('control.name.en = "Partner ads"\n', "")
LIST = 'control.kind = "list"\ncontrol.name.en = "Partner ads"\ncontrol.off.en = ["Remove", "Delete"]\n'
NOTICE = LIST + 'control.reads.off.en = "Nothing here."\n'


@pytest.fixture(scope="module")
def chromium():
    """A real browser."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser().executable)
        yield running
        running.close()


@pytest.fixture
def read(chromium):
    """Reads a page on which the setting is as it is said, by what a flow says of the control."""
    context = chromium.new_context()

    def go(inside, said, state="Off", language="en"):
        body = filled(page(inside.replace("KEY", "one"), language).body, dict.fromkeys(("one", "two"), state))
        shown = context.new_page()
        shown.set_content(body)
        found = find(Tab(context, shown), Control.model_validate(_tuples(tomllib.loads(said)["control"])))
        shown.close()
        return found

    yield go
    context.close()


OFF = "<button aria-label='Turn ads on.'>x</button>"
TRAPS = {
    "other words": (menu("KEY").replace(">{KEY}<", ">Paused<"), MENU, '"Partner ads" says "Paused"'),
    "no words": (menu("KEY").replace(">{KEY}<", "><"), MENU, '"Partner ads" says nothing'),
    "longer words": (menu("KEY").replace(">{KEY}<", ">Off and paused<"), MENU, 'says "Off and paused"'),
    "name against text": (menu("KEY").replace("<button", '<button aria-label="Turn ads off."'), MENU, "on and off at"),
    "row against text": (menu("KEY").replace("<div><b", "<div><i>On</i><b", 1), MENU, "on and off at once"),
    "two cards": (menu("KEY") + menu("two"), MENU, '2 buttons of its page have the name "Partner ads"'),
    "two in one card": (menu("KEY") + menu("two", head=""), MENU, '2 buttons of its page have the name "Partner ads"'),
    "another card": (menu("KEY", head="<h2>Newsletter</h2>"), MENU, 'no button called "Partner ads"; it has "Off"'),
    "a card of its own": (f"<h2>Partner ads</h2><p>Gone.</p>{menu('KEY', head='<h2>News</h2>')}", MENU, "no button"),
    "the row before": (
        f"<div><div>Partner ads <button>Change</button></div>{menu('KEY', head='')}</div>", MENU, 'says "Change"',
    ),
    "a state elsewhere": (
        "<section><h2>Partner ads</h2><p>Off</p></section><section><p>More</p><button>Partner ads</button></section>",
        MENU, 'says "Partner ads"',
    ),
    "a state in a tab": (f"<div>{CARD}<a href=x>Off</a><button>Partner ads</button></div>", MENU, 'says "Partner ads"'),
    "a state in a sentence": (
        f"<div>{CARD}<p>Ads are <b>off</b> for children.</p><button>Partner ads</button></div>", MENU, "says",
    ),
    "a state at an end": (f"<div>{CARD}<p>Ads are <i>off</i></p><button>Partner ads</button></div>", MENU, "says"),
    "a notice in a sentence": (
        "<h2>Partner ads</h2><p>If you see <b>Nothing here.</b> wait.</p>", NOTICE, "no list called",
    ),
    "an open menu": (
        f"<div>{CARD}<button>Partner ads</button><ul role=menu><li role=menuitem>Off</li></ul></div>", MENU, "says",
    ),
    "a hidden state": (f"<div>{CARD}<p hidden>Off</p><button>Partner ads</button></div>", MENU, 'says "Partner ads"'),
    "two that speak": (OFF + OFF, READS, "2 buttons of its page say on or off"),
    "none that speaks": ("<button>Change</button>", READS, '0 buttons of its page say on or off in the flow\'s words'),
    "a state of its own": (OFF.replace("<button", '<button aria-pressed="true"'), READS, "0 buttons"),
    "key of none": (OFF, 'control.key = "gone"\n' + READS, 'has the key "gone"'),
    "list, none": ("<h2>Partner ads</h2><p>Soon.</p>", LIST, 'no list called "Partner ads"'),
    "list, notice that is unknown": ("<h2>Partner ads</h2><p>Nothing here.</p>", LIST, 'no list called "Partner ads"'),
    "list, notice elsewhere": ("<h2>Partner ads</h2><h2>Posts</h2><p>Nothing here.</p>", NOTICE, "no list called"),
    "list, of another": ("<h2>Partner ads</h2><p>Soon.</p><h2>Posts</h2><ul></ul>", LIST, "no list called"),
    "list, two": ("<h2>Partner ads</h2><ul></ul><ul></ul>", LIST, "2 lists of its page are called"),
    "list, words in it": ("<h2>Partner ads</h2><ul>Loading</ul>", LIST, 'no item of a list ("Loading")'),
    "list, cards in it": ("<h2>Partner ads</h2><ul><div><button>x</button></div></ul>", LIST, "no item of a list"),
    "list, no buttons": ("<h2>Partner ads</h2><ul><li>Sports</ul>", LIST, "none of the 1 items"),
    "list, two buttons": (
        "<h2>Partner ads</h2><ul><li>Sports<button>Remove</button><button>Delete</button></ul>", LIST, "none of the 1",
    ),
    "list, other buttons": ("<h2>Partner ads</h2><ul><li>S<button>Remove all</button></ul>", LIST, "none of the 1"),
    "list, full and empty": (
        "<h2>Partner ads</h2><p>Nothing here.</p><ul><li>S<button>Remove</button></ul>", NOTICE,
        "says that it is empty",
    ),
    "list, hidden": ("<h2>Partner ads</h2><ul hidden></ul>", LIST, "no list called"),
}  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_is_told_for_what_it_is(read, trap):
    """Something says off, or is empty, on every one of these pages, and none of them reads off."""
    inside, said, words = TRAPS[trap]
    found = read(inside, said)
    assert (found.state, found.controls) == (State.UNKNOWN, ())
    assert words in found.problem


@pytest.mark.parametrize(
    ("inside", "said"),
    [(menu("KEY"), MENU), (PRESS, SWITCH), ("<h2>Partner ads</h2><ul></ul>", LIST)],
    ids=["menu", "switch", "list"],
)
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_language_that_the_flow_does_not_know_is_never_guessed(read, inside, said, language):
    """The words may be the same; they need not mean the same."""
    assert read(inside, said).state is State.OFF
    found = read(inside, said, language=language)
    assert (found.state, found.controls) == (State.UNKNOWN, ())


FILLED = "<ul><li>Sports <button>Remove</button><li>Health <button aria-label='Delete Health'>x</button></ul>"
LISTS = {
    "heading": f"<h2>Partner ads</h2>{FILLED}",
    "name": FILLED.replace("<ul>", '<ul aria-label="Partner ads">'),
    "dialog": f"<div role=dialog aria-label='Partner ads'>{FILLED}</div>",
    "heading in a dialog": f"<h2>Other</h2><div role=dialog><h2>Partner ads</h2>{FILLED}</div>",
    "divs": f"<h3>Partner ads</h3>{FILLED}".replace("<ul>", "<div role=list>")
    .replace("<li>", "</div><div role=listitem>").replace("</ul>", "</div></div>").replace("list></div>", "list>"),
    "nested": f"<h2>Partner ads</h2>{FILLED}".replace("Sports ", "Sports <ul><li>Tennis</ul>"),
    "beside another": f"<h2>Partner ads</h2>{FILLED}<h2>Posts</h2><ul><li>One <button>Remove</button></ul>",
}  # fmt: skip


@pytest.mark.parametrize("way", LISTS)
def test_a_list_is_found_by_its_name_or_heading_and_counted(read, way):
    """Its own items with their own buttons, and those of no other list."""
    found = read(LISTS[way], LIST)
    assert found.problem == ""
    assert [str(one) for one in found.controls] == ['list "Partner ads" holds "2 items" on']


def test_a_list_is_empty_where_it_stands_or_where_the_flows_words_do(read):
    """An empty list, one that holds only the notice, and the notice in its place; with a key under any name."""
    for inside in ("<ul></ul>", "<ul>Nothing here.</ul>", "<p>Nothing <b>here.</b></p>"):
        found = read(f"<h2>Partner ads</h2>{inside}", NOTICE)
        assert (found.problem, found.state) == ("", State.OFF), inside
    keyed = LIST.replace('control.name.en = "Partner ads"', 'control.key = "mine"')
    assert read('<h2>Renamed</h2><ul id="mine"></ul>', keyed).state is State.OFF
    assert listed("KEY").startswith("<h2>")


DRAWN = {  # items that are drawn elsewhere than in the list that has the name
    "its button outside": ("<ul></ul><p>Sports <button>Remove</button></p>", "stands outside of it"),
    "its button in a row outside": ("<ul></ul><div>Health <button>Delete</button></div>", "stands outside of it"),
    "more": ("<ul></ul><button>See all</button>", 'beside it stands "See all"'),
    "a link": ("<ul></ul><a href=x>12 partners</a>", 'beside it stands "12 partners"'),
    "words": ("<ul>3 partners</ul>", 'holds something that is no item of a list ("3 partners")'),
}


@pytest.mark.parametrize("way", DRAWN)
def test_a_list_that_may_only_look_empty_is_never_off(read, way):
    """A button that removes, or anything to click beside it, speaks against "empty", and is named."""
    inside, problem = DRAWN[way]
    found = read(f"<div><h2>Partner ads</h2>{inside}</div>", NOTICE)
    assert found.state is State.UNKNOWN
    assert problem in found.problem
    assert read("<div><h2>Partner ads</h2><ul></ul><button>Close</button></div>", NOTICE).state is State.OFF


def test_the_only_button_that_speaks_needs_no_name(read):
    """Its words are its name; where the flow has names, but none in this language, a reader is told."""
    assert (read(OFF, READS).state, read(OFF, READS).note) == (State.OFF, "")
    french = READS.replace("reads.on.en", "reads.on.fr").replace("reads.off.en", "reads.off.fr")
    found = read(OFF, SWITCH + french, language="fr")
    assert found.state is State.OFF
    assert "label could not be checked" in found.note
    assert read(menu("KEY"), NO_NAME).state is State.OFF
