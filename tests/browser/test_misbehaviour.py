"""What a misbehaving site leaves behind beside the word, for which see the table: sentences, pictures, pages."""

import pytest

AGE = "allowAdsByAge"
MORE = ("challenge", "expires", "slow-down", "slow-down:999")


def test_a_refused_save_is_quoted(cli, signed_in):
    """The sentence says how the site answered, and what the fresh page shows is told as well."""
    site = signed_in(quirks={AGE: "refused"})
    result = cli("run", "linkedin/ads-age", "--json", site=site).result("ads-age")
    assert "500" in result["sentence"]
    assert (result["before"], result["after"]) == ("on", "on")


def test_an_unknown_overlay_is_named_and_pictured(cli, signed_in):
    """What covers the control stands in the sentence and in the picture."""
    site = signed_in(quirks={"session": "unknown-modal"})
    result = cli("run", "linkedin/ads-age", "--json", site=site).result("ads-age")
    assert "updated how your choices work" in result["sentence"]
    assert result["proof"] == ["linkedin-ads-age-before.png"]


@pytest.mark.parametrize(
    "quirk", ["captcha", "slow-down:200", *(pytest.param(one, marks=pytest.mark.full) for one in MORE)]
)
def test_a_site_that_says_stop_is_asked_for_one_page(cli, signed_in, quirk):
    """A security check, a sign-in page or "slow down" ends the service at once."""
    site = signed_in()
    site.misbehave({"session": quirk})
    cli("run", "linkedin", "--json", site=site)
    assert len([path for path in cli.opened(site) if path.startswith("/mypreferences/")]) == 1


def test_a_site_that_is_gone_is_unreachable(cli, signed_in):
    """No server: every setting is `unreachable`, exit 5, with what was seen."""
    site = signed_in()
    site.stop()
    said = cli("check", "linkedin", "--json", site=site)
    assert said.status == 5
    assert set(said.outcomes.values()) == {"unreachable"}
    assert "connection refused" in said.result("ai-training")["sentence"]
