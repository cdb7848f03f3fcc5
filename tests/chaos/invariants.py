"""What must hold whatever a site does: read from the site's own state, the printed document and the written files."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mixtures import Mixture, owned, swept_pages, target_keys

from optout.model import Outcome
from optout.site import Site

DOCUMENT = ["format", "run", "mode", "exit", "folder", "results", "unlisted"]
RESULT = ["service", "account", "setting", "title", "url", "outcome", "before", "after", "sentence", "proof"]
STATES = {"on", "off", "mixed", "unknown"}


def status_of(outcomes: list[str]) -> int:
    """The exit status that the design gives to some outcomes: the smallest that is not nought."""
    return min((status for one in outcomes if (status := Outcome(one).exit_status)), default=0)


def misshapen(document: dict[str, Any], status: int) -> Iterator[str]:
    """What of a JSON document is not as the contract says."""
    if list(document) != DOCUMENT:
        yield f"the document has other keys: {list(document)}"
    for one in document["results"]:
        if list(one) != RESULT:
            yield f"a result has other keys: {list(one)}"
        if not {one["before"], one["after"]} <= STATES:
            yield f"no state: {one['before']}, {one['after']}"
    right = status_of([one["outcome"] for one in document["results"]])
    if not status == document["exit"] == right:
        yield f"the exit status is {status}, the document's {document['exit']}, and {right} would be right"


def false_offs(mixture: Mixture, site: Site, document: dict[str, Any]) -> Iterator[str]:
    """Results that say off of something that the site holds on."""
    values = site.state.values()
    for one in document["results"]:
        if "off" not in (one["after"], one["outcome"].removeprefix("already-").removeprefix("turned-")):
            continue
        keys = owned(mixture, urlsplit(one["url"]).path)
        if not keys:
            yield f"FALSE OFF: {one['setting']} is {one['outcome']}, and owns no switch of the site"
        for key in keys:
            if values[key]:
                yield f"FALSE OFF: {one['setting']} is {one['outcome']} ({one['after']}), and the site holds {key} on"


def stray_writes(mixture: Mixture, site: Site) -> Iterator[str]:
    """Saves that reached the site and should not have."""
    writes = site.state.writes
    if mixture.command != ("run",) and writes:
        yield f"only looking, and it wrote {writes}"
    # every switch of a swept page is the setting, a switch beside the stored one too
    swept = tuple(key for keys in swept_pages(mixture).values() for key in keys)
    for key, count in Counter(write.key for write in writes).items():
        if key not in target_keys(mixture) and not (swept and key.startswith(swept)):
            yield f"a write to {key}, which is no target's"
        if count > 1:
            yield f"{count} writes to {key}"
    for write in writes:
        # a save that was never looked at stands as it was sent, and there on means the data is not used
        if write.value and (write.kept or write.key not in mixture.inverted):
            yield f"a write of true to {write.key}"


def unaccounted(mixture: Mixture, document: dict[str, Any]) -> Iterator[str]:
    """Targets that no result speaks of, and results that nobody asked for or that come twice."""
    found = Counter(one["setting"] for one in document["results"])
    for name in mixture.listed:
        if not found[name]:
            yield f"no result for {name}"
    for pattern in mixture.patterns:
        if "*" not in pattern and not found[pattern] and not found["ads"]:  # "ads" stands for a hub's unread rows
            yield f"no result for the target {pattern}"
    for name, count in found.items():
        if count > 1:
            yield f"{count} results for {name}"
        if name not in {*mixture.listed, *mixture.swept, *mixture.patterns, "ads"}:
            yield f"a result for {name}, which nobody asked for"


def broken(mixture: Mixture, site: Site, cli: Any, said: Any) -> list[str]:
    """Everything that does not hold after a mixture was played; the site must have come to rest."""
    document = said.document
    found = [
        *false_offs(mixture, site, document),
        *stray_writes(mixture, site),
        *unaccounted(mixture, document),
        *misshapen(document, said.status),
        *(f"{path} was opened" for path in cli.strayed(site)),
        *(f"a secret stands in {where}" for where in cli.leaks(site, said)),
        *(f"{file} was left" for file in cli.home.glob("runs/**/*.new")),
    ]
    if not Path(document["folder"]).joinpath("run.json").is_file():
        found.append(f"no record in {document['folder']}")
    return found
