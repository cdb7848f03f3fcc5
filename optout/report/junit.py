"""A run as JUnit XML, for programs that watch tests: a suite for each account, a case for each setting. Pure."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby

from optout.model import Outcome, Result, Run, State
from optout.report.plain import plain

_SKIPPED = (Outcome.SKIPPED, Outcome.NOT_OFFERED)


def junit(run: Run) -> str:
    """The XML document of a run.

    As wanted is a pass. What can be told of a setting but is not as wanted (exit code 1) is a failure; what could not
    be told (3, 4, 5) is an error; skipped and not offered are skipped. A run that did not come to its end has an error
    of its own, so that it never passes for a good one. A case's time is from its first reading to its last, in seconds.
    """
    root = ET.Element("testsuites", name="optout", time=_seconds(run.started, run.finished))
    places = sorted(run.results, key=lambda one: (one.service, one.account))
    for (service, account), group in groupby(places, key=lambda one: (one.service, one.account)):
        _suite(root, run, f"{service}/{account}", [_case(one) for one in group])
    if why := _unfinished(run):
        case = ET.Element("testcase", name="the run itself", classname="optout", time="0.000")
        ET.SubElement(case, "error", message=plain(why), type="unfinished").text = plain(why)
        _suite(root, run, "run", [case])
    for count in ("tests", "failures", "errors", "skipped"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(root: ET.Element, run: Run, name: str, cases: Sequence[ET.Element]) -> None:
    suite = ET.SubElement(
        root,
        "testsuite",
        name=plain(name),
        tests=str(len(cases)),
        failures=_count(cases, "failure"),
        errors=_count(cases, "error"),
        skipped=_count(cases, "skipped"),
        time=f"{sum(float(case.get('time', '0')) for case in cases):.3f}",
    )
    if started := _moment(run.started):
        suite.set("timestamp", f"{started.astimezone(UTC):%Y-%m-%dT%H:%M:%S}")
    properties = ET.SubElement(suite, "properties")
    for key, value in (("run", run.id), ("mode", run.mode.value), ("optout", run.versions.optout)):
        ET.SubElement(properties, "property", name=key, value=plain(value))
    suite.extend(cases)


def _case(result: Result) -> ET.Element:
    first, last = result.before, result.after
    case = ET.Element(
        "testcase",
        name=plain(result.setting),
        classname=plain(f"optout.{result.service}.{result.account}"),
        time=_seconds(first.at, last.at) if first and last else "0.000",
    )
    if result.outcome in _SKIPPED:
        word = "skipped"
    elif result.outcome.exit_status:
        word = "failure" if result.outcome.exit_status == 1 else "error"
    elif result.outcome.is_off and (result.last is None or result.last.state is not State.OFF):
        word = "error"  # a record that was edited: the word alone proves nothing
    else:
        return case
    told = ET.SubElement(case, word, message=plain(result.sentence), type=result.outcome.value)
    told.text = plain(f"{result.title}: {result.sentence} {result.url}")
    return case


def _unfinished(run: Run) -> str:
    if run.problem:
        return run.problem
    if run.interrupted:
        return "The run was interrupted. What was finished is kept."
    return "" if run.finished else "The run goes on, or was cut off: not every setting was looked at."


def _count(cases: Sequence[ET.Element], word: str) -> str:
    return str(sum(case.find(word) is not None for case in cases))


def _seconds(start: str, end: str) -> str:
    """How long something took; nothing where one of the times is none, or where the clock was set back."""
    one, other = _moment(start), _moment(end)
    return f"{max((other - one).total_seconds(), 0):.3f}" if one and other else "0.000"


def _moment(at: str) -> datetime | None:
    try:
        when = datetime.fromisoformat(at)
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
