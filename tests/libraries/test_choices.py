"""Pages that this project did not design: component libraries' radios and selects, found by visible label alone."""

import pytest
from test_libraries import CHOICES, DIST, PARTS, flow  # noqa: F401 - the fixture

PAGES = sorted(page.stem for page in DIST.glob("*.html") if CHOICES.search(page.stem))
# antd's list holds two of its options in the tree, of no size; those that are drawn say nothing to a screen reader
LEFT_ALONE = {"antd-select"}
CHOICE = (
    '[[setting]]\nid = "{id}"\ntitle = "{title}"\npath = "/{page}.html"\ncontrol.kind = "choice"\n'
    'control.name.en = "{title}"\ncontrol.off.en = "Off"\ncontrol.on.en = ["Allow all", "Ask me first"]\n'
)


def test_there_are_choices_of_many_libraries():
    """The bundle was built, and both kinds are of more than eight libraries."""
    for kind in ("-radio", "-select"):
        assert len([page for page in PAGES if page.endswith(kind)]) >= 18


@pytest.mark.parametrize("part", PARTS)
def test_the_middle_choice_of_every_page_is_read_turned_and_read_back(cli, flow, part):  # noqa: F811 - the fixture
    """On every library's page the labelled choice is on, is chosen off, stays off, and its neighbour stays on."""
    pages = PAGES[part::4]
    words = flow(pages, (1, 2), CHOICE)
    ran = cli("run", *(f"libraries/{page}-2" for page in pages), *words[1:], timeout=500)
    assert ran.outcomes == {f"{page}-2": "not-recognised" if page in LEFT_ALONE else "turned-off" for page in pages}
    checked = cli("check", *words, timeout=500)
    assert checked.outcomes == {
        f"{page}-{number}": "already-off" if number == 2 and page not in LEFT_ALONE else "still-on"
        for page in pages
        for number in (1, 2)
    }
