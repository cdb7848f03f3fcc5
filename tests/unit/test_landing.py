"""Where an address led: which pages are the one asked for, and what every other one is called."""

from dataclasses import dataclass

import pytest

from optout.browser.tab import Landing
from optout.catalog import Catalog
from optout.flow import Service
from optout.landing import instead, obstacle
from optout.model import Obstacle, Outcome, Signs

ORIGIN = "http://127.0.0.1:8000"
ASKED = "/mypreferences/d/settings/ads-by-age"


@pytest.fixture(scope="module")
def linkedin() -> Service:
    """The shipped LinkedIn flow."""
    return Catalog.read().flow("linkedin").service


def looked(service: Service, at: str, status: int | None = 200, failure: str = "", refused: str = "") -> (
    Obstacle | None
):  # fmt: skip
    """What is made of landing on a path of the site (or on a whole address)."""
    url = at if "://" in at else ORIGIN + at
    return obstacle(service, ORIGIN, ASKED, Landing(ORIGIN + ASKED, url, status, failure), refused)


@dataclass(frozen=True)
class Case:
    """Where an address led, and what that means."""

    at: str
    outcome: Outcome
    words: str
    status: int | None = 200
    stops: bool = False
    missing: bool = False


CASES = {
    "sign-in": Case("/login", Outcome.SIGNED_OUT, "sign-in page", stops=True),
    "sign-in, with a way back": Case("/uas/login?session_redirect=x", Outcome.SIGNED_OUT, "sign-in", stops=True),
    "sign-in, refused": Case("/authwall", Outcome.SIGNED_OUT, "sign-in", status=999, stops=True),
    "below sign-in": Case("/login/submit", Outcome.SIGNED_OUT, "sign-in", stops=True),
    "checkpoint": Case("/checkpoint/challenge/x", Outcome.CHALLENGED, "security check", stops=True),
    "e-mail challenge": Case("/uas/consumer-email-challenge", Outcome.CHALLENGED, "security check", stops=True),
    "slow down": Case(ASKED, Outcome.UNREACHABLE, "slow down", status=429, stops=True),
    "LinkedIn's slow down": Case(ASKED, Outcome.UNREACHABLE, "HTTP 999", status=999, stops=True),
    "server error": Case(ASKED, Outcome.UNREACHABLE, "HTTP 503", status=503),
    "forbidden": Case(ASKED, Outcome.UNREACHABLE, "HTTP 403", status=403),
    "not found": Case(ASKED, Outcome.NOT_RECOGNISED, "no page", status=404, missing=True),
    "gone": Case(ASKED, Outcome.NOT_RECOGNISED, "no page", status=410, missing=True),
    "the site's own missing page": Case(
        "/mypreferences/page-not-found", Outcome.NOT_RECOGNISED, "no page", missing=True
    ),
    "another page": Case("/feed/", Outcome.NOT_RECOGNISED, "showed /feed/ instead"),
    "a page below": Case(f"{ASKED}/more", Outcome.NOT_RECOGNISED, "instead"),
    "the page, on another site": Case(f"https://evil.example{ASKED}", Outcome.NOT_RECOGNISED, "instead"),
    "the page, on another port": Case(f"http://127.0.0.1:8001{ASKED}", Outcome.NOT_RECOGNISED, "instead"),
    "a sign-in page of another site": Case("https://evil.example/login", Outcome.NOT_RECOGNISED, "instead"),
    "a path that only begins like sign-in": Case("/loginx", Outcome.NOT_RECOGNISED, "instead"),
    "a profile that is called login": Case("/in/login", Outcome.NOT_RECOGNISED, "instead"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_every_other_page_has_its_word(linkedin: Service, case: Case) -> None:
    """A page that is not the one asked for is never read, and the sentence says what it was."""
    found = looked(linkedin, case.at, case.status)
    assert found
    assert (found.outcome, found.stops, found.missing) == (case.outcome, case.stops, case.missing)
    assert case.words in found.sentence


@pytest.mark.parametrize("at", [ASKED, f"{ASKED}/", f"{ASKED}?trk=x", f"{ASKED}#main"])
@pytest.mark.parametrize("status", [200, 204, 304, None])
def test_the_page_that_was_asked_for_is_read(linkedin: Service, at: str, status: int | None) -> None:
    """The asked path on the asked origin is the page, whatever its query, fragment or final slash."""
    assert looked(linkedin, at, status) is None


def test_no_page_at_all_is_unreachable(linkedin: Service) -> None:
    """A network failure is passed on in the sentence, wherever the tab stands."""
    found = looked(linkedin, "/login", None, failure="nothing answers there (connection refused)")
    assert found == Obstacle(
        Outcome.UNREACHABLE, "the page could not be opened: nothing answers there (connection refused)"
    )


def test_what_the_fence_held_back_is_named(linkedin: Service) -> None:
    """Where the site led outside of the flow, the address is in the sentence and nothing there is believed."""
    found = looked(linkedin, ASKED, refused="https://evil.example/x")
    assert found
    assert found.outcome is Outcome.NOT_RECOGNISED
    assert "https://evil.example/x" in found.sentence


def test_a_flow_without_a_session_knows_no_sign_in_page() -> None:
    """Where no sign-in is needed, another page is just another page."""
    service = Service.model_validate(
        {
            "format": 1, "service": "shop", "title": "Shop", "origin": "https://shop.example",
            "setting": ({"id": "one", "title": "One", "path": "/one"},),
        }
    )  # fmt: skip
    found = looked(service, "/login")
    assert found
    assert found.outcome is Outcome.NOT_RECOGNISED
    assert looked(service, ASKED) is None


@pytest.mark.parametrize(
    ("signs", "found", "outcome"),
    [
        (Signs(), False, None),
        (Signs(password=True), False, Outcome.SIGNED_OUT),
        (Signs(password=True), True, Outcome.SIGNED_OUT),
        (Signs(forms=("/login-submit", "/uas/login")), False, Outcome.SIGNED_OUT),
        (Signs(forms=("/uas/login",)), True, None),
        (Signs(forms=("/loginx",)), False, None),
        (Signs(captcha=True), False, Outcome.CHALLENGED),
        (Signs(captcha=True), True, None),  # some sites carry a badge on every page
        (Signs(captcha=True, password=True), False, Outcome.CHALLENGED),
        (Signs(forms=("/checkpoint/challenge/verify",)), False, Outcome.CHALLENGED),
        (Signs(throttled=True), False, Outcome.UNREACHABLE),
        (Signs(throttled=True), True, None),
    ],
)
def test_what_stands_at_the_right_address(
    linkedin: Service, signs: Signs, found: bool, outcome: Outcome | None
) -> None:
    """A sign-in, a security check and "slow down" are told by what the page shows, and stop the service."""
    seen = instead(linkedin, signs, found=found)
    assert (seen and seen.outcome) == outcome
    assert seen is None or seen.stops


def test_a_site_without_sign_in_may_ask_for_what_it_likes(linkedin: Service) -> None:
    """Where the flow has no [session], nothing on a page is taken for a sign-in."""
    assert (
        instead(linkedin.model_copy(update={"session": None}), Signs(password=True, captcha=True), found=False) is None
    )
