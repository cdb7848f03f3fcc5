"""`--guide`: the person does the clicking, here with the mouse from outside the program, and the program proves it."""

import json

import pytest

pytestmark = pytest.mark.screen

GREEN = "17784a"  # a switch that is on
KNOB = 20  # how wide its coloured part is at least


def test_the_person_turns_one_switch_and_passes_one_over(cli, signed_in, terminal, screen):
    """What the mouse turned is read back and `turned-off`, what Enter passed over is `skipped`; nothing else moved."""
    site = signed_in()
    before = site.state.values()
    words = ("run", "linkedin/ai-training", "linkedin/ads-age", "--guide", "--json")
    with terminal(*words, site=site, screen=screen) as person:
        person.wait_for('switch off "Use my data for training content creation AI models"')
        assert site.state.writes == []
        (knob,) = screen.wait_for_spots(GREEN, KNOB, 1)
        screen.click(knob)
        person.wait_for('switch off "Use your age range for ads"')
        assert "Seen: it shows off." in person.text
        person.type("\n")
        person.wait_for("Passed over.")
        status, out = person.end()
    assert status == 0
    results = {one["setting"]: one for one in json.loads(out)["results"]}
    assert {name: one["outcome"] for name, one in results.items()} == {
        "ai-training": "turned-off",
        "ads-age": "skipped",
    }
    assert [results["ai-training"][key] for key in ("before", "after")] == ["on", "off"]
    assert len(results["ai-training"]["proof"]) == 2
    assert results["ads-age"]["sentence"].startswith("You passed it over; it is still on.")
    assert site.state.values() == {**before, "allowDataForGenerativeAI": False}
    assert [(write.key, write.value) for write in site.state.writes] == [("allowDataForGenerativeAI", False)]
    assert person.text.count("Your turn:") == 2  # the fresh page does not ask again for what was passed over
