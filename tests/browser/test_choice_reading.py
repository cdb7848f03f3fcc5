"""How a `choice` is found and read in a real browser: each trap is told for what it is, and never read as off."""

import pytest
from playwright.sync_api import sync_playwright
from polls import cards, filled, folded, listed, page, radios, select

from optout.browser.find import find as browser
from optout.browser.tab import Tab
from optout.controls.kinds import find
from optout.flow import Control
from optout.model import State

OPTIONS = ("Allow", "Ask me", "Off and delete history", "Off")
DRAWN = {"radios": radios, "cards": cards, "select": select, "folded": folded, "listed": listed}
TITLE = "Partner ads"
CONTROL = {"kind": "choice", "name": {"en": (TITLE,)}, "off": {"en": ("Off",)}, "on": {"en": ("Allow", "Ask me")}}


@pytest.fixture(scope="module")
def chromium():
    """A real browser."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser().executable)
        yield running
        running.close()


@pytest.fixture
def read(chromium):
    """Reads a page on which some options are chosen, by what a flow says of the control."""
    context = chromium.new_context()

    def go(inside, chosen="Off", language="en", **control):
        body = filled(page(inside, language).body, dict.fromkeys(("one", "two"), chosen))
        shown = context.new_page()
        shown.set_content(body)
        found = find(Tab(context, shown), Control(**{**CONTROL, **control}))
        shown.close()
        return found

    yield go
    context.close()


@pytest.mark.parametrize("draw", DRAWN)
@pytest.mark.parametrize("chosen", OPTIONS)
def test_it_is_off_only_with_the_whole_word_for_off_chosen(read, draw, chosen):
    """ "Off and delete history" is not "Off"; a folded box that shows words of no known meaning says nothing."""
    found = read(DRAWN[draw]("one", TITLE, OPTIONS) + select("two", "Newsletter", OPTIONS), chosen)
    if draw == "folded" and chosen == "Off and delete history":
        assert (found.state, found.controls) == (State.UNKNOWN, ())
        assert f'shows "{chosen}"' in found.problem
    else:
        assert found.problem == ""
        assert found.state is (State.OFF if chosen == "Off" else State.ON)
        assert str(found.controls[0]).endswith(f'"Partner ads" chosen "{chosen}"')


ROWS = radios("one", "", OPTIONS).replace("<legend></legend>", "")
BOLD = cards("one", TITLE, ("Allow", "Off"))
TWICE = ("Allow", "Off", "Off")
TRAPS = {
    "off twice, radios": (radios("one", TITLE, TWICE), "2 options"),
    "off twice, cards": (cards("one", TITLE, TWICE), "2 options"),
    "off twice, select": (select("one", TITLE, TWICE), "2 options"),
    "no off": (radios("one", TITLE, ("Allow", "Off and delete history")), '"Off and delete history"'),
    "the group twice, radios": (radios("one", TITLE, OPTIONS) + radios("two", TITLE, OPTIONS), "2 choices"),
    "the group twice, select": (select("one", TITLE, OPTIONS) + select("two", TITLE, OPTIONS), "2 choices"),
    "the group twice, mixed": (cards("one", TITLE, OPTIONS) + folded("two", TITLE, OPTIONS), "2 choices"),
    "decoy, radios": (radios("one", "Newsletter", OPTIONS), "Newsletter"),
    "decoy, select": (select("one", "Newsletter", OPTIONS), "Newsletter"),
    "decoy, folded": (folded("one", "Newsletter", OPTIONS), "Newsletter"),
    "title of another, headings": (f"<h2>{TITLE}</h2><p>Not here.</p><h2>Newsletter</h2>{ROWS}", "no choice called"),
    "title of another, rows": (
        f"<div><div>{TITLE}</div><p>Not here.</p></div><div><div>Newsletter</div>{ROWS}</div>",
        "no choice called",
    ),
    "title of another, flat": (
        f"<div>{TITLE}</div><div>Not here.</div><div>Newsletter</div>{ROWS}",
        "no choice called",
    ),
    "title above another group": (
        f"<h2>{TITLE}</h2>{radios('two', 'Newsletter', OPTIONS)}<p>More</p>{ROWS}",
        "no choice called",
    ),
    "bold word": (BOLD.replace("<b>Off</b>", "<b>Off</b> and delete history"), "no option called"),
    "bold word, span": (BOLD.replace("<b>Off</b>", "<b>Off</b><span> and delete history</span>"), "no option called"),
    "bold word, afar": (
        BOLD.replace("<b>Off</b>", '<b>Off</b><i style="float:right">and delete history</i>'),
        "no option called",
    ),
    "two chosen": (cards("one", TITLE, OPTIONS).replace("{one=Ask me:aria}", "true"), "2 of its options"),
    "invisible": (f"<div hidden>{radios('one', TITLE, OPTIONS)}</div>", "no choice was found"),
    "several": (select("one", TITLE, OPTIONS).replace("<select", "<select multiple"), "several options"),
    "placeholder": (folded("one", TITLE, OPTIONS, extra="data-placeholder"), "shows no choice"),
    "empty": (folded("one", TITLE, OPTIONS).replace("{one}", ""), "shows no choice"),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_is_told_for_what_it_is(read, trap):
    """Off is chosen on every one of these pages, and none of them reads off."""
    inside, words = TRAPS[trap]
    found = read(inside)
    assert (found.state, found.controls) == (State.UNKNOWN, ())
    assert words in found.problem


@pytest.mark.parametrize("draw", ["radios", "cards", "select", "listed"])
def test_nothing_chosen_is_no_state(read, draw):
    """A choice without an answer says nothing."""
    inside = DRAWN[draw]("one", TITLE, OPTIONS)
    if draw == "select":
        inside += "<script>document.getElementById('one').selectedIndex = -1</script>"
    found = read(inside, "Nothing of that")
    assert found.state is State.UNKNOWN
    assert "none of its options" in found.problem


@pytest.mark.parametrize("draw", DRAWN)
def test_a_language_without_words_for_off_is_never_guessed(read, draw):
    """The page speaks French, the flow does not: nothing can be told, even where the words are the same."""
    found = read(DRAWN[draw]("one", TITLE, OPTIONS), language="fr")
    assert found.state is State.UNKNOWN
    assert "no " in found.problem


def test_a_language_with_words_for_off_but_no_name_takes_the_only_choice_and_says_so(read):
    """As for switches: the only one, with a note; of two, none."""
    off = {"en": ("Off",), "fr": ("Désactivé",)}
    options = ("Autoriser", "Désactivé")
    found = read(radios("one", "Publicités", options), "Désactivé", "fr", off=off)
    assert found.state is State.OFF
    assert "label could not be checked" in found.note
    both = radios("one", "Publicités", options) + radios("two", "Autres", options)
    assert read(both, "Désactivé", "fr", off=off).state is State.UNKNOWN


@pytest.mark.parametrize(("draw", "key"), [("radios", "one"), ("cards", "one-t"), ("select", "one"), ("folded", "one")])
def test_the_sites_own_key_finds_it_under_any_name(read, draw, key):
    """The name of native radios, what the group is labelled by, the id of a box."""
    inside = DRAWN[draw]("one", "Renamed", OPTIONS) + radios("two", "Other", OPTIONS)
    assert read(inside, key=(key,)).state is State.OFF
    assert read(inside, "Allow", key=(key,)).state is State.ON
    assert read(inside, key=("gone",)).state is State.UNKNOWN


@pytest.mark.parametrize(
    "inside",
    [
        f"<section><h2>{TITLE}</h2><p>What it is.</p><p>More of that.</p>{ROWS}</section>",
        f"<h2>{TITLE}</h2>{ROWS}<h2>Newsletter</h2>{radios('two', '', OPTIONS).replace('<legend></legend>', '')}",
        f"<div><div><div>{TITLE}</div><div>What it is.</div></div><div>{ROWS}</div></div>",
        f"<div><label>{TITLE}</label><select>{select('one', '', OPTIONS).split('>', 4)[4]}</div>",
        f"<h2>{TITLE}</h2>{cards('two', '', OPTIONS)}<p>More.</p>{ROWS}",
    ],
    ids=["heading", "headings", "row", "label beside a select", "the nearer of two"],
)
def test_a_nameless_choice_is_called_what_stands_over_it(read, inside):
    """The last heading before it, or the words in its row."""
    assert read(inside).problem == ""
    assert read(inside).state is State.OFF
    assert read(inside, "Allow").state is State.ON
