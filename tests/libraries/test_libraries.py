"""Pages that this project did not design: real component libraries' switches, found by visible label alone."""

import functools
import http.server
import re
import threading
from pathlib import Path

import pytest

DIST = Path(__file__).parent / "dist"
TITLES = ("Personalised ads", "Share data with partners", "Use my posts to train AI")
CHOICES = re.compile(r"-(radio|select|card|buttons)$")  # in test_choices.py
MENUS = re.compile(r"-menu$")  # in test_menus.py
DIALOGS = re.compile(r"-(dialog|save|frame)$")  # in test_dialogs.py
OTHERS = (CHOICES, MENUS, DIALOGS)
PAGES = sorted(page.stem for page in DIST.glob("*.html") if not any(other.search(page.stem) for other in OTHERS))
# every fourth page of each kind, and in `make full` the others
PARTS = [0, *(pytest.param(part, marks=pytest.mark.full) for part in (1, 2, 3))]
HEAD = 'format = 1\nservice = "libraries"\ntitle = "Libraries"\norigin = "https://libraries.example"\n'
SETTING = '[[setting]]\nid = "{id}"\ntitle = "{title}"\npath = "/{page}.html"\ncontrol.name.en = "{title}"\n'


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def flow(tmp_path):
    """One flow file over some pages, and the arguments that point the command line at them."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(DIST)))
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def write(pages, numbers, setting=SETTING):
        flows = tmp_path / "flows"
        flows.mkdir()
        settings = [
            setting.format(id=f"{page}-{number}", title=TITLES[number - 1], page=page)
            for page in pages
            for number in numbers
        ]
        (flows / "libraries.toml").write_text(HEAD + "".join(settings))
        origin = f"https://libraries.example=http://127.0.0.1:{server.server_port}"
        return ["libraries", "--flows", str(flows), "--origin", origin, "--json"]

    yield write
    server.shutdown()
    server.server_close()


def test_there_are_pages_of_many_libraries():
    """The bundle was built, and it is not a handful."""
    assert len(PAGES) >= 40


@pytest.mark.parametrize("part", PARTS)
def test_the_middle_switch_of_every_page_is_read_turned_and_read_back(cli, flow, part):
    """On every library's page the labelled switch reads on, is turned off, stays off, and its neighbours stay on."""
    pages = PAGES[part::4]
    words = flow(pages, (1, 2, 3))
    middle = [word for page in pages for word in (f"libraries/{page}-2",)]
    ran = cli("run", *middle, *words[1:])
    assert ran.outcomes == {f"{page}-2": "turned-off" for page in pages}
    checked = cli("check", *words)
    assert checked.outcomes == {
        f"{page}-{number}": "already-off" if number == 2 else "still-on" for page in pages for number in (1, 2, 3)
    }
