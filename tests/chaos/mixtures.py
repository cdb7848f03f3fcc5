"""Mixtures: how a site is told to misbehave, what it holds, and what a person types, all of it by chance."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cache
from random import Random
from typing import Any, Literal

from optout.catalog import setting_id
from optout.flowfile import load
from optout.resources import folder
from optout.site.content import LANGUAGES, LAYOUTS
from optout.site.content import load as offered
from optout.site.quirks import names

FLOW = folder("flows") / "linkedin.toml"
SERVICE = load(FLOW).service
COMMANDS = (("run",), ("check",), ("run", "--dry-run"))
ROWS = ("ads-connections", "ads-companies", "ads-education", "ads-job-information", "ads-employer")  # only swept
GLOBS = ("ads-by-*", "ads-c*", "ads-e*", "ads-m*", "*-training", "re*", "ads-a[gf]*")

# What takes an argument, and which.
ELSEWHERE = ("settings/ads-by-gender", "settings/ads-by-age", "interest-categories", "close-accounts", "nowhere")
ARGUMENTS: Mapping[str, tuple[str, ...]] = {
    "elsewhere": ELSEWHERE,
    "drifts": ELSEWHERE,
    "hydrate": ("", "0.1", "1.5"),
    "replaced": ("50", "100"),  # a page that shows off for longer than the rest of 300 ms is known to fool
    "moves": ("allowAdsByAge", "allowAdsByGender", "allowDataForGenerativeAI", "allowAdsByConnections"),
    "expires": ("1", "3", "5", "6", "8"),
    "gone": ("1", "3", "5", "6", "8"),
    "slow-down": ("", "999", "200"),
    "error": ("404", "500", "503"),
}
NEVER = {"reverted", "other-member"}  # changes by itself later: what the site holds at the end is not what was read
# Of a row that only the hub knows, every switch on its page is the setting: what never shows there cannot be missed,
# and nothing could tell that it means the opposite.
NEVER_SWEPT = {"absent", "child", "inverted", "late"}
# These two draw, or answer, the stored value as it is: turned round as well, the page would lie about itself.
NEVER_INVERTED = {"hydrate", "replaced"}


@dataclass(frozen=True)
class Mixture:
    """One mixture; its repr is the call that makes it again.

    Attributes:
        targets: as they are typed.
        command: run, check or a dry run.
        options: what else is typed.
        site: language, markup, layout and latency.
        holds: what the site holds at the beginning, where that is not what it starts with.
        quirks: setting key or "session" -> quirks.
    """

    targets: tuple[str, ...]
    command: tuple[str, ...]
    options: tuple[str, ...]
    site: Mapping[str, Any]
    holds: Mapping[str, bool]
    quirks: Mapping[str, str]

    @property
    def patterns(self) -> list[str]:
        """The targets without their service."""
        return [target.removeprefix("linkedin/") for target in self.targets]

    @property
    def listed(self) -> list[str]:
        """The listed settings that the targets name."""
        return [one.id for one in SERVICE.settings if self._named(one.id)]

    @property
    def swept(self) -> list[str]:
        """The allowed rows that the targets name and only a hub knows."""
        known = {setting_id(one.path) for one in SERVICE.settings}
        ids = {setting_id(path): path for path in _paths(self.site["layout"])}
        return [
            name
            for name, path in ids.items()
            if name not in known and self._named(name) and any(sweep.allows(path) for sweep in SERVICE.sweeps)
        ]

    @property
    def inverted(self) -> list[str]:
        """The keys of which on means that the data is not used."""
        return [key for key, words in self.quirks.items() if "inverted" in words.split(", ")]

    @property
    def flow(self) -> str:
        """The flow file that says so."""
        text = FLOW.read_text("utf-8")
        for key in self.inverted:
            line = next(line for line in text.splitlines() if line.startswith("control.key") and f'"{key}"' in line)
            text = text.replace(line, f"{line}\ncontrol.inverted = true")
        return text

    def _named(self, name: str) -> bool:
        return any(fnmatchcase(name, pattern) for pattern in self.patterns)


@cache
def _paths(layout: str) -> dict[str, tuple[str, ...]]:
    """Every page with switches that a layout offers: path -> keys."""
    content = offered(folder("fixtures") / "linkedin", "en", layout)
    return {path: tuple(one.key for one in page.switches) for path, page in content.pages.items() if page.switches}


def owned(mixture: Mixture, path: str) -> tuple[str, ...]:
    """The keys that the setting of a page owns: the flow's own for a listed one, else all on the page."""
    there = _paths(mixture.site["layout"]).get(path, ())
    for setting in SERVICE.settings:
        if setting.path == path:
            return tuple(key for key in there if key in setting.control.key)
    return there


def swept_pages(mixture: Mixture) -> dict[str, tuple[str, ...]]:
    """The pages of the rows that only a hub knows and the targets name: path -> keys."""
    return {path: keys for path, keys in _paths(mixture.site["layout"]).items() if setting_id(path) in mixture.swept}


def target_keys(mixture: Mixture) -> set[str]:
    """Every key that the targets of a mixture own."""
    listed = {key for one in SERVICE.settings if one.id in mixture.listed for key in owned(mixture, one.path)}
    return listed | {key for keys in swept_pages(mixture).values() for key in keys}


def _quirks(chance: Random, scope: Literal["setting", "session"], most: int, never: Collection[str] = ()) -> str:
    """Some quirks of a scope in one string, with arguments."""
    known = sorted({*names(scope)} - NEVER - {*never})
    chosen = chance.sample(known, chance.randint(0, most))
    if "inverted" in chosen:
        chosen = [name for name in chosen if name not in NEVER_INVERTED]
    arguments = [chance.choice(ARGUMENTS.get(name, ("",))) for name in chosen]
    return ", ".join(
        f"{name}:{argument}" if argument else name for name, argument in zip(chosen, arguments, strict=True)
    )


def mixture(chance: Random) -> Mixture:
    """Any mixture of which it is known what must hold."""
    targets = chance.sample([*(one.id for one in SERVICE.settings), *ROWS, *GLOBS], chance.randint(1, 3))
    site = {
        "lang": chance.choice(LANGUAGES),
        "markup": chance.choice(("classic", "nested")),
        "layout": chance.choice(LAYOUTS),
        "latency_ms": chance.choice((0, 50)),
    }
    bare = Mixture(
        tuple(f"linkedin/{target}" for target in targets),
        chance.choice(COMMANDS),
        tuple(option for option in ("--walk", "-v") if chance.random() < 0.3),
        site,
        {},
        {},
    )
    swept = {key for keys in swept_pages(bare).values() for key in keys}
    keys = sorted(target_keys(bare))
    # most mixtures are without: what ends a whole session hides all else
    quirks = {"session": _quirks(chance, "session", 2) if chance.random() < 0.3 else ""}
    for key in keys:
        # a listed setting's switch is no child of another
        quirks[key] = _quirks(chance, "setting", 3, NEVER_SWEPT if key in swept else {"child"})
    offered = {key for keys in _paths(site["layout"]).values() for key in keys}
    quirks = {key: words for key, words in quirks.items() if words and _moved(words) <= offered}
    return replace(bare, holds={key: chance.random() < 0.65 for key in keys}, quirks=quirks)


def _moved(words: str) -> set[str]:
    """The keys that some quirks turn on."""
    return {word.partition(":")[2] for word in words.split(", ") if word.startswith("moves:")}
