"""A service on several origins: where each setting is, what the fence lets through, and whose sign-in page that is."""

from pathlib import Path

import pytest

from optout.app import _known
from optout.browser.fence import Asked, Fence
from optout.browser.tab import Landing
from optout.catalog import Catalog
from optout.config import Config
from optout.errors import FlowProblem, UsageProblem
from optout.flow import Service
from optout.flowfile import load
from optout.landing import instead, obstacle
from optout.model import Outcome, Signs
from optout.plan import make

HERE, THERE, DOOR = "https://one.example", "https://two.example", "https://accounts.example"
FLOW = f"""format = 1
service = "shop"
title = "Shop"
origin = "{HERE}"
[session]
probe = "/home"
signed_out = ["/login", "{DOOR}/signin"]
challenge = ["{DOOR}/signin/challenge"]
missing = ["/gone"]
never = ["*delete*"]
writes = ["PUT /save/**"]
[[setting]]
id = "first"
title = "First"
path = "/same"
[[setting]]
id = "second"
title = "Second"
origin = "{THERE}"
path = "/other"
[[setting]]
id = "form"
title = "Form"
origin = "https://form.example"
path = "/form"
control.kind = "manual"
"""
STAND_INS = {HERE: "http://127.0.0.1:1", THERE: "http://127.0.0.1:2", DOOR: "http://127.0.0.1:3"}


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    """The shop alone."""
    file = tmp_path / "shop.toml"
    file.write_text(FLOW)
    return Catalog([load(file)])


@pytest.fixture
def shop(catalog: Catalog) -> Service:
    """The shop as its flow has it."""
    return catalog.flow("shop").service


def page(url: str) -> Asked:
    """The tab itself going somewhere."""
    return Asked("GET", url, document=True, top=True)


def test_the_origins_of_a_service_are_those_that_a_program_opens(shop: Service) -> None:
    """Its own comes first; where only a person goes is none of them; a sign-in elsewhere is a door."""
    assert shop.origins == (HERE, THERE)
    assert shop.doors == (DOOR,)
    assert [shop.address(one) for one in shop.settings] == [
        f"{HERE}/same",
        f"{THERE}/other",
        "https://form.example/form",
    ]


def test_each_origin_has_its_own_stand_in(catalog: Catalog) -> None:
    """Settings and sign-in addresses move with their origins, and nothing real is left."""
    (errand,) = make(catalog.select(["shop"]), "default", STAND_INS)
    assert errand.origin == "http://127.0.0.1:1"
    assert [errand.service.address(one) for one in errand.settings[:2]] == [
        "http://127.0.0.1:1/same",
        "http://127.0.0.1:2/other",
    ]
    assert errand.service.session
    assert errand.service.session.signed_out == ("/login", "http://127.0.0.1:3/signin")
    assert not errand.real


def test_one_real_origin_makes_an_errand_real(catalog: Catalog) -> None:
    """It is asked about terms and paced, even where the other origin is this machine."""
    (errand,) = make(catalog.select(["shop"]), "default", {HERE: STAND_INS[HERE]})
    assert errand.real


@pytest.mark.parametrize("left", [HERE, THERE, DOOR])
def test_a_service_is_served_from_elsewhere_as_a_whole_or_not_at_all(catalog: Catalog, left: str, tmp_path: Path) -> (
    None
):  # fmt: skip
    """A stand-in that was forgotten would lead to the real site: an error that names it."""
    some = {origin: local for origin, local in STAND_INS.items() if origin != left}
    with pytest.raises(UsageProblem, match=left):
        _known(Config(tmp_path, origins=some), catalog)
    _known(Config(tmp_path, origins=STAND_INS), catalog)
    _known(Config(tmp_path), catalog)


@pytest.mark.parametrize(
    ("url", "open_"),
    [
        (f"{HERE}/same", True),
        (f"{THERE}/other", True),
        (f"{THERE}/same", False),  # each path at its own origin only
        (f"{HERE}/other", False),
        (f"{HERE}/home", True),
        (f"{THERE}/home", False),
        (f"{THERE}/login", True),  # a path that says "signed out" is meant wherever the service has pages
        (f"{THERE}/gone", True),
        (f"{DOOR}/signin/identifier", True),
        (f"{DOOR}/login", False),  # but not at the door, which has addresses of its own
        (f"{DOOR}/signinx", False),
        (f"{DOOR}/", False),
        ("https://form.example/form", False),
        ("https://evil.example/signin", False),
        (f"{THERE}/other/../delete", False),
    ],
)
def test_the_fence_knows_each_page_at_its_own_origin(shop: Service, url: str, open_: bool) -> None:
    """An origin of the flow is no licence for every path, nor a path for every origin."""
    assert (Fence(shop, HERE, turning=True).objection(page(url)) == "") is open_


def test_the_other_rules_of_the_fence_hold_on_every_origin(shop: Service) -> None:
    """What is never opened and what saves is held back there too, and the browser is told to ask about it."""
    fence = Fence(shop, HERE, turning=False)
    for origin in (HERE, THERE):
        assert fence.objection(Asked("GET", f"{origin}/delete-me"))
        assert fence.objection(Asked("PUT", f"{origin}/save/x")) == "this run only looks"
    patterns = [one["urlPattern"] for one in fence.patterns()]
    assert {f"{HERE}/save/***", f"{THERE}/save/***", f"{THERE}*delete**"} <= {*patterns}


@pytest.mark.parametrize(
    ("at", "outcome"),
    [
        (f"{THERE}/other", None),
        (f"{HERE}/other", Outcome.NOT_RECOGNISED),
        (f"{THERE}/login", Outcome.SIGNED_OUT),
        (f"{HERE}/login", Outcome.SIGNED_OUT),
        (f"{DOOR}/signin/identifier?continue=x", Outcome.SIGNED_OUT),
        (f"{DOOR}/signin/challenge/pwd", Outcome.CHALLENGED),
        (f"{DOOR}/login", Outcome.NOT_RECOGNISED),
        ("https://evil.example/signin", Outcome.NOT_RECOGNISED),
        (f"{THERE}/gone", Outcome.NOT_RECOGNISED),
    ],
)
def test_where_an_address_led_is_told_by_origin_and_path(shop: Service, at: str, outcome: Outcome | None) -> None:
    """A sign-in page elsewhere is one only at the address that the flow names."""
    found = obstacle(shop, THERE, "/other", Landing(f"{THERE}/other", at, 200), "")
    assert (found and found.outcome) == outcome


@pytest.mark.parametrize(
    ("form", "outcome"),
    [
        (f"{DOOR}/signin/challenge/pwd", Outcome.CHALLENGED),
        (f"{DOOR}/signin/identifier", Outcome.SIGNED_OUT),
        ("/login", Outcome.SIGNED_OUT),
        ("/signin", None),  # the same path on the page's own origin
        ("https://evil.example/login", None),
        (f"{DOOR}/login", None),
    ],
)
def test_a_form_that_leads_to_a_door_says_what_a_page_is(shop: Service, form: str, outcome: Outcome | None) -> None:
    """A security check or a sign-in at a page's own address is told by where its form leads."""
    found = instead(shop, Signs(forms=(form,)), found=False)
    assert (found and found.outcome) == outcome


def test_the_rows_of_a_hub_are_on_the_services_own_origin(tmp_path: Path) -> None:
    """A setting elsewhere that names a hub is an error: its row would never be found."""
    file = tmp_path / "shop.toml"
    text = FLOW.replace('origin = "https://two.example"', 'origin = "https://two.example"\nhub = "all"')
    file.write_text(text + '[hub.all]\npath = "/all"\n')
    with pytest.raises(FlowProblem, match='setting "second", key "origin"'):
        load(file)


@pytest.mark.parametrize("place", ["http://two.example/x", "https://two.example/x?y", "two.example/x", "https:///x"])
def test_a_door_is_a_path_or_a_whole_address(tmp_path: Path, place: str) -> None:
    """Neither a query nor an insecure address nor half a one is a place to sign in."""
    file = tmp_path / "shop.toml"
    file.write_text(FLOW.replace(f"{DOOR}/signin", place, 1))
    with pytest.raises(FlowProblem, match="signed_out"):
        load(file)
