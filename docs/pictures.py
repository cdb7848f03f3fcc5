"""Make the README's pictures anew, from real runs on the local site: `.venv/bin/python docs/pictures.py`."""

import fcntl
import io
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

from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from optout.browser.find import find
from optout.demo import DRIFTING_KEY, REAL
from optout.site import Site

HERE = Path(__file__).parent
WIDTH = 80
SHEET = 794, 1123  # A4 in CSS pixels
SHEET_MARGIN = 60
LARGEST = 250_000  # bytes of a picture


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


def report(browser: Browser, file: Path, name: str, width: int, last: str, scheme: str = "light") -> None:
    """Keep the top of a report, as a window of a width shows it, as docs/report-NAME.png.

    Args:
        browser: a browser that runs.
        file: the report.
        name: of the picture.
        width: of the window, in CSS pixels.
        last: a selector of what the picture ends with.
        scheme: "light" or "dark".
    """
    page = browser.new_page(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        device_scale_factor=1.5,
    )
    page.goto(file.as_uri())
    end = page.locator(last).first.evaluate("one => one.getBoundingClientRect().bottom")
    page.set_viewport_size({"width": width, "height": round(end) + 24})
    keep(page.screenshot(), name)
    page.close()


def printed(browser: Browser, file: Path) -> None:
    """Keep the first sheet of a report as it is printed, as docs/report-print.png."""
    width, height = SHEET
    inner = {"width": width - 2 * SHEET_MARGIN, "height": height - 2 * SHEET_MARGIN}
    page = browser.new_page(viewport=inner, device_scale_factor=1.25)  # type: ignore[arg-type]
    page.emulate_media(media="print")
    page.goto(file.as_uri())
    # a sheet ends before the first setting that would be cut
    end = page.evaluate(
        """bottom => Math.min(bottom, ...[...document.querySelectorAll("article, .heading")]
            .map(one => one.getBoundingClientRect()).filter(box => box.bottom > bottom).map(box => box.top - 4))""",
        inner["height"],
    )
    shot = Image.open(io.BytesIO(page.screenshot(clip={"x": 0, "y": 0, "width": inner["width"], "height": end})))
    page.close()
    sheet = Image.new("RGB", (round(width * 1.25), round(height * 1.25)), "white")
    sheet.paste(shot, (round(SHEET_MARGIN * 1.25), round(SHEET_MARGIN * 1.25)))
    out = io.BytesIO()
    sheet.save(out, "png")
    keep(out.getvalue(), "print")


def keep(png: bytes, name: str) -> None:
    """Store a picture with no more colours than it needs."""
    file = HERE / f"report-{name}.png"
    few = Image.open(io.BytesIO(png)).convert("RGB").quantize(200, dither=Image.Dither.NONE)
    few.save(file, optimize=True)
    assert file.stat().st_size < LARGEST, f"{file} is too large"


def main() -> None:
    """Opt out, let one switch come back, check; keep the results as terminal.svg and the reports as report-*.png."""
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
            terminal(environment, "report", "-o", str(home / f"{words[0]}.html"))
            if words[0] == "run":
                site.state.set(DRIFTING_KEY, True)
        console.file.close()
        drawing = console.export_svg(title="optout, on the local site", theme=MONOKAI, unique_id="terminal")
        drawing = re.sub(r"@font-face \{.*?\}", "", drawing, flags=re.DOTALL)  # nothing from another host
        HERE.joinpath("terminal.svg").write_text(drawing.replace("Fira Code, monospace", "monospace"), "utf-8")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find().executable)
            report(browser, home / "check.html", "360-light", 360, "article")
            report(browser, home / "check.html", "768-dark", 768, "article", "dark")
            report(browser, home / "run.html", "1280-light", 1280, "#linkedin-ai-training")
            printed(browser, home / "run.html")
            browser.close()


if __name__ == "__main__":
    main()
