"""One TOML file becomes one Service, or one exact sentence that names the file, the setting and the key."""

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from optout import sense
from optout.errors import FlowProblem
from optout.flow import FORMAT, Service


@dataclass(frozen=True, slots=True)
class FlowFile:
    """A flow as it was read: the Service, where it came from, and the SHA-256 of the file's bytes."""

    service: Service
    path: Path
    sha256: str


def load(path: Path) -> FlowFile:
    """Read one flow file.

    Args:
        path: the TOML file.

    Raises:
        FlowProblem: it cannot be read, is no flow, or contradicts itself.
    """
    try:
        raw = path.read_bytes()
        data = tomllib.loads(raw.decode("utf-8"))
    except OSError as error:
        raise FlowProblem(f"{path}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise FlowProblem(f"{path}: is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from error
    except RecursionError as error:
        raise FlowProblem(f"{path}: is nested too deeply to be a flow.") from error
    except tomllib.TOMLDecodeError as error:
        raise FlowProblem(f"{path}: is not valid TOML: {error}.") from error
    _check_format(path, data)
    try:
        service = Service.model_validate(_tuples(data))
    except ValidationError as error:
        raise FlowProblem(f"{path}: {_sentence(error, data)}") from error
    for problem in sense.contradictions(service):
        raise FlowProblem(f"{path}: {problem}" if problem.endswith(".") else f"{path}: {problem}.")
    return FlowFile(service, path, hashlib.sha256(raw).hexdigest())


def gaps(service: Service) -> Iterator[str]:
    """What a maintainer could still fill in: languages that some settings have a label for and others lack."""
    known = {tag for setting in service.settings for tag in setting.control.name}
    for setting in service.settings:
        if setting.control.kind == "manual":
            continue  # a person reads its page
        if missing := sorted(known - set(setting.control.name)):
            how = "found by its key there" if setting.control.key else "only a lone control is taken there"
            yield f"{service.service}/{setting.id}: no label in {', '.join(missing)} ({how})"
        yield from (
            f"{service.service}/{setting.id}: {lack} (not recognised there)" for lack in sense.silent(setting.control)
        )


def _check_format(path: Path, data: dict[str, Any]) -> None:
    match data.get("format"):
        case int(number) if number == FORMAT:
            return
        case int(number) if number > FORMAT:
            raise FlowProblem(
                f'{path}: key "format" is {number}, and this version reads format {FORMAT}. Install a newer optout.'
            )
        case None:
            raise FlowProblem(f'{path}: key "format" is missing. Begin the file with: format = {FORMAT}')
        case other:
            raise FlowProblem(f'{path}: key "format" is {other!r}; it must be {FORMAT}.')


def _tuples(value: Any) -> Any:
    """TOML arrays as tuples, which is what the strict, frozen models hold."""
    if isinstance(value, dict):
        return {key: _tuples(inner) for key, inner in value.items()}
    return tuple(_tuples(inner) for inner in value) if isinstance(value, list) else value


def _sentence(error: ValidationError, data: dict[str, Any]) -> str:
    """The first thing that is wrong, with the place of it as the person wrote it."""
    first = error.errors(include_url=False, include_input=False)[0]
    where, key = "", ""
    here: Any = data
    for part in first["loc"]:
        if isinstance(part, int):
            here = here[part] if isinstance(here, list) and part < len(here) else None
            if isinstance(here, dict):  # an entry of [[setting]] or [[sweep]]: name it by its id
                where, key = f'{key} "{here["id"]}"' if "id" in here else f"{key} number {part + 1}", ""
            else:
                key += f"[{part + 1}]"
        elif part != "[key]":
            here = here.get(part) if isinstance(here, dict) else None
            key += f".{part}" if key else str(part)
    message = "is missing" if first["type"] == "missing" else first["msg"]
    place = ", ".join(filter(None, (where, f'key "{key}"' if key else "")))
    return f"{place}: {message}." if place else f"{message}."
