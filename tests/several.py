"""Several services on one machine: copies of LinkedIn's flow under other names, each with a site of its own."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import Any

from optout.resources import folder
from optout.site import Session, Site


def origin(name: str) -> str:
    """The origin that a copy of the flow has."""
    return f"https://www.{name}.example"


@dataclass
class Several:
    """Sites that are up, by the names of their services, and the options that lead to them."""

    sites: Mapping[str, Site]
    flows: Path

    @property
    def origins(self) -> dict[str, str]:
        """Origin of a flow -> the site that stands in for it."""
        return {origin(name): site.origin for name, site in self.sites.items()}

    @property
    def options(self) -> tuple[str, ...]:
        """The words that lead the command line to them."""
        pairs = [word for source, target in self.origins.items() for word in ("--origin", f"{source}={target}")]
        return ("--flows", str(self.flows), *pairs)


@contextmanager
def several(
    place: Path, member: Session, names: Sequence[str], settings: Sequence[str] = (), **how: Any
) -> Iterator[Several]:
    """Sites for some services, all of which take one member's session.

    Args:
        place: a folder for their flows.
        member: the session.
        names: the services.
        settings: the only settings that their flows list, and no sweep; none means all of LinkedIn's.
        how: service -> arguments for its Site.
    """
    text = (folder("flows") / "linkedin.toml").read_text("utf-8")
    if settings:
        before, *listed = re.split(r"(?m)^\[\[(?:setting|sweep)\]\]$", text)
        mine = [one for one in listed if (named := re.search(r'(?m)^id +\S+ "(.*)"', one)) and named[1] in settings]
        text = "[[setting]]".join([before, *mine])
    place.mkdir(parents=True, exist_ok=True)
    for name in names:
        mine = re.sub(r'(?m)^service = "linkedin"', f'service = "{name}"', text)
        mine = re.sub(r'(?m)^title   = "LinkedIn"', f'title   = "{name.title()}"', mine)
        (place / f"{name}.toml").write_text(mine.replace("https://www.linkedin.com", origin(name)), "utf-8")
    with ExitStack() as up:
        sites = {name: up.enter_context(Site(member=member, **how.get(name, {}))) for name in names}
        yield Several(sites, place)


def sign_in(profiles: Path, home: Path, names: Sequence[str]) -> None:
    """Give a home the profiles of services, as copies of the one that LinkedIn's session is in."""
    for name in names:
        copytree(profiles / "linkedin" / "default", home / "profiles" / name / "default")
