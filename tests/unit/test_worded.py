"""The pure parts of what is read by its words, and of lists: when they are off, and the lines that are kept of them."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optout.controls.buttons import Button
from optout.controls.kind import Found, bits
from optout.controls.listing import GONE, Item, Listing
from optout.controls.menu import Menu
from optout.controls.options import Option
from optout.controls.worded import Worded, Words
from optout.lines import read, stateless
from optout.model import BEGUN, Mode, Observation, Obstacle, Outcome, Result, State, Turn
from optout.undo import conclude, lines, missing
from optout.verdict import Evidence

SLOW_IS_FINE = [HealthCheck.too_slow]  # a busy machine is no fault of the data
WORDS = Words(("Ads",), ("On", "Turn off ads"), ("Off", "Turn on ads"), ("Turn off",), ("Turn on",))


def button(name: str = "", text: str = "", *states: str, words: Words = WORDS) -> Worded:
    """A button that says this, in whose row these words stand."""
    return Worded(Button(1, name, text, states=states), words, "Ads", (), lambda _: Found())


def menu(**more: object) -> Menu:
    """A menu that is on."""
    return Menu(Button(1, "On"), WORDS, "Ads", (), lambda _: Found())


def listing(*items: str, off: tuple[str, ...] = ("Remove",), doubt: str = "") -> Listing:
    """A list of these items, all of which can be removed."""
    held = tuple(Item(one, at + 10, items[at + 1 :].count(one)) for at, one in enumerate(items))
    return Listing("Ads", held, off, doubt, 1, frozenset(), True, (), lambda _: Found())


@pytest.mark.parametrize(
    ("name", "text", "row", "state"),
    [
        ("On", "", (), State.ON), ("Off", "", (), State.OFF), ("", "off ▾", (), State.OFF),
        ("Turn off ads", "On", (), State.ON), ("Turn off ads", "Off", (), State.UNKNOWN),
        ("Ads On", "", (), State.ON), ("Ads: Off", "", (), State.OFF), ("Off, Ads", "", (), State.OFF),
        ("Ads Offer", "", (), State.UNKNOWN), ("Off and more", "", (), State.UNKNOWN),
        ("Turn off ads now", "", (), State.UNKNOWN), ("", "", (), State.UNKNOWN),
        ("Change", "", ("Off",), State.OFF), ("Change", "", ("On", "Off"), State.UNKNOWN),
        ("Off", "", ("On",), State.UNKNOWN), ("Off", "", ("Off",), State.OFF),
    ],
)  # fmt: skip
def test_a_state_is_what_whole_words_say_and_nothing_contradicts(
    name: str, text: str, row: tuple[str, ...], state: State
) -> None:
    """The name, the text and the row count alike; words of both meanings, or of none, say nothing."""
    one = button(name, text, *row)
    assert one.state is state
    assert bool(one.problem) == (state is State.UNKNOWN)


SAYINGS = st.sampled_from(["On", "Off", "Turn off ads", "Turn on ads", "Offer", "Turn off", "", "Ads Off", "Ads"])


@given(SAYINGS, SAYINGS, st.lists(st.sampled_from(["On", "Off"]), max_size=3))
@settings(max_examples=500, deadline=None, database=None, suppress_health_check=SLOW_IS_FINE)
def test_off_is_never_read_beside_a_word_for_on(name: str, text: str, row: list[str]) -> None:
    """Whatever else stands there: off needs a word for off, and no word for on anywhere."""
    said = {name, text, *row}
    one = button(name, text, *row)
    if one.state is State.OFF:
        assert said & {"Off", "Turn on ads", "Ads Off"}
        assert not said & {"On", "Turn off ads"}


@pytest.mark.parametrize("lost", ["on", "off"])
def test_a_language_in_which_a_word_is_missing_says_nothing(lost: str) -> None:
    """Without the words for on, "Off" might be a name; without those for off nothing could ever be proved."""
    one = button("Off", words=replace(WORDS, **{lost: ()}))
    assert one.state is State.UNKNOWN
    assert "does not know what" in one.problem


@pytest.mark.parametrize(
    ("names", "picked"),
    [
        (("Turn off and delete activity", "Turn off"), ["Turn off"]), (("Turn off and delete activity",), []),
        (("Turn off", "TURN OFF"), ["Turn off", "TURN OFF"]), (("Turn off 1 step",), []),
        (("✓ Turn off",), ["✓ Turn off"]),
    ],
)  # fmt: skip
def test_an_item_of_a_menu_is_its_whole_name(names: tuple[str, ...], picked: list[str]) -> None:
    """An item whose name only begins so does something else."""
    items = tuple(Option(at, name, None, False, frozenset({"Turn off"})) for at, name in enumerate(names))
    assert [one.name for one in menu().pick(items, State.OFF)] == picked


def test_the_lines_keep_what_was_said_and_undo_finds_them_again() -> None:
    """Without its state the line is the same on and off, whatever the button is called then; quotes do no harm."""
    on, off = str(button('On "now"', "", "On")), str(button("Off"))
    assert (on, off) == ('button "Ads" says "On" on', 'button "Ads" says "Off" off')
    assert stateless(on) == stateless(off) == 'button "Ads"'
    assert read([on, off]) == [('button "Ads"', State.ON), ('button "Ads"', State.OFF)]
    assert str(menu()) == 'menu "Ads" says "On" on'
    locked = replace(button("On"), button=Button(1, "On", disabled=True))
    assert stateless(str(locked)) == 'button "Ads"'
    odd = str(button('says "Off" off'))
    assert (odd, read([odd])[0][1]) == ('button "Ads" says "says \'Off\' off" unknown', State.UNKNOWN)
    assert missing([off], (on,)) == ""
    assert missing([str(menu())], (on,)) == 'button "Ads"'


def seen(state: State, *controls: str) -> Observation:
    """What a page showed."""
    return Observation(state, "", "https://shop.example/ads", controls=controls)


def test_a_list_counts_its_items_and_never_names_them() -> None:
    """What a person was put into is nobody's business, a record's neither."""
    full, empty = listing("Sports", "Health"), listing()
    assert (str(full), str(empty)) == ('list "Ads" holds "2 items" on', 'list "Ads" holds "0 items" off')
    assert {str(one) for one in bits(full, State.OFF)} == {str(full)}
    assert stateless(str(full)) == stateless(str(empty)) == 'list "Ads"'


def test_a_list_is_off_only_while_it_is_empty_without_a_doubt() -> None:
    """Items that cannot be removed, words that are missing and a doubt leave it unknown."""
    assert listing().state is State.OFF
    assert listing("Sports").state is State.ON
    assert listing(off=()).state is State.UNKNOWN
    assert listing(doubt="it holds something").state is State.UNKNOWN
    stuck = replace(listing("Sports"), items=(Item("Sports", None),))
    assert stuck.state is State.UNKNOWN
    assert 'none of the 1 items of "Ads" has one button called "Remove"' in stuck.problem
    assert not listing().disabled


@given(st.lists(st.sampled_from(["Sports", "Health", ""]), max_size=6), st.data())
@settings(max_examples=300, deadline=None, database=None, suppress_health_check=SLOW_IS_FINE)
def test_an_item_is_known_again_when_others_have_gone(words: list[str], data: st.DataObject) -> None:
    """Each item has an identity of its own, and those that come after one that goes keep theirs."""
    before = bits(listing(*words), State.OFF) if words else ()
    assert len({one.identity for one in before}) == len(words)
    if words:
        gone = data.draw(st.integers(0, len(words) - 1))
        left = bits(listing(*words[:gone], *words[gone + 1 :]), State.OFF) if len(words) > 1 else ()
        assert [one.identity for one in left][gone:] == [one.identity for one in before][gone + 1 :]


def test_undoing_a_list_says_that_there_is_no_way_back() -> None:
    """What was removed is one line of the record, however many clicks it took, and the word is not a failure's."""
    full = listing("Sports", "Health")
    turns = tuple(Turn(str(full), via) for via in (BEGUN, "control", "control"))
    result = Result(
        "shop", "default", "ads", "Ads", "https://shop.example/ads", Outcome.TURNED_OFF, "", seen(State.ON, str(full)),
        turns=turns,
    )  # fmt: skip
    only = lines(result)
    assert only == ('list "Ads"',)
    assert bits(listing(), State.ON) == (listing(),)
    tried = Turn(str(listing()), "", obstacle=Obstacle(Outcome.SKIPPED, GONE))
    outcome, sentence = conclude(Evidence(seen(State.OFF, str(listing())), turns=(tried,)), only)
    assert outcome is Outcome.SKIPPED
    assert sentence.startswith("Stays off: what was removed from it can't be brought back")
    assert Mode.UNDO.goal is State.ON
