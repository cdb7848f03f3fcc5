"""Pages that this project did not design: switches behind component libraries' dialogs, a Save button, a frame."""

import functools
import threading
from http.server import ThreadingHTTPServer

import pytest
from test_libraries import DIALOGS, DIST, HEAD, PARTS, Quiet

PAGES = sorted(page.stem for page in DIST.glob("*.html") if DIALOGS.search(page.stem))
SETTING = '[[setting]]\nid = "PAGE"\ntitle = "Ads"\npath = "/PAGE.html"\ncontrol.name.en = "Personal ads"\n'
REST = {
    "dialog": 'open = [{ click.en = "Ad settings" }]\nconfirm = [{ click.en = "Turn off" }]\n',
    "save": 'save = { click.en = "Save changes" }\n',
    "frame": 'frame = "https://libraries.example/PAGE.html"\n',
}


class Kept(Quiet):
    """Serves the pages, keeps what is saved, and takes down every write."""

    def _read(self) -> None:
        if not self.path.startswith("/held/"):
            return super().do_GET()
        off = f"/save/{self.path.removeprefix('/held/')} off" in self.server.writes
        return self._say(b"off" if off else b"on")

    def _write(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        self.server.writes.append(f"{self.path} {body}".strip())
        self._say(b"")

    do_GET, do_PUT = _read, _write

    def _say(self, words: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words)


@pytest.fixture
def server():
    """The pages on loopback."""
    running = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Kept, directory=str(DIST)))
    running.writes = []
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


def test_there_are_dialogs_of_many_libraries():
    """The bundle was built, and there are dialogs of more than eight libraries, three Save buttons and two frames."""
    kinds = [page.rsplit("-", 1)[1] for page in PAGES]
    assert (kinds.count("dialog"), kinds.count("save"), kinds.count("frame")) >= (18, 3, 2)


@pytest.mark.parametrize("part", PARTS)
def test_a_switch_behind_dialogs_is_read_turned_and_read_back(cli, server, tmp_path, part):
    """A check opens each dialog and writes nothing; a run confirms and saves once each; nothing else was clicked."""
    pages = PAGES[part::4]
    settings = [(SETTING + REST[page.rsplit("-", 1)[1]]).replace("PAGE", page) for page in pages]
    (tmp_path / "libraries.toml").write_text(HEAD + "".join(settings))
    origin = f"https://libraries.example=http://127.0.0.1:{server.server_port}"
    words = ("libraries", "--flows", str(tmp_path), "--origin", origin, "--json")
    assert cli("check", *words, timeout=500).outcomes == dict.fromkeys(pages, "still-on")
    assert server.writes == []
    ran = cli("run", *words, timeout=500)
    assert ran.outcomes == dict.fromkeys(pages, "turned-off"), ran.out
    assert sorted(server.writes) == [f"/save/{page} off" for page in pages]
    assert cli("check", *words, timeout=500).outcomes == dict.fromkeys(pages, "already-off")
