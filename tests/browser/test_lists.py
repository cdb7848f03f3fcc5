"""Lists by the real command line: emptied item by item, each by one click, however slowly the page follows."""

import json
from pathlib import Path

import pytest
from wordings import Wordings, listed, page

HEAD = 'format = 1\nservice = "shop"\ntitle = "Shop"\norigin = "https://shop.example"\n'
LIST = (
    'control.kind = "list"\ncontrol.name.en = "Partner ads"\ncontrol.off.en = "Remove"\n'
    'control.reads.off.en = "Nothing here."\n'
)
ITEMS = ["Sports", "Health", "Sports"]
LISTS = {
    "plain": listed("KEY"),
    "late": listed("KEY", late=1500),
    "redrawn": listed("KEY", late=6000, redraws=1),
    "told": listed("KEY", says="Nothing here."),
    "named": listed("KEY", head="", tag='<ul aria-label="Partner ads">'),
    "beside": listed("KEY") + "<h2>Posts</h2><ul><li>Mine <button onclick=\"save('two', 'x')\">Remove</button></ul>",
}


@pytest.fixture
def stage():
    """A site that keeps some lists."""
    with Wordings(pages={"/": "home"}) as running:
        yield running


@pytest.fixture
def optout(cli, stage, tmp_path):
    """Runs a command over pages that hold one list each, all with the same items."""

    def go(*words, pages=None, target=("shop",)):
        flows = tmp_path / "flows"
        if pages:
            flows.mkdir()
            settings = ""
            for key, body in pages.items():
                stage.lists[key] = list(ITEMS)
                stage.pages[f"/{key}"] = page(body.replace("KEY", key))
                settings += f'[[setting]]\nid = "{key}"\ntitle = "{key}"\npath = "/{key}"\n{LIST}'
            (flows / "shop.toml").write_text(HEAD + settings)
        return cli(*words, *target, "--flows", str(flows), "--origin", f"https://shop.example={stage.origin}", "--json")

    return go


def test_a_list_is_emptied_by_one_click_for_each_item(optout, stage):
    """Looking writes nothing; a run writes once for each item; the record says how many; an undo that it can't."""
    assert optout("check", pages=LISTS).outcomes == dict.fromkeys(LISTS, "still-on")
    assert stage.picked == []
    ran = optout("run")
    assert ran.outcomes == dict.fromkeys(LISTS, "turned-off")
    assert sorted(stage.picked) == sorted(f"{key} without {item}" for key in LISTS for item in ITEMS)
    kept = json.loads((Path(ran.document["folder"]) / "run.json").read_text("utf-8"))["results"]
    for one in kept:
        assert one["before"]["controls"] == ['list "Partner ads" holds "3 items" on']
        assert one["after"]["controls"] == ['list "Partner ads" holds "0 items" off']
        assert one["turns"][0]["control"] == one["before"]["controls"][0]
        assert len(one["turns"]) == len(ITEMS)
    assert "Health" not in json.dumps(kept)
    stage.asked.clear()
    undone = optout("undo", ran.document["run"], target=())
    assert undone.outcomes == dict.fromkeys(LISTS, "skipped")
    assert "can't be brought back by a program" in undone.result("plain")["sentence"]
    assert stage.picked == []


def test_a_list_that_is_not_empty_afterwards_is_not_saved(optout, stage):
    """An item that comes back is not clicked again, and none is clicked twice where the site refuses them all."""
    stage.returns, stage.refuses = {"Health"}, {"refused"}
    said = optout("run", pages={"back": LISTS["late"], "refused": LISTS["plain"]})
    assert said.outcomes == {"back": "not-saved", "refused": "not-saved"}
    assert stage.picked == [*(f"back without {item}" for item in ITEMS), *("refused" for _ in ITEMS)]
    assert stage.lists == {"back": ["Health"], "refused": ITEMS}
