"""What to look at, and whether turning is allowed: a value, made and printed without a browser."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase

from optout.catalog import Selection, setting_id
from optout.flow import Service, Setting, Sweep, is_loopback
from optout.model import Mode


@dataclass(frozen=True, slots=True)
class Errand:
    """One account's part of a plan.

    Attributes:
        service: the service.
        account: the name of the browser profile.
        origin: where the service's pages are served from.
        settings: the listed settings to look at.
        patterns: what the targets said, for the rows that only a sweep finds.
        flow_sha256: the hash of the flow file.
        only: setting -> the only switches of its page that may be turned, as they were written down.
    """

    service: Service
    account: str
    origin: str
    settings: tuple[Setting, ...]
    patterns: tuple[str, ...]
    flow_sha256: str
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def url(self, path: str) -> str:
        """The address of one of the service's paths."""
        return self.origin + path

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
        return not is_loopback(self.origin)


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
    return tuple(
        Errand(
            one.service,
            account,
            origins.get(one.service.origin, one.service.origin),
            one.settings,
            one.patterns,
            one.flow.sha256,
            only or {},
        )
        for one in selections
    )
