"""Write the draft of a letter: what the person named, what the record holds of it, and whose law applies."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from optout.catalog import Catalog
from optout.errors import UsageProblem
from optout.letters import law
from optout.letters.draft import Kind, Named, draft
from optout.letters.evidence import stories
from optout.model import Outcome, Run
from optout.proof import verify
from optout.proof.place import Folders
from optout.runs import folders
from optout.runs.ledger import Entry, Ledger
from optout.runs.track import Track, tracks


@dataclass(frozen=True, slots=True)
class Letter:
    """A draft, and what to say of it beside.

    Attributes:
        text: the letter.
        remarks: one sentence each on what it leaves out.
    """

    text: str
    remarks: tuple[str, ...] = ()


def letter(kind: Kind, region: str, targets: Sequence[str], account: str, ledger: Ledger, catalog: Catalog) -> Letter:
    """The draft of a letter to one service, or about one.

    Args:
        kind: objection or complaint.
        region: where the person lives: AT, UK, US-CA.
        targets: settings of one service; none means all of the only one that there is.
        account: one account's name; empty where there is only one.
        ledger: all runs.
        catalog: the services that are known.

    Raises:
        UsageProblem: region, targets or account are unknown or not clear, or a complaint would have nothing to cite.
    """
    where = law.region(region)
    recorded = [one for one in tracks(ledger.entries) if _real(one, catalog)]
    service = _service(targets, recorded, catalog)
    patterns = [target.partition("/")[2] or "*" for target in targets] or ["*"]
    mine = _of_one_account([one for one in recorded if one.place[0] == service], account, service)
    chosen = [one for one in mine if any(fnmatchcase(one.setting, pattern) for pattern in patterns)]
    _known(targets, chosen, catalog)
    cited: dict[Path, None] = {}

    def load(entry: Entry) -> Run:
        cited[entry.folder] = None
        return _run(entry.folder)

    told = stories(chosen, datetime.now(UTC), load)
    read = {one.name for one in told}
    if kind is Kind.COMPLAINT:  # an authority needs no setting that was always off
        told = tuple(one for one in told if one.ever_on) or told
    settings = _named(service, targets, chosen, catalog)
    if kind is Kind.COMPLAINT and not told:
        raise UsageProblem(
            f"No run has read any of these settings of {service}, so a complaint would have nothing to cite. "
            f'Run "optout check {service}" first; the letter is not written.'
        )
    if not settings:
        raise UsageProblem(
            f"{service} does not offer these settings to your account, so there is nothing to object to."
        )
    title = catalog.flow(service).service.title
    text = draft(kind, where, title, law.addressee(service, where.law), settings, told, len(ledger.unreadable))
    return Letter(text, (*ledger.unreadable, *_remarks(read, chosen), *_broken(cited)))


def _real(track: Track, catalog: Catalog) -> bool:
    """Whether it was read from the service itself: what a stand-in on this machine held says nothing of that."""
    service, _, origin = track.place
    if service not in catalog.flows or not origin.startswith("https://"):
        return False
    flow = catalog.flow(service).service
    return origin in {flow.origin, *(one.origin for one in flow.settings)}


def _service(targets: Sequence[str], recorded: Sequence[Track], catalog: Catalog) -> str:
    """The one service that the letter is about."""
    named = list(dict.fromkeys(target.partition("/")[0] for target in targets))
    if not named:
        named = list(dict.fromkeys(one.place[0] for one in recorded)) or list(catalog.flows)
    for one in named:
        catalog.flow(one)
    if len(named) > 1:
        raise UsageProblem(f"A letter goes to one service. Name one: {', '.join(named)}.")
    return named[0]


def _of_one_account(mine: list[Track], account: str, service: str) -> list[Track]:
    names = sorted({one.place[1] for one in mine})
    if not account and len(names) > 1:
        raise UsageProblem(
            f"The record holds several accounts of {service}. Name one with --account: {', '.join(names)}."
        )
    return [one for one in mine if one.place[1] == account] if account else mine


def _known(targets: Sequence[str], chosen: Sequence[Track], catalog: Catalog) -> None:
    """See that every target names something, in the record or in a flow."""
    for target in targets:
        pattern = target.partition("/")[2] or "*"
        if not any(fnmatchcase(one.setting, pattern) for one in chosen):
            catalog.select([target])


def _named(service: str, targets: Sequence[str], chosen: Sequence[Track], catalog: Catalog) -> list[Named]:
    """What the letter is about: what the flow lists and what the record adds, but for what is not offered."""
    flow = catalog.flow(service).service
    patterns = [target.partition("/")[2] or "*" for target in targets] or ["*"]
    found = {
        one.id: Named(one.title, f"{one.origin or flow.origin}{one.path}")
        for one in flow.settings
        if any(fnmatchcase(one.id, pattern) for pattern in patterns)
    }
    for track in chosen:
        seen = track.last.seen
        if seen.outcome is Outcome.NOT_OFFERED:
            found.pop(track.setting, None)
        else:
            found[track.setting] = Named(seen.title, seen.url)
    return list(found.values())


def _broken(cited: Iterable[Path]) -> list[str]:
    """Which of the runs that are cited are no longer as they were sealed."""
    checked = [verify.check(Folders(folder.parent), folder.name) for folder in cited]
    return [
        f"Run {one.run} is not as it was sealed ({one.problems[0]}): cite it only if you know why."
        for one in checked
        if one.number and one.problems
    ]


def _remarks(read: Container[str], chosen: Sequence[Track]) -> list[str]:
    unread = [one.name for one in chosen if one.name not in read and one.last.seen.outcome is not Outcome.NOT_OFFERED]
    back = [one.name for one in chosen if one.put_back]
    remarks = []
    if unread:
        remarks.append(f"No run could read {', '.join(unread)}: the letter cites nothing for it.")
    if back:
        remarks.append(
            f"{', '.join(back)} is on because you had it put back: the letter says so. Leave it out if you like."
        )
    return remarks


@cache
def _run(folder: Path) -> Run:
    return folders.load(folder)
