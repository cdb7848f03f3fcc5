"""Each setting over time, as a strip of signs on the terminal and as the JSON document of `history`."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from optout.model import Outcome, State
from optout.report.text import colour
from optout.runs.ledger import Entry, Ledger
from optout.runs.track import Account, Sighting, Track, by_account

FORMAT = 1
_LATEST = 8  # runs that are listed
_WORDS = {".": "off", "O": "on", "~": "mixed", "?": "unread", "-": "absent"}
_COLOURS = {".": "green", "O": "bold red", "~": "magenta", "?": "yellow", "-": "dim"}
_LEGEND = ". off   O on   ~ half on   ? not read   - not offered   blank: not looked at"
_SIGNS = {State.OFF: ".", State.ON: "O", State.MIXED: "~", State.UNKNOWN: "?"}
_WIDEST_NAME = 26
_TAIL = 2 + 6 + 2 + 10 + 2 + 10  # the present state, since when, last proved off
_SHORTEST_STRIP = 8


def sign(sighting: Sighting) -> str:
    """One letter for what a run saw; readable without colour."""
    return "-" if sighting.seen.outcome is Outcome.NOT_OFFERED else _SIGNS[sighting.seen.state]


def show(tracks: Sequence[Track], ledger: Ledger, console: Console) -> None:
    """Print the settings, one line each, then the latest runs.

    Args:
        tracks: the settings that were chosen.
        ledger: all runs.
        console: where to print; its width decides how many runs a strip holds.
    """
    if not ledger.entries:
        begin = 'Nothing has been looked at yet. Start with "optout run", or "optout demo" to see one.'
        console.print(begin, soft_wrap=True)
    for account in by_account(tracks):
        _account(account, ledger.entries, console)
    if tracks:
        console.print(_LEGEND, style="dim", soft_wrap=True)
    looked = _runs(tracks, ledger.entries) if tracks else list(ledger.entries)
    if looked:
        _latest(looked, console)
    unreadable(ledger, console)


def unreadable(ledger: Ledger, console: Console) -> None:
    """Say which runs were passed over, and why."""
    if count := len(ledger.unreadable):
        console.print(f"\n{count} run{'' if count == 1 else 's'} could not be read:", style="yellow")
        for sentence in ledger.unreadable:
            console.print(f"  {sentence}", soft_wrap=True, markup=False)


def document(tracks: Sequence[Track], ledger: Ledger) -> dict[str, Any]:
    """The document of `history --json`; its keys are a contract."""
    return {
        "format": FORMAT,
        "settings": [_setting(one) for one in tracks],
        "runs": [_run(one) for one in (_runs(tracks, ledger.entries) if tracks else ledger.entries)],
        "unreadable": list(ledger.unreadable),
    }


def _runs(tracks: Sequence[Track], entries: Sequence[Entry]) -> list[Entry]:
    """The runs that looked at any of the settings, the oldest first."""
    looked = {id(one.run) for track in tracks for one in track.sightings}
    return [entry for entry in entries if id(entry) in looked]


def _account(account: Account, entries: Sequence[Entry], console: Console) -> None:
    looked = _runs(account.tracks, entries)
    name = min(max(len(one.setting) for one in account.tracks), _WIDEST_NAME)
    room = max(console.width - 2 - name - 2 - _TAIL, _SHORTEST_STRIP)
    shown = looked[-room:]
    head = Text()
    head.append(account.title, "bold")
    head.append(f": {len(looked)} run{'' if len(looked) == 1 else 's'}")
    if earlier := len(looked) - len(shown):
        head.append(f", shown since {shown[0].started[:10]} (… {earlier} earlier)", "dim")
    console.print(head, soft_wrap=True)
    strip = min(len(shown), room)
    console.print(Text(f"  {'':{name}}  {'':{strip}}  {'now':6}  {'since':10}  proved off", "dim"), soft_wrap=True)
    for one in account.tracks:
        console.print(_line(one, shown, name), soft_wrap=True)
    for one in account.tracks:
        if one.proof and one.proof.on_run and one.last.seen.state is State.ON:
            console.print(Padding(Text(_story(one)), (0, 0, 0, 2)))
    console.print()


def _line(track: Track, shown: Sequence[Entry], width: int) -> Text:
    signs = {id(one.run): sign(one) for one in track.sightings}
    name = track.setting if len(track.setting) <= width else track.setting[: width - 1] + "…"
    line = Text(f"  {name:{width}}  ")
    for entry in shown:
        one = signs.get(id(entry), " ")
        line.append(one, _COLOURS.get(one, ""))
    now = sign(track.last)
    line.append("  ")
    line.append(f"{_WORDS[now]:6}", _COLOURS[now])
    line.append(f"  {track.since[:10]:10}  {track.proof.at[:10] if track.proof else '':10}".rstrip())
    return line


def _story(track: Track) -> str:
    proof = track.proof
    assert proof
    return (
        f"{track.setting} came back: proved off on {_minute(proof.at)} by run {proof.run}, "
        f"first seen on again on {_minute(proof.on_since)} by run {proof.on_run}."
    )


def _minute(at: str) -> str:
    """A time of ours (UTC, ISO 8601), to the minute."""
    return f"{at[:10]} {at[11:16]} UTC"


def _latest(looked: Sequence[Entry], console: Console) -> None:
    latest = looked[-_LATEST:]
    earlier = len(looked) - len(latest)
    console.print(f"\n[bold]Latest runs[/]{f' [dim](… {earlier} earlier)[/]' if earlier else ''}")
    table = Table.grid(padding=(0, 2, 0, 0))
    for entry in reversed(latest):
        table.add_row(f"  {entry.id}", entry.mode.value, _words(entry))
    console.print(table)


def _words(entry: Entry) -> Text:
    """How a run went: what is wrong by its words, and the rest as a number."""
    counts = Counter(seen.outcome for seen in entry.results)
    wrong = [outcome for outcome in Outcome if counts[outcome] and outcome.exit_status]
    parts = [Text(f"{counts[outcome]} {outcome.value}", colour(outcome)) for outcome in wrong]
    skipped = counts[Outcome.SKIPPED]
    if fine := counts.total() - skipped - sum(counts[outcome] for outcome in wrong):
        parts.append(Text(f"{fine} as wanted", "green"))
    if skipped:
        parts.append(Text(f"{skipped} {Outcome.SKIPPED.value}"))
    if turned := counts[Outcome.TURNED_OFF]:
        parts.append(Text(f"{turned} turned off"))
    if rows := len(entry.unlisted):
        parts.append(Text(f"{rows} row{'' if rows == 1 else 's'} not in the flow"))
    state = Text("interrupted: " if entry.interrupted else "not finished: " if entry.partial else "", "yellow")
    return state + Text(", ").join(parts or [Text("nothing was read")])


def _setting(track: Track) -> dict[str, Any]:
    service, account, origin = track.place
    proof = track.proof
    return {
        "service": service,
        "account": account,
        "origin": origin,
        "setting": track.setting,
        "title": track.last.seen.title,
        "state": track.last.seen.state.value,
        "since": track.since,
        "proved_off": proof
        and {"at": proof.at, "run": proof.run, "on_since": proof.on_since or None, "on_run": proof.on_run or None},
        "seen": [
            {
                "run": one.run.id,
                "at": one.at,
                "mode": one.run.mode.value,
                "outcome": one.seen.outcome.value,
                "state": one.seen.state.value,
            }
            for one in track.sightings
        ],
    }


def _run(entry: Entry) -> dict[str, Any]:
    return {
        "run": entry.id,
        "mode": entry.mode.value,
        "started": entry.started,
        "finished": entry.finished or None,
        "interrupted": entry.interrupted,
        "partial": entry.partial,
        "exit": entry.exit_status,
        "unlisted": [{"service": one.service, "title": one.title, "url": one.url} for one in entry.unlisted],
    }
