"""The law and the addresses that a letter needs, from the data files beside this module, which name their sources."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from optout.errors import UsageProblem

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Law:
    """A law on personal data, and where it says who takes complaints."""

    id: str  # the name of its templates
    name: str
    find: str  # an address
    find_what: str


@dataclass(frozen=True, slots=True)
class Region:
    """Where a person lives, as far as a letter needs it.

    Attributes:
        code: as the person types it: AT, UK, US-CA.
        name: as a sentence says it: "Austria", "the Netherlands".
        law: what it cites.
        authority: who takes complaints; empty where it has to be looked up.
        web: that authority's public address.
        language: what that authority may want to read; empty where English will do.
        eea: whether the GDPR applies through the EEA Agreement.
        source: where the authority's name and address come from.
    """

    code: str
    name: str
    law: Law
    authority: str = ""
    web: str = ""
    language: str = ""
    eea: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Controller:
    """Who answers for the data at a service, and its postal address, line by line."""

    name: str
    address: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Form:
    """A service's own form for objections: linked, never opened and never submitted."""

    title: str
    url: str
    source: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Addressee:
    """What is known of a service as the one who gets a letter, or whom one is about.

    Attributes:
        controller: None where nobody has found out: the person fills it in.
        form: None where none is known.
        lead: the region whose authority leads for it in the EU; None where that is not known.
        check: the page that a person compares the address with.
    """

    controller: Controller | None = None
    form: Form | None = None
    lead: Region | None = None
    check: str = ""


def region(code: str) -> Region:
    """A region by its code, in capitals or not.

    Raises:
        UsageProblem: none was given, or an unknown one; the sentence lists the known ones.
    """
    known = regions()
    given = code.strip().upper().replace("_", "-")
    given = _table("regions.toml")["alias"].get(given, given)
    if given not in known:
        countries = ", ".join(one.code for one in known.values() if one.law.id == "gdpr")
        others = ", ".join(
            f"{one.code} ({one.name.removeprefix('the ')})" for one in known.values() if one.law.id != "gdpr"
        )
        said = f'"{code.strip()[:40]}" is no region with a known law.' if given else "Which law applies?"
        raise UsageProblem(
            f"{said} Name the region you live in with --region, or as OPTOUT_REGION in .env: {countries}, {others}."
        )
    return known[given]


@cache
def regions() -> dict[str, Region]:
    """Every known region, by code."""
    table = _table("regions.toml")
    laws = {name: Law(name, **entry) for name, entry in table["law"].items()}
    return {code: Region(code, **{**entry, "law": laws[entry["law"]]}) for code, entry in table["region"].items()}


def addressee(service: str, law: Law) -> Addressee:
    """What is known of a service under a law; little where no data file describes it.

    Args:
        service: its id.
        law: by which of its companies are chosen.
    """
    if not (_HERE / "services" / f"{service}.toml").is_file():
        return Addressee()
    table = _table(f"services/{service}.toml")
    controller = next((one for one in table.get("controller", ()) if law.id in one["laws"]), None)
    return Addressee(
        Controller(controller["name"], tuple(controller["address"]), controller["source"]) if controller else None,
        Form(**table["form"]) if "form" in table else None,
        regions()[table["lead"]] if "lead" in table else None,
        table.get("check", ""),
    )


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((_HERE / name).read_text("utf-8"))
