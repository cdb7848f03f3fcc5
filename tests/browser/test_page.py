"""The report as a person opens it: on a phone, at a desk, in the dark, by keyboard and on paper."""

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageDraw
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from optout.browser.find import find
from optout.browser.pdf import printed
from optout.model import Box, Mode, Observation, Outcome, Result, Run, State, Turn, Unlisted, Versions
from optout.report.headline import headline
from optout.report.page import Known, write
from optout.report.seal import Seal, Stamp
from optout.runs.ledger import Entry, Look, Seen

WHEN = "2026-11-24T14:00:00.000+00:00"
EARLIER = "2026-11-17T14:00:00.000+00:00"
LONG = f"https://www.linkedin.com/mypreferences/d/settings/{'share-data-with-select-partners' * 3}"
ONE_PIECE = "Werbeeinstellungsdatenverarbeitungszustimmung" * 2
WIDTHS = (360, 768, 1280)
PAPER = {"width": 720, "height": 1000}  # about what a sheet holds
BOX = Box(1107, 361, 48, 26)


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """A report with every outcome, and with all that is too long for a narrow page: its run, and its file."""
    folder = tmp_path_factory.mktemp("report")
    pictures = {}
    for state in ("on", "off"):
        picture = Image.new("RGB", (1280, 800), "white")
        pen = ImageDraw.Draw(picture)
        pen.rectangle([BOX.x, BOX.y, BOX.x + BOX.width, BOX.y + BOX.height], fill="green" if state == "on" else "grey")
        picture.save(folder / f"{state}.png")
        pictures[state] = hashlib.sha256((folder / f"{state}.png").read_bytes()).hexdigest()

    def look(state, picture):
        return Observation(
            state, WHEN, LONG, f"{LONG}?x", "de", (f'switch "{ONE_PIECE}" {state.value}',), (BOX,),
            picture=f"{picture}.png", sha256=pictures.get(picture, "a" * 64),
        )  # fmt: skip

    results = []
    for outcome in Outcome:
        before = look(State.OFF if outcome is Outcome.ALREADY_OFF else State.ON, "off" if outcome.is_off else "on")
        after = look(State.OFF, "off") if outcome is Outcome.TURNED_OFF else None
        results.append(
            Result(
                "linkedin",
                "default",
                outcome.value,
                ONE_PIECE,
                LONG,
                outcome,
                f"Look at {LONG} yourself.",
                before,
                after,
                (Turn(ONE_PIECE, "control", f"PUT {LONG} 200"),) if after else (),
            )
        )
    results.append(replace(results[0], setting="gone", before=look(State.OFF, "gone")))
    run = Run(
        "2026-11-24T140000Z-aaaa", Mode.RUN, WHEN, Versions("0.1.0"), results=tuple(results),
        unlisted=(Unlisted("linkedin", ONE_PIECE, LONG),), finished=WHEN,
    )  # fmt: skip
    seen = [
        Entry(1, name, Mode.CHECK, at, at, results=tuple(
            Seen("linkedin", "default", one.setting, ONE_PIECE, LONG, word, Look(state, at)) for one in results
        ))
        for name, at, word, state in (
            ("first", EARLIER, Outcome.ALREADY_OFF, State.OFF),
            ("second", EARLIER, Outcome.UNREACHABLE, State.UNKNOWN),
            (run.id, WHEN, Outcome.STILL_ON, State.ON),
            ("last", WHEN, Outcome.STILL_ON, State.MIXED),
        )
    ]  # fmt: skip
    known = Known(
        why={("linkedin", one.setting): f"It uses {ONE_PIECE}." for one in results},
        entries=seen,
        seal=Seal(7, "b" * 64, "c" * 64, (Stamp(WHEN, "freetsa"),)),
    )
    return run, write(run, folder, folder / "report.html", known)


@pytest.fixture(scope="module")
def chromium():
    """The browser that runs use, without a window."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=find().executable)
        yield running
        running.close()


@pytest.fixture
def opened(chromium, report):
    """Opens the report in a window of a width; what it asked for and complained of is in `asked` and `said`."""
    contexts, asked, said = [], [], []

    def start(width, scheme="light"):
        contexts.append(chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme))
        page = contexts[-1].new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.goto(report[1].as_uri())
        return page

    start.asked, start.said = asked, said
    yield start
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "width", [min(WIDTHS), *(pytest.param(one, marks=pytest.mark.full) for one in sorted(WIDTHS)[1:])]
)
def test_everybody_can_use_it(opened, width, scheme):
    """At each width, in light and in dark, with everything unfolded: axe finds nothing, and nothing is too wide."""
    page = opened(width, scheme)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    ink, paper = page.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert (_light(ink), _light(paper)) == ((False, True) if scheme == "light" else (True, False))


def _light(colour):
    return sum(map(int, colour.removeprefix("rgb(").removesuffix(")").split(","))) > 384


def test_it_asks_for_nothing(opened, report):
    """One file is all that is opened, and its own policy, which forbids everything else, is not in its way."""
    page = opened(1280)
    page.wait_for_load_state("load")
    assert {address for address in opened.asked if not address.startswith("data:")} == {report[1].as_uri()}
    assert opened.said == []
    with page.expect_event("requestfailed") as failed:
        page.evaluate("document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/x.png'}))")
    assert failed.value.failure == "csp"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_frame_and_what_it_frames_are_in_sight(opened, width):
    """However narrow the page, each strip shows its framed control whole and large enough to see."""
    page = opened(width)
    strips = page.locator(".strip")
    assert strips.count() == len(Outcome) + 1
    for strip in strips.all():
        outer, frame = strip.bounding_box(), strip.locator(".frame").bounding_box()
        assert outer["x"] <= frame["x"] < frame["x"] + frame["width"] <= outer["x"] + outer["width"]
        assert outer["y"] <= frame["y"] < frame["y"] + frame["height"] <= outer["y"] + outer["height"]
        assert frame["height"] >= 24
    shot = Image.open(io.BytesIO(strips.first.locator(".frame").screenshot())).convert("RGB")
    assert shot.getpixel((shot.width // 2, shot.height // 2)) in ((0, 128, 0), (128, 128, 128))


def test_the_chart_needs_no_colour(opened):
    """On stands above off, what was not read between them, and a piece has the width of its looks."""
    chart = opened(768).locator(".chart").first
    drawn = {name: chart.locator(f".p-{name}").bounding_box() for name in ("on", "off", "unread", "mixed", "here")}
    assert drawn["on"]["y"] < drawn["unread"]["y"] < drawn["off"]["y"] < drawn["here"]["y"]
    assert drawn["on"]["height"] > 1.5 * drawn["mixed"]["height"]
    widths = [round(drawn[name]["width"]) for name in ("off", "unread", "on", "mixed")]
    assert max(widths) - min(widths) <= 8  # a stroke stands out a little
    assert [round(drawn[name]["x"]) for name in ("off", "unread", "on", "mixed")] == sorted(
        round(drawn[name]["x"]) for name in ("off", "unread", "on", "mixed")
    )


def test_it_can_be_used_by_keyboard(opened):
    """The first key leads to the first group, with the focus to be seen; a key unfolds what a setting rests on."""
    page = opened(1280)
    page.keyboard.press("Tab")
    first = page.locator(":focus")
    assert first.get_attribute("href") == "#came-back"
    assert first.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.url.endswith("#came-back")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("#linkedin-came-back details[open]").count() == 1


def test_paper_shows_what_a_click_would_unfold(opened):
    """Printed, it is dark on white even where the screen is dark, no wider than the sheet, and nothing is folded."""
    page = opened(360, "dark")
    hash_of_picture = page.get_by_text("a" * 64).first
    assert not hash_of_picture.is_visible()
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    assert hash_of_picture.bounding_box()["height"] > 0
    assert page.evaluate("document.documentElement.scrollWidth") == PAPER["width"]
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(22, 32, 28)"


def test_the_pdf_says_the_same(report):
    """On A4, beginning with the one sentence, with every hash in it and the headings as an outline."""
    run, file = report
    with ThreadPoolExecutor() as aside:  # this thread holds a browser already
        pdf = PdfReader(io.BytesIO(aside.submit(printed, find(), file.read_text("utf-8")).result()))
    words = ["".join(page.extract_text().split()) for page in pdf.pages]
    assert "".join(headline(run).sentence.split()) in words[0]
    assert "a" * 64 in "".join(words)
    assert [round(float(side)) for side in pdf.pages[0].mediabox[2:]] == pytest.approx([595, 842], abs=1)
    top, below = pdf.outline
    assert " ".join(top.title.split()) == headline(run).sentence
    assert "Off 3" in [" ".join(one.title.split()) for one in below if not isinstance(one, list)]


def test_the_command_prints_a_pdf(cli, signed_in):
    """`report --pdf` writes one beside the record; where no browser can print, one sentence says so."""
    site = signed_in()
    assert cli("run", "linkedin/ai-training", "--json", site=site).status == 0
    said = cli("report", "--pdf", "-q")
    assert said.status == 0, said.err
    (file,) = (cli.home / "runs").glob("*/report.pdf")
    assert said.out == f"Report: {file}\n"
    words = "".join(PdfReader(file).pages[0].extract_text().split())
    assert "1of1off,proved" in words
    assert "LinkedIntrainscontent-writingAImodels" in words
    assert not list((cli.home / "runs").glob("*/report.html"))
    lost = cli("report", "--pdf", "--browser", "/nowhere/chrome")
    assert lost.status == 5
    assert "/nowhere/chrome" in lost.err
    assert cli("report", "--pdf", "-o", str(cli.home / "nowhere" / "x.pdf")).status == 5
