"""The crontab: our section, and every other byte as it was."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from optout.errors import UsageProblem
from optout.schedule.cron import part, poor_environment, quoted, section, shell_line, with_section, without_section
from optout.schedule.job import Job

JOB = Job("optout", ("/opt/my optout", "check", "--due", "--home", "/home/ann/50%"), "/home/ann/it's", 7, "/log")
OTHER = Job("optout-1a2b3c4d", ("/opt/optout", "check"), "/", 8, "/log")
CRONTABS = {
    "nothing": b"",
    "one line": b"0 1 * * * /bin/true\n",
    "no final line end": b"MAILTO=ann\n0 1 * * * /bin/true",
    "CRLF": b"# mine\r\n0 1 * * * /bin/true\r\n",
    "not UTF-8": b"# caf\xe9 \xff\xfe\n\n\n@daily x\n",
    "blank": b"\n\n",
    "bare CR": b"# a\rb\n",
    "another home's": section(OTHER).encode() + b"# after\n",
}


def as_cron(line: str) -> str:
    """What Debian's cron makes of the command in its table: up to the first bare percent sign, escaped ones undone."""
    made, escaped = "", False
    for letter in line:
        if escaped and letter in "%\\":
            made, escaped = made[:-1] + letter, False
        elif escaped:
            made, escaped = made + letter, False
        elif letter == "%":
            return made
        else:
            made, escaped = made + letter, letter == "\\"
    return made


def test_the_section_reads_as_it_should() -> None:
    """The whole text: markers, what it is, one line with the percent sign and the apostrophe made safe."""
    assert section(JOB) == (
        "# >>> optout >>>\n"
        "# Once an hour; the program itself knows what is due. To take this out: optout schedule remove\n"
        """7 * * * * cd '/home/ann/it'"'"'s' && exec '/opt/my optout' 'check' '--due' '--home' '/home/ann/50'\\%\n"""
        "# <<< optout <<<\n"
    )


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
AWKWARD = st.text("%\\'\"$` ;&|*?~#!{}()<>é", max_size=12)


@given(st.lists(WORDS | AWKWARD, max_size=4))
@example(["%", "\\", "\\%", "\\\\%", "%%", "\\\\\\", "'%'", "", " ", "a\\"])
@settings(max_examples=40, deadline=None, database=None)
def test_every_word_survives_cron_and_sh(words: list[str]) -> None:
    """The program gets its words as they were, with a cron that undoes "%" and with one that does not."""
    show = "import json, os, sys; sys.stdout.write(json.dumps([sys.argv[1:], os.getcwd()]))"
    job = Job("optout", (sys.executable, "-S", "-c", show, *words), "/", 0, "")
    line = shell_line(job)
    for seen in {line, as_cron(line)}:
        done = subprocess.run(["/bin/sh", "-c", seen], capture_output=True, env=poor_environment(), check=True)
        assert json.loads(done.stdout) == [words, "/"]


@given(AWKWARD)
@settings(max_examples=300, deadline=None, database=None)
def test_no_percent_sign_is_bare(word: str) -> None:
    """cron would end the line at a percent sign without a backslash before it."""
    assert as_cron(quoted(word) + " end").endswith(" end")


@pytest.mark.parametrize("crontab", [*CRONTABS.values(), None], ids=[*CRONTABS, "none"])
def test_everything_else_stays_to_the_byte(crontab: bytes | None) -> None:
    """Installing, again with another line, and removing leaves what was there, also where there was no crontab."""
    first = with_section(crontab, JOB)
    assert first.endswith(crontab or b"")
    assert first.count(b"my optout") == 1
    again = with_section(first, Job("optout", ("/new/optout",), "/", 9, ""))
    assert b"my optout" not in again
    assert again.count(b"# >>> optout >>>") == 1
    assert without_section(again, "optout") == crontab


@given(st.binary(max_size=60) | st.none())
@settings(max_examples=300, deadline=None, database=None)
def test_any_bytes_stay_as_they_are(crontab: bytes | None) -> None:
    """There is no crontab, however strange, that is not put back as it was."""
    assert without_section(with_section(crontab, JOB), "optout") == crontab


def test_what_the_person_wrote_since_stays() -> None:
    """Lines that came above, below or after a fresh install outlive the removal; a CRLF copy is found, too."""
    text = b"# above\n" + with_section(None, JOB) + b"# below\n"
    assert without_section(text, "optout") == b"# above\n# below\n"
    assert without_section(text.replace(b"\n", b"\r\n"), "optout") == b"# above\r\n# below\r\n"


BEGIN, END = b"# >>> optout >>>\n", b"# <<< optout <<<\n"


@pytest.mark.parametrize(
    "damaged",
    [BEGIN, END, END + BEGIN, BEGIN + BEGIN + END, BEGIN + END + END, BEGIN + END + BEGIN + END],
    ids=["no end", "no begin", "upside down", "two begins", "two ends", "twice"],
)
def test_damaged_markers_are_refused(damaged: bytes) -> None:
    """Where it cannot be said what is ours, nothing is touched."""
    for attempt in (lambda: with_section(damaged, JOB), lambda: without_section(damaged, "optout")):
        with pytest.raises(UsageProblem, match='Put it right with "crontab -e"; nothing was changed'):
            attempt()


def test_the_section_of_another_home_is_not_ours() -> None:
    """Two homes have a section each."""
    both = with_section(with_section(None, OTHER), JOB)
    assert part(both, JOB.name).rest == section(OTHER, fresh=True).encode()
    assert without_section(both, OTHER.name) == section(JOB).encode()


def test_paths_that_are_not_text_are_written_as_they_are(tmp_path: Path) -> None:
    """A folder whose name is no UTF-8 stands in the crontab byte by byte."""
    folder = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9")
    table = with_section(None, Job("optout", ("/opt/optout",), folder, 0, ""))
    assert b"/caf\xe9'" in table
