"""Letters: every claim is in the record, the law is that of the region, and nothing of a record breaks the layout."""

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optout.catalog import Catalog
from optout.errors import UsageProblem
from optout.letters import law
from optout.letters.draft import WIDTH, Kind, Named, draft, squeezed
from optout.letters.evidence import Reading, Story, moment, stories
from optout.letters.letter import letter
from optout.model import Mode, Observation, Obstacle, Outcome, Result, State, Turn, Versions
from optout.runs import folders, ledger
from optout.runs.track import tracks

HERE = Path(law.__file__).parent
CATALOG = Catalog.read()
REAL = "https://www.linkedin.com"
NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)
PLACES = [*law.regions().values()]
LAWS = ["gdpr", "uk", "ch", "ca", "hk", "us-ca"]
ONE_OF_EACH = [next(one for one in PLACES if one.law.id == name) for name in LAWS]
QUICK = settings(max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])


def seen(state: State, at: str, **more) -> Observation:
    """One load of a page."""
    return Observation(state, at, f"{REAL}/x", **more)


def result(outcome: Outcome, before=None, after=None, turns=(), setting="ai-training", **more) -> Result:
    """One setting's result."""
    words = {"service": "linkedin", "account": "default", "url": f"{REAL}/{setting}", "title": f"Title of {setting}"}
    return Result(setting=setting, outcome=outcome, sentence="A sentence.", before=before, after=after, turns=turns,
                  **words | more)  # fmt: skip


class Record:
    """A home with the runs that a test writes."""

    def __init__(self, place: Path) -> None:
        self.runs = place / "runs"
        self.runs.mkdir()

    def add(self, day: str, *results: Result, mode: Mode = Mode.CHECK, end: bool = True, pictures: bool = True) -> str:
        """Write a run of a day as the program does; its id."""
        folder = folders.Folder(self.runs, mode, Versions("0.1.0"), {})
        name = f"{day}T100000Z-{len(list(self.runs.iterdir())):04x}"
        folder.update(id=name, started=f"{day}T10:00:00+00:00", results=results)
        for one in results:
            for look in (one.before, one.after):
                if pictures and look and look.picture:
                    folder.keep(look.picture.removesuffix(".png"), b"png")
        if end:
            folder.finish()
        folder.path.rename(self.runs / (name if end else f"{name}.partial"))
        return name

    def stories(self, now: datetime = NOW) -> tuple[Story, ...]:
        """What a letter may claim."""
        return stories(tracks(ledger.read(self.runs).entries), now, lambda entry: folders.load(entry.folder))

    def letter(self, kind: Kind, region="AT", *targets: str, account="") -> str:
        """The text of a letter."""
        return letter(kind, region, targets or ("linkedin",), account, ledger.read(self.runs), CATALOG).text


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """A home without a run."""
    return Record(tmp_path)


ON, OFF = "2026-03-05T09:00:07+00:00", "2025-11-03T14:01:07+00:00"
TURN = Turn('switch "x" on', "label", "PUT /x 200", shown=State.OFF)


def came_back(record: Record) -> tuple[str, str]:
    """A setting that was on, was turned off in November, and was on again in March; the two runs."""
    off = record.add(
        "2025-11-03",
        result(
            Outcome.TURNED_OFF, seen(State.ON, "2025-11-03T14:00:59+00:00", picture="before.png", sha256="a" * 64),
            seen(State.OFF, OFF, picture="after.png", sha256="b" * 64), (TURN,),
        ),
        mode=Mode.RUN,
    )  # fmt: skip
    on = record.add("2026-03-05", result(Outcome.CAME_BACK, seen(State.ON, ON)))
    return off, on


# -------------------------------------------------------------------------------- evidence


def test_what_came_back_is_told_reading_by_reading(record: Record) -> None:
    """First on, turned off and read off, read on again: each with its time, its run and its picture."""
    off, on = came_back(record)
    (story,) = record.stories()
    assert story.came_back
    assert story.first_on
    assert [(one.state, one.run, one.turned, one.back_since) for one in story.readings] == [
        (State.ON, off, False, None), (State.OFF, off, True, None), (State.ON, on, False, moment(OFF)),
    ]  # fmt: skip
    assert [(one.picture, one.sha256) for one in story.readings] == [
        ("before.png", "a" * 64), ("after.png", "b" * 64), ("", ""),
    ]  # fmt: skip


@pytest.mark.parametrize("outcome", [one for one in Outcome if not one.is_off])
def test_off_needs_the_word_and_the_page(record: Record, outcome: Outcome) -> None:
    """A page that showed off under another word than "off" is not cited as off."""
    record.add("2026-01-01", result(outcome, seen(State.OFF, "2026-01-01T10:00:00+00:00")))
    assert record.stories() == ()


@pytest.mark.parametrize("state", [State.ON, State.MIXED, State.UNKNOWN])
def test_the_word_off_alone_is_no_off(record: Record, state: State) -> None:
    """A record that says "already-off" of a page that did not show it never becomes a reading "off"."""
    record.add("2026-01-01", result(Outcome.ALREADY_OFF, seen(state, "2026-01-01T10:00:00+00:00")))
    assert not any(one.state is State.OFF for story in record.stories() for one in story.readings)


def test_what_was_not_read_is_not_told(record: Record) -> None:
    """Obstacles, unknown states and settings without a page leave no story."""
    record.add(
        "2026-01-01",
        result(Outcome.UNREACHABLE),
        result(Outcome.NOT_RECOGNISED, seen(State.UNKNOWN, "2026-01-01T10:00:00+00:00"), setting="b"),
        result(
            Outcome.SIGNED_OUT,
            seen(State.UNKNOWN, "2026-01-01T10:00:00+00:00", obstacle=Obstacle(Outcome.SIGNED_OUT, "no")),
            setting="c",
        ),
    )
    assert record.stories() == ()


def test_on_on_purpose_did_not_come_back(record: Record) -> None:
    """After an undo, on is what the person wants: nothing came back, and the letter says whose instruction it was."""
    came = result(Outcome.TURNED_OFF, seen(State.ON, "2025-11-03T14:00:59+00:00"), seen(State.OFF, OFF), (TURN,))
    record.add("2025-11-03", came, mode=Mode.RUN)
    back = result(
        Outcome.PUT_BACK, seen(State.OFF, "2026-01-05T10:00:00+00:00"), seen(State.ON, "2026-01-05T10:00:09+00:00"),
        (replace(TURN, shown=State.ON),),
    )  # fmt: skip
    record.add("2026-01-05", back, mode=Mode.UNDO)
    record.add("2026-03-05", result(Outcome.STILL_ON, seen(State.ON, ON)))
    (story,) = record.stories()
    assert not story.came_back
    assert [one.put_back for one in story.readings] == [False, False, True, False]
    text = " ".join(record.letter(Kind.COMPLAINT, "AT", "linkedin/ai-training").split())
    assert "the setting had been turned on again, by me or at my instruction, and the page showed on." in text
    assert "later showed on" not in text


def test_a_clock_that_was_set_back_proves_no_order(record: Record) -> None:
    """Where "on" bears an earlier time than the "off" before it, nothing is said to have come back."""
    record.add("2025-11-03", result(Outcome.ALREADY_OFF, seen(State.OFF, "2026-04-01T10:00:00+00:00")))
    record.add("2026-03-05", result(Outcome.CAME_BACK, seen(State.ON, ON)))
    (story,) = record.stories()
    assert not story.came_back
    assert [one.state for one in story.readings] == [State.ON, State.OFF]


def test_what_our_own_clicks_moved_did_not_come_back(record: Record) -> None:
    """Where a run read it off first and on after turning others, the page is cited, but nothing is said to be back."""
    record.add("2025-11-03", result(Outcome.ALREADY_OFF, seen(State.OFF, OFF)))
    moved = result(Outcome.NOT_SAVED, seen(State.OFF, "2026-03-05T09:00:00+00:00"), seen(State.ON, ON))
    record.add("2026-03-05", moved, mode=Mode.RUN)
    (story,) = record.stories()
    assert not story.came_back
    assert [one.state for one in story.readings] == [State.OFF, State.ON]
    assert "later showed on" not in " ".join(record.letter(Kind.COMPLAINT, "AT", "linkedin/ai-training").split())


def test_runs_that_turned_other_settings_meanwhile_are_named(record: Record) -> None:
    """A site may couple its switches: whoever reads that one came back must know what else was clicked, and when."""
    other = result(Outcome.TURNED_OFF, seen(State.ON, OFF), seen(State.OFF, OFF), (TURN,), setting="ads-age")
    record.add("2025-11-01", other, mode=Mode.RUN)
    record.add("2025-11-03", result(Outcome.ALREADY_OFF, seen(State.OFF, OFF)))
    came = result(Outcome.CAME_BACK, seen(State.ON, ON))
    record.add("2026-03-05", came)
    assert [one.readings[-1].beside for one in record.stories() if one.came_back] == [()]
    run = record.add("2026-03-01", result(Outcome.ALREADY_OFF, seen(State.OFF, "2026-03-01T09:00:00+00:00")), other)
    assert [one.readings[-1].beside for one in record.stories() if one.came_back] == [(run,)]
    text = " ".join(record.letter(Kind.COMPLAINT, "AT", "linkedin/ai-training").split())
    assert f"Other settings of this account were turned in that time by run {run};" in text


@pytest.mark.parametrize("at", ["", "yesterday", "2031-01-01T00:00:00+00:00", "0001-01-01T00:00:00+14:00"])
def test_a_reading_without_a_time_that_makes_sense_is_none(record: Record, at: str) -> None:
    """No time, an unreadable one, or one that has not come yet: no evidence."""
    record.add("2026-01-01", result(Outcome.STILL_ON, seen(State.ON, at)))
    assert record.stories() == ()


def test_what_weakens_a_reading_is_told(record: Record) -> None:
    """A run that was cut off, a note of the run, a half-on page and a picture that is gone are all told as they are."""
    run = record.add(
        "2026-01-01",
        result(
            Outcome.STILL_ON,
            seen(State.MIXED, "2026-01-01T10:00:00+00:00", note="No label.", picture="x.png", sha256="c" * 64),
        ),
        end=False,
        pictures=False,
    )
    (story,) = record.stories()
    (one,) = story.readings
    assert (one.state, one.whole, one.note, one.picture, one.sha256) == (State.MIXED, False, "No label.", "", "")
    text = " ".join(record.letter(Kind.COMPLAINT).split())
    assert f"showed a part of its switches on. Run {run}, which was cut off before its end." in text
    assert 'The run noted: "No label."' in text
    assert "c" * 64 not in text


def test_a_thousand_runs_are_a_few_readings(record: Record) -> None:
    """Only what tells the story is cited, however often it was read."""
    came_back(record)
    for day in range(60):
        at = datetime(2026, 4, 1, 10, tzinfo=UTC) + timedelta(days=day)
        record.add(f"{at:%Y-%m-%d}", result(Outcome.STILL_ON, seen(State.ON, at.isoformat())))
    (story,) = record.stories()
    assert [f"{one.at:%m-%d}" for one in story.readings] == ["11-03", "11-03", "03-05", "05-30"]


def test_every_state_of_a_letter_is_one_of_the_record(record: Record) -> None:
    """Each "showed on" and "showed off" line has the time, the state and the run of an observation in the record."""
    off, on = came_back(record)
    text = " ".join(record.letter(Kind.COMPLAINT, "FR").split())
    lines = re.findall(r"- (\d+ \w+ \d+, \d\d:\d\d UTC): (.*?) Run (\S+?)[.;,] ", text)
    assert lines == [
        ("3 November 2025, 14:00 UTC", "the page was read and showed on.", off),
        (
            "3 November 2025, 14:01 UTC",
            "the setting had been turned off, by me or at my instruction; the page was loaded anew and showed off.",
            off,
        ),
        (
            "5 March 2026, 09:00 UTC",
            "the page was read and showed on. It had last been read off on 3 November 2025, 14:01 UTC.", on,
        ),
    ]  # fmt: skip


# ------------------------------------------------------------------------------ the record


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8000/x", "https://localhost/x", "https://www.linkedin.example/x", "x"]
)
def test_a_stand_in_proves_nothing_of_the_real_site(record: Record, url: str) -> None:
    """What was read on this machine, as in the demo, or anywhere but at the service itself, is never cited."""
    record.add("2026-01-01", result(Outcome.STILL_ON, seen(State.ON, ON), url=url))
    with pytest.raises(UsageProblem, match="nothing to cite"):
        record.letter(Kind.COMPLAINT)
    assert "What my record holds" not in record.letter(Kind.OBJECTION)


def test_accounts_are_not_mixed(record: Record) -> None:
    """With two accounts in the record, one must be named; the letter holds nothing of the other."""
    record.add("2026-01-01", result(Outcome.STILL_ON, seen(State.ON, "2026-01-01T10:00:00+00:00")))
    record.add("2026-02-01", result(Outcome.STILL_ON, seen(State.ON, "2026-02-01T10:00:00+00:00"), account="work"))
    with pytest.raises(UsageProblem, match=r"several accounts of linkedin\. Name one with --account: default, work\."):
        record.letter(Kind.COMPLAINT)
    text = record.letter(Kind.COMPLAINT, account="work")
    assert "1 February 2026" in text
    assert "1 January 2026" not in text


@pytest.mark.parametrize("kind", Kind)
def test_what_is_not_offered_is_left_out(record: Record, kind: Kind) -> None:
    """A setting that the account does not have is neither objected to nor complained of."""
    record.add(
        "2026-01-01",
        result(Outcome.STILL_ON, seen(State.ON, "2026-01-01T10:00:00+00:00")),
        result(Outcome.NOT_OFFERED, seen(State.UNKNOWN, "2026-01-01T10:00:00+00:00"), setting="ads-affiliates"),
    )
    text = record.letter(kind, "AT")
    assert "Title of ai-training" in text
    assert "affiliates" not in text


def test_an_objection_needs_no_record(record: Record) -> None:
    """Without a run it names the settings that the flow lists, under the real site's addresses, and cites nothing."""
    text = record.letter(Kind.OBJECTION, "AT", "linkedin/ai-training")
    assert f"Data for Generative AI Improvement\n  ({REAL}/mypreferences/d/settings/data-for-ai-improvement)" in text
    assert "Age range" not in text
    for word in ("record", "showed", "Run ", "optout proof"):
        assert word not in text
    assert "Age range" in record.letter(Kind.OBJECTION, "AT")


def test_an_authority_gets_only_what_was_on(record: Record) -> None:
    """A setting that was always off is no matter for a complaint, unless that is all there is."""
    was_off = result(Outcome.ALREADY_OFF, seen(State.OFF, OFF), setting="ads-age")
    record.add("2025-11-03", was_off)
    text = record.letter(Kind.COMPLAINT)
    assert "Title of ads-age" in text
    assert "[Say in your own words what you complain of." in text
    assert "came back on" not in text
    assert "showed on when they were first read" not in text
    came_back(record)
    assert "Title of ads-age" not in record.letter(Kind.COMPLAINT)


@pytest.mark.parametrize(
    ("targets", "says"),
    [
        (("linkdin",), 'There is no service "linkdin"'),
        (("linkedin/nope",), '"linkedin/nope" names no setting'),
        (("linkedin/ai-training", "shop"), 'There is no service "shop"'),
        (("linkedin/ai-training", "meta"), "A letter goes to one service"),
    ],
)
def test_unknown_targets_are_one_sentence(record: Record, targets: tuple[str, ...], says: str) -> None:
    """A target that names nothing, in the record or in a flow, stops the letter."""
    with pytest.raises(UsageProblem, match=says):
        record.letter(Kind.OBJECTION, "AT", *targets)


# ------------------------------------------------------------------------ law and addresses

CITED = {
    "gdpr": ({"Article 21(1)", "Article 21(2)", "Article 21(3)", "Article 12(3)"}, {"Article 77(1)", "Article 77(2)"}),
    "uk": ({"Article 21(1)", "Article 21(2)", "UK GDPR", "12A"}, {"section 165", "section 164A", "UK GDPR"}),
    "ch": ({"Art. 30(2)(b) FADP", "Art. 31(1) FADP", "Article 21(1) GDPR"}, {"Art. 49(1) FADP", "Art. 49(4) FADP"}),
    "ca": ({"clause 4.3.8", "(PIPEDA)"}, {"section 11(1)", "(PIPEDA)"}),
    "hk": ({"section 35G", "section 35L", "section 2(3)"}, {"section 37", "Cap. 486"}),
    "us-ca": ({"1798.120(a)", "1798.135(c)(4)", "15 business days"}, {"1798.199.45", "1798.120(d)"}),
}
FOREIGN = {
    "gdpr": r"UK GDPR|FADP|PIPEDA|PDPO|1798|Cap\. 486|Data Protection Act 2018",
    "uk": r"FADP|PIPEDA|PDPO|1798|Article 77|2016/679",
    "ch": r"PIPEDA|PDPO|1798|Article 77|UK GDPR",
    "ca": r"GDPR|FADP|PDPO|1798|Article 21",
    "hk": r"GDPR|FADP|PIPEDA|1798|Article 21",
    "us-ca": r"GDPR|FADP|PIPEDA|PDPO|Article 21",
}


@pytest.mark.parametrize("where", ONE_OF_EACH, ids=LAWS)
@pytest.mark.parametrize("kind", Kind)
def test_the_law_is_that_of_the_region(record: Record, kind: Kind, where: law.Region) -> None:
    """Each letter cites its own law and none of the others."""
    came_back(record)
    text = " ".join(record.letter(kind, where.code).split())
    for words in CITED[where.law.id][kind is Kind.COMPLAINT]:
        assert words in text
    assert re.findall(FOREIGN[where.law.id], text) == []
    assert where.law.name in text


@pytest.mark.parametrize("where", PLACES, ids=lambda one: one.code)
@pytest.mark.parametrize("kind", Kind)
def test_every_region_has_its_letters(record: Record, kind: Kind, where: law.Region) -> None:
    """Every region's letters are whole: addressed, with with placeholders, wrapped, and said not to be sent."""
    came_back(record)
    text = record.letter(kind, where.code)
    assert text.startswith("DRAFT. Nothing has been sent")
    for words in ("[Your name]", "[Your postal address]", "[Your e-mail address]", "[Place, date]"):
        assert words in text
    assert where.name.split()[-1] in text
    controller = law.addressee("linkedin", where.law).controller
    assert controller
    assert controller.name in " ".join(text.split())
    if kind is Kind.OBJECTION:
        assert text.count("https://www.linkedin.com/help/linkedin/ask/TS-DPRO") == 1
        assert "never submits it" in " ".join(text.split())
    else:
        assert (where.authority or where.law.find_what) in " ".join(text.split())
        assert (where.web or where.law.find) in text
    for line in text.split("\n"):
        assert len(line) <= WIDTH or " " not in line.strip("- "), line
    assert "\n\n\n" not in text
    assert not re.search(r"\{|\}|None|  \S+ of \[", text)


def test_the_lead_authority_is_named_in_the_union_alone(record: Record) -> None:
    """The Irish authority leads for LinkedIn: said to the others of the EU and EEA, not to itself and nowhere else."""
    came_back(record)
    leading = {
        one.code
        for one in PLACES
        if "lead supervisory authority" in " ".join(record.letter(Kind.COMPLAINT, one.code).split())
    }
    assert leading == {one.code for one in PLACES if one.law.id == "gdpr"} - {"IE"}


def test_the_gdpr_reaches_the_eea_through_its_agreement(record: Record) -> None:
    """Iceland, Liechtenstein and Norway are no members of the Union: their letters say why the GDPR holds there."""
    agreed = {
        one.code for one in PLACES if "EEA Agreement" in " ".join(record.letter(Kind.OBJECTION, one.code).split())
    }
    assert agreed == {"IS", "LI", "NO"}


def test_the_regions_are_the_union_the_eea_and_five_more() -> None:
    """All 27 members, three of the EEA, and UK, CH, CA, HK, US-CA; the other ways to write two of them work, too."""
    union = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split()  # noqa: SIM905
    assert {one.code for one in PLACES} == {*union, "IS", "LI", "NO", "UK", "CH", "CA", "HK", "US-CA"}
    assert law.region("gb").code == "UK"
    assert law.region(" el ").code == "GR"
    assert law.region("us_ca").code == "US-CA"
    assert law.region("ca").name == "Canada"


@pytest.mark.parametrize(
    ("code", "says"), [("", "Which law applies? Name the region"), ("USA", '"USA" is no region with a known law. Name')]
)
def test_an_unknown_region_lists_the_known_ones(code: str, says: str) -> None:
    """One sentence with every code; the two that may be taken for each other have their names."""
    with pytest.raises(UsageProblem) as problem:
        law.region(code)
    assert str(problem.value).startswith(says)
    assert all(re.search(rf"\b{one.code}\b", str(problem.value)) for one in PLACES)
    assert "CA (Canada)" in str(problem.value)
    assert "US-CA (California)" in str(problem.value)


def test_every_address_has_its_source() -> None:
    """No authority, controller or form stands in a data file without a source and a public address of its own."""
    for one in PLACES:
        assert bool(one.authority) == bool(one.web) == bool(one.source), one.code
        for address in (one.web, one.law.find):
            assert not address or (urlsplit(address).scheme == "https" and urlsplit(address).netloc)
    for file in (HERE / "services").glob("*.toml"):
        assert file.stem in Catalog.read().flows
        for name in LAWS:
            known = law.addressee(file.stem, next(one.law for one in PLACES if one.law.id == name))
            assert known.controller
            assert known.controller.source
            assert known.form
            assert known.form.source


def test_every_template_names_its_sources() -> None:
    """Each letter's law is told with its source, in a comment of its template; there is one for each law and kind."""
    for kind in Kind:
        files = sorted((HERE / "templates" / kind).iterdir())
        assert [one.stem for one in files] == sorted(LAWS)
        for file in files:
            assert re.search(r"\{# Sources: .{60,}", file.read_text("utf-8")), file


def test_an_unknown_service_has_placeholders() -> None:
    """Where no data file says who answers for a service, the person fills it in; nobody is made up."""
    for where in ONE_OF_EACH:
        for kind in Kind:
            text = draft(kind, where, "Shop", law.addressee("shop", where.law), [Named("One", "")], [story()])
            assert "[The company that answers for" in text
            assert "LinkedIn" not in text
            assert "form for objections" not in text


def test_a_run_that_could_not_be_read_is_told(record: Record) -> None:
    """A damaged record is passed over; the letter and the remarks say so."""
    came_back(record)
    damaged = record.add("2026-01-01", result(Outcome.STILL_ON, seen(State.ON, "2026-01-01T10:00:00+00:00")))
    (record.runs / damaged / "run.json").write_text("{")
    written = letter(Kind.COMPLAINT, "AT", (), "", ledger.read(record.runs), Catalog.read())
    assert "1 run of the record could not be read and is left out." in " ".join(written.text.split())
    assert any("is damaged" in one for one in written.remarks)
    assert "1 January 2026" not in written.text


# -------------------------------------------------------------------------------- any text


def story(title: str = "One", url: str = f"{REAL}/one", note: str = "", sha256: str = "a" * 64) -> Story:
    """A story with one reading."""
    return Story(
        "shop/one", title, url, (Reading(NOW, State.ON, "run", True, note=note, picture="p.png", sha256=sha256),)
    )


def test_a_title_of_nothing_is_no_reason_to_say_less(record: Record) -> None:
    """Where a title is empty or cannot be shown, the setting has its own name, and what came back is said."""
    record.add("2025-11-03", result(Outcome.ALREADY_OFF, seen(State.OFF, OFF)))
    record.add("2026-03-05", result(Outcome.CAME_BACK, seen(State.ON, ON), title="\x01 "))
    text = " ".join(record.letter(Kind.COMPLAINT).split())
    assert "later showed on again: linkedin/ai-training." in text


@given(st.text(st.characters(), max_size=60), st.sampled_from(Kind), st.sampled_from(ONE_OF_EACH))
@QUICK
def test_no_text_of_a_record_breaks_the_layout(text: str, kind: Kind, where: law.Region) -> None:
    """Whatever stands in a record, it stays on its own lines: the paragraphs are the same as with plain words."""
    known = law.addressee("linkedin", where.law)
    wild = draft(kind, where, "Shop", known, [Named(text, text)], [story(text, text, text, text)])
    tame = draft(kind, where, "Shop", known, [Named("x", "x")], [story("x", "x", "x", "x")])
    wild.encode()
    assert {unicodedata.category(c) for c in wild} & {"Cc", "Cs", "Zl", "Zp"} == {"Cc"}
    assert set(wild) & set(map(chr, range(32))) == {"\n"}
    headings = [line for line in tame.split("\n") if line and "x" not in line][:25]
    assert [line for line in wild.split("\n") if line in headings][: len(headings)]
    assert abs(len(wild.split("\n\n")) - len(tame.split("\n\n"))) <= 2  # a title of nothing but spaces


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("a\nb\r\n\tc", "a b c"), ("\x1b[31mred", "[31mred"), ("x\u202egnp.exe", "xgnp.exe"), ("a\u2028b", "a b"),
        ("\ud800", ""), ("\u0645\u06cc\u200c\u062e\u0648", "\u0645\u06cc\u200c\u062e\u0648"),
    ],
)  # fmt: skip
def test_squeezed(given_text: str, kept: str) -> None:
    """Ends of lines, control characters, turns of direction and lone surrogates go; joiners that words need stay."""
    assert squeezed(given_text) == kept


def test_a_text_without_an_end_is_cut() -> None:
    """A record that was edited to hold a book does not become one."""
    assert len(squeezed("x" * 100_000)) < 5000
