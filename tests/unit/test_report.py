"""What a reader gets of a run: the document, the lines, the page, the words about flows. From values, no browser."""

import hashlib
import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image
from rich.console import Console

from optout.catalog import Catalog
from optout.errors import CannotLook
from optout.model import Box, Mode, Observation, Outcome, Result, Run, State, Turn, Unlisted, Versions
from optout.report.document import document, failure
from optout.report.flows import details, lint, listing
from optout.report.page import page, write
from optout.report.text import colour, show, summary
from optout.resources import folder

URL = "https://www.linkedin.com/one"
WHEN = "2026-11-24T14:00:00.000+00:00"
SHOT = Image.new("RGB", (1280, 800), "white")
NASTY = """<script>alert("x")</script> [red]'&"""


def png(picture: Image.Image = SHOT) -> bytes:
    """The bytes of a picture."""
    out = io.BytesIO()
    picture.save(out, "png")
    return out.getvalue()


PNG = png()
SHA256 = hashlib.sha256(PNG).hexdigest()


def seen(state: State, picture: str = "", **more: object) -> Observation:
    """An observation with a picture's name."""
    return Observation(state, WHEN, URL, URL, picture=picture, **more)  # type: ignore[arg-type]


def result(outcome: Outcome = Outcome.TURNED_OFF, setting: str = "one", **more: object) -> Result:
    """A result that was on before, and off after if its word says so."""
    boxes = (Box(1100, 300, 48, 26),)
    before = seen(State.OFF if outcome is Outcome.ALREADY_OFF else State.ON, "before.png", boxes=boxes)
    after = seen(State.OFF, "after.png", sha256=SHA256, boxes=boxes) if outcome is Outcome.TURNED_OFF else None
    known = {"before": before, "after": after, "title": "One", "sentence": "A sentence."}
    return Result("linkedin", "default", setting, url=URL, outcome=outcome, **(known | more))  # type: ignore[arg-type]


def run(*results: Result, **more: object) -> Run:
    """A run that has ended."""
    known = {"finished": WHEN, "results": results}
    return Run("2026-11-24T140000Z-aaaa", Mode.RUN, WHEN, Versions("0.1.0"), **(known | more))  # type: ignore[arg-type]


# -------------------------------------------------------------------------------- document


def test_the_document_has_the_fixed_keys() -> None:
    """The document of a run is exactly what scripts rely on."""
    row = Unlisted("linkedin", "New", f"{URL}/new")
    assert document(run(result(), unlisted=(row,)), Path("runs") / "x") == {
        "format": 1,
        "run": "2026-11-24T140000Z-aaaa",
        "mode": "run",
        "exit": 0,
        "folder": str(Path("runs") / "x"),
        "results": [
            {
                "service": "linkedin", "account": "default", "setting": "one", "title": "One", "url": URL,
                "outcome": "turned-off", "before": "on", "after": "off", "sentence": "A sentence.",
                "proof": ["before.png", "after.png"],
            }
        ],
        "unlisted": [{"service": "linkedin", "title": "New", "url": f"{URL}/new"}],
    }  # fmt: skip


def test_what_was_read_once_is_before_and_after() -> None:
    """Where nothing was turned, both states are the one that was read; where nothing was read, both are unknown."""
    (once,) = document(run(result(Outcome.STILL_ON)), Path())["results"]
    assert (once["before"], once["after"], once["proof"]) == ("on", "on", ["before.png"])
    (never,) = document(run(result(Outcome.SIGNED_OUT, before=None)), Path())["results"]
    assert (never["before"], never["after"], never["proof"]) == ("unknown", "unknown", [])


@pytest.mark.parametrize("outcome", Outcome)
def test_the_documents_exit_is_the_outcomes(outcome: Outcome) -> None:
    """The status of one result is the status of the run."""
    assert document(run(result(outcome)), Path())["exit"] == outcome.exit_status


def test_a_run_that_could_not_begin_has_the_same_keys() -> None:
    """A failure's document is that of an empty run, and says why."""
    failed = failure("check", 5, "No browser.")
    assert failed.keys() == document(run(), Path()).keys() | {"error"}
    assert (failed["mode"], failed["exit"], failed["error"], failed["results"]) == ("check", 5, "No browser.", [])


# ------------------------------------------------------------------------------------ text


def shown(of: Run, *, terminal: bool = False, only_problems: bool = False, width: int = 200) -> str:
    """What is printed of a run."""
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, width=width, highlight=False)
    show(of, Path("runs") / "[x]", console, only_problems=only_problems)
    return re.sub(r"\x1b\[[0-9;]*m", "", out.getvalue())


@pytest.mark.parametrize("terminal", [False, True])
def test_every_result_is_shown_with_its_word_and_sentence(terminal: bool) -> None:
    """The table and the plain lines both hold every word, every sentence, the counts and the place of the proof."""
    text = shown(run(*(result(outcome, sentence=f"About {outcome}.") for outcome in Outcome)), terminal=terminal)
    for outcome in Outcome:
        assert f"About {outcome}." in text
        assert f"1 {outcome}" in text
    assert f"{len(Outcome)} settings: " in text
    assert f"Proof: {Path('runs') / '[x]'}" in text


@pytest.mark.parametrize("terminal", [False, True])
def test_what_a_page_says_is_only_text(terminal: bool) -> None:
    """A title in square brackets is no markup for the terminal."""
    row = Unlisted("linkedin", "[red]row", URL)
    text = shown(run(result(title="[red]title", sentence="[red]sentence"), unlisted=(row,)), terminal=terminal)
    for part in ("sentence", "row", *(["title"] if terminal else [])):
        assert f"[red]{part}" in text


def test_a_sentence_that_many_share_is_said_once() -> None:
    """On a terminal the common sentence stands beside the word; a setting with another one says it itself, last."""
    many = [result(setting=f"n{n}", title=f"Title {n}", sentence="Common.") for n in range(5)]
    odd = result(setting="odd", title="Odd", sentence="Its own.")
    text = shown(run(odd, *many), terminal=True)
    assert text.count("turned-off") == 2  # the group's word, and the counts
    assert text.startswith("\nturned-off      Common.\n  Title 0  linkedin/n0\n")
    assert "  Title 4  linkedin/n4\n  Odd      linkedin/odd\n    Its own.\n" in text
    assert text.count("Common.") == 1


def test_sentences_that_differ_stand_under_their_own_titles() -> None:
    """Where nothing is shared, no sentence is put beside the word as if it held for the whole group."""
    pair = [result(Outcome.NOT_RECOGNISED, one, title=one.upper(), sentence=f"About {one}.") for one in ("a", "b")]
    text = shown(run(*pair), terminal=True)
    assert text.startswith("\nnot-recognised\n  A  linkedin/a\n    About a.\n  B  linkedin/b\n    About b.\n")


def test_what_needs_a_person_stands_last_next_to_the_counts() -> None:
    """Whatever the flow's order, good words come first, and the others in the order of their table."""
    text = shown(run(*(result(outcome, outcome, sentence="Common.") for outcome in reversed(Outcome))), terminal=True)
    assert re.findall(r"^([a-z-]+) +Common\.$", text, re.MULTILINE) == [*Outcome]


@pytest.mark.parametrize("outcome", [Outcome.TURNED_OFF, Outcome.NOT_RECOGNISED])
def test_lines_fit_a_narrow_terminal_but_an_address_stays_whole(outcome: Outcome) -> None:
    """At 80 columns words are wrapped and indented, and a long address is one piece that can be copied."""
    address = f"{URL}/{'x' * 90}"
    sentence = f"{'Some words. ' * 8}Look at {address} yourself."
    both = [result(outcome, "one", sentence=sentence), result(outcome, "two", sentence=f"{sentence} Now.")]
    for results in (both, both[:1]):
        lines = shown(run(*results), terminal=True, width=80).splitlines()
        assert sum(line.strip() == address for line in lines) == len(results)
        assert all(len(line) <= 80 for line in lines if address not in line)


def test_without_a_terminal_every_result_is_one_line() -> None:
    """Scripts get the word, the target and the sentence on one line each, in the flow's order."""
    text = shown(run(result(Outcome.STILL_ON, "b", sentence="Long. " * 60), result(setting="a")), width=80)
    assert [line.split()[:2] for line in text.splitlines()[:2]] == [
        ["still-on", "linkedin/b:"],
        ["turned-off", "linkedin/a:"],
    ]


@pytest.mark.parametrize("terminal", [False, True])
def test_quiet_says_only_what_is_wrong(terminal: bool) -> None:
    """With --quiet a good run is silent, and a bad one shows its bad results only."""
    assert shown(run(result()), only_problems=True, terminal=terminal) == ""
    bad = run(result(sentence="Good."), result(Outcome.STILL_ON, sentence="Bad."))
    text = shown(bad, only_problems=True, terminal=terminal)
    assert "Bad." in text
    assert "Good." not in text


def test_an_interrupted_run_says_so() -> None:
    """The reader is told that it was cut off, and that what was finished is kept."""
    assert "Interrupted. What was finished is kept." in shown(run(result(), finished="", interrupted=True))


def test_a_run_without_results_is_said_to_be_one() -> None:
    """Nothing looked at is not "all off"."""
    assert summary([]) == "No settings."


def test_no_word_for_on_is_green() -> None:
    """Green is for what was read off, and for nothing else."""
    assert {outcome for outcome in Outcome if colour(outcome) == "green"} == {one for one in Outcome if one.is_off}
    assert colour(Outcome.SKIPPED) == "yellow", "it may be on, and must not fade away"


# ------------------------------------------------------------------------------------ page


class Read(HTMLParser):
    """What a page holds, as a browser would see it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.boxes: list[tuple[float, ...]] = []
        self.sections: list[str] = []
        self.names: list[str] = []
        self.policies: list[str] = []
        self.articles: list[str] = []
        self.words: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag and all that it would load."""
        self.tags.append(tag)
        values = {key: value or "" for key, value in attrs}
        self.links += [values[key] for key in ("src", "href", "srcset", "action", "data") if key in values]
        self.boxes += [tuple(float(values[key]) for key in ("x", "y", "width", "height"))] if tag == "rect" else []
        self.sections += [values["id"]] if tag == "h2" else []
        self.names += [values["aria-label"]] if "aria-label" in values else []
        self.policies += [values["content"]] if "http-equiv" in values else []
        self.articles += [values["id"]] if tag == "article" and "id" in values else []
        self.words += [values["class"]] if tag == "span" and "word" in values.get("class", "") else []

    def handle_data(self, data: str) -> None:
        """Note the text."""
        self.text += data

    @property
    def sentence(self) -> str:
        """The sentence at the top, which is also the title of the window."""
        return re.sub(r"^.*optout: (.*?)\n.*$", r"\1", self.text, flags=re.DOTALL)


@pytest.fixture
def pictured(tmp_path: Path) -> Path:
    """A run folder with its two pictures."""
    for name in ("before.png", "after.png"):
        (tmp_path / name).write_bytes(PNG)
    return tmp_path


def test_the_page_needs_nothing_else(pictured: Path) -> None:
    """Both pictures are inside, nothing is loaded from anywhere, and nothing in it can run."""
    html = page(run(result()), pictured)
    read = Read(html)
    inside = [link for link in read.links if not link.startswith("#")]
    assert len(inside) == 2
    assert all(re.fullmatch(r"data:image/png;base64,[A-Za-z0-9+/=]+", link) for link in inside)
    assert not {"script", "link", "iframe", "object", "embed", "form", "base"} & set(read.tags)
    assert "url(" not in html
    assert "@import" not in html
    assert read.policies == [
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    ]


def test_the_page_shows_before_and_after_with_the_control_framed(pictured: Path) -> None:
    """Each picture says which one it is, what was read and when; the frame stands where the control was."""
    read = Read(page(run(result()), pictured))
    assert "Before: read on, 24 Nov 2026 14:00 UTC" in read.text
    assert "After, on a fresh page: read off" in read.text
    # the strip is 800 wide and ends 36 to the right of the control, the frame stands 6 around it
    assert read.boxes == [(800 - 36 - 48 - 6, 36 - 6, 48 + 12, 26 + 12)] * 2
    assert "Before: One, read on; the control is framed" in read.names
    assert read.sentence == "1 of 1 off, proved 24 Nov 2026 14:00 UTC"
    assert SHA256 in read.text


def test_a_setting_that_was_only_looked_at_has_one_picture(pictured: Path) -> None:
    """A check's picture is not called "before"."""
    read = Read(page(run(result(Outcome.STILL_ON)), pictured))
    assert "As it was seen: read on" in read.text
    assert "Before:" not in read.text
    assert read.sentence == "0 of 1 off, read 24 Nov 2026 14:00 UTC"


def test_the_page_of_a_fix_and_of_an_undo_says_what_was_done(pictured: Path) -> None:
    """A check that clicked has not only looked; and an undo is not measured by what reads off."""
    looked = result(Outcome.STILL_ON, turns=())
    assert "Looked at only (check)" in Read(page(replace(run(looked), mode=Mode.CHECK), pictured)).text
    fixed = Read(page(replace(run(result(turns=(Turn("switch", "control"),))), mode=Mode.CHECK), pictured)).text
    assert "Looked at only" not in fixed
    assert "turned off again (check --fix)" in fixed
    undone = Read(page(replace(run(result(Outcome.PUT_BACK), looked), mode=Mode.UNDO), pictured))
    assert undone.sentence == "1 of 2 put back, 24 Nov 2026 14:00 UTC"


def test_a_picture_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    """The page is still written, and names the missing file."""
    assert "The picture before.png is no longer there." in Read(page(run(result()), tmp_path)).text


def test_a_picture_that_was_thinned_is_said_to_be(pictured: Path) -> None:
    """The page says when, and which hash it had; a picture that is there after all is shown."""
    folder = pictured
    folder.joinpath("pruned.json").write_text(
        '{"format": 1, "pictures": {"before.png": "2027-03-01T10:00:00Z", "after.png": "2027-03-01T10:00:00Z"}}'
    )
    folder.joinpath("before.png").unlink()
    shown = result()
    read = Read(page(run(shown), folder))
    assert shown.before
    assert "This picture was thinned on 2027-03-01" in read.text
    assert f"Its SHA-256 was {shown.before.sha256}." in read.text
    assert read.text.count("was thinned on") == 1
    assert "no longer there" not in read.text


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"{", b'{"pictures": 7}', b'{"pictures": {"before.png": 7}}', b"[" * 99999]
)
def test_a_damaged_list_of_thinned_pictures_is_none(tmp_path: Path, raw: bytes) -> None:
    """The picture is then said to be no longer there, which is all that is known."""
    tmp_path.joinpath("pruned.json").write_bytes(raw)
    assert "The picture before.png is no longer there." in Read(page(run(result()), tmp_path)).text


def test_what_a_site_says_cannot_run_in_the_page(pictured: Path) -> None:
    """Titles, sentences, controls, answers and rows are text, whatever they hold."""
    before = seen(State.ON, "before.png", controls=(NASTY,), language=NASTY, note=NASTY)
    after = replace(before, state=State.OFF, landed=f"{URL}?{NASTY}")
    one = result(
        title=NASTY, sentence=NASTY, before=before, after=after, turns=(Turn(NASTY, "control", f"PUT {NASTY} 200"),)
    )
    read = Read(page(run(one, unlisted=(Unlisted("linkedin", NASTY, URL),)), pictured))
    assert "script" not in read.tags
    assert read.text.count(NASTY) >= 6


def test_a_run_that_was_cut_off_says_so_on_its_page(pictured: Path) -> None:
    """A partial run's page is not taken for a whole one's."""
    assert "This run was cut off" in Read(page(run(result(), finished=""), pictured)).text
    assert "This run was cut off" not in Read(page(run(result()), pictured)).text


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_a_page(tmp_path: Path, outcome: Outcome) -> None:
    """No word is missing a colour or a count."""
    read = Read(page(run(result(outcome, before=None, after=None)), tmp_path))
    assert f"1 {outcome}" in read.text


@pytest.mark.parametrize("outcome", Outcome)
def test_the_colour_of_off_on_the_page_is_only_for_off(tmp_path: Path, outcome: Outcome) -> None:
    """What was skipped or is not offered ends a run with 0, and is still not shown as if it were off."""
    (word,) = Read(page(run(result(outcome)), tmp_path)).words
    assert (word == "word s0") is outcome.is_off


def test_what_needs_a_person_comes_first_on_the_page(tmp_path: Path) -> None:
    """What came back stands first, then what is on, what only the person can do and what could not be read."""
    good = (Outcome.TURNED_OFF, Outcome.NOT_OFFERED, Outcome.ALREADY_OFF)
    words = (Outcome.UNREACHABLE, Outcome.LOCKED, *good, Outcome.SKIPPED, Outcome.CAME_BACK)
    read = Read(page(run(*(result(outcome, outcome) for outcome in words)), tmp_path))
    assert read.articles == [
        f"linkedin-{name}"
        for name in ("came-back", "locked", "skipped", "unreachable", "turned-off", "already-off", "not-offered")
    ]
    assert read.sections == [
        "came-back",
        "not-as-wanted",
        "needs-you",
        "could-not-be-read",
        "off",
        "not-offered",
        "how",
    ]
    assert read.text.index("1 came-back") < read.text.index("1 locked") < read.text.index("1 turned-off")


def test_a_page_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    """The sentence names the file and the way out."""
    with pytest.raises(
        CannotLook, match=r"cannot be written \(No such file or directory\)\. Name another file with -o"
    ):
        write(run(result()), tmp_path, tmp_path / "nowhere" / "report.html")


# ----------------------------------------------------------------------------------- flows


def test_the_listing_has_every_setting() -> None:
    """Each setting is a line with the name that `run` takes."""
    catalog = Catalog.read()
    text = listing(catalog)
    for setting in catalog.flow("linkedin").service.settings:
        assert f"linkedin/{setting.id} " in text
        assert setting.title in text
    assert "every allowed row of /mypreferences/d/categories/ads" in text


def test_the_details_say_where_it_is_and_where_it_is_known_from() -> None:
    """Address, menus, key, languages, regions, source, and that nobody compared it with the live page."""
    catalog = Catalog.read()
    text = details(catalog.select(["linkedin/ads-affiliates"]), {})
    for words in (
        "https://www.linkedin.com/mypreferences/d/settings/share-data-with-select-partners",
        "Settings & Privacy > Advertising data > Share data with affiliates and partners",
        "key shareDataWithTrustedPartners",
        "labels   none",
        "not in EU, EEA, CH, GB",
        "source   Brave",
        "never compared with the live page",
        catalog.flow("linkedin").sha256,
    ):
        assert words in text
    assert "ads-age" not in text


def test_lint_goes_on_after_a_broken_file(tmp_path: Path) -> None:
    """Every file is checked, the good ones are said to be good, and the status is that of a flow problem."""
    (tmp_path / "a.toml").write_text("format = 1\n")
    (tmp_path / "b.toml").write_bytes((folder("flows") / "linkedin.toml").read_bytes())
    text, status = lint([tmp_path], [])
    assert status == 2
    assert "a.toml: " in text
    assert "b.toml: good; 11 settings, 1 sweep" in text
    assert lint([tmp_path / "b.toml"], [])[1] == 0


def test_lint_of_an_empty_folder_is_not_good(tmp_path: Path) -> None:
    """Nothing checked is not "all good"."""
    assert lint([tmp_path], []) == (f"{tmp_path}: holds no .toml file.", 2)


def test_what_a_page_says_steers_no_terminal() -> None:
    """Escape sequences in a row's title or in a sentence are shown as "?", on a terminal and off it."""
    made = replace(
        run(result(sentence="Off\x1b]0;mine\x07.")),
        unlisted=(Unlisted("linkedin", "\x1b[2JAds [/x]", "https://www.linkedin.com/\x1b[2J"),),
    )
    for terminal in (True, False):
        out = io.StringIO()
        show(made, Path("runs"), Console(file=out, force_terminal=terminal, color_system=None, width=200))
        assert not any(letter in out.getvalue() for letter in ("\x1b", "\x07"))
        assert "Ads [/x]" in out.getvalue()
