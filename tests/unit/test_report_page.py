"""What the report adds to the run itself: what is new, why it matters, its history, its seal, and whole pictures."""

import base64
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path

import pytest
from test_report import PNG, SHA256, URL, WHEN, Read, pictured, result, run

from optout.model import Mode, Outcome, Run, State, Unlisted
from optout.report.groups import Kind, groups
from optout.report.page import Known, page
from optout.report.seal import Seal, Stamp
from optout.runs.ledger import Entry, Look, Seen

__all__ = ["pictured"]
ROW = Unlisted("linkedin", "Ads on television", "https://www.linkedin.com/tv")


def entry(*settings: str, rows: tuple[Unlisted, ...] = (), url: str = URL, **more: object) -> Entry:
    """A run of two weeks before that read some settings off."""
    at = "2026-11-10T14:00:00+00:00"
    looked = [Seen("linkedin", "default", one, one, url, Outcome.ALREADY_OFF, Look(State.OFF, at)) for one in settings]
    known = {"finished": at, "results": tuple(looked), "unlisted": rows}
    return Entry(1, "earlier", Mode.CHECK, at, **(known | more))  # type: ignore[arg-type]


def kinds(of: Run, *entries: Entry) -> dict[Kind, list[str]]:
    """Which settings and rows stand in which group."""
    return {
        one.kind: [*(each.setting for each in one.results), *(row.title for row in one.rows)]
        for one in groups(of, entries)
    }


def test_what_no_earlier_run_has_seen_is_new() -> None:
    """Settings and rows that were not there before stand together, right after what came back."""
    of = run(result(), result(Outcome.STILL_ON, "two"), result(Outcome.CAME_BACK, "three"), unlisted=(ROW,))
    found = kinds(of, entry("one", "three"))
    assert found == {Kind.CAME_BACK: ["three"], Kind.NEW: ["two", ROW.title], Kind.OFF: ["one"]}
    assert list(found)[1] is Kind.NEW


@pytest.mark.parametrize(
    "earlier",
    [
        (),
        (entry("one", targets=("linkedin/one",)),),
        (entry("one", finished=""),),
        (entry("one", url="http://127.0.0.1:9/one"),),
        (entry("one", "two", rows=(ROW,)),),
    ],
    ids=["none", "looked at one setting", "cut off", "another site", "had them"],
)
def test_nothing_is_new_that_could_have_been_seen_before(earlier: tuple[Entry, ...]) -> None:
    """Until a run has looked at everything of the same site, nobody can tell what is new."""
    found = kinds(run(result(), result(Outcome.STILL_ON, "two"), unlisted=(ROW,)), *earlier)
    assert found == {Kind.ON: ["two"], Kind.ROWS: [ROW.title], Kind.OFF: ["one"]}


def test_later_runs_do_not_tell_what_was_new(pictured: Path) -> None:
    """The report of an old run stays as it was, whatever came after it."""
    later = replace(entry("one", "two", rows=(ROW,)), id="later", started="2026-12-24T14:00:00+00:00")
    of = run(result(), result(setting="two"), unlisted=(ROW,))
    assert kinds(of, entry("one"), later) == {Kind.NEW: ["two", ROW.title], Kind.OFF: ["one"]}


def test_a_word_that_no_page_bears_out_is_not_among_what_is_off() -> None:
    """ "turned-off" beside a page that could not be read is a contradiction, and stands with what was not read."""
    assert kinds(run(result(Outcome.ALREADY_OFF, before=None))) == {Kind.UNREAD: ["one"]}


def test_the_page_says_what_each_setting_does(pictured: Path) -> None:
    """In the flow's words where it has any, and under the service's own name."""
    known = Known(why={("linkedin", "one"): "It trains on you."}, services={"linkedin": "LinkedIn"})
    text = Read(page(run(result(), result(setting="two")), pictured, known)).text
    assert text.count("It trains on you.") == 1
    assert "LinkedIn, account default" in text


def test_the_page_shows_the_history_of_the_same_account_and_site(pictured: Path) -> None:
    """A chart with its words; what a stand-in site held is no history of the real one."""
    mine = entry("one")
    at = "2026-11-24T14:00:00+00:00"
    now = Seen("linkedin", "default", "one", "One", URL, Outcome.CAME_BACK, Look(State.ON, at))
    entries = (mine, Entry(1, run().id, Mode.CHECK, at, at, results=(now,)))
    words = "Seen off until 10 Nov 2026, on since 24 Nov 2026. 2 looks in 2 runs."
    assert words in Read(page(run(result(Outcome.CAME_BACK)), pictured, Known(entries=entries))).text
    elsewhere = (replace(mine, results=tuple(replace(one, url="http://127.0.0.1:9/one") for one in mine.results)),)
    assert "looks in" not in Read(page(run(result()), pictured, Known(entries=elsewhere))).text


def test_pages_of_a_stand_in_are_said_to_be(pictured: Path) -> None:
    """Nobody takes the report of a demo for one of the real site."""
    local = replace(result(), url="http://127.0.0.1:8000/one")
    assert "Not the real site: these pages came from http://127.0.0.1:8000." in Read(page(run(local), pictured)).text
    assert "Not the real site" not in Read(page(run(result()), pictured)).text


def test_times_are_in_utc_and_local(pictured: Path) -> None:
    """Both are said, with the local zone's distance, and the day where it is another one."""
    early = Known(zone=timezone(timedelta(hours=-5)))
    assert (
        "24 Nov 2026 14:00:00 UTC, 09:00:00 local time (UTC-05:00)" in Read(page(run(result()), pictured, early)).text
    )
    late = Known(zone=timezone(timedelta(hours=12, minutes=45)))
    assert (
        "24 Nov 2026 14:00:00 UTC, 25 Nov 2026 02:45:00 local time (UTC+12:45)"
        in Read(page(run(result()), pictured, late)).text
    )


def test_the_page_of_a_sealed_run_says_how_to_check_it(pictured: Path) -> None:
    """Number, record, key, who attests which time, and the commands that show it without this program."""
    seal = Seal(7, "b" * 64, "c" * 64, (Stamp("2026-11-24T14:02:00Z", "freetsa"),))
    text = Read(page(run(result()), pictured, Known(seal=seal))).text
    for line in (
        "number 7",
        "optout proof verify 2026-11-24T140000Z-aaaa",
        f'echo "{"b" * 64}  run.json" | sha256sum -c',
        "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in run.json -sigfile run.json.sig",
        "openssl ts -verify -data run.json -in run.json.freetsa.tsr -CAfile root.pem -untrusted run.json.freetsa.pem",
        "c" * 64,
        "freetsa has seen it by 24 Nov 2026 14:02 UTC",
        f"{SHA256}  after.png\n",
    ):
        assert line in text
    assert "not sealed" not in text
    assert (
        "Nobody else attests a time" in Read(page(run(result()), pictured, Known(seal=replace(seal, stamps=())))).text
    )


def test_a_command_to_copy_is_one_command(pictured: Path) -> None:
    """What a record calls its run, or a token its authority, cannot become a second command."""
    seal = Seal(7, "b" * 64, "c" * 64, (Stamp("2026-11-24T14:02:00Z", "x;reboot"),))
    text = Read(page(replace(run(result()), id="a;reboot"), pictured, Known(seal=seal))).text
    assert "optout proof verify 'a;reboot'" in text
    assert "-in 'run.json.x;reboot.tsr' -CAfile root.pem -untrusted 'run.json.x;reboot.pem'" in text


def test_the_page_of_a_run_without_a_seal_claims_none(pictured: Path) -> None:
    """No signature is spoken of as if there were one."""
    text = Read(page(run(result()), pictured)).text
    assert "This run is not sealed" in text
    assert "openssl" not in text.replace("with sha256sum and openssl", "")


def test_whole_pictures_are_shown_if_they_are_wanted(pictured: Path) -> None:
    """By default only the part around the control is inside; else the files themselves, too."""
    inside = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    assert inside not in page(run(result()), pictured)
    assert Read(page(run(result()), pictured, Known(full=True))).links.count(inside) == 2


def test_a_picture_that_was_changed_is_no_evidence(pictured: Path) -> None:
    """It is not shown, neither in part nor whole."""
    pictured.joinpath("after.png").write_bytes(PNG + b"!")
    read = Read(page(run(result()), pictured, Known(full=True)))
    assert "The picture after.png is not the one that was taken" in read.text
    assert len(read.boxes) == 1
    assert len([link for link in read.links if link.startswith("data:")]) == 2


def test_what_could_not_be_stored_is_said(pictured: Path) -> None:
    """A run on a full disk says so at the top of its page."""
    assert "The disk is full." in Read(page(run(result(), problem="The disk is full.", finished=""), pictured)).text


@pytest.mark.parametrize("at", ["yesterday", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00"])
def test_a_time_that_is_none_stays_as_it_is(pictured: Path, at: str) -> None:
    """A record that was edited by hand still has a page."""
    assert at in Read(page(replace(run(result()), started=at), pictured)).text
    assert WHEN not in Read(page(run(result()), pictured)).text


def test_the_page_of_a_run_that_was_tampered_with_says_so(pictured: Path) -> None:
    """What is no longer as it was sealed is named, and neither key nor stamp is claimed."""
    seal = Seal(7, "b" * 64, "c" * 64, (), ("after.png was changed",))
    text = Read(page(run(result()), pictured, Known(seal=seal))).text
    assert "Not as it was sealed." in text
    assert "1 of 1 off in a record that was changed after it was sealed" in text
    assert "proved" not in text.split("How to check this")[0]
    assert "after.png was changed" in text
    assert "c" * 64 not in text
