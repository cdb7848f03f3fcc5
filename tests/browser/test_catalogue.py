"""Every shipped setting meets every misbehaviour that applies to it: one run of all services for each row of the table.

A row is a misbehaviour of every setting at once, or of the session, and the word that each setting must come to.
Whatever the word, what was read off is off on the site, nothing is kept twice, and no decoy is ever touched.
"""

import json
import os
import shutil
from collections import Counter
from dataclasses import dataclass, field

import pytest

from optout.catalog import Catalog
from optout.site import Site

pytestmark = pytest.mark.xdist_group("catalogue")  # each row has four browsers: one row at a time
SERVICES = ("google", "meta", "microsoft", "linkedin")
FLOWS = Catalog.read().flows
SETTINGS = {f"{name}/{one.id}": one for name in SERVICES for one in FLOWS[name].service.settings}
# LinkedIn's pages are alike, and its own table (scenarios.py) has more; `make full` takes all of them.
ALIKE = ("linkedin/ai-training", "linkedin/ads-age", "linkedin/research")
TARGETS = [name for name in SETTINGS if os.environ.get("FULL") or not name.startswith("linkedin/") or name in ALIKE]
MANUAL = {name for name, one in SETTINGS.items() if one.control.kind == "manual"}
LISTS = {name for name, one in SETTINGS.items() if one.control.kind == "list"}
KEYED = {name for name, one in SETTINGS.items() if one.control.key}  # known whatever their label says
SPOKEN = {name for name, one in SETTINGS.items() if one.control.reads}  # a button that says its state
MICROSOFT = {name for name in SETTINGS if name.startswith("microsoft/")}
LONE = {"google/audio", "google/chrome-history"}  # the only box of its page, which is taken with a note
LINKEDIN = {name for name in SETTINGS if name.startswith("linkedin/")}
COUPLED = "linkedin/ads-affiliates"  # its site turns it off with another, which may come first or not
WHERE = {"setting": "*", "session": "session"}

OFF, ON, OTHER, NONE = "turned-off", "not-saved", "not-recognised", "unreachable"


@dataclass(frozen=True)
class Row:
    """One misbehaviour.

    Attributes:
        quirk: what every setting's page does; "session: ..." for what the whole site does; "" for nothing.
        word: what every setting comes to.
        but: what some come to instead; the later ones count.
        lang: the language of all sites.
    """

    quirk: str
    word: str
    but: dict[str, frozenset[str]] = field(default_factory=dict)
    lang: str = "en"

    def __str__(self) -> str:
        return self.quirk or (f"lang {self.lang}" if self.lang != "en" else "nothing")

    def words(self) -> dict[str, str]:
        """Setting -> the word that it must come to."""
        words = dict.fromkeys(TARGETS, self.word)
        for word, names in self.but.items():
            words |= {name: word for name in names if name in words}
        return words | dict.fromkeys(MANUAL, "skipped")


def but(**words: set[str]) -> dict[str, frozenset[str]]:
    """Exceptions: word (with "_" for "-") -> settings."""
    return {word.replace("_", "-"): frozenset(names) for word, names in words.items()}


ROWS = [
    Row("", OFF),
    # the page
    Row("late", OFF),
    Row("replaced", OFF),
    Row("hydrate", OFF),
    Row("rerender", OFF),
    Row("stale", OFF),
    Row("shadow", OFF),
    Row("decoy-before", OFF, but(not_recognised=LISTS)),  # the decoy's "View all" speaks against an empty list
    Row("decoy-after", OFF, but(not_recognised=LISTS)),
    # a click that the page loses is made once more at another place, if there is one
    Row("slips", ON, but(turned_off=SPOKEN | LINKEDIN)),
    Row("locked", "locked"),
    Row("mixed", OTHER, but(turned_off=LISTS)),
    Row("absent", OTHER),  # nothing on these pages shows that an absence is an answer
    Row("relabelled", OTHER, but(turned_off=KEYED)),
    Row("same-label", OTHER, but(turned_off=KEYED)),
    Row("twice", OTHER),
    Row("redesigned", OTHER),
    Row("frame", OTHER),
    Row("address-gone", OTHER),
    Row("endless", NONE),
    # the save
    Row("refused", ON),
    Row("refused-silently", ON),
    Row("not-kept", ON),
    Row("dropped", ON),
    Row("dropped-after", OFF, but(not_saved=LISTS)),  # the page takes no more after that
    Row("slow-save", OFF),
    # the session
    Row("session: expires", "signed-out"),
    Row("session: challenge", "challenged", but(signed_out=MICROSOFT)),  # whose flow knows no address of a check
    Row("session: captcha", "challenged", but(signed_out=MICROSOFT)),
    # whose account to open: on these two sites this is a page of signing in, and no source tells the others' address
    Row("session: chooser", OTHER, but(signed_out=MICROSOFT | LINKEDIN)),
    Row("session: slow-down", NONE),
    Row("session: error:503", NONE),
    Row("session: redirect-loop", NONE),
    Row("session: empty", OTHER),
    Row("session: unknown-modal", OTHER),
    # the language
    Row("", OTHER, but(turned_off=LINKEDIN | KEYED | LONE), lang="de"),
    Row("", OTHER, but(turned_off=LINKEDIN | KEYED | LONE), lang="ar"),
]
# `make test` plays one row of each sort, and `make full` plays all.
FEW = {"refused-silently", "absent", "session: expires", "lang ar"}
PLAYED = [pytest.param(row, id=str(row), marks=() if str(row) in FEW else pytest.mark.full) for row in ROWS]


@pytest.fixture(scope="session")
def members(lasting):
    """Sessions that every copy of a service's site takes, and the profiles in which the command line holds them."""
    cli = lasting()
    sessions = {}
    for name in SERVICES:
        with Site(name) as site:
            state = cli.home.parent / f"{name}.json"
            state.write_text(json.dumps(site.storage_state()))
            said = cli("login", name, "--storage-state", str(state), *maps([site]))
            assert said.status == 0, said.err
            sessions[name] = site.member
    return sessions, cli.home / "profiles"


def maps(sites):
    """The options that lead to some sites."""
    return [word for site in sites for real, local in site.origins.items() for word in ("--origin", f"{real}={local}")]


def is_off(site, setting):
    """Whether the site holds a setting off: a hosted one by its own word for that, LinkedIn's by its key."""
    if site.service != "linkedin":
        return not site.state.on(setting)
    return not any(site.state.values()[key] for key in SETTINGS[f"linkedin/{setting}"].control.key)


@pytest.mark.parametrize("row", PLAYED)
def test_every_setting_comes_to_its_word(cli, members, row):
    """The word of each setting, and what the sites held, counted and kept at the end."""
    sessions, profiles = members
    cli.home.mkdir(mode=0o700)
    shutil.copytree(profiles, cli.home / "profiles")
    sites = [Site(name, lang=row.lang, member=sessions[name]).start() for name in SERVICES]
    kind, _, quirk = row.quirk.rpartition(": ")
    try:
        for site in sites:
            if quirk:
                site.misbehave({WHERE[kind or "setting"]: quirk})
        said = cli("run", *TARGETS, "--json", *maps(sites), timeout=600)
        for site in sites:
            site.state.wait()
        results = {f"{one['service']}/{one['setting']}": one for one in said.document["results"]}
        got = {name: one["outcome"] for name, one in results.items()}
        if row.words().get(COUPLED) == OFF and got[COUPLED] == "already-off":
            got[COUPLED] = OFF
        assert got == row.words(), {name: one["sentence"] for name, one in results.items()}
        for site in sites:
            mine = [one for one in said.document["results"] if one["service"] == site.service]
            lies = [
                one
                for one in mine
                if one["outcome"] in ("turned-off", "already-off") and not is_off(site, one["setting"])
            ]
            assert lies == []
            once = Counter(
                one.key for one in site.state.writes if f"{site.service}/{one.key}" not in LISTS and one.kept
            )
            assert [key for key, count in once.items() if count > 1] == []
            assert site.state.decoys == []
            assert cli.leaks(site, said) == []
    finally:
        for site in sites:
            site.stop()
