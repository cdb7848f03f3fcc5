"""The plan: what to look at, from where, and whether turning is allowed; a value, made without a browser."""

import pytest

from optout.catalog import Catalog
from optout.model import Mode
from optout.plan import Errand, make

REAL = "https://www.linkedin.com"


def errand(*targets: str, origins: dict[str, str] | None = None) -> Errand:
    """The one errand of a plan for LinkedIn."""
    (one,) = make(Catalog.read().select(targets), "work", origins or {})
    return one


def test_a_plan_is_what_the_targets_said() -> None:
    """The errand holds the chosen settings, the account and the hash of the flow."""
    catalog = Catalog.read()
    (one,) = make(catalog.select(["linkedin/ads-age"]), "work", {})
    assert [setting.id for setting in one.settings] == ["ads-age"]
    assert (one.account, one.origin, one.patterns) == ("work", REAL, ("ads-age",))
    assert one.flow_sha256 == catalog.flow("linkedin").sha256


def test_addresses_come_from_the_flow_or_from_its_stand_in() -> None:
    """A path is asked of the flow's own origin, or of the loopback origin that stands in for exactly that one."""
    stand_in = "http://127.0.0.1:8000"
    assert errand("linkedin").url("/x") == f"{REAL}/x"
    assert errand("linkedin", origins={REAL: stand_in}).url("/x") == f"{stand_in}/x"
    assert errand("linkedin", origins={"https://other.example": stand_in}).url("/x") == f"{REAL}/x"


def test_a_sign_in_enters_each_origin_once() -> None:
    """First the probe, then one page of every other origin that a program looks at, each where it is served from."""
    catalog = Catalog.read()
    (meta,) = make(catalog.select(["meta"]), "default", {})
    assert list(meta.entrances) == ["https://accountscenter.facebook.com", "https://accountscenter.instagram.com"]
    assert meta.entrances["https://accountscenter.facebook.com"].endswith("/ads/")
    (linkedin,) = make(catalog.select(["linkedin/ads-*"]), "default", {REAL: "http://127.0.0.1:1"})
    assert linkedin.entrances == {"http://127.0.0.1:1": "http://127.0.0.1:1/mypreferences/d/"}


def test_only_this_machine_is_not_real() -> None:
    """An errand to the real site is real (pauses, terms); one to loopback is not."""
    assert errand("linkedin").real
    assert not errand("linkedin", origins={REAL: "http://127.0.0.1:1"}).real
    assert not errand("linkedin", origins={REAL: "http://[::1]:1"}).real


@pytest.mark.parametrize(
    ("target", "sweeps"),
    [
        ("linkedin", True),
        ("linkedin/*", True),
        ("linkedin/ads-*", True),
        ("linkedin/ads-by-company", True),  # perhaps a row of the hub: only the hub can tell
        ("linkedin/websites-visited", True),
        ("linkedin/ai-training", False),
        ("linkedin/research", False),
    ],
)
def test_a_sweep_is_made_only_for_targets_that_may_name_its_rows(target: str, sweeps: bool) -> None:
    """One listed setting elsewhere does not open the advertising hub."""
    one = errand(target)
    assert one.sweeps(one.service.sweeps[0]) is sweeps


def test_an_errand_can_be_narrowed_to_some_of_its_settings() -> None:
    """What is left are those settings, listed or only swept, and no sweep for those that are listed."""
    whole = errand("linkedin")
    one = whole.narrowed(["ads-age"])
    assert [setting.id for setting in one.settings] == ["ads-age"]
    assert not any(one.sweeps(sweep) for sweep in one.service.sweeps)
    assert any(whole.narrowed(["ads-by-company"]).sweeps(sweep) for sweep in whole.service.sweeps)


def test_an_errand_without_targets_is_not_made() -> None:
    """Selecting nothing plans nothing."""
    assert make(Catalog.read().select([]), "default", {}) == ()


@pytest.mark.parametrize(("mode", "turns"), [(Mode.RUN, True), (Mode.CHECK, False), (Mode.DRY_RUN, False)])
def test_only_run_may_turn(mode: Mode, turns: bool) -> None:
    """`check` and `--dry-run` may change nothing."""
    assert mode.turns is turns
