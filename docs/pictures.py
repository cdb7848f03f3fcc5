"""Make the README's pictures anew, from a real run on the local site: `.venv/bin/python docs/pictures.py`."""

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from optout.browser.find import find
from optout.demo import DRIFTING_KEY, REAL
from optout.site import Site

HERE = Path(__file__).parent
WIDTH = 80
REPORT = {"width": 1100, "height": 676}  # the counts and the first card, before and after


def terminal(environment: dict[str, str], *words: str) -> str:
    """What a command prints on a terminal, without the last lines, which say where this machine keeps the proof."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, WIDTH, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-m", "optout", *words],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env=environment,
    ):
        os.close(theirs)
        printed = b""
        try:
            while piece := os.read(ours, 4096):
                printed += piece
        except OSError:  # the terminal's other end is closed
            pass
    os.close(ours)
    return printed.decode().replace("\r\n", "\n").partition("Proof: ")[0].rstrip()


def main() -> None:
    """Opt out, let one switch come back, check; keep the results as terminal.svg and the report as report.png."""
    with tempfile.TemporaryDirectory() as folder, Site(port=8000) as site:
        home = Path(folder)
        clean = {key: value for key, value in os.environ.items() if not key.startswith("OPTOUT_")}
        environment = clean | {
            "OPTOUT_HOME": str(home),
            "OPTOUT_ORIGINS": f"{REAL}={site.origin}",
            "TERM": "xterm-256color",
        }
        session = home / "session.json"
        session.write_text(json.dumps(site.storage_state()))
        terminal(environment, "login", "linkedin", "--storage-state", str(session))
        console = Console(record=True, width=WIDTH, file=open(os.devnull, "w"), color_system="truecolor")  # noqa: SIM115
        for words in (("run", "linkedin"), ("check", "--quiet")):
            console.print(f"[bold]$ optout {' '.join(words)}[/]", highlight=False)
            console.print(Text.from_ansi(terminal(environment, *words)), "\n")
            if words[0] == "run":
                terminal(environment, "report", "-o", str(home / "report.html"))
                site.state.set(DRIFTING_KEY, True)
        console.file.close()
        drawing = console.export_svg(title="optout, on the local site", theme=MONOKAI, unique_id="terminal")
        drawing = re.sub(r"@font-face \{.*?\}", "", drawing, flags=re.DOTALL)  # nothing from another host
        HERE.joinpath("terminal.svg").write_text(drawing.replace("Fira Code, monospace", "monospace"), "utf-8")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find().executable)
            page = browser.new_page(viewport=REPORT, device_scale_factor=1.5)
            page.goto((home / "report.html").as_uri())
            page.screenshot(path=HERE / "report.png")
            browser.close()


if __name__ == "__main__":
    main()
