"""What to look at, and whether turning is allowed: a value, made and printed without a browser."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase

from optout.catalog import Selection, setting_id
from optout.flow import Service, Setting, Sweep
from optout.model import Mode
from optout.place import is_loopback


@dataclass(frozen=True, slots=True)
class Errand:
    """One account's part of a plan.

    Attributes:
        service: the service, with the origins that its pages are served from.
        account: the name of the browser profile.
        settings: the listed settings to look at.
        patterns: what the targets said, for the rows that only a sweep finds.
        flow_sha256: the hash of the flow file.
        only: setting -> the only switches of its page that may be turned, as they were written down.
    """

    service: Service
    account: str
    settings: tuple[Setting, ...]
    patterns: tuple[str, ...]
    flow_sha256: str
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        """Where the service's pages are served from, except for settings that have an origin of their own."""
        return self.service.origin

    def url(self, path: str) -> str:
        """The address of a path on that origin."""
        return self.origin + path

    @property
    def entrances(self) -> dict[str, str]:
        """Origin -> a page there that only a signed-in member gets: the probe first, then one of each other origin."""
        session = self.service.session
        found = {self.origin: self.url(session.probe)} if session else {}
        for setting in self.service.settings:
            if setting.control.kind != "manual":
                found.setdefault(setting.origin or self.origin, self.service.address(setting))
        return found

    def sweeps(self, sweep: Sweep) -> bool:
        """Whether the targets want this sweep's rows: one that names a listed setting does not."""
        listed = {setting.id for setting in self.service.settings}
        return any(
            fnmatchcase(pattern, setting_id(allowed)) or fnmatchcase(setting_id(allowed), pattern)
            for pattern in self.patterns
            if pattern not in listed
            for allowed in sweep.allow
        )

    def narrowed(self, settings: Collection[str]) -> "Errand":
        """The same for some of its settings only, by their ids."""
        chosen = tuple(one for one in self.settings if one.id in settings)
        return replace(self, settings=chosen, patterns=tuple(settings))

    @property
    def spoken(self) -> str:
        """How a person names it on the command line."""
        return self.service.service + ("" if self.account == "default" else f" --account {self.account}")

    @property
    def real(self) -> bool:
        """Whether it goes to a real site, not to this machine itself."""
        return not all(map(is_loopback, self.service.origins))


@dataclass(frozen=True, slots=True)
class Plan:
    """All errands of one run."""

    mode: Mode
    errands: tuple[Errand, ...]
    targets: tuple[str, ...] = ()  # as the person typed them
    undoes: str = ""  # the run that is put back


def make(
    selections: tuple[Selection, ...],
    account: str,
    origins: Mapping[str, str],
    only: Mapping[str, tuple[str, ...]] | None = None,
) -> tuple[Errand, ...]:
    """The errands for what targets selected.

    Args:
        selections: as `Catalog.select` made them.
        account: the name of the account, the same for every service.
        origins: origin of a flow -> the loopback origin that stands in for it.
        only: setting -> the only switches of its page that may be turned; none means all.
    """
    return tuple(_errand(one, account, origins, only or {}) for one in selections)


def half_mapped(service: Service, origins: Mapping[str, str]) -> str:
    """An origin of a service that has no stand-in while others of it have one; empty if there is none."""
    places = (*service.origins, *service.doors)
    left = [place for place in places if place not in origins]
    return left[0] if left and len(left) < len(places) else ""


def _errand(one: Selection, account: str, origins: Mapping[str, str], only: Mapping[str, tuple[str, ...]]) -> Errand:
    service = one.service.served_from(origins)
    chosen = {setting.id for setting in one.settings}
    settings = tuple(setting for setting in service.settings if setting.id in chosen)
    return Errand(service, account, settings, one.patterns, one.flow.sha256, only)
