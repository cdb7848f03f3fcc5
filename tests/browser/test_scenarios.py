"""Each row of the table of scenarios: the real command line against the real site that misbehaves.

A start of the program and its browser costs more than a page does. So rows that tell of one switch alone play in one
run, each with a switch of its own; every row is still a test with its name, and fails by itself.
"""

import shutil
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest
from scenarios import AGE, ROWS, Row

from optout.flowfile import load
from optout.model import Outcome
from optout.resources import folder
from optout.site import Site

FLOW = folder("flows") / "linkedin.toml"
SERVICE = load(FLOW).service
# Switches that are alike: alone on their pages, on at the beginning, known by key and by name.
PLAYERS = ("ads-age", "ads-gender", "ads-from-others", "ads-measure", "ai-training", "research")
KEYS = {one.id: one.control.key[0] for one in SERVICE.settings if one.id in PLAYERS}
APART = ("elsewhere", "drifts", "endless")  # what these do is not done to one page


@dataclass(frozen=True)
class Part:
    """A row and the setting that plays the part of ads-age in it."""

    row: Row
    setting: str = "ads-age"

    @property
    def key(self):
        """The switch."""
        return KEYS[self.setting]

    @property
    def quirks(self):
        """How the site is told."""
        words = {self.key: self.row.quirks} if isinstance(self.row.quirks, str) else self.row.quirks
        return {key: word for key, word in words.items() if word}

    @property
    def flow(self):
        """The row's changes in the flow."""
        return [(old.replace(AGE, self.key), new.replace(AGE, self.key)) for old, new in self.row.flow]


def shares(row):
    """Whether a row tells of one switch alone, whichever it is."""
    return (
        isinstance(row.quirks, str)
        and row.command[1] == "linkedin/ads-age"
        and not row.then
        and not any(word in row.quirks for word in APART)
    )


def plays():
    """The rows, together where one run can play them all."""
    together = {}
    for row in ROWS:
        same = (row.command, str(row.site)) if shares(row) else row.name
        together.setdefault(same, []).append(row)
    for rows in together.values():
        for first in range(0, len(rows), len(PLAYERS)):
            yield [Part(row, setting) for row, setting in zip(rows[first:], PLAYERS, strict=False)]


# Of the rows that need a run of their own, those that `make test` plays; `make full` plays all.
FEW = {
    "shows off for two seconds, asking nothing",
    "goes on to closing the account by itself",
    "one of three is on",
    "two are hidden when their parent is off",
    "accepted, taken back three seconds later",
    "turns on what was off already",
    "signed out at page 6, only looked at",
    "leads to a security check",
    "too many requests (429)",
    "a cookie banner slides in",
    "a dialog that nobody knows, and off",
    "an error (500)",
    "a page that never ends, and off",
    "gone while reading back",
    "every save is refused",
    "no row, shows off at first, right to left",
}
PLAYS = list(plays())


def marks(number):
    """Those of the rows of one play."""
    alone = [part.row.name for part in PLAYS[number]]
    together = [pytest.mark.xdist_group(f"play{number}")]
    return together if len(alone) > 1 or FEW.intersection(alone) else [*together, pytest.mark.full]


CASES = [
    pytest.param(number, part, id=part.row.name, marks=marks(number))
    for number, play in enumerate(PLAYS)
    for part in play
]
assert {row.name for row in ROWS} >= FEW


@dataclass
class Played:
    """What came of a run."""

    said: Any
    later: Any
    before: dict
    after: dict
    writes: list
    strayed: list
    leaks: list


def own_flow(play, home):
    """The words that give the command line a copy of the flow with the changes of its rows."""
    changes = [change for part in play for change in part.flow]
    if not changes:
        return []
    text = FLOW.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    copy = home.parent / "flows" / FLOW.name
    copy.parent.mkdir()
    copy.write_text(text, "utf-8")
    return ["--flows", str(copy.parent)]


@pytest.fixture(scope="session")
def played(member, lasting):
    """What came of a play, which is played once."""
    session, profiles = member
    known = {}

    def go(number):
        if number not in known:
            known[number] = one(PLAYS[number], lasting())
        return known[number]

    def one(play, cli):
        row = play[0].row
        shutil.copytree(profiles, cli.home / "profiles")
        with Site(**row.site, member=session) as site:
            for part in play:
                for key, value in part.row.holds.items():
                    site.state.set(part.key if key == AGE else key, value)
            before = site.state.values()
            site.misbehave({key: words for part in play for key, words in part.quirks.items()})
            flow = own_flow(play, cli.home)
            targets = row.command[1:] if len(play) == 1 else [f"linkedin/{part.setting}" for part in play]
            rest = [] if len(play) == 1 else row.command[2:]
            said = cli(row.command[0], *targets, *rest, "--json", *flow, site=site)
            writes, strayed, leaks = site.state.writes, cli.strayed(site), cli.leaks(site, said)
            site.state.wait()
            after = site.state.values()
            later = cli(*row.then[0], "--json", *flow, site=site) if row.then else None
        shutil.rmtree(cli.home.parent)
        return Played(said, later, before, after, writes, strayed, leaks)

    return go


def asked_for(row):
    """The listed settings that the command of a row names."""
    names = {setting.id for setting in SERVICE.settings}
    return names if "linkedin" in row.command else names & {word.removeprefix("linkedin/") for word in row.command}


@pytest.mark.parametrize(("number", "part"), CASES)
def test_every_way_a_site_can_misbehave_ends_in_the_true_word(played, number, part):
    """The word, the exit status, the writes and what the site holds are those of the table; nothing else is touched."""
    row, play, others = part.row, played(number), [one.key for one in PLAYS[number] if one != part]
    # what is nobody's is everybody's: a stray write fails every row of the run
    writes = [write for write in play.writes if not write.key.startswith(tuple(others))]
    written = Counter(write.key for write in writes)
    assert not [key for key, count in written.items() if count > 1], written
    assert set(written) <= play.before.keys(), f"a decoy was clicked: {written}"
    assert [write.key for write in writes if write.value] == []
    assert play.strayed == []
    assert play.leaks == []

    off = {key for key, value in play.after.items() if play.before[key] and not value and key not in others}
    outcomes, status = play.said.outcomes, play.said.status
    if others:
        all_of_it = [Outcome(word).exit_status for word in outcomes.values()]
        assert outcomes.keys() == {one.setting for one in PLAYS[number]}
        assert status == min(filter(None, all_of_it), default=0)
        outcomes = {part.setting: outcomes[part.setting]}
        status = Outcome(outcomes[part.setting]).exit_status
    else:
        assert outcomes.keys() >= asked_for(row)
    words = {"*": row.word} if isinstance(row.word, str) else dict(row.word)
    wanted = {setting: words.get(setting, words.get("*")) for setting in {*outcomes, *words} - {"*"}}
    own = (row.off,) if isinstance(row.off, str) else row.off
    got = (outcomes, status, len(writes), off)
    true = (
        wanted,
        row.status,
        got[2] if row.writes is None else row.writes,
        got[3] if own is None else {part.key if key == AGE else key for key in own},
    )
    sentences = [one["sentence"] for one in play.said.document["results"] if one["setting"] in outcomes]
    assert got == true, sentences
    if row.then:
        _, word, status = row.then
        assert (set(play.later.outcomes.values()), play.later.status) == ({word}, status)
