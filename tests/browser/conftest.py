"""A virtual screen, a person's hand on it, and a terminal, for the tests that need a window or somebody to talk to."""

import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import pytest

REAL = "https://www.linkedin.com"
_SIZE = (1400, 1000)
_WAIT_S = 60
_ANSI = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


@dataclass(frozen=True)
class Spot:
    """A patch of one colour on the screen, in pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def middle(self) -> tuple[int, int]:
        """Where a person would click it."""
        return (self.left + self.right) // 2, (self.top + self.bottom) // 2


@dataclass
class Screen:
    """A virtual screen that is seen only by its pixels and touched only by mouse and keyboard."""

    display: str
    pixels: Path

    def spots(self, colour: str, width: int) -> list[Spot]:
        """The patches of a colour (rrggbb) that are at least so wide in every row, from the top down."""
        data = self.pixels.read_bytes()
        (header,) = struct.unpack_from(">I", data)
        stride, entries = (struct.unpack_from(">I", data, offset)[0] for offset in (48, 76))
        start = header + entries * 12
        # a pixel is blue, green, red and one byte of padding
        run = re.compile(b"(?:%b.){%d,}" % (re.escape(bytes.fromhex(colour)[::-1]), width), re.DOTALL)
        found: list[Spot] = []
        for y in range(_SIZE[1]):
            row = data[start + y * stride : start + (y + 1) * stride]
            for match in run.finditer(row):
                left, right = match.start() // 4, match.end() // 4
                above = next((s for s in found if s.bottom == y and s.left < right and left < s.right), None)
                if above:
                    found.remove(above)
                    left, right = min(left, above.left), max(right, above.right)
                found.append(Spot(left, above.top if above else y, right, y + 1))
        return sorted(found, key=lambda spot: (spot.top, spot.left))

    def wait_for_spots(self, colour: str, width: int, count: int) -> list[Spot]:
        """Wait until exactly so many patches of a colour stand still on the screen."""
        end, before = time.monotonic() + _WAIT_S, None
        while (spots := self.spots(colour, width)) != before or len(spots) != count:
            assert time.monotonic() < end, f"{len(spots)} patches of #{colour}, not {count}: {spots}"
            before = spots
            threading.Event().wait(0.1)  # nothing tells when pixels change
        return spots

    def hand(self, *words: object) -> str:
        """Mouse and keyboard, by xdotool."""
        command = ["xdotool", *map(str, words)]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_WAIT_S, check=True, env=self.environment()
        )
        return done.stdout

    def click(self, spot: Spot) -> None:
        """Click the middle of a patch."""
        self.hand("mousemove", *spot.middle, "click", 1)

    def environment(self) -> dict[str, str]:
        """The environment of a program that shows itself here."""
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("OPTOUT_", "WAYLAND_"))}
        return {**clean, "DISPLAY": self.display}


@dataclass
class Terminal:
    """One command in a terminal of its own; what it prints is read while it runs."""

    command: list[str]
    environment: dict[str, str]
    folder: Path
    json: bool
    _text: str = ""
    _news: threading.Condition = field(default_factory=threading.Condition)

    def __enter__(self) -> Self:
        self._terminal, theirs = pty.openpty()
        self.process = subprocess.Popen(
            self.command, stdin=theirs, stderr=theirs, stdout=subprocess.PIPE if self.json else theirs,
            cwd=self.folder, env=self.environment, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
        self._reader.join(_WAIT_S)
        os.close(self._terminal)

    def _read(self) -> None:
        with suppress(OSError):  # the way in which a terminal says that nobody writes to it any more
            while piece := os.read(self._terminal, 65536):
                with self._news:
                    self._text += piece.decode("utf-8", "replace")
                    self._news.notify_all()

    @property
    def text(self) -> str:
        """What was printed so far, without colours, a line for a line."""
        return _ANSI.sub("", self._text).replace("\r", "")

    def wait_for(self, words: str) -> None:
        """Wait until some words stand in the terminal."""
        with self._news:
            seen = self._news.wait_for(lambda: words in self.text or self.process.poll() is not None, _WAIT_S)
        assert seen, f"{words!r} never came:\n{self.text}"
        assert words in self.text, f"{words!r} did not come before the end:\n{self.text}"

    def type(self, keys: str) -> None:
        """Type at the keyboard of this terminal."""
        os.write(self._terminal, keys.encode())

    def end(self) -> tuple[int, str]:
        """Wait for the end: the exit status, and what came on stdout if that is not the terminal."""
        out, _ = self.process.communicate(timeout=2 * _WAIT_S)
        self._reader.join(_WAIT_S)
        assert "Traceback" not in self.text, self.text
        return self.process.returncode, (out or b"").decode()


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    """A virtual screen of its own for one test."""
    missing = [name for name in ("Xvfb", "xdotool") if not shutil.which(name)]
    if missing:
        pytest.skip(
            f"{' and '.join(missing)} not found: a window needs a virtual screen (apt-get install xvfb xdotool)"
        )
    pixels = tmp_path / "screen"
    pixels.mkdir()
    size = f"{_SIZE[0]}x{_SIZE[1]}x24"
    told, tell = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(tell), "-screen", "0", size, "-nolisten", "tcp", "-fbdir", str(pixels)],
        pass_fds=[tell], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(tell)
    try:
        with os.fdopen(told) as answer:
            number = answer.readline().strip()
        assert number, "Xvfb did not start"
        yield Screen(f":{number}", pixels / "Xvfb_screen0")
    finally:
        server.terminate()
        server.wait(_WAIT_S)


@pytest.fixture
def terminal(cli: Any, tmp_path: Path) -> Callable[..., Terminal]:
    """Starts the real command line in a terminal: `with terminal("run", site=site, screen=screen) as person: ...`."""

    def start(*words: str, site: Any = None, screen: Screen | None = None) -> Terminal:
        command = [sys.executable, "-m", "optout", *words, "--home", str(cli.home)]
        if site:
            command += ["--origin", f"{REAL}={site.origin}"]
        blind = Screen("", tmp_path).environment()
        del blind["DISPLAY"]
        return Terminal(command, screen.environment() if screen else blind, tmp_path, "--json" in words)

    return start
