"""Menus, and buttons that say their state in words, by the real command line: turned by one write, or left alone."""

import pytest
from wordings import ITEMS, Wordings, menu, page

HEAD = 'format = 1\nservice = "shop"\ntitle = "Shop"\norigin = "https://shop.example"\n'
READS = 'control.reads.on.en = ["On", "Turn ads off."]\ncontrol.reads.off.en = ["Off", "Turn ads on."]\n'
NAME = 'control.name.en = "Partner ads"\n'
MENU = 'control.kind = "menu"\ncontrol.off.en = "Turn off"\ncontrol.on.en = "Turn on"\n' + NAME + READS
SWITCH = NAME + READS
NAMES = ("Turn ads off.", "Turn ads on.")
PRESS = (
    "<h2>Partner ads</h2><button id=KEY aria-label=NAME>&#9881;</button><button>Learn more</button>"
    "<script>document.querySelector('#KEY').ariaLabel = {'On': 'Turn ads off.', 'Off': 'Turn ads on.'}['{KEY}'];"
    "press(document.querySelector('#KEY'), 'KEY', ['Turn ads off.', 'Turn ads on.'])</script>"
)
NAMED = (
    "<script>document.querySelector('#KEY').ariaLabel = '{KEY}' === 'On' ? 'Turn ads off.' : 'Turn ads on.'</script>"
)
OTHER = "<section><h2>Newsletter</h2><button aria-haspopup=\"menu\" onclick=\"save('two', 'x')\">On</button></section>"
BUSY = "<button onclick=\"save('two', 'x')\">Choose an auto-delete option</button>"
# id -> its page, in which KEY stands for the id, and what the flow says of it
GOOD = {
    "card": (menu("KEY") + OTHER, MENU),
    "busy-card": (menu("KEY", head=f"<h2>Partner ads</h2>{BUSY}<p>On since May.</p>"), MENU),
    "row": (menu("KEY", head="<span>Partner ads</span>"), MENU),
    "row-state": (menu("KEY", head="<span>Partner ads</span> <b id=KEY-state>{KEY}</b>"), MENU),
    "named": (menu("KEY", named=NAMES).replace("{KEY}", "&#9881;") + NAMED, MENU),
    "own-name": (
        menu("KEY", head="").replace("<button", '<button aria-describedby=x aria-label="Partner ads, {KEY}"'),
        MENU,
    ),
    "pointer": (menu("KEY", on="pointerdown"), MENU),
    "mouse": (menu("KEY", on="mousedown"), MENU),
    "redrawn": (menu("KEY", redraws=1), MENU),
    "late": (menu("KEY", late=1), MENU),
    "open": (menu("KEY") + "<script>document.getElementById('KEY').click()</script>", MENU),
    "unlinked": (menu("KEY").replace('aria-controls="KEY-menu"', ""), MENU),
    "by-key": (menu("KEY", head="<h2>Renamed</h2>"), MENU.replace(NAME, 'control.key = "by-key"\n')),
    "no-menu": (menu("KEY", plain="none"), MENU),
    "linked-items": (menu("KEY", tuple(f"<a href='#x'>{one}</a>" for one in ITEMS)), MENU),
    "press": (PRESS, SWITCH),
    "press-nameless": (PRESS, READS),
    "hint": (menu("KEY", ("Turn on", "Turn off and delete activity|2 steps", "Turn off")), MENU),
}


@pytest.fixture
def stage():
    """A site that keeps what is chosen."""
    with Wordings(pages={"/": "home"}) as running:
        yield running


@pytest.fixture
def optout(cli, stage, tmp_path):
    """Runs a command over pages that hold one setting each, which all are on at first."""

    def go(*words, pages=None, target=("shop",)):
        flows = tmp_path / "flows"
        if pages:
            flows.mkdir(exist_ok=True)
            settings = ""
            for key, (body, said, *_) in pages.items():
                stage.chosen.setdefault(key, "On")
                language = "fr" if key.startswith("french") else "en"
                stage.pages[f"/{key}"] = page(body.replace("KEY", key), language)
                settings += f'[[setting]]\nid = "{key}"\ntitle = "{key}"\npath = "/{key}"\n{said}'
            (flows / "shop.toml").write_text(HEAD + settings)
        return cli(*words, *target, "--flows", str(flows), "--origin", f"https://shop.example={stage.origin}", "--json")

    return go


def test_every_way_of_saying_it_is_read_turned_read_back_and_put_back(optout, stage):
    """Looking writes nothing; a run writes once for each; a fresh page says off; undo takes the item for on."""
    assert optout("check", pages=GOOD).outcomes == dict.fromkeys(GOOD, "still-on")
    assert stage.picked == []
    ran = optout("run")
    assert ran.outcomes == dict.fromkeys(GOOD, "turned-off")
    assert sorted(stage.picked) == sorted(f"{key} Off" for key in GOOD)
    stage.asked.clear()
    assert optout("undo", ran.document["run"], target=()).outcomes == dict.fromkeys(GOOD, "put-back")
    assert sorted(stage.picked) == sorted(f"{key} On" for key in GOOD)


BANNER = '<div style="position:fixed;inset:0;background:white">Take our survey</div>'
DECOY = ("Turn on", "Turn off and delete activity")
TURNED = "not-recognised"
BAD = {
    "decoy": (menu("KEY", DECOY), MENU, TURNED, '0 items called "Turn off"; it has "Turn on", "Turn off and delete'),
    "decoy-lines": (menu("KEY", ("Turn off|and delete activity",)), MENU, TURNED, '0 items called "Turn off"'),
    "twice": (menu("KEY", (*ITEMS, "Turn off")), MENU, TURNED, '2 items called "Turn off"'),
    "dialog": (menu("KEY", plain="dialog"), MENU, TURNED, "no menu came up"),
    "inner-button": (
        menu("KEY", ("Turn on", "<button style='width:100%'>?</button>Turn off")),
        MENU,
        TURNED,
        "0 items",
    ),
    "locked-item": (menu("KEY", locks="Turn off"), MENU, "locked", "does not let this account choose"),
    "dead": (menu("KEY", dead=1), MENU, TURNED, "no menu came up"),
    "locked": (menu("KEY").replace("<button", "<button disabled"), MENU, "locked", "does not let this account"),
    "covered": (menu("KEY") + BANNER, MENU, TURNED, "Take our survey"),
    "covered-press": (PRESS + BANNER, SWITCH, TURNED, "Take our survey"),
}


def test_what_is_not_certain_is_left_alone(optout, stage):
    """Each trap ends in its own word, with what was seen, and the site was never written to."""
    said = optout("run", pages=BAD)
    assert said.outcomes == {key: outcome for key, (_, _, outcome, _) in BAD.items()}
    for key, (_, _, _, words) in BAD.items():
        assert words in said.result(key)["sentence"], key
    assert stage.picked == []


def test_a_save_that_does_not_last_is_not_saved(optout, stage):
    """The page shows off, the fresh page does not: clicked once, and the word is that of the fresh page."""
    pages = {key: GOOD[key] for key in ("card", "named", "press", "late")}
    stage.forgets, stage.refuses = {"card", "press"}, {"named", "late"}
    assert optout("run", pages=pages).outcomes == dict.fromkeys(pages, "not-saved")
    assert sorted(line for line in stage.asked if line.startswith("PUT")) == sorted(
        f"PUT /save/{key}{' Off' if key in stage.forgets else ''}" for key in pages
    )
    assert {stage.chosen[key] for key in pages} == {"On"}
