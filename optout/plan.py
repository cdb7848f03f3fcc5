"""What to look at, and whether turning is allowed: a value, made and printed without a browser."""

from collections.abc import Mapping
from dataclasses import dataclass
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
    """

    service: Service
    account: str
    origin: str
    settings: tuple[Setting, ...]
    patterns: tuple[str, ...]
    flow_sha256: str

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


def make(mode: Mode, selections: tuple[Selection, ...], account: str, origins: Mapping[str, str]) -> Plan:
    """The plan for what targets selected.

    Args:
        mode: what the run may do.
        selections: as `Catalog.select` made them.
        account: the name of the account, the same for every service.
        origins: origin of a flow -> the loopback origin that stands in for it.
    """
    return Plan(
        mode,
        tuple(
            Errand(
                one.service,
                account,
                origins.get(one.service.origin, one.service.origin),
                one.settings,
                one.patterns,
                one.flow.sha256,
            )
            for one in selections
        ),
    )
