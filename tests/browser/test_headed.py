"""`--headed`: a person watches the window and the terminal, and can follow each step in both."""

import pytest

pytestmark = pytest.mark.screen


def test_x(signed_in, terminal, screen):
    """X."""
    site = signed_in()
    with terminal("run", "linkedin/ai-training", "linkedin/ads-age", "--headed", "--slow", "20", site=site, screen=screen) as person:
        status, _ = person.end()
    print(person.text)
    print(site.state.visits)
    assert 0
