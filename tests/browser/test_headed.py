"""`--headed`: a person watches the window and the terminal, and can follow each step in both."""

import pytest

pytestmark = pytest.mark.screen

MARK = "ff7800"  # around the point that is clicked next
GREEN, GREY = "17784a", "8b95a3"  # a switch that is on, and one that is off
KNOB = 20  # how wide its coloured part is at least
PROBE, FRONT = "/mypreferences/d/", "/mypreferences/d/categories/account"
PRIVACY, ADS = "/mypreferences/d/categories/privacy", "/mypreferences/d/categories/ads"
TRAINING = "/mypreferences/d/settings/data-for-ai-improvement"
AGE = "/mypreferences/d/settings/ads-by-age"


def clicked(text):
    """What was clicked on the way from page to page, by the words that the terminal told."""
    return [line.split('"')[1] for line in text.splitlines() if line.strip().startswith('Clicking "')]


def in_order(text, *words):
    """Whether some words stand in a text one after the other."""
    at = 0
    for word in words:
        at = text.find(word, at) + 1
        assert at, f"{word!r} is missing, or comes too early:\n{text}"


def test_pages_are_reached_by_clicking_and_every_step_is_told(signed_in, terminal, screen):
    """The way leads over rail and rows, the terminal tells each click by its words, and the end is `turned-off`."""
    site = signed_in()
    already = len(site.state.visits)
    words = ("run", "linkedin/ai-training", "linkedin/ads-age", "--headed")
    with terminal(*words, site=site, screen=screen) as person:
        status, _ = person.end()
    assert status == 0
    assert site.state.visits[already:] == [
        *(PROBE, FRONT),
        *(PRIVACY, ADS),  # what is offered
        *(PRIVACY, TRAINING, ADS, AGE),  # look and turn
        *(TRAINING, AGE),  # read anew
    ]
    assert clicked(person.text) == [
        *("Data privacy", "Advertising data"),
        *("Data privacy", "Data for Generative AI Improvement", "Advertising data", "Age range"),
    ]
    in_order(
        person.text,
        'Clicking "Data for Generative AI Improvement"',
        'It reads on: switch "Use my data for training content creation AI models" on',
        'Now: switch off "Use my data for training content creation AI models"',
        "The page shows off now, and the site has saved it; it will be read again on a fresh page",
        'Clicking "Age range"',
        'Now: switch off "Use your age range for ads"',
        "Reading everything again, each page loaded anew by its address:",
        'It reads off: switch "Use my data for training content creation AI models" off',
        'It reads off: switch "Use your age range for ads" off',
        "2 settings: 2 turned-off",
    )
    assert [(write.key, write.value) for write in site.state.writes] == [
        ("allowDataForGenerativeAI", False),
        ("allowAdsByAge", False),
    ]


def test_slow_enough_to_see_the_switch_before_and_after(signed_in, terminal, screen):
    """With `--slow` the window really shows the switch on when the terminal says so, and off after the click."""
    site = signed_in()
    words = ("run", "linkedin/ads-age", "--headed", "--slow", "3000")
    with terminal(*words, site=site, screen=screen) as person:
        person.wait_for('It reads on: switch "Use your age range for ads"')
        (on,) = screen.wait_for_spots(GREEN, KNOB, 1)
        person.wait_for('Now: switch off "Use your age range for ads"')
        upper, lower = screen.wait_for_spots(MARK, 2 * KNOB, 2)  # two sides of the mark, around the switch
        assert upper.top < on.top < on.bottom < lower.bottom
        assert site.state.writes == []
        person.wait_for("The page shows off")
        (off,) = screen.wait_for_spots(GREY, KNOB, 1)
        status, _ = person.end()
    assert off.top == on.top
    assert status == 0
    assert "turned-off" in person.text
    assert [(write.key, write.value) for write in site.state.writes] == [("allowAdsByAge", False)]


def test_no_screen_for_the_window(signed_in, terminal):
    """`--headed` without a screen is one sentence and exit 5, and nothing is opened."""
    site = signed_in()
    already = len(site.state.visits)
    with terminal("run", "linkedin/ads-age", "--headed", site=site) as person:
        status, _ = person.end()
    assert status == 5
    assert "A window is needed, but there is no screen here." in person.text
    assert (site.state.visits[already:], site.state.writes) == ([], [])
