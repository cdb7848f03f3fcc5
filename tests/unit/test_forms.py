"""A run as JUnit XML and as CSV: every word in its place, any text held, and nothing that passes for off and is not."""

import csv
import io
import shutil
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_runs import WHEN, result

from optout.model import Mode, Observation, Outcome, Run, State, Versions
from optout.report.junit import junit
from optout.report.plain import plain
from optout.report.table import COLUMNS, defused, table

XSD = Path(__file__).with_name("junit.xsd")
ANY_TEXT = st.text(st.characters(), max_size=40)  # lone surrogates, control characters and all
FORMULAS = st.builds(
    str.__add__,
    st.sampled_from(["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"]),
    st.text(),
)
QUICK = settings(max_examples=100, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])


def run(*results, **more):
    """A finished run."""
    return replace(
        Run("2026-11-24T140000Z-3f2a", Mode.RUN, WHEN, Versions("0.1.0"), finished=WHEN, results=results), **more
    )


def fits(xml: str, tmp_path: Path) -> None:
    """The document fits the schema, where the machine can check that; it is well-formed in any case."""
    ET.fromstring(xml)  # noqa: S314
    if tool := shutil.which("xmllint"):
        file = tmp_path / "run.xml"
        file.write_text(xml, "utf-8")
        done = subprocess.run([tool, "--noout", "--schema", XSD, file], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


# ---------------------------------------------------------------------------------- JUnit


@pytest.mark.parametrize("outcome", Outcome)
def test_each_word_has_its_element(outcome: Outcome, tmp_path: Path) -> None:
    """As wanted passes; exit code 1 fails; what could not be told is an error; skipped and not offered are skipped."""
    xml = junit(run(result(outcome)))
    fits(xml, tmp_path)
    root = ET.fromstring(xml)  # noqa: S314
    (case,) = root.iter("testcase")
    wanted = {0: [], 1: ["failure"], 3: ["error"], 4: ["error"], 5: ["error"]}[outcome.exit_status]
    if outcome in (Outcome.SKIPPED, Outcome.NOT_OFFERED):
        wanted = ["skipped"]
    assert [one.tag for one in case] == wanted
    assert [(one.get("message"), one.get("type")) for one in case] == [("A sentence.", outcome.value)] * len(wanted)
    for element in (root, root[0]):
        assert (element.get("tests"), element.get("failures"), element.get("errors"), element.get("skipped")) == (
            "1", str(wanted.count("failure")), str(wanted.count("error")), str(wanted.count("skipped")),
        )  # fmt: skip
    assert (case.get("name"), case.get("classname")) == ("one", "optout.linkedin.default")


def test_each_account_has_its_suite(tmp_path: Path) -> None:
    """Results of one account stand together, wherever they stood in the run; each suite counts its own."""
    xml = junit(run(result(setting="a"), result(Outcome.STILL_ON, account="work"), result(setting="b")))
    fits(xml, tmp_path)
    suites = ET.fromstring(xml).findall("testsuite")  # noqa: S314
    assert [(one.get("name"), one.get("tests"), one.get("failures")) for one in suites] == [
        ("linkedin/default", "2", "0"), ("linkedin/work", "1", "1"),
    ]  # fmt: skip
    assert [one.get("name") for one in suites[0].iter("testcase")] == ["a", "b"]
    assert {one.get("name"): one.get("value") for one in suites[0].iter("property")} == {
        "run": "2026-11-24T140000Z-3f2a", "mode": "run", "optout": "0.1.0",
    }  # fmt: skip


def test_times_are_seconds(tmp_path: Path) -> None:
    """A case lasts from its first reading to its last, the whole from its start to its end; none is negative."""
    one = result()
    assert one.before
    later = replace(one, after=replace(one.before, state=State.OFF, at="2026-11-24T14:00:12.345+00:00"))
    back = replace(one, setting="b", after=replace(one.before, state=State.OFF, at="2026-11-24T13:00:00+00:00"))
    xml = junit(run(later, back, finished="2026-11-24T14:01:00+00:00"))
    fits(xml, tmp_path)
    root = ET.fromstring(xml)  # noqa: S314
    assert [case.get("time") for case in root.iter("testcase")] == ["12.345", "0.000"]
    assert (root.get("time"), root[0].get("time"), root[0].get("timestamp")) == (
        "60.000", "12.345", "2026-11-24T14:00:00",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"interrupted": True, "finished": ""}, "The run was interrupted."),
        ({"finished": ""}, "The run goes on, or was cut off"),
        ({"problem": "The disk is full."}, "The disk is full."),
    ],
)
def test_a_run_without_an_end_never_passes(more: dict, says: str, tmp_path: Path) -> None:
    """However good what it has read so far, there is an error of its own."""
    xml = junit(run(result(), **more))
    fits(xml, tmp_path)
    root = ET.fromstring(xml)  # noqa: S314
    assert root.get("errors") == "1"
    (error,) = root.iter("error")
    assert error.get("message", "").startswith(says)


@pytest.mark.parametrize("state", [None, State.ON, State.MIXED, State.UNKNOWN])
def test_the_word_alone_is_no_pass(state: State | None, tmp_path: Path) -> None:
    """A record edited to say "already-off" of a page that did not show off is an error."""
    one = replace(result(Outcome.ALREADY_OFF), before=state and Observation(state, WHEN, "x"), after=None)
    xml = junit(run(one))
    fits(xml, tmp_path)
    assert len(list(ET.fromstring(xml).iter("error"))) == 1  # noqa: S314


def test_no_results_are_no_cases(tmp_path: Path) -> None:
    """A run over nothing is a valid document with nothing in it."""
    xml = junit(run())
    fits(xml, tmp_path)
    assert ET.fromstring(xml).get("tests") == "0"  # noqa: S314


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
@QUICK
def test_any_text_of_a_record_is_well_formed(title: str, sentence: str, started: str) -> None:
    """Whatever stands in a record, the document is XML, and the sentence comes back but for what XML cannot hold."""
    one = replace(result(Outcome.STILL_ON), title=title, sentence=sentence, setting=sentence, url=title)
    xml = junit(run(one, started=started)).encode()
    (told,) = ET.fromstring(xml).iter("failure")  # noqa: S314
    assert told.get("message") == plain(sentence)


# ------------------------------------------------------------------------------------ CSV


def rows(text: str) -> list[dict[str, str]]:
    """The rows as a reader of RFC 4180 has them."""
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_a_row_for_each_setting() -> None:
    """The columns are the contract; each cell is the record's."""
    text = table(run(result(), result(Outcome.SKIPPED, "two")))
    assert text.startswith(
        "run,started,mode,service,account,setting,title,url,outcome,before,after,at,sentence,pictures,sha256\r\n"
    )
    assert text.count("\r\n") == text.count("\n") == 3
    first, second = rows(text)
    assert first == {
        "run": "2026-11-24T140000Z-3f2a", "started": WHEN, "mode": "run", "service": "linkedin", "account": "default",
        "setting": "one", "title": "Títle ☃", "url": "https://www.linkedin.com/one", "outcome": "turned-off",
        "before": "on", "after": "off", "at": WHEN, "sentence": "A sentence.", "pictures": "a.png", "sha256": "0" * 64,
    }  # fmt: skip
    assert (second["setting"], second["outcome"], second["after"]) == ("two", "skipped", "on")


def test_what_was_not_opened_is_unknown() -> None:
    """Without a page there is no state, no time and no picture; never "off"."""
    (row,) = rows(table(run(replace(result(Outcome.UNREACHABLE), before=None, after=None))))
    assert (row["before"], row["after"], row["at"], row["pictures"], row["sha256"]) == (
        "unknown",
        "unknown",
        "",
        "",
        "",
    )


def test_pictures_and_their_hashes_have_the_same_order() -> None:
    """Two pictures stand in one cell, and their hashes in another."""
    one = result()
    assert one.before
    assert one.after
    both = replace(one, after=replace(one.after, picture="b.png", sha256="1" * 64))
    (row,) = rows(table(run(both)))
    assert (row["pictures"], row["sha256"]) == ("a.png b.png", f"{'0' * 64} {'1' * 64}")


@given(FORMULAS)
@QUICK
def test_no_cell_is_a_formula(text: str) -> None:
    """A cell that a spreadsheet would run begins with an apostrophe, and is otherwise as it was."""
    (row,) = rows(table(run(replace(result(), title=text, sentence=text))))
    assert row["title"] == row["sentence"] == f"'{plain(text)}"
    assert defused("A = B") == "A = B"


@given(ANY_TEXT, ANY_TEXT)
@QUICK
def test_any_text_of_a_record_is_one_row(title: str, sentence: str) -> None:
    """Whatever stands in a record, quotes, commas and ends of lines, there is one row and the text comes back."""
    text = table(run(replace(result(), title=title, sentence=sentence)))
    assert text.encode().decode() == text
    (row,) = rows(text)
    assert None not in row
    assert len(row) == len(COLUMNS)
    assert (row["title"], row["sentence"]) == (defused(plain(title)), defused(plain(sentence)))
