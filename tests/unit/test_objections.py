"""What the browser may ask for, decided as plain values: the fence of the shipped flow, and of one without its keys."""

import re
from dataclasses import replace
from typing import Any

import pytest

from optout.browser.fence import Asked, Fence, path_matches
from optout.catalog import Catalog
from optout.flow import Service

ORIGIN = "https://www.linkedin.com"
SETTINGS = "/mypreferences/d/settings"
ELSEWHERE = "https://static.example"
OUTSIDE, NEVER, LOOKS = "it is outside of the flow's pages", "the flow says that this is never to be opened", (
    "this run only looks"
)  # fmt: skip


@pytest.fixture(scope="module")
def linkedin() -> Service:
    """The shipped LinkedIn flow."""
    return Catalog.read().flow("linkedin").service


def fence(service: Service, *, turning: bool = False) -> Fence:
    """A fence around the real site."""
    return Fence(service, service.origin, turning)


def to(at: str, method: str = "GET", **more: Any) -> Asked:
    """A request for a path of the site, or for a whole address."""
    return Asked(method, at if ":" in at else ORIGIN + at, **more)


def page(at: str, method: str = "GET") -> Asked:
    """The tab itself going somewhere."""
    return to(at, method, document=True, top=True)


@pytest.mark.parametrize("turning", [False, True])
@pytest.mark.parametrize(
    "at",
    [
        "/mypreferences/d/",
        "/mypreferences/d/categories/ads",
        f"{SETTINGS}/ads-by-age",
        f"{SETTINGS}/ads-by-age?trk=x#y",
        f"{SETTINGS}/ads-that-the-vendor-adds-next-month",
        "/mypreferences/d/interest-categories",
        "/mypreferences/page-not-found",
        "/login",
        "/login/submit",
        "/uas/login?session_redirect=https%3A%2F%2Fevil.example",
        "/checkpoint/challenge/x",
        "about:blank",
    ],
)
def test_the_flows_own_pages_may_be_opened(linkedin: Service, at: str, turning: bool) -> None:
    """Hubs, settings, allowed rows of a sweep, and the pages that say "signed out" or "prove who you are"."""
    assert fence(linkedin, turning=turning).objection(page(at)) == ""


@pytest.mark.parametrize("turning", [False, True])
@pytest.mark.parametrize(
    "at",
    [
        "/",
        "/feed/",
        "/login%2F..%2Ffeed",
        f"{SETTINGS}/ads-x%2F..%2F..%2Fcontact-info",
        "/in/somebody",
        "/in/login",
        "/loginx",
        "/login-help",
        "/checkpointx",
        "/mypreferences/d",
        "/mypreferences/d/settings/contact-info",
        "/mypreferences/d/settings/",
        f"{ELSEWHERE}/login",
        f"{ELSEWHERE}{SETTINGS}/ads-by-age",
        f"http://www.linkedin.com{SETTINGS}/ads-by-age",
        f"https://www.linkedin.com.evil.example{SETTINGS}/ads-by-age",
        f"https://www.linkedin.com@evil.example{SETTINGS}/ads-by-age",
        f"https://www.linkedin.com:8443{SETTINGS}/ads-by-age",
        "data:text/html,x",
        "blob:https://www.linkedin.com/x",
        "file:///etc/passwd",
        "about:srcdoc",
    ],
)
def test_the_tab_goes_nowhere_else(linkedin: Service, at: str, turning: bool) -> None:
    """Every other page, on this site or another, is held back, whatever the run may do."""
    assert fence(linkedin, turning=turning).objection(page(at)) == OUTSIDE


@pytest.mark.parametrize("turning", [False, True])
@pytest.mark.parametrize("asked", [page, to], ids=["page", "part"])
@pytest.mark.parametrize(
    "at",
    [
        f"{SETTINGS}/close-account",
        f"{SETTINGS}/Close-Account/confirm",
        f"{SETTINGS}/ads-close-account",  # an allowed row's name does not help it
        f"{SETTINGS}/hibernate-account",
        "/psettings/change-password",
        f"{SETTINGS}/two-factor-authentication",
        "/mysettings-api/close-account",
        "/checkpoint/rp/request-password-reset",
    ],
)
def test_what_must_never_be_opened_is_never_opened(linkedin: Service, at: str, asked: Any, turning: bool) -> None:
    """The flow's `never` holds for the tab, for frames and for every request of a script, in capitals too."""
    assert fence(linkedin, turning=turning).objection(asked(at)) == NEVER


def test_never_speaks_of_the_flows_own_site_only(linkedin: Service) -> None:
    """A script of another host may be called as it likes."""
    assert fence(linkedin).objection(to(f"{ELSEWHERE}/password-meter.js")) == ""


@pytest.mark.parametrize("turning", [False, True])
@pytest.mark.parametrize(
    "asked",
    [
        to(f"{ELSEWHERE}/app.js"),
        to("/feed/data.json"),
        to(f"{ELSEWHERE}/frame", document=True),
        to("/feed/", document=True),
        to(f"{ELSEWHERE}/collect", "POST"),
        to("/li/track", "POST"),
    ],
    ids=["script elsewhere", "data", "frame elsewhere", "frame here", "beacon elsewhere", "beacon here"],
)
def test_the_parts_of_a_page_pass(linkedin: Service, asked: Asked, turning: bool) -> None:
    """What a page needs to be shown is not held back, wherever it comes from."""
    assert fence(linkedin, turning=turning).objection(asked) == ""


SAVES = ["/mysettings-api/settingsApiSettings/allowAdsByAge", "/mysettings-api/x/y/z", "/mysettings-api/x?action=save"]


@pytest.mark.parametrize("at", SAVES)
def test_a_save_leaves_only_when_turning(linkedin: Service, at: str) -> None:
    """The flow's `writes` are held back while only looking, and pass while turning."""
    assert fence(linkedin).objection(to(at, "PUT")) == LOOKS
    assert fence(linkedin, turning=True).objection(to(at, "PUT")) == ""


@pytest.mark.parametrize(
    "asked",
    [to(SAVES[0]), to(SAVES[0], "POST"), to(f"{ELSEWHERE}/mysettings-api/x", "POST")],
    ids=["reading", "another method", "another site"],
)
def test_named_writes_fit_by_method_and_path(linkedin: Service, asked: Asked) -> None:
    """Where the flow names its writes, method, path and site must all fit."""
    assert fence(linkedin).objection(asked) == ""


@pytest.mark.parametrize("asked", [to("/other", "PUT"), to(f"{ELSEWHERE}/x", "DELETE"), to("/x", "POST", form=True)])
def test_what_writes_by_its_nature_is_held_back_beside_the_named_writes(linkedin: Service, asked: Asked) -> None:
    """A flow that names too little (or a hostile one) does not open the fence for the rest while only looking."""
    assert fence(linkedin).objection(asked) == LOOKS
    assert fence(linkedin, turning=True).objection(asked) == ""


@pytest.mark.parametrize(("method", "path", "counts"), [("PUT", SAVES[0], True), ("PUT", "/telemetry", False)])
def test_only_a_named_save_makes_an_off_doubtful(linkedin: Service, method: str, path: str, counts: bool) -> None:
    """What else was held back while a page loaded cannot have told it a setting's state."""
    one = fence(linkedin)
    one.refused.append((replace(to(path, method), frame="tab"), LOOKS))
    assert bool(one.held("tab", 0)) is counts
    assert one.held("tab", 1) == []
    assert one.held("another tab", 0) == []


@pytest.mark.parametrize("named", ["no writes key", "no session"])
@pytest.mark.parametrize(
    ("asked", "writes"),
    [
        (to("/save", "PUT"), True),
        (to("/save", "PATCH"), True),
        (to("/save", "DELETE"), True),
        (to(f"{ELSEWHERE}/save", "PUT"), True),
        (to("/save", "POST", form=True), True),
        (to("/frame", "POST", document=True), True),
        (to("/graphql", "POST"), False),
        (to("/data"), False),
        (to("/data", "HEAD"), False),
        (to("/data", "OPTIONS"), False),
    ],
    ids=lambda value: f"{value.method} {value.url.rsplit('/', 1)[-1]}" if isinstance(value, Asked) else "",
)
def test_without_named_writes_all_that_look_like_it_are(
    linkedin: Service, named: str, asked: Asked, writes: bool
) -> None:
    """PUT, PATCH, DELETE and form posts are held back while only looking, and pass while turning."""
    assert linkedin.session
    session = None if named == "no session" else linkedin.session.model_copy(update={"writes": ()})
    service = linkedin.model_copy(update={"session": session})
    assert fence(service).objection(asked) == (LOOKS if writes else "")
    assert fence(service, turning=True).objection(asked) == ""


def test_a_form_that_takes_the_tab_along_is_a_write(linkedin: Service) -> None:
    """Without named writes, posting a form to a page of the flow is held back while only looking."""
    assert linkedin.session
    service = linkedin.model_copy(update={"session": linkedin.session.model_copy(update={"writes": ()})})
    assert fence(service).objection(page(f"{SETTINGS}/ads-by-age", "POST")) == LOOKS


def test_a_stand_in_is_inside_and_the_real_site_is_not(linkedin: Service) -> None:
    """With the pages served from this machine, the real origin is as foreign as any other."""
    ours = Fence(linkedin, "http://127.0.0.1:8000", turning=True)
    assert ours.objection(page("http://127.0.0.1:8000/mypreferences/d/")) == ""
    assert ours.objection(page("/mypreferences/d/")) == OUTSIDE
    assert ours.objection(page("http://127.0.0.1:8001/mypreferences/d/")) == OUTSIDE


@pytest.mark.parametrize(
    ("path", "matches"),
    [("/login", True), ("/login/", True), ("/login/x", True), ("/loginx", False), ("/log", False), ("/x/login", False),
     ("/Login", False), ("", False)],
)  # fmt: skip
@pytest.mark.parametrize("prefix", ["/login", "/login/"])
def test_paths_match_by_whole_parts(path: str, matches: bool, prefix: str) -> None:
    """`/login` covers what lies below it and nothing that only begins with the same letters."""
    assert path_matches(path, [prefix]) is (matches and not (prefix == "/login/" and path == "/login"))


def test_every_document_is_asked_about(linkedin: Service) -> None:
    """The browser pauses each page load, whatever the run may do; and the saves while only looking."""
    looking, turning = fence(linkedin).patterns(), fence(linkedin, turning=True).patterns()
    for patterns in (looking, turning):
        assert {"urlPattern": "*", "resourceType": "Document"} in patterns
        assert any("close-account" in one["urlPattern"] for one in patterns)
    assert any("/mysettings-api/" in one["urlPattern"] for one in looking)
    assert not any("/mysettings-api/" in one["urlPattern"] for one in turning)


def pauses(patterns: list[dict[str, str]], asked: Asked) -> bool:
    """Whether the browser would ask about a request: `*` is anything, `?` one character, all else is itself."""
    for one in patterns:
        if one.get("resourceType", "Fetch") not in ("Fetch", "Document" if asked.document else "Fetch"):
            continue
        words = {"*": ".*", "?": "."}
        if re.fullmatch("".join(words.get(sign) or re.escape(sign) for sign in one["urlPattern"]), asked.url):
            return True
    return False


@pytest.mark.parametrize(
    ("method", "at"),
    [("PUT", "/save"), ("PUT", "/save?id=1"), ("PUT", "/save?"), ("PUT", "/api/a/b"), ("PUT", "/api/a?x=1"),
     ("PUT", "/v3/save"), ("GET", "/danger"), ("GET", "/danger?x=1"), ("GET", "/x/danger-zone?y"), ("GET", "/close?x"),
     ("GET", "/Danger"), ("POST", "/x/DANGER-zone")],
)  # fmt: skip
def test_what_is_objected_to_is_asked_about(linkedin: Service, method: str, at: str) -> None:
    """The browser pauses every request that the fence would hold back, with a query or without one."""
    words = {
        "never": ("/danger", "*danger-zone*", "*/close"),
        "writes": ("PUT /save", "PUT /api/**", "PUT /v[0-9]/save"),
    }
    assert linkedin.session
    one = fence(linkedin.model_copy(update={"session": linkedin.session.model_copy(update=words)}))
    assert one.objection(to(at, method))
    assert pauses(one.patterns(), to(at, method))


def test_nothing_is_refused_before_it_is_asked(linkedin: Service) -> None:
    """An objection is an opinion; only the browser's own hook writes down what was held back."""
    one = fence(linkedin)
    assert one.objection(page("/feed/"))
    assert one.refused == []
    assert replace(one, turning=True).objection(to(SAVES[0], "PUT")) == ""
