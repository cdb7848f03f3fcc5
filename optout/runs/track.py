"""Each setting over time, from the runs at a glance: what it is now, since when, and who proved it off last. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from itertools import groupby
from typing import NamedTuple

from optout.errors import UsageProblem
from optout.model import Mode, Outcome, Proof, State
from optout.runs.ledger import Entry, Seen


class Sighting(NamedTuple):
    """One run's word on one setting."""

    run: Entry
    seen: Seen

    @property
    def at(self) -> str:
        """When it was read, or when the run began where no page was opened (UTC, ISO 8601)."""
        return self.seen.at or self.run.started

    @property
    def condition(self) -> tuple[State, bool]:
        """The state, and whether the service offers the setting at all."""
        return self.seen.state, self.seen.outcome is not Outcome.NOT_OFFERED


@dataclass(frozen=True, slots=True)
class Track:
    """One setting of one account over time.

    Attributes:
        place: service, account, and the origin that the pages came from.
        setting: its id.
        sightings: what each run that looked at it saw, the oldest first; at least one.
        proof: which run proved it off last; None if none did, or if it was turned on again on purpose since.
    """

    place: tuple[str, str, str]
    setting: str
    sightings: tuple[Sighting, ...]
    proof: Proof | None

    @property
    def name(self) -> str:
        """What a target calls it: `linkedin/ai-training`."""
        return f"{self.place[0]}/{self.setting}"

    @property
    def last(self) -> Sighting:
        """The latest word."""
        return self.sightings[-1]

    @property
    def put_back(self) -> bool:
        """Whether the person has had it turned on again, and nobody has turned it off since."""
        for one in reversed(self.sightings):
            if one.seen.state is State.OFF:
                return False
            if one.seen.outcome is Outcome.PUT_BACK:
                return True
        return False

    @property
    def since(self) -> str:
        """When it was first seen in its present state (UTC, ISO 8601). Looks that could not read it change nothing."""
        now, since = self.last.condition, self.last.at
        for one in reversed(self.sightings):
            if one.condition == now:
                since = one.at
            elif one.condition != (State.UNKNOWN, True):
                break
        return since


@dataclass(frozen=True, slots=True)
class Account:
    """An account's tracks, which belong together on a screen.

    Attributes:
        service: its service's id.
        account: its name.
        origins: where their pages came from.
        tracks: at least one.
    """

    service: str
    account: str
    origins: tuple[str, ...]
    tracks: tuple[Track, ...]

    @property
    def title(self) -> str:
        """What to call it: the account, and a stand-in's addresses, because that is not the real site."""
        stand_ins = " and ".join(one for one in self.origins if one.startswith("http://"))
        return f"{self.service}, account {self.account}{f', at {stand_ins}' if stand_ins else ''}"


def by_account(known: Iterable[Track]) -> list[Account]:
    """Tracks by account; by origin, too, where one setting was met at several: they are other sites' settings.

    Args:
        known: what `tracks` found.
    """
    found = []
    for (service, account), some in groupby(known, key=lambda one: one.place[:2]):
        mine = list(some)
        apart = len({one.setting for one in mine}) < len(mine)
        for _, each in groupby(mine, key=lambda one: apart and one.place[2]):
            here = tuple(each)
            found.append(Account(service, account, tuple(dict.fromkeys(one.place[2] for one in here)), here))
    return found


def tracks(entries: Sequence[Entry], targets: Sequence[str] = (), account: str = "") -> tuple[Track, ...]:
    """The settings that runs have looked at, by service, account and origin, in the order of the latest run.

    Args:
        entries: the runs, the oldest first.
        targets: `linkedin`, `linkedin/ai-training`, `linkedin/ads-*`; none means all.
        account: one account's name; empty means all.

    Raises:
        UsageProblem: a target names nothing that a run has looked at.
    """
    found: dict[tuple[tuple[str, str, str], str], list[Sighting]] = {}
    for entry in reversed(entries):
        for seen in entry.results:
            if not account or seen.account == account:
                found.setdefault((seen.place, seen.setting), []).append(Sighting(entry, seen))
    names = {f"{place[0]}/{setting}" for place, setting in found}
    for target in targets:
        if not any(_names(target, name) for name in names):
            near = get_close_matches(target, names, n=3, cutoff=0.5) or sorted(names)[:8]
            hint = f" Did you mean: {', '.join(near)}?" if near else ""
            raise UsageProblem(f'"{target}" names no setting that a run has looked at.{hint}')
    return tuple(
        Track(place, setting, tuple(reversed(sightings)), _proof(reversed(sightings)))
        for (place, setting), sightings in sorted(found.items(), key=lambda one: one[0][0])
        if not targets or any(_names(target, f"{place[0]}/{setting}") for target in targets)
    )


def proofs(entries: Sequence[Entry], origins: Collection[str], service: str, account: str) -> dict[str, Proof]:
    """The settings of an account that an earlier run proved off, and that nobody turned on on purpose since: by id.

    Args:
        entries: the runs, the oldest first.
        origins: where its pages come from; what a stand-in site held proves nothing about the real one.
        service: the service's id.
        account: the account's name.
    """
    known = tracks(entries, (), account)
    return {one.setting: one.proof for one in known if one.proof and _is_at(one.place, origins, service, account)}


def settings_seen(
    entries: Sequence[Entry], origins: Collection[str], service: str, account: str
) -> frozenset[str] | None:
    """The settings that earlier runs have looked at, by id; None until one of them has looked at everything.

    Args: as for `proofs`.
    """
    mine = [
        (entry, seen)
        for entry in entries
        for seen in entry.results
        if _is_at(seen.place, origins, service, account) and seen.at
    ]
    return frozenset(seen.setting for _, seen in mine) if any(entry.whole(service) for entry, _ in mine) else None


def _is_at(place: tuple[str, str, str], origins: Collection[str], service: str, account: str) -> bool:
    return place[:2] == (service, account) and place[2] in origins


def drifts(sightings: Iterable[Sighting]) -> list[Proof]:
    """Every time that a setting came back: proved off by one run, seen on by a later one that nobody asked for."""
    return list(dict.fromkeys(proof for proof in _proofs(sightings) if proof and proof.on_run))


def _proof(sightings: Iterable[Sighting]) -> Proof | None:
    """What is proved in the end."""
    return [None, *_proofs(sightings)][-1]


def _proofs(sightings: Iterable[Sighting]) -> Iterable[Proof | None]:
    """What is proved after each sighting, the oldest first."""
    proof: Proof | None = None
    for run, seen in sightings:
        on = next((look for look in seen.looks if look.state is State.ON), None)
        if run.mode is Mode.UNDO and (on or seen.clicked):
            proof = None  # on purpose: "on" is what the person wants from here on
        elif on and proof and not proof.on_run:
            proof = Proof(proof.at, proof.run, on.at, run.id)
            yield proof
        if seen.proves_off:
            proof = Proof(seen.at, run.id)
        yield proof


def _names(target: str, name: str) -> bool:
    """Whether a target names a setting: by its service, or by service and id."""
    service, slash, setting = target.partition("/")
    return fnmatchcase(name, f"{service}/{setting if slash and setting else '*'}")
