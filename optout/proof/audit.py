"""Verify a home or a bundle as a whole: which runs are intact, whether their chain is, and where it ends."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from optout.errors import OptoutError, UsageProblem
from optout.home import Home
from optout.proof import chain, key, links, verify
from optout.proof.chain import Head
from optout.proof.checked import Checked
from optout.proof.place import LIST, RUNS, Folders, Place, Zip
from optout.proof.seal import PUBLIC_KEY
from optout.runs import folders
from optout.runs.shelf import MANIFEST

_HEAD = re.compile(r"([1-9][0-9]{0,8}):([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found of a home or a bundle.

    Attributes:
        name: what was verified.
        runs: each run that was asked for.
        problems: what is wrong with the chain that they stand in, one sentence each.
        notes: what a reader should know.
        head: the end of the chain.
    """

    name: str
    runs: tuple[Checked, ...]
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    head: Head = field(default_factory=Head)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems and not any(one.problems for one in self.runs)


def head(text: str) -> Head:
    """A head as a person has kept it elsewhere.

    Raises:
        UsageProblem: it is none.
    """
    if not (match := _HEAD.fullmatch(text.strip())):
        raise UsageProblem('--head is what "optout proof verify" has printed: a number, a colon and 64 digits.')
    return Head(int(match[1]), "", match[2])


def audit(home: Path, names: Sequence[str], expected: Head | None) -> list[Audit]:
    """Verify what is named: runs of the home, bundles (zip files or unpacked); without a name, all of the home.

    Args:
        home: the home's path; only read.
        names: ids of runs, beginnings of them, or paths.
        expected: the end of the chain as it was kept elsewhere.

    Raises:
        UsageProblem: a name names nothing.
    """
    bundles: list[Place] = []
    runs: list[str] = []
    for name in names:
        path = Path(name)
        if path.is_file():
            bundles.append(Zip(path))
        elif (path / LIST).is_file():
            bundles.append(Folders(path / RUNS))
        else:
            folder = folders.find(home / RUNS, name)
            if folder.resolve().parent != (home / RUNS).resolve():
                raise UsageProblem(
                    f"{name} is no run of {home}. Name its home with --home, or the bundle that it is in."
                )
            runs.append(folder.name)
    audits = [_of_bundle(place, expected) for place in bundles]
    return [_of_home(Home(home), runs, expected), *audits] if runs or not names else audits


def _of_home(home: Home, chosen: Sequence[str], expected: Head | None) -> Audit:
    place = Folders(home.runs)
    problems: list[str] = []
    notes: list[str] = []
    try:
        own = key.own(home.proof)
    except OptoutError as error:
        own = ""
        problems.append(str(error).rstrip("."))
    names = place.runs()
    lost = not (home.proof / PUBLIC_KEY).exists()
    full = {name: verify.check(place, name, own) for name in names if not chosen or name in chosen}
    every = [full.get(name) or verify.glance(place, name) for name in names]
    problems += links.linked(every)
    problems += [f"{one.run} is only a copy to be shared: its {MANIFEST} is gone" for one in full.values() if one.copy]
    end = max((Head(one.number, one.run, one.manifest) for one in every), key=lambda one: one.count, default=Head())
    if lost and end.count:
        problems.append(f"{home.proof / PUBLIC_KEY} is gone: whether these runs are this home's own cannot be told")
    try:
        if known := chain.kept(home.proof):
            settled = chain.settled(known, home.runs)
            problems += links.ended(every, settled, f"{home.proof / chain.FILE}")
            if end.count > settled.count:
                problems.append(
                    f"{home.proof / chain.FILE} is older than the runs: it knows {settled.count} of {end.count}"
                )
        elif end.count:
            problems.append(
                f"{home.proof / chain.FILE} is gone: whether newer runs were removed cannot be told without it"
            )
    except OptoutError as error:
        problems.append(str(error).rstrip("."))
    if expected:
        problems += links.ended(every, expected, "the head that you have kept")
    return Audit(str(home.runs), tuple(full.values()), tuple(dict.fromkeys(problems)), tuple(notes), end)


def _of_bundle(place: Place, expected: Head | None) -> Audit:
    checked = tuple(verify.check(place, name) for name in place.runs())
    try:
        content = place.beside(LIST)
        listed = json.loads(content)
        manifests = {int(one["number"]): str(one["manifest"]) for one in listed["runs"]}
        held = {str(one["run"]) for one in listed["runs"] if one["held"]}
        end = Head(int(listed["count"]), str(listed["run"]), str(listed["manifest"]))
        public, signature = place.beside(PUBLIC_KEY), place.beside(f"{LIST}.sig")
    except OSError as error:
        return Audit(place.name, checked, (f"{error.filename or LIST} is missing or cannot be read",))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        return Audit(place.name, checked, (f"{LIST} is damaged",))
    problems: list[str] = []
    signer = key.fingerprint(public)
    if not key.holds(public, content, signature):
        problems.append(f"{LIST} was changed after it was signed")
    for one in checked:
        if one.key and one.key != signer:
            problems.append(f"{one.run} is signed by another key than the list of runs ({verify.short(one.key)})")
        if one.number and manifests.get(one.number) != one.manifest:
            problems.append(
                f"{one.run} (number {one.number}) is not the run that {LIST} lists: it was changed or replaced"
            )
    problems += [  # only sealed runs are handed over: its seal was taken off, or it was put in
        f"{one.run} is not sealed, and a bundle holds only sealed runs: it was changed or added"
        for one in checked
        if not one.number and not one.problems
    ]
    problems += [f"{run} was removed from the bundle" for run in sorted(held - {one.run for one in checked})]
    here = {one.number for one in checked}
    away = {number: manifest for number, manifest in manifests.items() if number not in here}
    problems += links.linked(checked, away)
    problems += [f"{LIST}: {gap}" for gap in links.missing(1, end.count, manifests)]
    if expected:
        every = [*checked, *(Checked("", number, manifest) for number, manifest in away.items())]
        problems += links.ended(every, expected, "the head that you have kept")
    notes = [f"{len(away)} more runs are in the chain and not in this bundle"] if away else []
    return Audit(place.name, checked, tuple(dict.fromkeys(problems)), tuple(notes), end)
