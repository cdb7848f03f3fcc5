"""Controls that are reached by steps, confirmed in dialogs, saved by a button: off on a fresh page, or left alone."""

import pytest
from hostile import SCRIPT, Reply, Stage, switch

HEAD = 'format = 1\nservice = "shop"\ntitle = "Shop"\norigin = "https://shop.example"\n'
NAME = 'control.name.en = "Personal ads"\n'
DIALOGS = """<style>
[role=dialog]{position:fixed;inset:15% 20%;background:white;border:1px solid;padding:1em;overflow:auto}
.long{height:60px;overflow:auto}.long p{height:900px}
</style><script>
const el = (html) => {
  const at = document.createElement('template')
  at.innerHTML = html.trim()
  return at.content.firstChild
}
const show = (html) => {
  const box = el(`<div role=dialog aria-modal=true>${html}</div>`)
  document.body.append(box)
  return box
}
const stray = (name) => fetch('/decoy/' + name, { method: 'PUT' })
// a dialog that asks, whose confirm button waits until its text was read to the end
const ask = (at, key, rest = '', then = () => {}) => {
  const box = show(`<h2>Pause?</h2><div class=long><p>Read this.</p></div>
    <button onclick="this.parentElement.remove()">Cancel</button>
    <button onclick="stray('delete')">Turn off and delete activity</button>
    <button class=go disabled>Turn off</button>${rest}`)
  const go = box.querySelector('.go')
  box.querySelector('.long').onscroll = ({ target: at }) => {
    go.disabled = at.scrollTop + at.clientHeight < at.scrollHeight - 2
  }
  go.onclick = () => save(key, false).then(() => {
    at.setAttribute('aria-checked', 'false')
    box.remove()
    show('<p>It is off.</p><button onclick="this.parentElement.remove()">Got it</button>')
  })
  then(go)
}
</script>"""
DECOY = "<button role=switch aria-label='Personal ads' aria-checked=true onclick=\"stray('behind')\">&nbsp;</button>"
ASKS = (
    "<button role=switch aria-label='Personal ads' aria-checked={KEY:aria} onclick=\"ask(this, 'KEY')\">&nbsp;</button>"
)
OUTSIDE = "<button onclick=\"stray('outside')\">Turn off</button><button onclick=\"stray('outside')\">Got it</button>"
RADIOS = (  # of two that are checked, the last one counts
    "<h2>Activity</h2><label><input type=radio name=KEY value=no checked>No, do not use it</label>"
    "<label><input type=radio name=KEY value=yes {KEY:checked}>Yes, use it</label>"
    "<button onclick=\"save('KEY', this.parentElement.querySelector(':checked').value === 'yes')"
    '.then(() => this.parentElement.remove())">Confirm</button>'
)
ROW = "<button onclick=\"show(document.getElementById('inner').innerHTML)\">Ads settings</button>"
OPEN = 'open = [{ click.en = "Ads settings" }]\n'
CONFIRM = 'confirm = [{ click.en = "Turn off" }, { click.en = "Got it" }]\n'
SAVE = 'save = { click.en = "Save changes" }\n'


def kept(inner: str) -> str:
    """Markup that is no part of the page until its script shows it."""
    return f"<template id=inner>{inner}</template>"


SAVES = (
    "<button role=switch aria-label='Personal ads' id=s aria-checked={KEY:aria} onclick='flip(this)'>&nbsp;</button>"
    "<button onclick=\"save('KEY', s.getAttribute('aria-checked') === 'true').then(() => location.reload())\">"
    "Save changes</button>"
)
TABS = (
    "<div role=tablist><button role=tab aria-selected=true>Customize ads</button><button role=tab aria-selected=false "
    "onclick=\"this.ariaSelected='true'; document.querySelector('[role=tabpanel]').innerHTML = row.innerHTML\">"
    "Manage info</button></div><div role=tabpanel>Nothing here</div>"
    "<template id=row><a href='#ads' onclick=\"event.preventDefault(); show(inner.innerHTML)\">"
    "<b>Ads settings</b><div>What is used for ads</div></a></template>"
)
TWO_CARDS = (
    f"<section><h2>Newsletters</h2>{DECOY}</section><section><h2>Partners</h2>{switch('KEY', 'Personal ads')}</section>"
)
FLAT = f"<h2>Newsletters</h2>{DECOY}<h2>Partners</h2>{switch('KEY', 'Personal ads')}<h2>More</h2>{DECOY}"
# id -> its page, in which KEY stands for the id, and what the flow says besides
GOOD = {
    "row": (DECOY + ROW + kept(switch("KEY", "Personal ads")), OPEN),
    "tab": (
        TABS + kept(switch("KEY", "Personal ads")),
        'open = [{ click.en = "Manage info", role = "tab" }, { click.en = "Ads settings", role = "link" }]\n',
    ),
    "asked": (OUTSIDE + ASKS, CONFIRM),
    "unasked": (OUTSIDE + switch("KEY", "Personal ads"), CONFIRM),
    "saved": (SAVES, SAVE),
    "card": (TWO_CARDS, 'within.en = "Partners"\n'),
    "flat": (FLAT, 'within.en = "Partners"\n'),
    "radios": (
        ROW + kept(RADIOS),
        OPEN + 'confirm = [{ click.en = "Confirm" }]\ncontrol.kind = "choice"\ncontrol.off.en = "No, do not use it"\n',
    ),
    "late": (
        ROW.replace("show(", "setTimeout(() => show(").replace(')">', '), 400)">')
        + kept(switch("KEY", "Personal ads")),
        OPEN,
    ),
}
# as Bootstrap has it: what lies behind the dialog fades in first, and until then there is only the twin of its switch
FADES = (
    "<style>@keyframes fade{from{opacity:0}}hr{position:fixed;inset:0;animation:fade 900ms}</style>"
    "<script>const soon = (then) => { const at = el('<hr>'); at.onanimationend = then; document.body.append(at) }"
    "</script>"
    + DECOY
    + ROW.replace("show(document.getElementById('inner').innerHTML)", "soon(() => show(inner.innerHTML))")
)
# as Headless UI has it: the element with the role has no box of its own, and what is drawn stands fixed in it
BOXLESS = (
    "<style>[role=dialog]{position:relative!important;inset:auto!important;padding:0!important;border:0!important}"
    "[role=dialog]>*{position:fixed;inset:20%;background:white}</style>"
)
WRAPS = BOXLESS + OUTSIDE + ASKS.replace("ask(this, 'KEY')", "show(inner.innerHTML)")
SURE = "<p><button onclick=\"save('KEY', false).then(() => this.closest('div').remove())\">Turn off</button></p>"
SURELY = 'confirm = [{ click.en = "Turn off" }]\n'
# as Carbon has it: a label of two parts, beside which a click does nothing, and an input that is not to be seen
GAP = (
    "<style>input{position:absolute;width:1px;height:1px}b{display:block;margin-bottom:60px}"
    "i{display:inline-block;width:40px;height:20px;background:green}</style>"
    "<div role=dialog><div><input type=checkbox role=switch id=KEY {KEY:checked} onchange='show(inner.innerHTML)'>"
    "<label for=KEY><b>Personal ads</b><i></i></label></div></div>"
)
FRAME = (
    DECOY + "<div style='height:900px'></div><iframe src='/within?part=1' style='border:9px solid' width=400></iframe>"
)
# what stands behind reads off, and the dialog comes long after the click has shown
CHAT = "<div role=dialog style='inset:80% 60% 0 0'>Chat <button onclick=\"stray('chat')\">Turn off</button></div>"
GOOD["chat"] = (CHAT + switch("KEY", "Personal ads"), CONFIRM)  # a dialog that was open all along confirms nothing
BEHIND = DECOY.replace("aria-checked=true", "aria-checked=false")
LATER = ROW.replace("show(", "this.ariaExpanded = 'true'; setTimeout(() => show(").replace(')">', '), 1500)">')
GOOD["later"] = (BEHIND + LATER + kept(switch("KEY", "Personal ads")), OPEN)
IN_FRAME = 'frame = "https://shop.example/within"\n'
GOOD["wraps"] = (WRAPS + kept(SURE), SURELY)
GOOD["fades"] = (FADES + kept(switch("KEY", "Personal ads")), OPEN)
GOOD["gap"] = (GAP + kept(SURE), SURELY)
GOOD["frame"] = (FRAME, IN_FRAME)


@pytest.fixture
def stage():
    """A site that keeps its switches."""
    within = Reply(f'<!doctype html><html lang="en">{SCRIPT}<main>{switch("frame", "Personal ads")}</main>')
    with Stage(pages={"/within": within}) as running:
        yield running


@pytest.fixture
def optout(cli, stage, tmp_path):
    """Runs a command over pages that hold one setting each."""

    def go(*words, pages=None):
        flows = tmp_path / "flows"
        if pages:
            flows.mkdir(exist_ok=True)
            settings = ""
            for key, (body, rest) in pages.items():
                inside = f"<main><h1>Settings</h1>{body.replace('KEY', key)}</main>"
                stage.pages[f"/{key}"] = Reply(f'<!doctype html><html lang="en">{SCRIPT}{DIALOGS}{inside}')
                named = NAME.replace("Personal ads", "Activity") if "choice" in rest else NAME
                settings += f'[[setting]]\nid = "{key}"\ntitle = "{key}"\npath = "/{key}"\n{named}{rest}'
            (flows / "shop.toml").write_text(HEAD + settings)
        return cli(*words, "shop", "--flows", str(flows), "--origin", f"https://shop.example={stage.origin}", "--json")

    return go


def test_steps_dialogs_and_save_buttons_end_in_off_by_one_write_each(optout, stage):
    """A check takes the steps and writes nothing; a run confirms and saves once; the fresh page says off."""
    looked = optout("check", pages=GOOD)
    assert looked.outcomes == dict.fromkeys(GOOD, "still-on"), looked.out
    assert stage.writes == []
    ran = optout("run")
    assert ran.outcomes == dict.fromkeys(GOOD, "turned-off"), ran.out
    assert sorted(stage.writes) == sorted(f"PUT /save/{key}" for key in GOOD)
    assert optout("check").outcomes == dict.fromkeys(GOOD, "already-off")


BANNER = '<div style="position:fixed;inset:0;background:white">Take our survey</div>'
NO_BUTTON = ASKS.replace("ask(this, 'KEY')", "show('<h2>Pause?</h2><button>Turn off and delete activity</button>')")
NO_DIALOG = (
    "<button role=switch aria-label='Personal ads' aria-checked=true onclick='flip(this)'>&nbsp;</button>" + OUTSIDE
)
BAD = {
    "no-button": (NO_BUTTON, CONFIRM, "not-recognised", 'has no button called "Turn off"'),
    "no-dialog": (NO_DIALOG, CONFIRM, "not-saved", "fresh page shows it on"),
    "two-buttons": (
        ASKS.replace("'KEY')", "'KEY', '<button onclick=stray(2)>Turn off</button>')"),
        CONFIRM,
        "not-recognised",
        "2 buttons",
    ),
    "no-step": ("<button>Advertising settings</button>", OPEN, "not-recognised", 'no button called "Ads settings"'),
    "two-steps": (ROW + ROW, OPEN, "not-recognised", '2 buttons called "Ads settings"'),
    "dead-step": ("<button>Ads settings</button>", OPEN, "not-recognised", "No switch was found"),
    "covered": (ROW + BANNER, OPEN, "not-recognised", "could not be clicked"),
    "no-save": (SAVES.replace("Save changes", "Save and delete"), SAVE, "not-recognised", 'no button called "Save'),
    "swaps": (
        ASKS.replace(
            "'KEY')",
            "'KEY', '', (go) => { go.disabled = false; go.onclick = () => stray('swapped'); "
            "go.onmouseenter = () => { go.textContent = 'Turn off and delete all' } })",
        ),
        CONFIRM,
        "not-recognised",
        'no button called "Turn off"',
    ),
    "swaps-row": (
        "<button onmouseenter=\"this.textContent = 'Delete all'\" onclick=\"stray('row')\">Ads settings</button>",
        OPEN,
        "not-recognised",
        'no button called "Ads settings"',
    ),
    "others-save": (
        "<section><h2>Ads</h2><button role=switch aria-label='Personal ads' aria-checked=true onclick='flip(this)'>"
        "&nbsp;</button></section><section><h2>Address</h2><button onclick=stray(5)>Save changes</button></section>",
        SAVE + 'within.en = "Ads"\n',
        "not-recognised",
        'no button called "Save changes"',
    ),
    "closes": (
        BEHIND
        + ROW.replace(')">', "); setTimeout(() => document.querySelector('[role=dialog]').remove(), 100)\">")
        + kept(switch("KEY", "Personal ads")),
        OPEN,
        "not-recognised",
        "",
    ),
    "only-behind": (DECOY + ROW + kept("<p>Nothing</p>"), OPEN, "not-recognised", "No switch was found"),
    "no-part": (FLAT, 'within.en = "Friends"\n', "not-recognised", 'no part called "Friends"'),
    "two-parts": (TWO_CARDS + TWO_CARDS, 'within.en = "Partners"\n', "not-recognised", "2 parts"),
    "no-frame": (FRAME, 'frame = "*/without"\n', "not-recognised", "no frame that can be read"),
    "two-frames": (FRAME * 2, IN_FRAME, "not-recognised", "2 frames"),
    "covered-frame": (FRAME + BANNER, IN_FRAME, "not-recognised", "Take our survey"),
    "other-words": (ROW, 'open = [{ click.de = "Anzeigen" }]\n', "not-recognised", "no words for a button"),
}


def test_what_is_not_there_is_told_and_nothing_else_is_clicked(optout, stage):
    """A missing dialog, button or part has its own sentence; buttons outside and decoys stay untouched."""
    said = optout("run", pages={key: (body, rest) for key, (body, rest, _, _) in BAD.items()})
    assert said.outcomes == {key: outcome for key, (_, _, outcome, _) in BAD.items()}, said.out
    for key, (_, _, _, words) in BAD.items():
        assert words in said.result(key)["sentence"], said.result(key)
    assert stage.writes == []


def test_a_sign_in_form_around_a_frame_is_no_page_of_its_setting(optout, stage):
    """Whatever the frame still shows: nothing is read in it where the page around it asks for a password."""
    stage.held["frame"] = False
    form = "<form><input name=session_key><input type=password></form>"
    said = optout("check", pages={"frame": (FRAME + form, IN_FRAME)})
    assert said.outcomes == {"frame": "not-recognised"}, said.out


def test_a_step_that_writes_is_held_back_in_a_check(optout, stage):
    """Whatever a click on the way to a control sends, only looking lets nothing but reading requests out."""
    writes = ROW.replace('onclick="', "onclick=\"fetch('/save/x', { method: 'POST', body: '{}' });")
    pages = {"row": (writes + kept(switch("KEY", "Personal ads")), OPEN)}
    assert optout("check", pages=pages).outcomes == {"row": "still-on"}
    assert stage.writes == []


PAGE_OF = f'<!doctype html><html lang="en">{SCRIPT}<main><h1>Settings</h1>INSIDE</main>'
PARENT = switch("KEY", "Personal ads")


class Depends(Stage):
    """A site that offers the child only while the parent is on, and keeps its value all the same."""

    def answer(self, method, path, body):
        """Answer one request, and do what it says."""
        self.pages["/held"] = Reply("on" if self.held.get("parent", True) else "off", kind="text/plain")
        return super().answer(method, path, body)


NEEDS = 'depends = "parent"\nabsent.en = "Needs the other"\n'
CHILD = (
    "<div id=c></div><script>fetch('/held').then((r) => r.text()).then((on) => { c.innerHTML = on === 'on' ? "
    f"`{switch('child', 'Personal ads')}` : '<h2>Needs the other</h2>' }})</script>"
)


def test_what_depends_on_another_is_turned_first_and_may_be_gone_then(optout, stage):
    """The child is read back before its parent goes; afterwards it is only there with the parent, which is off."""
    stage.__class__ = Depends
    ran = optout("run", pages={"parent": (PARENT, ""), "child": (CHILD, NEEDS)})
    assert ran.outcomes == {"parent": "turned-off", "child": "turned-off"}, ran.out
    assert stage.writes == ["PUT /save/child", "PUT /save/parent"]
    stage.held["child"] = True  # nobody can see it
    looked = optout("check")
    assert looked.outcomes == {"parent": "already-off", "child": "not-offered"}, looked.out
    assert 'Only there while "parent" is on' in looked.result("child")["sentence"]
    stage.held["parent"] = True
    assert optout("check").outcomes == {"parent": "came-back", "child": "came-back"}


def test_what_destroys_something_is_skipped_until_that_is_accepted(optout, stage):
    """Without --accept-loss it is left on, and the sentence says what would be lost; a check says still-on."""
    loses = 'loses = "all your saved places"\n'
    said = optout("run", pages={"places": (PARENT, loses)})
    assert said.outcomes == {"places": "skipped"}
    assert said.status == 0
    assert "destroys all your saved places" in said.result("places")["sentence"]
    assert optout("check").outcomes == {"places": "still-on"}
    assert stage.writes == []
    assert optout("run", "--accept-loss").outcomes == {"places": "turned-off"}


INSTEAD = 'absent.en = "Not for your account"\n'
ABSENT = {
    "abroad": ("<h2>Not for your account</h2>", INSTEAD, "not-offered"),
    "unsaid": ("<p>Nothing to choose</p>", 'not_regions = "EU"\n', "not-recognised"),
    "broken": ("<h2>Something went wrong</h2>", INSTEAD, "not-recognised"),
    "busy": ("<h2>Not for your account</h2><div aria-busy=true>...</div>", INSTEAD, "not-recognised"),
    "spoken": ("<h2>Not for your account</h2><a href=x>Personal ads: On</a>", INSTEAD, "not-recognised"),
    "renamed": ("<h2>Not for your account</h2>" + switch("x", "Something else"), INSTEAD, "not-recognised"),
    "elsewhere": ("<h2>Not for your account</h2><iframe srcdoc='x'></iframe>", INSTEAD, "not-recognised"),
    "in-dialog": (
        "<h2>Not for your account</h2>" + ROW + kept(switch("x", "Ads about you")),
        INSTEAD + OPEN,
        "not-recognised",
    ),
}


def test_absence_is_only_an_answer_where_the_page_shows_that_it_is(optout, stage):
    """The flow's heading stands there, the page is whole, and nothing on it could be the setting; else nobody knows."""
    said = optout("run", pages={key: (body, rest) for key, (body, rest, _) in ABSENT.items()})
    assert said.outcomes == {key: word for key, (_, _, word) in ABSENT.items()}, said.out
    stage.pages["/abroad"], there = (
        Reply(PAGE_OF.replace("INSIDE", PARENT.replace("KEY", "abroad"))),
        stage.pages["/abroad"],
    )
    assert optout("run").outcomes["abroad"] == "turned-off"
    stage.pages["/abroad"] = there
    assert optout("check").outcomes["abroad"] == "not-recognised"  # it was offered before
    assert stage.writes == ["PUT /save/abroad"]
