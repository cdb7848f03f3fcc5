"""The pure parts of the `choice`: when it is off, what it goes back to, and the line that is kept of it."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optout.controls.choice import Choice
from optout.controls.kind import Found, bare
from optout.controls.options import Group, Option
from optout.lines import chosen, read, stateless
from optout.model import BEGUN, Observation, Outcome, Result, State, Turn
from optout.undo import lines, missing

SLOW_IS_FINE = [HealthCheck.too_slow]  # a busy machine is no fault of the data
OFF, ON = ("Off",), ("Allow", "Ask me")


def option(name: str, is_chosen: bool | None = False, disabled: bool = False) -> Option:
    """An option whose name is its title where the flow has it."""
    return Option(hash(name) % 1000, name, is_chosen, disabled, frozenset({name} & {*OFF, *ON}))


def choice(
    *options: Option, role: str = "radiogroup", value: str = "", prior: str = "", on: tuple[str, ...] = ON
) -> Choice:
    """A choice of these options."""
    group = Group(role, 1, ("Ads",), options, value)
    return Choice(group, OFF, on, "Ads", frozenset(), True, (), lambda _: Found(), prior)


OPTIONS = st.lists(
    st.tuples(st.sampled_from(["Off", "Allow", "Ask me", "Off and more", ""]), st.sampled_from([True, False, None])),
    max_size=5,
)


@given(OPTIONS)
@settings(max_examples=500, deadline=None, database=None, suppress_health_check=SLOW_IS_FINE)
def test_off_is_one_option_that_is_chosen_and_no_other(described: list[tuple[str, bool | None]]) -> None:
    """Off exactly where the only option for off is the only one chosen, and every option says whether it is."""
    one = choice(*(option(*each) for each in described))
    off = [name for name, _ in described].count("Off") == 1
    sure = off and None not in [is_chosen for _, is_chosen in described]
    picked = [name for name, is_chosen in described if is_chosen]
    assert (one.state is State.OFF) == (sure and picked == ["Off"])
    assert (one.state is State.ON) == (sure and len(picked) == 1 and picked != ["Off"])
    assert bool(one.problem) == (one.state is State.UNKNOWN)


@pytest.mark.parametrize(
    ("value", "state"),
    [
        ("Off", State.OFF), ("off ▼", State.OFF), ("Allow", State.ON), ("Off and more", State.UNKNOWN),
        ("Offer", State.UNKNOWN), ("", State.UNKNOWN), ("Something else", State.UNKNOWN),
    ],
)  # fmt: skip
def test_a_folded_box_is_what_its_words_say(value: str, state: State) -> None:
    """Only the flow's own words tell; whatever else it shows means nothing."""
    assert choice(role="combobox", value=value).state is state


def test_a_placeholder_is_no_choice() -> None:
    """A box that says itself that nothing is chosen yet says nothing, whatever its words are."""
    one = choice(role="combobox", value="Off")
    assert replace(one, group=replace(one.group, blank=True)).state is State.UNKNOWN


@pytest.mark.parametrize(
    ("prior", "on", "picked"),
    [
        ("", ON, ["Allow"]), ("Ask me", ON, ["Ask me"]), ("Gone", ON, ["Allow"]), ("Other", ("Ask me",), ["Ask me"]),
        ("Other", (), ["Other"]), ("", (), []), ("Off", (), []),
    ],
)  # fmt: skip
def test_back_to_on_goes_what_was_chosen_before(prior: str, on: tuple[str, ...], picked: list[str]) -> None:
    """The record's option where the flow calls it on or knows no word; else the flow's first word; never off."""
    one = choice(option("Off", True), option("Allow"), option("Ask me"), option("Other"), prior=prior, on=on)
    assert [each.name for each in one.pick(one.group.options, State.ON)] == picked
    assert [each.name for each in one.pick(one.group.options, State.OFF)] == ["Off"]


def test_it_is_locked_where_what_would_have_to_be_chosen_is_disabled() -> None:
    """A disabled option that nobody wants does not lock it."""
    assert choice(option("Off", disabled=True), option("Allow", True)).disabled
    assert not choice(option("Off"), option("Allow", True), option("Ask me", disabled=True)).disabled


@pytest.mark.parametrize(
    ("one", "line", "before"),
    [
        (choice(option("Off"), option("Allow", True)), 'radiogroup "Ads" chosen "Allow"', "Allow"),
        (choice(option("Off", True), option("Allow", True)), 'radiogroup "Ads" chosen several', ""),
        (choice(option("Off"), option("Allow")), 'radiogroup "Ads" chosen nothing', ""),
        (
            choice(role="combobox", value='say "on" chosen'),
            'combobox "Ads" chosen "say \'on\' chosen"',
            "say 'on' chosen",
        ),
    ],
)
def test_its_line_keeps_what_was_chosen(one: Choice, line: str, before: str) -> None:
    """The line says what is chosen; without it, it is the same line whatever is chosen."""
    assert str(one) == line
    assert chosen(line) == before
    assert stateless(line) == f'{one.group.role} "Ads"'
    assert read([line]) == [(f'{one.group.role} "Ads"', State.UNKNOWN)]


def test_a_switch_is_no_choice() -> None:
    """The line of a switch is read as before, even one that is called like the line of a choice."""
    assert chosen('switch "Ads" on') == ""
    assert stateless('switch "Ads chosen" on disabled') == 'switch "Ads chosen"'


def test_an_undo_is_told_what_was_chosen_before_the_first_click() -> None:
    """Two attempts are one choice, and the first one saw what was there."""
    line = 'radiogroup "Ads" chosen "{}"'
    seen = Observation(State.ON, "", "", controls=(line.format("Allow"),))
    turns = (Turn(line.format("Allow"), "control"), Turn(line.format("Ask me"), "label"), Turn(line.format("x"), BEGUN))
    result = Result("shop", "default", "one", "", "", Outcome.TURNED_OFF, "", seen, seen, turns)
    assert lines(result) == (line.format("Allow"),)
    assert missing([line.format("Off")], lines(result)) == ""
    assert missing(['radiogroup "Other" chosen "Off"'], lines(result)) == 'radiogroup "Ads"'


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("• Off", "off"),
        ("Off ▼", "off"),
        ("Share data :", "share data"),
        ("Off*", "off"),
        ("-Off", "-off"),
        ("Off…", "off..."),
    ],
)
def test_decoration_is_no_part_of_a_label(name: str, plain: str) -> None:
    """Bullets, ticks, arrows, colons and asterisks go; anything that could be a word or change it stays."""
    assert bare(name) == plain
