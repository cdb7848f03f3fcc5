"""Which flows there are, and which of their settings a target names."""

from pathlib import Path

import pytest

from optout.catalog import Catalog, setting_id, swept
from optout.errors import FlowProblem, UsageProblem

FLOW = """format = 1
service = "{service}"
title = "{title}"
origin = "https://{service}.example"
[[setting]]
id = "one"
title = "One"
path = "/one"
[[setting]]
id = "two"
title = "Two"
path = "/two"
"""


def put(folder: Path, file: str, service: str, title: str = "Shop") -> Path:
    """Write a small flow into a folder."""
    folder.mkdir(exist_ok=True)
    (folder / file).write_text(FLOW.format(service=service, title=title), "utf-8")
    return folder


def chosen(catalog: Catalog, *targets: str) -> list[str]:
    """What targets name, as `service/setting`."""
    return [f"{one.service.service}/{setting.id}" for one in catalog.select(targets) for setting in one.settings]


def test_the_shipped_flows_are_there() -> None:
    """Without any option the catalog knows four services."""
    assert list(Catalog.read().flows) == ["google", "linkedin", "meta", "microsoft"]


def test_a_persons_own_flows_are_added(tmp_path: Path) -> None:
    """A folder's flows stand beside the shipped ones, in its files' order."""
    put(tmp_path / "more", "b.toml", "shop-b")
    put(tmp_path / "more", "a.toml", "shop-a")
    assert list(Catalog.read([tmp_path / "more"]).flows) == [*Catalog.read().flows, "shop-a", "shop-b"]


def test_a_persons_own_flow_replaces_the_shipped_one(tmp_path: Path) -> None:
    """A file for a service that is shipped too is the one that counts."""
    assert Catalog.read([put(tmp_path / "more", "mine.toml", "linkedin", "Mine")]).flow("linkedin").service.title == (
        "Mine"
    )


def test_two_files_for_one_service_in_one_folder_are_an_error(tmp_path: Path) -> None:
    """The sentence names both files, the key and the service."""
    put(tmp_path, "a.toml", "shop")
    put(tmp_path, "b.toml", "shop")
    with pytest.raises(FlowProblem, match=r'b\.toml: key "service": "shop" is already described by .*a\.toml'):
        Catalog.read([tmp_path])


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """A wrong --flows is not silently no flows."""
    with pytest.raises(FlowProblem, match=r"--flows .*nowhere: there is no such folder"):
        Catalog.read([tmp_path / "nowhere"])


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    """A --flows without a flow is more likely a mistake than a wish."""
    with pytest.raises(FlowProblem, match=r"holds no \.toml file"):
        Catalog.read([tmp_path])


def test_one_broken_file_stops_everything(tmp_path: Path) -> None:
    """A flow that cannot be read is never passed over in silence."""
    put(tmp_path, "a.toml", "shop")
    (tmp_path / "b.toml").write_text("format = ")
    with pytest.raises(FlowProblem, match=r"b\.toml: is not valid TOML"):
        Catalog.read([tmp_path])


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        (["shop"], ["shop/one", "shop/two"]),
        (["shop/"], ["shop/one", "shop/two"]),
        (["shop/*"], ["shop/one", "shop/two"]),
        (["shop/two"], ["shop/two"]),
        (["shop/two", "shop/one"], ["shop/one", "shop/two"]),
        (["shop/one", "shop/one"], ["shop/one"]),
        (["shop/t*"], ["shop/two"]),
        (["shop/[ot]*"], ["shop/one", "shop/two"]),
        (["sh*/one"], ["shop/one"]),
        (["*/one"], ["shop/one"]),
        (["shop/one", "linkedin/ai-training"], ["linkedin/ai-training", "shop/one"]),
        ([], []),
    ],
    ids=" ".join,
)
def test_targets(tmp_path: Path, targets: list[str], expected: list[str]) -> None:
    """A service, a setting or a glob names its settings once each, in the flows' order."""
    assert chosen(Catalog.read([put(tmp_path / "more", "shop.toml", "shop")]), *targets) == expected


def test_every_listed_setting_can_be_named_alone() -> None:
    """Each id that `flows list` prints is a target that selects exactly itself."""
    catalog = Catalog.read()
    for name, flow in catalog.flows.items():
        for setting in flow.service.settings:
            assert chosen(catalog, f"{name}/{setting.id}") == [f"{name}/{setting.id}"]


@pytest.mark.parametrize(
    ("target", "near"),
    [
        ("linkdin", "linkedin"),
        ("LinkedIn", "linkedin"),
        ("", "google, linkedin"),
        ("zzz*", "google, linkedin"),
        ("linkedin/ai-trainig", "linkedin/ai-training"),
        ("linkedin/research-*", "linkedin/research"),
        ("linkedin/AI-TRAINING", "linkedin/"),
        ("linkedin/ai-training/x", "linkedin/ai-training"),
    ],
)
def test_a_target_that_names_nothing_says_what_is_near(target: str, near: str) -> None:
    """An unknown service, setting or glob is a usage problem whose sentence has the nearest names."""
    with pytest.raises(UsageProblem) as problem:
        Catalog.read().select([target])
    assert f'"{target}"' in str(problem.value)
    assert f"Did you mean: {near}" in str(problem.value)
    assert problem.value.exit_status == 2


def test_one_wrong_target_among_good_ones_is_an_error() -> None:
    """A run never does only half of what was asked for."""
    with pytest.raises(UsageProblem, match="nonsense"):
        Catalog.read().select(["linkedin/ai-training", "linkedin/nonsense"])


@pytest.mark.parametrize("target", ["linkedin/ads-brand-new", "linkedin/websites-visited", "linkedin/ads-*"])
def test_a_target_may_name_a_row_that_only_the_sweep_finds(target: str) -> None:
    """A name that an allowed row could have is taken; whether there is such a row, only the page can say."""
    (one,) = Catalog.read().select([target])
    assert one.patterns == (target.removeprefix("linkedin/"),)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/mypreferences/d/settings/ads-By-Age", "ads-by-age"),
        ("/a/b/", "b"),
        ("/only", "only"),
        ("/a/Ads_by%20Age", "ads-by-20age"),
        ("/" + "long" * 100, "long" * 20),
    ],
)
def test_a_swept_row_is_called_by_the_last_part_of_its_path(path: str, name: str) -> None:
    """The id of a row that the flow does not list comes from its address."""
    sweep = Catalog.read().flow("linkedin").service.sweeps[0]
    assert setting_id(path) == name
    assert (swept(sweep, path, "Row").id, swept(sweep, path, "Row").title, swept(sweep, path, "Row").hub) == (
        name, "Row", "ads",
    )  # fmt: skip


def test_two_rows_that_end_alike_have_two_names() -> None:
    """Each swept row has an id of its own, whatever its address is; so their pictures do not replace each other."""
    sweep = Catalog.read().flow("linkedin").service.sweeps[0]
    taken: set[str] = set()
    for path in ("/a/ads", "/b/ads", "/c/ads", "/*", "/!"):
        taken.add(swept(sweep, path, "Row", taken).id)
    assert taken == {"ads", "ads-2", "ads-3", "row", "row-2"}
