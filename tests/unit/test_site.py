"""The local site over real HTTP: what it shows, what it keeps, what it counts and how it misbehaves."""

import gc
import http.client
import json
import re
import socket
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

import pytest

from optout.site import Site

SETTINGS = "/mypreferences/d/"
ADS = SETTINGS + "categories/ads"
AGE_PAGE = SETTINGS + "settings/ads-by-age"
AGE = "allowAdsByAge"
API = "/mysettings-api/settingsApiSettings/"


@dataclass(frozen=True)
class Answer:
    """One answer, read whole."""

    status: int
    location: str
    headers: dict[str, str]
    text: str


class Member:
    """A client with the cookies of a signed-in member, on one kept connection."""

    connections: ClassVar[list[http.client.HTTPConnection]] = []

    def __init__(self, site: Site) -> None:
        self.connection = http.client.HTTPConnection(site.origin.removeprefix("http://"))
        self.connections.append(self.connection)
        self.cookies: dict[str, str] = {c["name"]: c["value"] for c in site.storage_state()["cookies"]}

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> Answer:
        """One request with the member's cookies; redirects are not followed."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, {"Cookie": cookie} | headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        return Answer(response.status, response.getheader("Location", ""), dict(response.getheaders()), text)

    def get(self, path: str) -> Answer:
        """Open a document."""
        return self.ask("GET", path)

    def save(self, key: str, value: bool, csrf: str | None = None) -> int:
        """Save as a settings page does, by default with the right token."""
        token = self.cookies["JSESSIONID"].strip('"') if csrf is None else csrf
        body = json.dumps({"key": key, "value": str(value).upper()})
        return self.ask("PUT", API + key, body, **{"csrf-token": token}).status


@pytest.fixture(autouse=True)
def _hang_up() -> Iterator[None]:
    yield
    while Member.connections:
        Member.connections.pop().close()


@pytest.fixture
def site() -> Iterator[Site]:
    """A site that behaves."""
    with Site() as running:
        yield running


def rows(answer: Answer) -> list[str]:
    """The addresses of a hub's rows."""
    return re.findall(r'<a class="row" href="([^"]+)"', answer.text)


def test_without_a_session_every_settings_page_leads_to_the_sign_in_page(site: Site) -> None:
    """A visitor without cookies is sent to sign in, with the way back in the address."""
    visitor = Member(site)
    visitor.cookies = {}
    answer = visitor.get(AGE_PAGE)
    assert (answer.status, answer.location) == (
        302,
        "/login?session_redirect=%2Fmypreferences%2Fd%2Fsettings%2Fads-by-age",
    )
    assert visitor.get("/feed/").location.startswith("/uas/login?")
    assert 'id="username"' in visitor.get(answer.location).text


def test_signing_in_sets_the_cookies_and_goes_back(site: Site) -> None:
    """Any name and password begin a session whose cookies open the page that was asked for."""
    visitor = Member(site)
    visitor.cookies = {}
    form = urlencode({"session_key": "a", "session_password": "b", "session_redirect": AGE_PAGE})
    visitor.connection.request("POST", "/login", form, {"Content-Type": "application/x-www-form-urlencoded"})
    response = visitor.connection.getresponse()
    response.read()
    lines = response.headers.get_all("Set-Cookie") or []
    assert response.getheader("Location") == AGE_PAGE
    assert any(line.startswith("li_at=") and line.endswith("HttpOnly") for line in lines)
    assert any(line.startswith('JSESSIONID="ajax:') for line in lines)
    visitor.cookies = dict(line.split(";")[0].split("=", 1) for line in lines)
    assert visitor.get(AGE_PAGE).status == 200
    assert visitor.save(AGE, False) == 200


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org/", "/\\example.org/"])
def test_signing_in_never_leads_to_another_site(site: Site, target: str) -> None:
    """The way back stays on this site whatever the address says."""
    form = urlencode({"session_key": "a", "session_password": "b", "session_redirect": target})
    answer = Member(site).ask("POST", "/login", form, **{"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.location == "/feed/"


def test_signing_out_leaves_stale_cookies(site: Site) -> None:
    """After a sign-out the cookies are still sent, and neither open a page nor save."""
    member = Member(site)
    site.state.sign_out()
    assert member.get(ADS).location.startswith("/login?")
    assert member.save(AGE, False) == 401
    assert site.state.value(AGE)


def test_the_index_leads_to_the_first_hub_and_unknown_pages_to_not_found(site: Site) -> None:
    """The redirects are those of the real addresses."""
    member = Member(site)
    assert member.get(SETTINGS).location == SETTINGS + "categories/account"
    assert member.get(SETTINGS + "settings/made-up").location == "/mypreferences/page-not-found"
    assert "Page not found" in member.get("/mypreferences/page-not-found").text


@pytest.mark.parametrize(
    "hub", ["account", "sign-in-and-security", "profile-visibility", "privacy", "ads", "notifications"]
)
def test_every_row_of_every_hub_leads_to_a_page(hub: str) -> None:
    """No hub has a dead row, in the layout that has them all."""
    with Site(layout="all") as site:
        member = Member(site)
        found = rows(member.get(f"{SETTINGS}categories/{hub}"))
        assert found
        assert {member.get(path).status for path in found} == {200}


@pytest.mark.parametrize(("layout", "count"), [("us", 16), ("eu", 16), ("all", 17)])
def test_the_ads_hub_has_the_rows_of_its_layout(layout: str, count: int) -> None:
    """Each layout offers its own rows, and beside them the one that no allow-list knows."""
    with Site(layout=layout) as site:
        found = rows(Member(site).get(ADS))
        assert SETTINGS + "connected-tv" in found
        assert len(found) - 1 == count
        assert (SETTINGS + "settings/share-data-with-select-partners" in found) == (layout != "eu")
        assert (SETTINGS + "settings/linked-in-activity-data" in found) == (layout != "us")


def test_a_page_that_the_layout_does_not_offer_is_not_found() -> None:
    """In Europe the affiliates page is missing by its address too, and nothing is stored for it."""
    with Site(layout="eu") as site:
        answer = Member(site).get(SETTINGS + "settings/share-data-with-select-partners")
        assert answer.location == "/mypreferences/page-not-found"
        assert "shareDataWithTrustedPartners" not in site.state.values()
        assert Member(site).save("shareDataWithTrustedPartners", False) == 404


def test_consent_is_off_in_europe_until_it_is_given() -> None:
    """What needs consent starts off, what rests on profile data starts on."""
    with Site(layout="eu") as site:
        assert not site.state.value(AGE)
        assert site.state.value("allowAdsByConnections")


@pytest.mark.parametrize("lang", ["en", "de", "ar"])
@pytest.mark.parametrize("markup", ["classic", "nested"])
def test_a_page_speaks_its_language_and_its_markup(lang: str, markup: str) -> None:
    """Language, direction, label and kind of switch are those that were asked for; the key stays the same."""
    with Site(lang=lang, markup=markup) as site:
        text = Member(site).get(SETTINGS + "settings/data-for-ai-improvement").text
        assert f'<html lang="{lang}"' in text
        assert ('dir="rtl"' in text) == (lang == "ar")
        assert ("um Inhalte zu erstellen</p>" in text) == (lang == "de")
        assert 'aria-labelledby="allowDataForGenerativeAI" checked' in text
        assert text.count('role="switch"') == (1 if markup == "classic" else 2)


def test_a_save_is_kept_and_shown_by_page_hub_and_api(site: Site) -> None:
    """What was saved is what every later answer says."""
    member = Member(site)
    assert re.search(r'aria-labelledby="allowAdsByAge" checked', member.get(AGE_PAGE).text)
    assert member.save(AGE, False) == 200
    assert not site.state.value(AGE)
    assert not re.search(r'aria-labelledby="allowAdsByAge" checked', member.get(AGE_PAGE).text)
    assert re.search(
        r'ads-by-age"><span class="row__title">Age range</span> <span class="row__value">Off<', member.get(ADS).text
    )
    assert json.loads(member.get(API + AGE).text)["value"] == "FALSE"
    (write,) = site.state.writes
    assert (write.key, write.value, write.kept) == (AGE, False, True)


def test_a_save_without_the_right_token_is_refused_and_counted(site: Site) -> None:
    """A forged save changes nothing and is still in the log."""
    assert Member(site).save(AGE, False, csrf="ajax:0") == 403
    assert site.state.value(AGE)
    assert [(write.value, write.kept) for write in site.state.writes] == [(False, False)]


def test_the_vendors_hand_is_no_write(site: Site) -> None:
    """A drift changes the value and nothing else, and only of a setting that exists."""
    site.state.set(AGE, False)
    assert not site.state.value(AGE)
    assert site.state.writes == []
    with pytest.raises(KeyError):
        site.state.set("made-up", True)


def test_turning_ads_off_linkedin_off_turns_sharing_off_too(site: Site) -> None:
    """The coupled setting goes off with the other, and does not come back with it."""
    member = Member(site)
    member.save("allowLinkedInAudienceNetwork", False)
    member.save("allowLinkedInAudienceNetwork", True)
    assert site.state.value("allowLinkedInAudienceNetwork")
    assert not site.state.value("shareDataWithTrustedPartners")
    assert len(site.state.writes) == 2


def test_documents_are_counted_and_assets_and_saves_are_not(site: Site) -> None:
    """The visits are the documents that were asked for, in order."""
    member = Member(site)
    for path in (SETTINGS + "?x=1", "/assets/settings.css", ADS, API + AGE):
        member.get(path)
    member.save(AGE, False)
    assert site.state.visits == [SETTINGS, ADS]


def test_assets_are_cached_and_nothing_else_is_served_as_one(site: Site) -> None:
    """A style sheet is revalidated by its tag; templates, data and other folders are no assets."""
    member = Member(site)
    first = member.get("/assets/settings.css")
    assert "max-age" in first.headers["Cache-Control"]
    assert member.ask("GET", "/assets/settings.css", **{"If-None-Match": first.headers["ETag"]}).status == 304
    assert member.get("/assets/settings.js").status == 200
    for name in ("hub.html", "site.toml", "../linkedin/settings.css", "../README.md"):
        assert member.get("/assets/" + name).status == 404


def test_one_connection_serves_many_requests_until_the_site_stops() -> None:
    """Connections are kept, also across posted bodies, and die with the site."""
    with Site() as site:
        member = Member(site)
        member.get(ADS)
        kept = member.connection.sock
        member.ask("POST", "/nowhere", "x" * 5000)
        member.save(AGE, False)
        assert member.get(ADS).status == 200
        assert kept is not None
        assert member.connection.sock is kept
    with pytest.raises((http.client.HTTPException, OSError)):
        member.get(ADS)


def test_the_pages_that_change_the_account_do_what_they_say(site: Site) -> None:
    """Closing the account ends the session, so that a test notices a click too many."""
    member = Member(site)
    assert "Close account</button>" in member.get(SETTINGS + "close-accounts").text
    assert member.ask("POST", SETTINGS + "close-accounts").status == 303
    assert member.get(ADS).location.startswith("/login?")


def test_a_browser_that_hangs_up_leaves_no_socket_open() -> None:
    """An answer that nobody waits for any more is dropped, with its connection."""
    with Site(latency_ms=60) as site:
        port = int(site.origin.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as rude:
            rude.sendall(b"GET /login HTTP/1.1\r\nHost: x\r\n\r\n")
            rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        Member(site).get(ADS)
        Member(site).get(ADS)
    gc.collect()  # a socket that was left open warns now, and a warning is an error


def test_every_answer_waits_for_the_latency() -> None:
    """A slow site is slow."""
    with Site(latency_ms=60) as site:
        member = Member(site)
        begun = time.perf_counter()
        member.get(ADS)
        assert time.perf_counter() - begun >= 0.06


def test_the_keys_of_a_page_are_those_that_are_stored(site: Site) -> None:
    """Keys are asked for by slug, in the order of the page."""
    assert site.keys("settings/ads-by-age") == [AGE]
    assert site.keys("interest-categories") == ["adsPrivacyAllowInterestsAndBehaviors"]
    assert len(site.keys("settings/ads-job-information")) == 3
    with pytest.raises(KeyError):
        site.keys("settings/linked-in-activity-data")


def test_secrets_are_those_of_the_cookies(site: Site) -> None:
    """Whatever must not leak can be searched for, and no two sites share it."""
    cookies = {cookie["name"]: cookie["value"] for cookie in site.storage_state()["cookies"]}
    assert site.secrets == [cookies["li_at"], cookies["JSESSIONID"].strip('"')]
    assert Site().secrets != site.secrets


@pytest.mark.parametrize(("quirk", "status"), [("not-kept", 200), ("refused", 500), ("locked", 403)])
def test_quirks_of_saving_keep_nothing(quirk: str, status: int) -> None:
    """The save is counted, answered as the quirk says, and not stored."""
    with Site(quirks={AGE: quirk}) as site:
        assert Member(site).save(AGE, False) == status
        assert Member(site).save("allowAdsByGender", False) == 200
        assert (site.state.value(AGE), site.state.value("allowAdsByGender")) == (True, False)
        assert [write.kept for write in site.state.writes] == [False, True]


@pytest.mark.parametrize(
    ("quirk", "markup", "there", "gone"),
    [
        ("locked", "classic", "checked disabled", ""),
        ("locked", "nested", 'aria-disabled="true"', ""),
        ("mixed", "classic", "data-mixed", ""),
        ("mixed", "nested", 'aria-checked="mixed"', ""),
        ("late", "classic", '<template data-late="4000">', ""),
        ("absent", "classic", "<h1>Age range</h1>", 'role="switch"'),
        ("hydrate", "classic", 'aria-labelledby="allowAdsByAge" data-hydrate', ""),
        ("hydrate", "nested", 'aria-checked="false"', "checked data-hydrate"),
        ("replaced", "classic", 'data-tricks="replaced:250:on"', 'aria-labelledby="allowAdsByAge" checked'),
        ("decoy-before", "classic", 'aria-labelledby="allowAdsByAgeDecoyBefore" checked', ""),
        ("decoy-after", "nested", 'aria-labelledby="allowAdsByAgeDecoyAfter" checked', ""),
        ("same-label", "classic", 'id="allowAdsByAgeTwin">Use your age range for ads<', ""),
        ("parent", "classic", 'aria-labelledby="allowAdsByAgeChild" checked', ""),
        ("relabelled", "classic", 'id="allowAdsByAge">Tell me about', "Use your age range for ads<"),
        ("inverted", "classic", 'id="allowAdsByAge">Opt out: ', 'aria-labelledby="allowAdsByAge" checked'),
        ("shadow", "classic", '<template shadowrootmode="open">', ""),
        ("frame", "classic", "<iframe", '<p class="config-setting-card__label"'),
        ("redesigned", "classic", "<select", 'role="switch"'),
        ("confirms", "nested", 'data-tricks="confirms"', ""),
    ],
)
def test_quirks_of_drawing_change_the_page(quirk: str, markup: str, there: str, gone: str) -> None:
    """The control is drawn as the quirk says, for one key and for every key."""
    for key in (AGE, "*"):
        with Site(markup=markup, quirks={key: quirk}) as site:
            text = Member(site).get(AGE_PAGE).text
            assert there in text
            assert not gone or gone not in text


def test_a_page_that_behaves_loads_nothing_that_misbehaves(site: Site) -> None:
    """The script of the tricks, and the wrapping that they need, are only on pages that ask for them."""
    text = Member(site).get(AGE_PAGE).text
    assert "misbehave.js" not in text
    assert "data-tricks" not in text
    site.misbehave({AGE: "stale"})
    assert "misbehave.js" in Member(site).get(AGE_PAGE).text


def test_a_child_is_there_while_the_first_switch_of_its_page_is_on() -> None:
    """Turning the parent off takes the child off the page, and leaves what is stored for it."""
    page = SETTINGS + "settings/ads-job-information"
    with Site(quirks={"allowAdsBySeniority": "child"}) as site:
        member = Member(site)
        assert "allowAdsBySeniority" in member.get(page).text
        member.save("allowAdsByCurrentJob", False)
        assert "allowAdsBySeniority" not in member.get(page).text
        assert site.state.value("allowAdsBySeniority")


@pytest.mark.parametrize(
    ("quirk", "location"),
    [
        ("address-gone", "/mypreferences/page-not-found"),
        ("elsewhere:close-accounts", SETTINGS + "close-accounts"),
        ("elsewhere:settings/ads-by-gender", SETTINGS + "settings/ads-by-gender"),
    ],
)
def test_quirks_of_the_address_lead_away(quirk: str, location: str) -> None:
    """The page leads elsewhere while the hub's row still leads to it, and other pages stay."""
    with Site(quirks={AGE: quirk}) as site:
        member = Member(site)
        assert member.get(AGE_PAGE).location == location
        assert AGE_PAGE in rows(member.get(ADS))
        assert member.get(SETTINGS + "settings/ads-by-gender").status == 200


def test_a_row_can_be_gone_while_its_page_is_there() -> None:
    """The hub leaves out one row and no other."""
    with Site(quirks={AGE: "row-gone"}) as site:
        found = rows(Member(site).get(ADS))
        assert AGE_PAGE not in found
        assert len(found) == 16
        assert Member(site).get(AGE_PAGE).status == 200


def test_hydration_takes_its_time_and_tells_the_truth() -> None:
    """The value that the page fetches is late and right."""
    with Site(quirks={AGE: "hydrate"}) as site:
        begun = time.perf_counter()
        assert json.loads(Member(site).get(API + AGE).text)["value"] == "TRUE"
        assert time.perf_counter() - begun >= 0.4


@pytest.mark.parametrize(
    ("quirk", "mark"),
    [
        ("cookie-banner", 'id="artdeco-global-alert-container"'),
        ("modal", "artdeco-modal__dismiss"),
        ("unknown-modal", 'class="wall"'),
    ],
)
def test_quirks_that_cover_the_page_are_on_settings_pages(quirk: str, mark: str) -> None:
    """What covers a page is on hubs and settings, and never on the sign-in page."""
    with Site(quirks={"session": quirk}) as site:
        member = Member(site)
        assert mark in member.get(ADS).text
        assert mark in member.get(AGE_PAGE).text
        assert mark not in member.get("/login").text


def test_a_challenge_stands_before_every_settings_page() -> None:
    """Hubs and settings lead to a security check, which leads nowhere."""
    with Site(quirks={"session": "challenge"}) as site:
        member = Member(site)
        answer = member.get(AGE_PAGE)
        assert (answer.status, answer.location) == (302, "/checkpoint/challenge/x")
        assert 'action="/checkpoint/challenge/x"' in member.get(answer.location).text
        assert member.ask("POST", answer.location, "pin=1").location == answer.location


def test_a_site_that_has_had_enough_says_slow_down() -> None:
    """The throttled page is short and has no main part."""
    with Site(quirks={"session": "slow-down"}) as site:
        answer = Member(site).get(ADS)
        assert answer.status == 429
        assert "Slow down" in answer.text
        assert "<main" not in answer.text


@pytest.mark.parametrize(("quirk", "status"), [("slow-down:200", 200), ("slow-down:999", 999), ("error:500", 500)])
def test_a_quirk_may_be_told_its_status(quirk: str, status: int) -> None:
    """What stands behind the colon is the status of the answer."""
    with Site(quirks={"session": quirk}) as site:
        assert Member(site).get(AGE_PAGE).status == status


def test_a_session_expires_at_the_page_that_was_named() -> None:
    """The pages before it are answered; from it on, nothing opens and nothing is saved."""
    with Site(quirks={"session": "expires:3"}) as site:
        member = Member(site)
        assert [member.get(AGE_PAGE).status for _ in range(4)] == [200, 200, 302, 302]
        assert member.save(AGE, False) == 401


def test_a_site_that_is_gone_hangs_up() -> None:
    """From the page that was named on, connections are closed without an answer, for saves too."""
    with Site(quirks={"session": "gone:2"}) as site:
        assert Member(site).get(AGE_PAGE).status == 200
        for _ in range(2):
            with pytest.raises(http.client.RemoteDisconnected):
                Member(site).get(AGE_PAGE)
        with pytest.raises(http.client.RemoteDisconnected):
            Member(site).save(AGE, False)
        assert site.state.writes == []


@pytest.mark.parametrize(("quirk", "kept"), [("dropped", False), ("dropped-after", True)])
def test_a_dropped_save_is_counted_and_not_answered(quirk: str, kept: bool) -> None:
    """The connection breaks; and since none is kept, no browser will send the save again by itself."""
    with Site(quirks={AGE: quirk}) as site:
        assert Member(site).get(AGE_PAGE).headers["Connection"] == "close"
        with pytest.raises(http.client.RemoteDisconnected):
            Member(site).save(AGE, False)
        assert [(write.value, write.kept) for write in site.state.writes] == [(False, kept)]


def test_a_page_that_never_ends_stops_in_the_middle() -> None:
    """Its head promises more than ever comes, and the connection stays open until the other side hangs up."""
    with Site(quirks={AGE: "endless"}) as site:
        member = Member(site)
        member.connection.timeout = 0.5
        with pytest.raises(TimeoutError):
            member.get(AGE_PAGE)


def test_a_switch_can_turn_another_one_on() -> None:
    """Turning it off is kept, and turns the named one on; turning it on does nothing to it."""
    with Site(quirks={AGE: "moves:allowAdsByGender"}) as site:
        site.state.set("allowAdsByGender", False)
        member = Member(site)
        assert member.save(AGE, True) == 200
        assert not site.state.value("allowAdsByGender")
        assert member.save(AGE, False) == 200
        assert (site.state.value(AGE), site.state.value("allowAdsByGender")) == (False, True)


def test_a_save_can_be_taken_back_later() -> None:
    """It is kept at first, and the vendor's hand takes it back while somebody waits."""
    with Site(quirks={AGE: "reverted"}) as site:
        assert Member(site).save(AGE, False) == 200
        assert not site.state.value(AGE)
        site.state.wait()
        assert site.state.value(AGE)
        assert len(site.state.writes) == 1


def test_quirks_can_be_joined_narrowed_and_taken_back() -> None:
    """Several may act at once, a key's own stand in for everybody's, and a site can come to its senses."""
    with Site(quirks={"*": "refused", AGE: "late, not-kept"}) as site:
        member = Member(site)
        assert "data-late" in member.get(AGE_PAGE).text
        assert (member.save(AGE, False), member.save("allowAdsByGender", False)) == (200, 500)
        site.misbehave({})
        assert member.save(AGE, False) == 200
        assert not site.state.value(AGE)


@pytest.mark.parametrize("quirks", [{AGE: "made-up"}, {"made-up": "late"}, {"session": "late"}, {"*": "challenge"}])
def test_a_quirk_that_does_not_exist_is_an_error(quirks: dict[str, str]) -> None:
    """A typing mistake in a test must not make the site behave."""
    with pytest.raises(ValueError, match=r"made-up|late|challenge"):
        Site(quirks=quirks)


@pytest.mark.parametrize("wrong", [{"lang": "xx"}, {"layout": "xx"}, {"markup": "xx"}])
def test_a_site_that_does_not_exist_is_an_error(wrong: dict[str, str]) -> None:
    """Unknown languages, layouts and markups are refused."""
    with pytest.raises(ValueError, match="xx"):
        Site(**wrong)  # type: ignore[arg-type]
