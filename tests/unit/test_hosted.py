"""The local sites of Google, Meta and Microsoft over real HTTP: what they show, keep and count, on which origin."""

import http.client
import json
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from optout.site import Site
from optout.site.quirks import names
from optout.site.services import SERVICES

ACTIVITY, ADS = "https://myactivity.google.com", "https://myadcenter.google.com"
FACEBOOK, INSTAGRAM = "https://accountscenter.facebook.com", "https://accountscenter.instagram.com"
ACCOUNT, COPILOT = "https://account.microsoft.com", "https://copilot.microsoft.com"
PARTNERS = "/ad_preferences/ad_settings/data_from_partners"
LAYOUTS = {"google": ("now", "older"), "meta": ("new", "old"), "microsoft": ("old", "new")}
API = {"google": "/_/local/", "meta": "/api/graphql/", "microsoft": "/privacy/api/local/"}
HOSTED = [name for name in SERVICES if name != "linkedin"]
PAGES = {
    "google": [(ACTIVITY, "/product/gemini"), (ACTIVITY, "/activitycontrols"), (ADS, "/home")],
    "meta": [(origin, path) for origin in (FACEBOOK, INSTAGRAM) for path in ("/ads/", PARTNERS)],
    "microsoft": [(ACCOUNT, "/privacy/ad-settings"), (COPILOT, "/settings/privacy")],
}


class Visitor:
    """A client of one site, on any of its origins, with the cookies of its member."""

    def __init__(self, site: Site, *cookies: str) -> None:
        self.site = site
        self.cookies = {c["name"]: c["value"] for c in site.storage_state()["cookies"]}
        if cookies:
            self.cookies = {name: value for name, value in self.cookies.items() if name in cookies}

    def ask(self, url: str, method: str = "GET", body: str = "", **headers: str) -> tuple[int, str, str]:
        """One request; status, where it leads, and what it says."""
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.netloc)
        headers |= {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        connection.request(method, f"{parts.path}?{parts.query}" if parts.query else parts.path, body or None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        return answer.status, answer.getheader("Location", ""), text

    def get(self, origin: str, path: str) -> tuple[int, str, str]:
        """Open a page of a real origin."""
        return self.ask(self.site.origins[origin] + path)

    def save(self, origin: str, path: str, key: str, value: object, stranger: bool = False) -> int:
        """Save as the page of a setting does."""
        page = self.get(origin, path)[2]
        data = {name: (re.search(f'data-{name}="([^"]*)"', page) or [""])[1] for name in ("api", "token", "token-name")}
        token = data["token"] + "x" * stranger
        url = self.site.origins[origin] + data["api"] + key
        if 'data-sends="json"' in page:
            return self.ask(url, "POST", json.dumps(value), **{data["token-name"]: token})[0]
        body = urlencode({data["token-name"]: token, "value": json.dumps(value)})
        return self.ask(url, "POST", body, **{"Content-Type": "application/x-www-form-urlencoded"})[0]


@pytest.fixture
def google() -> Iterator[Site]:
    """Google, behaving."""
    with Site("google") as site:
        yield site


@pytest.mark.parametrize("service", HOSTED)
def test_each_origin_is_reached_at_its_own_address(service: str) -> None:
    """The service's own comes first; a page is at its own origin only, and visits are counted there."""
    with Site(service) as site:
        assert len(set(site.origins.values())) == len(site.origins) >= 3
        assert site.origin == next(iter(site.origins.values()))
        for origin, path in PAGES[service]:
            assert Visitor(site).get(origin, path)[0] == 200
            elsewhere = next(one for one in site.origins if (one, path) not in PAGES[service])
            assert Visitor(site).get(elsewhere, path)[0] == 404
            assert path in site.state.visits_at(origin)


@pytest.mark.parametrize(
    ("service", "origin", "path", "key", "off", "wrong"),
    [
        ("google", ACTIVITY, "/product/gemini", "keep-activity", False, "off"),
        ("google", ADS, "/home", "personalized-ads", False, []),
        ("meta", FACEBOOK, PARTNERS, "facebook-partners", "deny", "perhaps"),
        ("meta", INSTAGRAM, "/ads/", "instagram-categories", [], "none"),
        ("microsoft", COPILOT, "/settings/privacy", "copilot-voice", False, None),
    ],
)
def test_a_save_is_kept_in_the_words_of_its_setting(
    service: str, origin: str, path: str, key: str, off: object, wrong: object
) -> None:
    """A switch holds true or false, a choice its word, a list what is left; a stranger's save is refused."""
    with Site(service) as site:
        assert site.state.on(key)
        before = site.state.values()
        assert Visitor(site).save(origin, path, key, off, stranger=True) == 403
        assert Visitor(site).save(origin, path, key, wrong) == 400
        assert site.state.values() == before
        assert Visitor(site).save(origin, path, key, off) == 200
        assert site.state.values() == {**before, key: tuple(off) if isinstance(off, list) else off}
        assert not site.state.on(key)
        assert [(write.key, write.kept) for write in site.state.writes] == [(key, False), (key, False), (key, True)]
        site.state.turn(key, True)
        assert site.state.values() == before


def test_a_list_can_be_emptied_item_by_item_and_nothing_can_be_added() -> None:
    """What is left is on until nothing is; what never stood there does not come by a save."""
    with Site("meta") as site:
        visitor = Visitor(site)
        assert visitor.save(FACEBOOK, "/ads/", "facebook-categories", ["Engaged shoppers", "Made up"]) == 200
        assert site.state.value("facebook-categories") == ("Engaged shoppers",)
        assert site.state.on("facebook-categories")
        assert "Engaged shoppers" in visitor.get(FACEBOOK, "/ads/")[2]
        assert "Frequent travelers" in visitor.get(INSTAGRAM, "/ads/")[2]
        assert visitor.save(FACEBOOK, "/ads/", "facebook-categories", []) == 200
        assert not site.state.on("facebook-categories")


def test_what_nobody_does_who_opts_out_is_counted_apart(google: Site) -> None:
    """A save of what is no setting is a decoy; a setting that the flow does not want is none."""
    visitor = Visitor(google)
    visitor.save(ACTIVITY, "/product/gemini", "keep-activity-delete", True)
    visitor.save(ACTIVITY, "/activitycontrols", "youtube-history", False)
    assert google.state.decoys == ["keep-activity-delete"]


def test_a_form_that_is_sent_in_somebodys_name_is_counted() -> None:
    """Meta's objection can be read by whoever is signed in, and sending it is a decoy."""
    with Site("meta") as site:
        visitor, form = Visitor(site), "/help/contact/6359191084165019"
        assert "Object to your information" in visitor.get("https://www.facebook.com", form)[2]
        visitor.ask(site.origins["https://www.facebook.com"] + form, "POST", "reason=x")
        assert site.state.decoys == ["objection"]


@pytest.mark.parametrize(
    ("service", "origin", "path", "there", "way_back"),
    [
        ("google", ADS, "/home", "https://accounts.google.com/ServiceLogin", "continue"),
        ("meta", FACEBOOK, "/ads/", "https://www.facebook.com/login", "next"),
        ("meta", INSTAGRAM, PARTNERS, "https://www.instagram.com/accounts/login", "next"),
        ("microsoft", ACCOUNT, "/privacy/ad-settings", f"{ACCOUNT}/privacy/ad-settings/signedout", "ru"),
        ("microsoft", COPILOT, "/settings/privacy", "https://login.live.com/login.srf", "wreply"),
    ],
)
def test_signed_out_visitors_are_sent_to_the_services_own_door(
    service: str, origin: str, path: str, there: str, way_back: str
) -> None:
    """The redirect leads to another origin where it does so in reality, with the way back in the address."""
    with Site(service) as site:
        visitor = Visitor(site)
        site.state.sign_out()
        status, location, _ = visitor.get(origin, path)
        parts = urlsplit(there)
        assert status == 302
        assert location.startswith(f"{site.origins[f'{parts.scheme}://{parts.netloc}']}{parts.path}?")
        assert parse_qs(urlsplit(location).query)[way_back] == [site.origins[origin] + path]
        assert visitor.ask(location)[0] in (200, 302)
        assert visitor.ask(f"{site.origins[origin]}{API[service]}{site.keys('ads')[0]}")[0] == 401


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "http://127.0.0.1:1/"])
def test_signing_in_leads_back_to_the_page_and_never_to_another_site(google: Site, target: str) -> None:
    """Any name and password begin a session on every origin of Google's."""
    visitor = Visitor(google)
    google.state.sign_out()
    door = visitor.get(ADS, "/home")[1]
    door = visitor.ask(door)[1]
    form = {"name": "a", "password": "b", "target": parse_qs(urlsplit(door).query)["continue"][0]}
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert visitor.ask(door, "POST", urlencode(form), **kind)[:2] == (303, f"{google.origins[ADS]}/home")
    assert visitor.get(ACTIVITY, "/product/gemini")[0] == 200
    assert visitor.ask(door, "POST", urlencode(form | {"target": target}), **kind)[1].startswith(google.origin)


def test_a_session_of_facebook_is_none_of_instagram() -> None:
    """Either can be signed in without the other."""
    with Site("meta") as site:
        one, other = Visitor(site, "xs", "c_user"), Visitor(site, "sessionid", "ds_user_id")
        assert [one.get(origin, "/ads/")[0] for origin in (FACEBOOK, INSTAGRAM)] == [200, 302]
        assert [other.get(origin, "/ads/")[0] for origin in (FACEBOOK, INSTAGRAM)] == [302, 200]


def test_what_needs_another_setting_waits_for_it(google: Site) -> None:
    """The audio box is greyed out, and the one of Chrome's history gone, while what they belong to is off."""
    visitor = Visitor(google)

    def gemini() -> str:
        return visitor.get(ACTIVITY, "/product/gemini")[2]

    assert 'aria-disabled="true"' not in gemini()
    google.state.turn("keep-activity", False)
    assert 'aria-disabled="true"' in gemini()
    assert "Include Chrome history" in visitor.get(ACTIVITY, "/activitycontrols")[2]
    google.state.turn("web-app-activity", False)
    assert "Include Chrome history" not in visitor.get(ACTIVITY, "/activitycontrols")[2]


def test_class_names_are_made_anew_for_each_page() -> None:
    """No class of one load of Meta's page is one of the next, and each is the same throughout a page."""
    with Site("meta") as site:
        loads = [set(re.findall(r"\.(x[a-z0-9]{7})\b", Visitor(site).get(FACEBOOK, "/ads/")[2])) for _ in range(2)]
        page = Visitor(site).get(FACEBOOK, "/ads/")[2]
    assert loads[0]
    assert not loads[0] & loads[1]
    assert set(re.findall(r'class="(x[a-z0-9]{7})"', page)) <= set(re.findall(r"\.(x[a-z0-9]{7})\b", page))


@pytest.mark.parametrize(
    ("service", "layout", "origin", "path", "says", "silent"),
    [
        ("google", "older", ADS, "/home", 'aria-label="Turn off"', 'aria-label="Turn off."'),
        ("google", "now", ADS, "/home", 'aria-label="Turn off."', 'aria-label="Turn off"'),
        ("meta", "new", FACEBOOK, PARTNERS, "Activity from other businesses", "Activity information from"),
        (
            "meta",
            "old",
            FACEBOOK,
            PARTNERS,
            "No, don&#39;t make my ads more relevant",
            "Activity from other businesses",
        ),
        ("microsoft", "old", COPILOT, "/settings/privacy", "Training on voice conversations", "Memory"),
        ("microsoft", "new", COPILOT, "/settings/privacy", "Memory", "Training on"),
    ],
)
def test_both_generations_of_a_page_can_be_had(
    service: str, layout: str, origin: str, path: str, says: str, silent: str
) -> None:
    """Labels before and after a change, and the app without any training switch."""
    with Site(service, layout=layout) as site:
        text = Visitor(site).get(origin, path)[2]
        assert says in text
        assert silent not in text


@pytest.mark.parametrize("lang", ["de", "ar"])
@pytest.mark.parametrize("service", HOSTED)
def test_a_page_speaks_its_language(service: str, lang: str) -> None:
    """Another language has other labels, and Arabic runs from right to left."""
    with Site(service, lang=lang) as site, Site(service) as english:
        for origin, path in PAGES[service]:
            text = Visitor(site).get(origin, path)[2]
            assert f'<html lang="{lang}"' in text
            assert ('dir="rtl"' in text) is (lang == "ar")
            headings = [
                re.findall(r"<h[12][^>]*>([^<]+)", page) for page in (text, Visitor(english).get(origin, path)[2])
            ]
            assert headings[0][0] != headings[1][0]


@pytest.mark.parametrize(("service", "layout"), [(name, one) for name, both in LAYOUTS.items() for one in both])
def test_every_setting_can_misbehave_in_every_way(service: str, layout: str) -> None:
    """Each quirk of a setting changes its page, its save or its answer, for each setting of each service."""
    quiet = {"endless", "elsewhere", "moves", "row-gone", "inverted"}  # need an argument or a hub, or never end
    with Site(service, layout=layout) as site:
        visitor = Visitor(site)
        for origin, path in PAGES[service]:
            plain = visitor.get(origin, path)[2]
            keys = [key for key in site.state.values() if f'data-key="{key}"' in plain]
            assert keys or (layout, origin) == ("new", COPILOT)
            for key in keys:
                for quirk in sorted(set(names("setting")) - quiet):
                    site.misbehave({key: f"{quirk}:0" if quirk == "hydrate" else quirk})
                    status, location, text = visitor.get(origin, path)
                    assert (status, bool(location)) == ((302, True) if quirk == "address-gone" else (200, False))
                    if quirk in (
                        "absent",
                        "relabelled",
                        "locked",
                        "late",
                        "stale",
                        "rerender",
                        "replaced",
                        "same-label",
                    ):
                        assert text != plain, f"{quirk} does nothing to {key}"
                    drawn = f'data-key="{key}"' in unescape(text)  # a frame's page is text of the outer one
                    assert drawn is (quirk not in ("absent", "address-gone", "redesigned"))


@pytest.mark.parametrize("service", HOSTED)
def test_what_was_taken_back_is_on_again_whatever_it_is_made_of(service: str) -> None:
    """The vendor's hand turns a switch, a choice and a list back on, and another member has everything on."""
    with Site(service, quirks={"session": "other-member"}) as site:
        for key in site.state.values():
            site.state.turn(key, False)
            assert not site.state.on(key)
        Visitor(site).get(*PAGES[service][0])
        assert all(map(site.state.on, site.state.values()))


@pytest.mark.parametrize(
    ("quirk", "status", "leads"),
    [("challenge", 302, "/"), ("captcha", 200, ""), ("slow-down", 429, ""), ("error:502", 502, ""), ("empty", 200, ""),
     ("redirect-loop", 302, "/"), ("expires", 302, "/"), ("chooser", 302, "/")],
)  # fmt: skip
@pytest.mark.parametrize("service", HOSTED)
def test_the_session_misbehaves_as_everywhere(service: str, quirk: str, status: int, leads: str) -> None:
    """Challenges, "slow down", errors and the end of a session, on every origin; each redirect leads to a page."""
    with Site(service, quirks={"session": quirk}) as site:
        for origin, path in PAGES[service]:
            got, location, _ = Visitor(site).get(origin, path)
            assert got == status
            assert bool(location) is bool(leads)
            if location:
                assert Visitor(site).ask(location)[0] in (200, 302)


@pytest.mark.parametrize("wrong", [{"service": "xx"}, {"lang": "xx"}, {"layout": "xx"}, {"markup": "xx"}])
def test_a_service_that_does_not_exist_is_an_error(wrong: dict[str, str]) -> None:
    """Unknown services, languages, generations and markups are refused."""
    with pytest.raises(ValueError, match="xx"):
        Site(**{"service": "google"} | wrong)  # type: ignore[arg-type]
