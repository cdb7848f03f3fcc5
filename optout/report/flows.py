"""Flow files as words: what is known, where from, and what is wrong or missing."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path

from optout.catalog import Catalog, Selection
from optout.errors import FlowProblem
from optout.flow import Service, Setting, Step
from optout.flowfile import gaps, load


def listing(catalog: Catalog) -> str:
    """One line for each setting, under its service."""
    lines = []
    for flow in catalog.flows.values():
        service = flow.service
        lines.append(f"{service.title} ({service.origin})")
        width = max((len(one.id) for one in service.settings), default=0)
        lines += [f"  {service.service}/{one.id:<{width}}  {one.title}" for one in service.settings]
        lines += [
            f"  {service.service}/...                also every allowed row of {service.hubs[sweep.hub].path}"
            for sweep in service.sweeps
        ]
    return "\n".join(lines)


def details(selections: Sequence[Selection], origins: Mapping[str, str]) -> str:
    """All that is known of the chosen settings.

    Args:
        selections: as `Catalog.select` made them.
        origins: origin of a flow -> the loopback origin that stands in for it.
    """
    return "\n\n".join("\n".join(_selected(one, origins)) for one in selections)


def _selected(selection: Selection, origins: Mapping[str, str]) -> Iterator[str]:
    service, file = selection.service, selection.flow
    service = service.served_from(origins)
    yield f"{service.title}: {file.path.name}, SHA-256 {file.sha256}"
    for setting in selection.settings:
        yield from _setting(service, setting, origins)
    for sweep in service.sweeps:
        hub = service.hubs[sweep.hub].path
        if "*" in selection.patterns:
            yield f"\n{service.service}/...: every row of {service.origin}{hub} whose address is one of"
            yield from (f"  {allowed}" for allowed in sweep.allow)
    ids = [setting.id for setting in service.settings]
    for pattern in selection.patterns:
        if not any(fnmatchcase(name, pattern) for name in ids):
            near = get_close_matches(pattern, ids, n=3)
            hint = f" Did you mean: {', '.join(near)}?" if near else ""
            yield f"\n{service.service}/{pattern}: not listed; only a row that the site itself shows can be it.{hint}"


def _setting(service: Service, setting: Setting, origins: Mapping[str, str]) -> list[str]:
    hub = service.hubs.get(setting.hub or "")
    origin = origins.get(setting.origin or "", setting.origin or service.origin)
    languages = ", ".join(sorted(setting.control.name)) or "none"
    known = [
        f"\n{service.service}/{setting.id}: {setting.title}",
        f"  why      {setting.why}" if setting.why else "",
        f"  where    {origin}{setting.path}",
        f"  menus    {' > '.join((*hub.walk, setting.title))}" if hub and hub.walk else "",
        f"  control  {setting.control.kind}{', key ' + ', '.join(setting.control.key) if setting.control.key else ''}",
        f"  open     {_steps(setting.open)}" if setting.open else "",
        f"  confirm  {_steps(setting.confirm)}" if setting.confirm else "",
        f"  save     {_steps((setting.save,))}" if setting.save else "",
        f"  frame    {setting.frame}" if setting.frame else "",
        f"  depends  only there while {setting.depends} is on" if setting.depends else "",
        f"  loses    {setting.loses}" if setting.loses else "",
        f"  labels   {languages}",
        f"  offered  not in {', '.join(setting.not_regions)}" if setting.not_regions else "",
        f"  offered  only in {', '.join(setting.regions)}" if setting.regions else "",
        f"  source   {setting.source}" if setting.source else "",
        f"  seen     {setting.seen if setting.seen != 'never' else 'never compared with the live page'}",
    ]
    return [line for line in known if line]


def _steps(steps: Sequence[Step]) -> str:
    """What is clicked, in the first language and the newest words that the flow has."""
    return " > ".join(next(iter(step.click.values()))[0] for step in steps)


def lint(places: Sequence[Path], extra: Sequence[Path]) -> tuple[str, int]:
    """Check flow files; the report, and the exit status (0, or 2 where a file is broken).

    Args:
        places: files, or folders of files; all known flows where there are none.
        extra: folders with the person's own flows.
    """
    if not places:
        flows = list(Catalog.read(extra).flows.values())
        return "\n".join(line for flow in flows for line in _good(flow.path)), 0
    lines, status = [], 0
    files = [file for place in places for file in (sorted(place.glob("*.toml")) if place.is_dir() else [place])]
    if not files:
        return f"{places[0]}: holds no .toml file.", FlowProblem.exit_status
    for file in files:
        try:
            lines += _good(file)
        except FlowProblem as problem:
            lines.append(str(problem))
            status = problem.exit_status
    return "\n".join(lines), status


def _good(file: Path) -> list[str]:
    service = load(file).service
    counted = [_counted(len(service.settings), "setting"), _counted(len(service.sweeps), "sweep")]
    head = f"{file.name}: good; {', '.join(filter(None, counted))}"
    return [head, *(f"  gap: {gap}" for gap in gaps(service))]


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}" if number else ""
