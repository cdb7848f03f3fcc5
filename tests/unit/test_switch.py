"""The pure parts of the `switch`: what its parts say together, what it is called, what many of them amount to."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optout.controls.switch import Found, Switch
from optout.controls.tree import Node
from optout.model import State

SLOW_IS_FINE = [HealthCheck.too_slow]  # a busy machine is no fault of the data

OPPOSITE = {State.ON: State.OFF, State.OFF: State.ON, State.MIXED: State.MIXED, State.UNKNOWN: State.UNKNOWN}


def switch(*states: State, inverted: bool = False, disabled: bool = False, name: str = "Use my data") -> Switch:
    """A switch whose parts have these states."""
    parts = tuple(Node(index, "switch", name, state, disabled) for index, state in enumerate(states))
    return Switch(parts, frozenset(), main=True, inverted=inverted)


@pytest.mark.parametrize("state", State)
def test_one_part_says_its_state(state: State) -> None:
    """A plain switch is on when lit."""
    assert switch(state).state is state


@pytest.mark.parametrize("state", State)
def test_an_inverted_switch_is_on_when_it_is_not_lit(state: State) -> None:
    """ "Don't use my data" reads off when it is lit; half lit and unreadable stay what they are."""
    assert switch(state, inverted=True).state is OPPOSITE[state]


@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize(("outer", "inner"), list(itertools.product(State, State)))
def test_twins_must_agree(outer: State, inner: State, inverted: bool) -> None:
    """A switch around a switch has a state only if both say the same; else it is unknown, never off."""
    alone = switch(outer, inverted=inverted).state
    assert switch(outer, inner, inverted=inverted).state is (alone if outer is inner else State.UNKNOWN)


def test_one_disabled_part_disables_the_whole() -> None:
    """Where the site locks one of the twins, the switch is locked."""
    free = switch(State.ON, State.ON)
    assert not free.disabled
    assert replace(free, parts=(free.parts[0], replace(free.parts[1], disabled=True))).disabled


@pytest.mark.parametrize(
    ("name", "label", "same"),
    [
        ("Use my data", "Use my data", True),
        ("Use my  data ", "use My data", True),
        ("Use\u00a0my data", "Use my data", True),
        ("Use data you\u2019ve given", "Use data you've given", True),
        ("\uff35SE my data", "Use my data", True),
        ("Straße", "STRASSE", True),
        ("Cafe\u0301", "Café", True),
        ("Use my data for ads", "Use my data", False),
        ("Don't use my data", "Use my data", False),
        ("", "Use my data", False),
        ("Use my data", "", False),
    ],
)
def test_a_label_is_compared_as_a_whole(name: str, label: str, same: bool) -> None:
    """Spaces, capitals and the shape of apostrophes do not matter; every word does."""
    assert switch(State.ON, name=name).called((label,)) is same


def test_any_label_and_any_part_will_do() -> None:
    """Old and new labels are both known, and either twin may carry the name."""
    twins = switch(State.ON, State.ON, name="")
    named = replace(twins, parts=(twins.parts[0], replace(twins.parts[1], name="Old name")))
    assert named.called(("New name", "Old name"))
    assert not named.called(("New name",))
    assert not named.called(())


@pytest.mark.parametrize(
    ("states", "together"),
    [
        ([], State.UNKNOWN),
        ([State.OFF], State.OFF),
        ([State.OFF, State.OFF], State.OFF),
        ([State.OFF, State.ON], State.ON),
        ([State.UNKNOWN, State.ON], State.ON),
        ([State.MIXED, State.ON], State.ON),
        ([State.OFF, State.MIXED], State.MIXED),
        ([State.UNKNOWN, State.MIXED], State.MIXED),
        ([State.OFF, State.UNKNOWN], State.UNKNOWN),
    ],
)
def test_many_switches_are_off_only_if_all_are(states: list[State], together: State) -> None:
    """No switch at all is unknown; one that is on makes the setting on."""
    assert Found(tuple(map(switch, states))).state is together


PARTS = st.lists(st.sampled_from(State), min_size=1, max_size=3)


@given(st.lists(st.tuples(PARTS, st.booleans()), max_size=4))
@settings(max_examples=500, deadline=None, database=None, suppress_health_check=SLOW_IS_FINE)
def test_off_is_never_read_from_anything_else(described: list[tuple[list[State], bool]]) -> None:
    """Whatever the parts say, a page reads off only if every part of every switch says so."""
    found = Found(tuple(switch(*parts, inverted=inverted) for parts, inverted in described))
    wanted = [state is (State.ON if inverted else State.OFF) for parts, inverted in described for state in parts]
    assert (found.state is State.OFF) == (bool(wanted) and all(wanted))


def test_the_others_are_all_but_one() -> None:
    """What must not be clicked is every switch of the page except the one in hand, even if it looks the same."""
    one, two, other = switch(State.ON), switch(State.ON), switch(State.OFF)
    assert one == two
    rest = Found((one, two), (other,)).without(one)
    assert len(rest) == 2
    assert rest[0] is two
    assert rest[1] is other


def test_the_line_of_the_tree_is_kept() -> None:
    """A switch is written down as a screen reader would say it, the outer part first."""
    assert str(switch(State.ON, State.OFF, disabled=True)) == (
        'switch "Use my data" on disabled around switch "Use my data" off disabled'
    )
