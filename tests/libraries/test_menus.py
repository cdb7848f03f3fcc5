"""Pages that this project did not design: component libraries' menus, found by visible label alone."""

import pytest
from test_libraries import DIST, MENUS, PARTS, flow  # noqa: F401 - the fixture

PAGES = sorted(page.stem for page in DIST.glob("*.html") if MENUS.search(page.stem))
# UI5 names each item with a word more that nobody sees; the flow has to know that as any other name
MENU = (
    '[[setting]]\nid = "{id}"\ntitle = "{title}"\npath = "/{page}.html"\ncontrol.kind = "menu"\n'
    'control.name.en = "{title}"\ncontrol.off.en = ["Turn off", "Turn off Is Active"]\ncontrol.on.en = "Turn on"\n'
    'control.reads.on.en = "On"\ncontrol.reads.off.en = "Off"\n'
)


def test_there_are_menus_of_many_libraries():
    """The bundle was built, and there are menus of more than eight libraries."""
    assert len(PAGES) >= 18


@pytest.mark.parametrize("part", PARTS)
def test_the_middle_menu_of_every_page_is_read_turned_and_read_back(cli, flow, part):  # noqa: F811 - the fixture
    """On every page the labelled menu is on, "Turn off" is taken, it stays off, and its neighbour stays on."""
    pages = PAGES[part::4]
    words = flow(pages, (1, 2), MENU)
    ran = cli("run", *(f"libraries/{page}-2" for page in pages), *words[1:], timeout=500)
    assert ran.outcomes == dict.fromkeys((f"{page}-2" for page in pages), "turned-off")
    checked = cli("check", *words, timeout=500)
    assert checked.outcomes == {
        f"{page}-{number}": "already-off" if number == 2 else "still-on" for page in pages for number in (1, 2)
    }
