"""The report as a person opens it: on a phone, in the dark and on paper, with nothing from anywhere else."""

from playwright.sync_api import sync_playwright

from optout.browser.find import find
from optout.model import Box, Mode, Observation, Outcome, Result, Run, State, Turn, Unlisted, Versions
from optout.report.page import write

WHEN = "2026-11-24T14:00:00.000+00:00"
LONG = f"https://www.linkedin.com/mypreferences/d/settings/{'share-data-with-select-partners' * 3}"
ONE_PIECE = "Werbeeinstellungsdatenverarbeitungszustimmung" * 2
PAPER = {"width": 720, "height": 1000}  # about what a sheet holds
PHONE = {"width": 360, "height": 760}


def report(folder):
    """A report with everything in it that is too long for a narrow page; its address."""
    before = Observation(
        State.ON, WHEN, LONG, f"{LONG}?x", "de", (f'switch "{ONE_PIECE}" on',), (Box(0, 0, 40, 20),),
        picture="gone.png", sha256="a" * 64,
    )  # fmt: skip
    result = Result(
        "linkedin", "default", "one", ONE_PIECE, LONG, Outcome.NOT_SAVED, f"Look at {LONG} yourself.", before, before,
        (Turn(ONE_PIECE, "control", f"PUT {LONG} 200"),),
    )  # fmt: skip
    row = Unlisted("linkedin", ONE_PIECE, LONG)
    run = Run("2026-11-24T140000Z-aaaa", Mode.RUN, WHEN, Versions("0.1.0"), results=(result,), unlisted=(row,))
    return write(run, folder, folder / "report.html").as_uri()


def test_the_report_on_a_phone_in_the_dark_and_on_paper(tmp_path):
    """It is never wider than its page, asks for nothing but itself, and paper shows what a click would unfold."""
    address, asked = report(tmp_path), []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find().executable)
        page = browser.new_page(viewport=PHONE, color_scheme="dark")
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        hash_of_picture = page.get_by_text("a" * 64).first
        assert not hash_of_picture.is_visible()
        page.locator("summary").click()
        assert hash_of_picture.is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor")

        page.reload()
        page.set_viewport_size(PAPER)
        page.emulate_media(media="print")
        assert page.get_by_text("a" * 64).first.bounding_box()["height"] > 0
        assert page.evaluate("document.documentElement.scrollWidth") == PAPER["width"]
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)" != dark
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(28, 35, 33)"
        browser.close()
    assert set(asked) == {address}
