"""Whatever a site does at the same time, nothing that this program promises may break."""

import os
from collections import Counter
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from invariants import broken
from mixtures import Mixture, mixture

MIXTURES = int(os.environ.get("CHAOS_MIXTURES", "12"))
PARTS = min(MIXTURES, 20 if os.environ.get("CHAOS") else 2)  # for as many workers as there are
ALL = list(HealthCheck)  # a real browser is slow, and that is no fault of the data


def play(stage, mixed):
    """Play one mixture: what does not hold, and the outcomes."""
    with stage(**mixed.site) as (cli, site):
        for key, value in mixed.holds.items():
            site.state.set(key, value)
        site.misbehave(mixed.quirks)
        flows = cli.home.parent / "flows"
        flows.mkdir()
        (flows / "linkedin.toml").write_text(mixed.flow, "utf-8")
        words = (*mixed.command, *mixed.targets, *mixed.options, "--json", "--flows", str(flows))
        said = cli(*words, site=site, timeout=600)
        site.state.wait()
        return broken(mixed, site, cli, said), said.outcomes


@pytest.mark.parametrize("part", range(PARTS))
def test_no_mixture_of_quirks_breaks_a_promise(stage, chaos_seed, record_property, part):
    """No false off, no second or stray write, no page or secret outside, every target told, the right exit status."""
    seen: Counter[str] = Counter()
    count = len(range(part, MIXTURES, PARTS))

    # Not shrunk: each try takes some seconds of a real browser, and a mixture is small enough to read.
    @seed(chaos_seed + part)
    @settings(max_examples=count, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=ALL)
    @given(st.integers(0, 2**64))  # one number for a mixture: none is a small change of the one before
    def holds(number):
        mixed = mixture(Random(f"{chaos_seed} {part} {number}"))  # noqa: S311
        wrong, outcomes = play(stage, mixed)
        quirks = [word.partition(":")[0] for words in mixed.quirks.values() for word in words.split(", ")]
        seen.update(["mixtures", " ".join(mixed.command), *outcomes.values(), *(f"~{one}" for one in quirks)])
        assert wrong == [], f"seed {chaos_seed}, part {part}: {mixed}"

    try:
        holds()
    finally:
        told = ", ".join(f"{name} {number}" for name, number in sorted(seen.items()))
        record_property("chaos", f"part {part}, seed {chaos_seed}: {told}")


@pytest.mark.parametrize(
    ("quirk", "options", "says"),
    [
        ("replaced:3000", (), "FALSE OFF: ads-age is already-off (off), and the site holds allowAdsByAge on"),
        ("replaced:3000", ("--pace", "4"), ""),
    ],
    ids=["fooled", "not-fooled"],
)
def test_a_broken_promise_is_noticed(stage, quirk, options, says):
    """A page that is known to fool a short rest, and not a long one, shows that these tests can fail."""
    site = {"lang": "en", "markup": "classic", "layout": "us", "latency_ms": 0}
    mixed = Mixture(("linkedin/ads-age",), ("check",), options, site, {}, {"allowAdsByAge": quirk})
    wrong, _ = play(stage, mixed)
    assert wrong == ([says] if says else [])
