"""The `choice`, by the real command line: drawn in many ways, turned by one write, read back, put back; or left."""

import json
from pathlib import Path

import pytest
from polls import Poll, cards, folded, listed, page, radios, select

OPTIONS = ("Allow", "Ask me", "Off and delete history", "Off")
HEAD = 'format = 1\nservice = "shop"\ntitle = "Shop"\norigin = "https://shop.example"\n'
NAME = 'control.name.en = "Partner ads"\ncontrol.off.en = "Off"\n'
ON = 'control.on.en = ["Allow", "Ask me"]\n'
GROUPED = (
    '<optgroup label="More"><option {KEY=Ask me:selected}>Ask me<option disabled>Never<option>Off and delete history'
    "<option {KEY=Off:selected}>Off</optgroup>"
)
OTHER = "".join(f"<div role=option onclick=\"save('two', this.textContent)\">{one}</div>" for one in OPTIONS)
BESIDE = "".join(
    f'<div><input type=radio name=KEY {{KEY={one}:checked}} value="{one}" onchange="save(this.name, this.value)">'
    f"<span>{one}</span></div>"
    for one in OPTIONS
)
TITLE = "Partner ads"
# id -> its page, in which KEY stands for the id
GOOD = {
    "radios": radios("KEY", TITLE, OPTIONS),
    "cards": cards("KEY", TITLE, OPTIONS),
    "noted": cards("KEY", TITLE, OPTIONS, "<p>We explain it here.</p>"),
    "select": select("KEY", TITLE, OPTIONS),
    "grouped": select("KEY", TITLE, ("Allow",), GROUPED),
    "folded": folded("KEY", TITLE, OPTIONS),
    "pointer": folded("KEY", TITLE, OPTIONS, "pointerdown"),
    "mouse": folded("KEY", TITLE, OPTIONS, "mousedown"),
    "redrawn": folded("KEY", TITLE, OPTIONS, extra='data-redraws="1"'),
    "unlinked": folded("KEY", TITLE, OPTIONS).replace('aria-controls="KEY-list"', ""),
    "beside-another": folded("KEY", TITLE, OPTIONS) + f"<div role=listbox aria-label=Newsletter>{OTHER}</div>",
    "listed": listed("KEY", TITLE, OPTIONS),
    "beside": f"<section><h2>{TITLE}</h2>{BESIDE}</section>",
    "named": radios("KEY", "Renamed", OPTIONS),  # known by its key
    "alike": radios("KEY", TITLE, OPTIONS) + radios("two", "Other ads", OPTIONS) + select("two", "More ads", OPTIONS),
}


@pytest.fixture
def stage():
    """A site that keeps what is chosen."""
    with Poll(pages={"/": "home"}, chosen={"two": "Allow"}) as running:
        yield running


@pytest.fixture
def optout(cli, stage, tmp_path):
    """Runs a command over pages that hold one setting each, which all begin with what is chosen at first."""

    def go(*words, pages=None, first="Allow", rest=NAME + ON, target=("shop",)):
        flows = tmp_path / "flows"
        if pages:
            flows.mkdir(exist_ok=True)
            settings = ""
            for key, body in pages.items():
                stage.chosen.setdefault(key, first)
                stage.pages[f"/{key}"] = page(body.replace("KEY", key))
                known = rest.replace("control.name", f'control.key = "{key}"\ncontrol.name') if key == "named" else rest
                settings += (
                    f'[[setting]]\nid = "{key}"\ntitle = "{key}"\npath = "/{key}"\ncontrol.kind = "choice"\n{known}'
                )
            (flows / "shop.toml").write_text(HEAD + settings)
        return cli(*words, *target, "--flows", str(flows), "--origin", f"https://shop.example={stage.origin}", "--json")

    return go


def test_every_way_of_drawing_it_is_read_turned_read_back_and_put_back(optout, stage):
    """Looking writes nothing; a run writes once for each, and a fresh page says off; undo chooses what was chosen."""
    assert optout("check", pages=GOOD).outcomes == dict.fromkeys(GOOD, "still-on")
    assert stage.picked == []
    ran = optout("run")
    assert ran.outcomes == dict.fromkeys(GOOD, "turned-off")
    assert sorted(stage.picked) == sorted(f"{key} Off" for key in GOOD)
    assert optout("check").outcomes == dict.fromkeys(GOOD, "already-off")
    stage.asked.clear()
    assert optout("undo", ran.document["run"], target=()).outcomes == dict.fromkeys(GOOD, "put-back")
    assert sorted(stage.picked) == sorted(f"{key} Allow" for key in GOOD)
    assert stage.chosen == dict.fromkeys((*GOOD, "two"), "Allow")


def test_without_a_word_for_on_an_undo_chooses_what_the_record_says_was_chosen(optout, stage):
    """What was chosen before is kept in the control's line, and is what an undo goes back to."""
    pages = {key: GOOD[key] for key in ("radios", "select", "cards")}
    ran = optout("run", pages=pages, first="Ask me", rest=NAME)
    assert ran.outcomes == dict.fromkeys(pages, "turned-off")
    kept = json.loads((Path(ran.document["folder"]) / "run.json").read_text("utf-8"))["results"]
    assert [one["before"]["controls"] for one in kept if one["setting"] == "radios"] == [
        ['radiogroup "Partner ads" chosen "Ask me"']
    ]
    assert optout("undo", ran.document["run"], target=()).outcomes == dict.fromkeys(pages, "put-back")
    assert sorted(stage.picked) == sorted([f"{key} Off" for key in pages] + [f"{key} Ask me" for key in pages])


TWICE = ("Allow", "Off", "Off")
BANNER = '<div style="position:fixed;inset:0;background:white">Take our survey</div>'
BAD = {
    "folded-twice": (folded("KEY", TITLE, TWICE), "not-recognised", "2 options"),
    "folded-without": (folded("KEY", TITLE, ("Allow", "Off and delete history")), "not-recognised", "0 options"),
    "folded-locked": (folded("KEY", TITLE, OPTIONS, extra='data-locks="Off"'), "locked", "does not let this account"),
    "folded-shut": (folded("KEY", TITLE, OPTIONS, "nothing"), "not-recognised", "no list of options came up"),
    "radio-locked": (radios("KEY", TITLE, OPTIONS, "disabled"), "locked", "does not let this account"),
    "covered": (radios("KEY", TITLE, OPTIONS) + BANNER, "not-recognised", "Take our survey"),
    "covered-select": (select("KEY", TITLE, OPTIONS) + BANNER, "not-recognised", "Take our survey"),
    "decoy": (folded("KEY", "Newsletter", OPTIONS), "not-recognised", "Newsletter"),
}


def test_what_cannot_be_chosen_for_certain_is_left_alone(optout, stage):
    """Each trap ends in its own word, with what was seen, and the site was never written to."""
    said = optout("run", pages={key: body for key, (body, _, _) in BAD.items()})
    assert said.outcomes == {key: outcome for key, (_, outcome, _) in BAD.items()}
    for key, (_, _, words) in BAD.items():
        assert words in said.result(key)["sentence"]
    assert stage.picked == []


@pytest.mark.parametrize("how", ["forgets", "refuses"])
def test_a_save_that_does_not_last_is_not_saved(optout, stage, how):
    """The page shows off, the fresh page does not; it is clicked once, and the word is that of the fresh page."""
    pages = {key: GOOD[key] for key in ("radios", "select", "folded")}
    setattr(stage, how, set(pages))
    assert optout("run", pages=pages).outcomes == dict.fromkeys(pages, "not-saved")
    assert sum(line.startswith("PUT") for line in stage.asked) == len(pages)
    assert {stage.chosen[key] for key in pages} == {"Allow"}


def test_only_looking_opens_nothing(optout, stage):
    """A check reads a folded box as it is: no click ever reaches the page."""
    spy = (
        "<script>for (const kind of ['mousedown', 'keydown']) addEventListener(kind, () => save('two', kind))</script>"
    )
    pages = {key: GOOD[key] + spy for key in ("folded", "select")}
    assert optout("check", pages=pages).outcomes == dict.fromkeys(pages, "still-on")
    stage.chosen |= dict.fromkeys(pages, "Off")
    assert optout("run", "--dry-run").outcomes == dict.fromkeys(pages, "already-off")
    assert stage.picked == []
