"""Each row of the table of scenarios: the real command line against the real site that misbehaves."""

from collections import Counter

import pytest
from scenarios import AGE, ROWS, Row

from optout.flowfile import load
from optout.resources import folder

FLOW = folder("flows") / "linkedin.toml"
SERVICE = load(FLOW).service


def asked_for(row):
    """The listed settings that the command of a row names."""
    names = {setting.id for setting in SERVICE.settings}
    return names if "linkedin" in row.command else names & {word.removeprefix("linkedin/") for word in row.command}


def own_flow(row, home):
    """The words that give the command line a copy of the flow with the row's changes."""
    text = FLOW.read_text("utf-8")
    for old, new in row.flow:
        assert old in text
        text = text.replace(old, new)
    copy = home.parent / "flows" / FLOW.name
    copy.parent.mkdir()
    copy.write_text(text, "utf-8")
    return ["--flows", str(copy.parent)]


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_every_way_a_site_can_misbehave_ends_in_the_true_word(cli, signed_in, row: Row):
    """The word, the exit status, the writes and what the site holds are those of the table; nothing else is touched."""
    site = signed_in(**row.site)
    for key, value in row.holds.items():
        site.state.set(key, value)
    before = site.state.values()
    quirks = {AGE: row.quirks} if isinstance(row.quirks, str) else row.quirks
    site.misbehave({key: words for key, words in quirks.items() if words})
    flow = own_flow(row, cli.home) if row.flow else []

    said = cli(*row.command, "--json", *flow, site=site)

    written = Counter(write.key for write in site.state.writes)
    assert not [key for key, count in written.items() if count > 1], written
    assert set(written) <= before.keys(), f"a decoy was clicked: {written}"
    assert [write.key for write in site.state.writes if write.value] == []
    assert cli.strayed(site) == []
    assert cli.leaks(site, said) == []

    site.state.wait()
    off = {key for key, value in site.state.values().items() if before[key] and not value}
    outcomes = said.outcomes
    assert outcomes.keys() >= asked_for(row)
    words = {"*": row.word} if isinstance(row.word, str) else dict(row.word)
    wanted = {setting: words.get(setting, words.get("*")) for setting in {*outcomes, *words} - {"*"}}
    got = (outcomes, said.status, len(site.state.writes), off)
    true = (
        wanted,
        row.status,
        got[2] if row.writes is None else row.writes,
        got[3] if row.off is None else {row.off} if isinstance(row.off, str) else set(row.off),
    )
    assert got == true, [one["sentence"] for one in said.document["results"]]
    if row.then:
        words, word, status = row.then
        later = cli(*words, "--json", *flow, site=site)
        assert (set(later.outcomes.values()), later.status) == ({word}, status)
