"""Which flows there are (shipped, and the person's own), and which of their settings a target names."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from itertools import count
from pathlib import Path

from optout.errors import FlowProblem, UsageProblem
from optout.flow import Service, Setting, Sweep
from optout.flowfile import FlowFile, load
from optout.resources import folder

_LONGEST_ID = 80


@dataclass(frozen=True, slots=True)
class Selection:
    """What targets chose of one service: listed settings, and the patterns for those that only a sweep finds."""

    flow: FlowFile
    settings: tuple[Setting, ...]
    patterns: tuple[str, ...]

    @property
    def service(self) -> Service:
        """The service chosen from."""
        return self.flow.service


class Catalog:
    """The services that this program knows, by id."""

    def __init__(self, flows: Iterable[FlowFile]) -> None:
        self.flows = {flow.service.service: flow for flow in flows}

    @classmethod
    def read(cls, extra: Sequence[Path] = ()) -> "Catalog":
        """The shipped flows, then those of `extra` folders; a person's own file replaces a shipped one of its id.

        Raises:
            FlowProblem: a folder or file cannot be read, or two files of one folder describe the same service.
        """
        found: dict[str, FlowFile] = {}
        for place in (folder("flows"), *extra):
            if not place.is_dir():
                raise FlowProblem(f"--flows {place}: there is no such folder.")
            here: dict[str, Path] = {}
            for path in sorted(place.glob("*.toml")):
                flow = load(path)
                name = flow.service.service
                if name in here:
                    raise FlowProblem(f'{path}: key "service": "{name}" is already described by {here[name]}.')
                here[name] = path
                found[name] = flow
            if not here:
                raise FlowProblem(f"--flows {place}: holds no .toml file.")
        return cls(found.values())

    def flow(self, service: str) -> FlowFile:
        """The flow of one service.

        Raises:
            UsageProblem: no such service.
        """
        if service not in self.flows:
            raise UsageProblem(f'There is no service "{service}". {_nearest(service, self.flows)}')
        return self.flows[service]

    def select(self, targets: Sequence[str]) -> tuple[Selection, ...]:
        """What targets such as `linkedin`, `linkedin/ai-training` or `linkedin/ads-*` name, in the flows' order.

        Raises:
            UsageProblem: a target names nothing; the sentence has the nearest names.
        """
        patterns: dict[str, list[str]] = {}
        for target in targets:
            service, _, pattern = target.partition("/")
            matching = [name for name in self.flows if fnmatchcase(name, service)]
            if not matching:
                self.flow(service)
            having = [name for name in matching if _names_something(self.flows[name].service, pattern or "*")]
            if not having:
                known = [f"{name}/{setting.id}" for name in matching for setting in self.flows[name].service.settings]
                raise UsageProblem(f'"{target}" names no setting of {", ".join(matching)}. {_nearest(target, known)}')
            for name in having:
                patterns.setdefault(name, []).append(pattern or "*")
        return tuple(
            Selection(
                flow, tuple(s for s in flow.service.settings if _chosen(s.id, patterns[name])), tuple(patterns[name])
            )
            for name, flow in self.flows.items()
            if name in patterns
        )


def _chosen(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _names_something(service: Service, pattern: str) -> bool:
    """A pattern is good if it matches a listed setting, or could match a row of a sweep."""
    if any(fnmatchcase(setting.id, pattern) for setting in service.settings):
        return True
    return any(
        fnmatchcase(pattern, setting_id(allowed)) or fnmatchcase(setting_id(allowed), pattern)
        for sweep in service.sweeps
        for allowed in sweep.allow
    )


def setting_id(path: str) -> str:
    """The id of a setting that only a sweep found (or a glob for such ids): the last part of its path."""
    return re.sub(r"[^a-z0-9*?\[\]-]+", "-", path.rstrip("/").rsplit("/", 1)[-1].lower())[:_LONGEST_ID]


def swept(sweep: Sweep, path: str, title: str, taken: Collection[str] = ()) -> Setting:
    """The setting that a sweep's row stands for: all switches of its page, under the row's own title.

    Args:
        sweep: the sweep that allows the row.
        path: where the row leads.
        title: what the row says.
        taken: the ids of other rows; two rows may end alike.
    """
    name = re.sub(r"[^a-z0-9-]", "", setting_id(path)).strip("-") or "row"
    free = next(one for number in count(1) if (one := name if number == 1 else f"{name}-{number}") not in taken)
    return Setting(id=free, title=title, path=path, hub=sweep.hub, want=sweep.want, source="the hub's row")


def _nearest(name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    near = get_close_matches(name, names, n=3, cutoff=0.5) or names
    return f"Did you mean: {', '.join(near[:8])}?" if near else ""
