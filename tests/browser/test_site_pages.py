"""The pages of Google, Meta and Microsoft in a real browser, by Playwright alone: their traps are where they belong."""

import pytest
from playwright.sync_api import expect, sync_playwright

from optout.browser.find import find as browser
from optout.site import Site

ACTIVITY, ADS = "https://myactivity.google.com", "https://myadcenter.google.com"
FACEBOOK, INSTAGRAM = "https://accountscenter.facebook.com", "https://accountscenter.instagram.com"


@pytest.fixture(scope="module")
def chromium():
    """A real browser."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser().executable)
        yield running
        running.close()


@pytest.fixture
def signed_in(chromium):
    """Starts a site (arguments as for Site) and opens a tab of its member."""
    running = []

    def start(**how):
        site = Site(**how)
        site.start()
        context = chromium.new_context(storage_state=site.storage_state())
        running.append((site, context))
        return site, context.new_page()

    yield start
    for site, context in running:
        context.close()
        site.stop()


def test_googles_menu_opens_on_pointerdown_and_its_second_item_deletes(signed_in):
    """A click without a pointer opens nothing; "Turn off" saves and tells in a dialog; the other item deletes."""
    site, page = signed_in(service="google")
    page.goto(f"{site.origins[ACTIVITY]}/product/gemini")
    button = page.get_by_role("button", name="Turn off your Keep Activity setting")
    button.evaluate("(button) => button.click()")
    expect(page.get_by_role("menu")).to_have_count(0)
    button.click()
    assert [one.split("\n")[0] for one in page.get_by_role("menuitem").all_inner_texts()] == [
        "Turn off", "Turn off and delete activity"]  # fmt: skip
    page.get_by_role("menuitem").nth(1).click()
    page.get_by_role("dialog").get_by_role("button", name="Got it").click()
    expect(page.get_by_role("button", name="Turn on your Keep Activity setting")).to_be_visible()
    assert site.state.decoys == ["keep-activity-delete"]
    site.state.turn("keep-activity", True)
    page.reload()
    button.click()
    page.get_by_role("menuitem").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("Setting is off")
    assert not site.state.on("keep-activity")
    page.get_by_role("dialog").get_by_role("button").click()
    page.get_by_role("button", name="Got it").click()  # that of the notice, outside of any dialog
    page.reload()
    assert site.state.decoys == ["keep-activity-delete", "notice"]
    assert page.get_by_role("checkbox").get_attribute("aria-disabled") == "true"


def test_googles_dialog_waits_until_it_is_read(signed_in):
    """Nothing is saved before the confirm, which waits until the end was in sight; a second dialog follows."""
    site, page = signed_in(service="google")
    page.goto(f"{site.origins[ACTIVITY]}/activitycontrols")
    page.get_by_role("button", name="Turn off your Web & App Activity setting").click()
    page.get_by_role("menuitem").first.click()
    confirm = page.get_by_role("dialog").get_by_role("button", name="Turn off")
    expect(confirm).to_be_disabled()
    assert site.state.writes == []
    page.locator("[data-read]").hover()
    page.mouse.wheel(0, 5000)
    confirm.click()
    page.get_by_role("dialog", name="Setting is off").get_by_role("button", name="Got it").click()
    assert not site.state.on("web-app-activity")
    page.reload()
    expect(page.get_by_role("checkbox")).to_have_count(0)
    page.goto(f"{site.origins[ADS]}/home")
    page.get_by_role("button", name="Turn off.").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    assert site.state.on("personalized-ads")
    page.get_by_role("button", name="Turn off.").click()
    page.locator("[jsname=mXJpKc]").click()
    expect(page.get_by_role("button", name="Turn on.")).to_be_visible()
    assert (site.state.on("personalized-ads"), site.state.decoys) == (False, [])


def test_metas_choice_is_saved_by_the_confirm_of_its_dialog_only(signed_in):
    """Picking saves nothing, the page's own "Confirm" is another, and Facebook's choice is not Instagram's."""
    site, page = signed_in(service="meta")
    page.goto(f"{site.origins[FACEBOOK]}/ad_preferences/ad_settings/data_from_partners")
    page.get_by_role("button", name="Review setting").click()
    page.locator("[name=radio2]").check()
    expect(page.locator("[name=radio1]")).not_to_be_checked()
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("button", name="Review setting").click()
    expect(page.locator("[name=radio1]")).to_be_checked()
    assert site.state.decoys == ["contact-confirmed"]
    page.locator("[name=radio2]").check()
    page.get_by_role("dialog").get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    values = site.state.values()
    assert (values["facebook-partners"], values["instagram-partners"]) == ("deny", "allow")


def test_metas_list_lags_and_hides_a_part(signed_in):
    """What was removed stands there a moment longer, three are shown of five, and each removal is a save."""
    site, page = signed_in(service="meta")
    page.goto(f"{site.origins[INSTAGRAM]}/ads/")
    page.get_by_role("tab", name="Manage info").click()
    page.get_by_role("link", name="Categories used to reach you").click()
    items = page.get_by_role("dialog").get_by_role("listitem")
    expect(items).to_have_count(3)
    items.first.get_by_role("button", name="Remove").click()
    expect(items.first).to_contain_text("Frequent travelers")
    expect(items.first).to_contain_text("Small business owners")
    page.get_by_role("button", name="View all").click()
    expect(items).to_have_count(4)
    for left in (3, 2, 1, 0):
        items.first.get_by_role("button", name="Remove").click()
        expect(items).to_have_count(left)
    expect(page.get_by_role("dialog")).to_contain_text("Nothing here")
    assert site.state.value("instagram-categories") == ()
    assert len(site.state.writes) == 5


@pytest.mark.parametrize(
    "trick",
    ["stale", "refused-silently"]
    + [
        pytest.param(one, marks=pytest.mark.full)
        for one in ("rerender", "replaced:100", "late, hydrate:0.2", "refused")
    ],
)
def test_a_trick_is_played_on_controls_of_every_make(signed_in, trick):
    """A button, a box, a switch and a choice in a dialog end where the site holds them, or say that they failed."""
    kept = not trick.startswith("refused")
    told = trick != "refused-silently"  # then a page shows what is not so until it is loaded anew
    makes = {
        "google": (ADS, "/home", "personalized-ads", "button", "Turn off.", "Turn on."),
        "microsoft": ("https://account.microsoft.com", "/privacy/ad-settings", "ads-account", "switch", None, None),
    }
    for service, (origin, path, key, role, on, off) in makes.items():
        site, page = signed_in(service=service, quirks={key: trick})
        page.goto(site.origins[origin] + path)
        if role == "button":
            page.get_by_role("button", name=on).click(timeout=9000)
            page.locator("[jsname=mXJpKc]").click()
            expect(page.get_by_role("button", name=off if kept or not told else on)).to_be_visible()
        else:
            switch = page.get_by_role("switch", name="See ads that interest you", checked=True)
            switch.click(timeout=9000)
            expect(page.get_by_role("switch", name="See ads that interest you")).to_be_checked(
                checked=not kept and told
            )
        page.reload()
        assert site.state.on(key) is not kept
        assert len(site.state.writes) == 1
