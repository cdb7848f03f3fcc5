"""Odd and hostile pages that could make a reader say a false "off" or leave its fences: each ends in the true word."""

import json
import re
import shutil
import subprocess
import urllib.request

import pytest
from hostile import Reply, Stage, button, switch
from playwright.sync_api import sync_playwright

LABEL = "Use my data"
SECRET = "s3cret-t0ken"
HEAD = 'format = 1\nservice = "shop"\ntitle = "Shop"\norigin = "https://shop.example"\n'
ONE = f'[[setting]]\nid = "one"\ntitle = "{LABEL}"\npath = "/one"\ncontrol.name.en = "{LABEL}"\n'
SWEEP = '[hub.ads]\npath = "/ads"\n[[sweep]]\nhub = "ads"\nallow = ["/ads-*"]\n'
HUB = '<a href="/ads-one">Ads one</a>'
SESSION = '[session]\nprobe = "/"\n'


@pytest.fixture
def stage():
    """A hostile site on loopback."""
    with Stage(pages={"/": "home", "/ads": HUB}) as running:
        yield running


@pytest.fixture(scope="session")
def shop(lasting):
    """The profile of an account that is signed in with nothing, for every stage."""
    cli = lasting()
    place = cli.home.parent
    (place / "flows").mkdir()
    (place / "flows" / "shop.toml").write_text(f"{HEAD}{SESSION}\n{ONE}")
    (place / "state.json").write_text(json.dumps({"cookies": [], "origins": []}))
    with Stage(pages={"/": "home"}) as running:
        where = ("--flows", str(place / "flows"), "--origin", f"https://shop.example={running.origin}")
        assert cli("login", "shop", "--storage-state", str(place / "state.json"), *where).status == 0
    return cli.home / "profiles"


@pytest.fixture
def optout(cli, stage, tmp_path, shop):
    """Runs a command over the stage, with a flow of its own."""

    def go(*words, settings=ONE, session="", json_=True, timeout=240):
        flows = tmp_path / "flows"
        flows.mkdir(exist_ok=True)
        (flows / "shop.toml").write_text(f"{HEAD}{session}\n{settings}")
        where = ("--flows", str(flows), "--origin", f"https://shop.example={stage.origin}")
        if session and not (cli.home / "profiles" / "shop").exists():
            cli.home.mkdir(mode=0o700, exist_ok=True)
            shutil.copytree(shop, cli.home / "profiles", dirs_exist_ok=True)
        return cli(*words, "shop", *where, *(["--json"] if json_ else []), timeout=timeout)

    return go


def several(stage, pages, setting=ONE):
    """Give each page a setting of its name: the settings of a flow, so that one run can look at them all."""
    for name, page in pages.items():
        stage.pages[f"/{name}"] = page
    return "".join(setting.replace('"one"', f'"{name}"').replace('"/one"', f'"/{name}"') for name in pages)


def swept(stage, pages):
    """Give a hub that is swept a row for every one of some pages; their settings' names begin with "ads-"."""
    stage.pages["/ads"] = "".join(f'<a href="/ads-{name}">Ads {name}</a>' for name in pages)
    stage.pages.update({f"/ads-{name}": page for name, page in pages.items()})
    return SWEEP


def everything(cli, *said):
    """All that a person or another program could come to see: what was printed, the run folders, the report."""
    report = cli.home / "report.html"
    assert cli("report", "-o", str(report)).status == 0
    kept = [file.read_text("utf-8") for file in (cli.home / "runs").rglob("run.json")]
    return "\n".join([*(one.out + one.err for one in said), *kept, report.read_text("utf-8")])


# ---------------------------------------------------------------------------------------- which control it is


def test_a_plain_page_is_turned_off_once(optout, stage):
    """The stage itself works: what is on is turned off by one write, and reads off afterwards."""
    stage.pages["/one"] = switch("one", LABEL)
    assert optout("run").outcomes == {"one": "turned-off"}
    assert (stage.held, stage.writes) == ({"one": False}, ["PUT /save/one"])


def test_a_lone_other_switch_is_not_taken_for_a_key_that_is_gone(optout, stage):
    """Where the site's own key is gone, the only switch of the page is another one: never off, never clicked."""
    named = f'control.name.en = "{LABEL}"\n'
    names = {"nameless": "", "german": 'control.name.de = "Meine Daten nutzen"\n', "english": named}
    flow = "".join(
        several(stage, {name: switch("other", "Dark mode")}, ONE.replace(named, words) + 'control.key = "gone"\n')
        for name, words in names.items()
    )
    for on in (False, True):
        stage.held["other"] = on
        assert optout("run", settings=flow).outcomes == dict.fromkeys(names, "not-recognised")
    assert stage.writes == []


def test_a_label_in_the_row_of_a_control_with_another_name_is_not_its_label(optout, stage):
    """A checkbox that is called something else is not the setting whose label happens to stand in its row."""
    stage.held["other"] = False
    stage.pages["/one"] = f"<div><span>{LABEL}</span> {button('other', 'Remember me')}</div>"
    assert optout("run").outcomes == {"one": "not-recognised"}
    stage.held["other"] = True
    assert optout("run").outcomes == {"one": "not-recognised"}
    assert stage.writes == []


def test_a_label_whose_own_control_is_missing_does_not_get_the_next_one(optout, stage):
    """A label that lost its switch is not given the nameless switch of the next row."""
    stage.held["other"] = False
    stage.pages["/one"] = (
        f"<section><div><b>{LABEL}</b></div><div><span>Dark mode at night</span> {button('other')}</div></section>"
    )
    assert optout("run").outcomes == {"one": "not-recognised"}


HIDDEN = {"gone": "display:none", "unseen": "visibility:hidden"}


def test_an_invisible_copy_does_not_speak_for_the_switch(optout, stage):
    """A copy that nobody can see says off; the visible switch, named by itself or by its row, is on and is read."""
    stage.held["copy"] = False
    real = {"row": f"<div><span>{LABEL}</span> {button('one')}</div>", "itself": switch("one", LABEL)}
    pages = {
        f"{how}-{named}": f'<div style="{style}">{switch("copy", LABEL)}</div>{inside}'
        for how, style in HIDDEN.items()
        for named, inside in real.items()
    }
    assert optout("check", settings=several(stage, pages)).outcomes == dict.fromkeys(pages, "still-on")


def test_an_invisible_label_names_no_switch(optout, stage):
    """A nameless switch that is off is not the setting because its label stands beside it unseen."""
    stage.held["other"] = False
    pages = {how: f'<div><span style="{style}">{LABEL}</span> {button("other")}</div>' for how, style in HIDDEN.items()}
    assert optout("check", settings=several(stage, pages)).outcomes == dict.fromkeys(pages, "not-recognised")


# ---------------------------------------------------------------------------------------- whole pages


def test_a_sign_in_form_at_the_settings_own_address_is_signed_out(optout, stage):
    """A page that asks for a password is the sign-in, whatever its address and switches: nothing is turned."""
    for on in (False, True):
        stage.held["one"] = on
        stage.pages["/one"] = f'{switch("one", LABEL)}<form><input name="user"><input type="password"></form>'
        said = optout("run", session=SESSION)
        assert (said.status, said.outcomes) == (3, {"one": "signed-out"})
        assert said.result("one")["proof"] == []
    assert stage.writes == []


def test_a_swept_page_with_more_than_its_switches_is_not_off(optout, stage):
    """Choices of another kind and folded switches are not covered by the visible switches of a sweep's page."""
    stage.held["ads"] = False
    more = {
        "radio": '<input type="radio" name="r" checked>Share <input type="radio" name="r">Keep',
        "select": "<select><option>Share with all</option><option>Share with nobody</option></select>",
        "folded-button": f"<details><summary>More</summary>{button('folded', 'Ads two')}</details>",
        "folded-checkbox": '<details><summary>More</summary><input type="checkbox" checked>Ads two</details>',
    }
    pages = {name: f"{switch('ads', 'Ads one')}<div>{inside}</div>" for name, inside in more.items()}
    said = optout("run", settings=swept(stage, pages))
    assert (said.outcomes, said.status) == ({f"ads-{name}": "not-recognised" for name in more}, 4)
    assert stage.writes == []


def test_a_pressed_button_beside_swept_switches_is_left_alone(optout, stage):
    """On a sweep's page a button that is pressed (bold, pinned, a filter) is no setting, and is not clicked."""
    stage.pages["/ads-one"] = (
        f"{switch('ads', 'Ads one')}<button aria-pressed=true onclick=\"save('pinned', false)\">Pin this page</button>"
    )
    assert optout("run", settings=SWEEP).outcomes == {"ads-one": "turned-off"}
    assert (stage.held["ads"], stage.writes) == (False, ["PUT /save/ads"])


LOCAL = """<script>for (const box of document.querySelectorAll('input')) {
  if (localStorage[box.id]) box.checked = localStorage[box.id] === 'on'
  box.addEventListener('change', () => { localStorage[box.id] = box.checked ? 'on' : 'off' })
}</script>"""


def test_a_refused_save_that_shows_off_all_the_same_is_not_saved(optout, stage):
    """The fresh page shows off from the browser's own memory, but the site has refused the save: `not-saved`."""
    stage.refuses = {"one"}
    stage.pages["/one"] = switch("one", LABEL) + LOCAL
    said = optout("run", session=SESSION + 'writes = ["PUT /save/**"]\n')
    assert (said.status, said.outcomes) == (1, {"one": "not-saved"})
    assert said.result("one")["after"] == "off"
    assert "500" in said.result("one")["sentence"]
    assert (stage.held, stage.writes) == ({"one": True}, ["PUT /save/one"])


@pytest.mark.parametrize("refused", ["first", "middle", "last"])
def test_one_refused_save_among_several_is_not_saved(optout, stage, refused):
    """Of three switches of one page the site refuses one, whichever: the page is `not-saved`, each was written once."""
    stage.refuses = {refused}
    keys = ("first", "middle", "last")
    stage.pages["/ads-one"] = "".join(switch(key, f"Ads {key}") for key in keys) + LOCAL
    said = optout("run", settings=SWEEP, session=SESSION + 'writes = ["PUT /save/**"]\n')
    assert (said.status, said.outcomes) == (1, {"ads-one": "not-saved"})
    assert stage.held == {key: key == refused for key in keys}
    assert sorted(stage.writes) == sorted(f"PUT /save/{key}" for key in keys)


# ---------------------------------------------------------------------------------------- time

SCROLLED = "<div style='height:3000px'></div>"  # the first reading scrolls, and the page can tell
LATER = "document.getElementById('one').setAttribute('aria-checked', 'true')"


def late(script):
    """A page whose switch is on, and reads off until a script has run."""
    return (
        f'<button role="switch" id="one" aria-label="{LABEL}" aria-checked="false">x</button><script>{script}</script>'
    )


def test_what_is_still_loading_is_waited_for(optout, stage):
    """A switch that reads off until a resource has come a second later is never off."""
    stage.pages["/slow.js"] = Reply(LATER, kind="text/javascript", wait_s=1)
    stage.pages["/slow.css"] = Reply("x{}", kind="text/css", wait_s=1)
    stage.pages["/worker.js"] = Reply("fetch('/slow.js?w').then(() => postMessage(1))", kind="text/javascript")
    begin = {
        "script": "const s = document.createElement('script'); s.src = '/slow.js?s'; document.head.append(s)",
        "module": "import('/slow.js?m')",
        "stylesheet": "const s = document.createElement('link'); s.rel = 'stylesheet'; s.href = '/slow.css'; "
        f"s.onload = () => {{ {LATER} }}; document.head.append(s)",
        "fetch": f"fetch('/slow.js?f').then(() => {{ {LATER} }})",
        "xhr": f"const x = new XMLHttpRequest(); x.open('GET', '/slow.js?x'); x.onload = () => {{ {LATER} }}; x.send()",
        "worker": f"new Worker('/worker.js').onmessage = () => {{ {LATER} }}",
    }
    pages = {
        kind: late(f"addEventListener('load', () => setTimeout(() => {{ {words} }}, 0))")
        for kind, words in begin.items()
    }
    assert optout("check", settings=several(stage, pages)).outcomes == dict.fromkeys(pages, "still-on")


def test_a_switch_that_corrects_itself_without_a_request_is_waited_for(optout, stage):
    """A switch that shows off for its first 200 ms, and then on, is never off."""
    stage.pages["/one"] = late(f"addEventListener('load', () => setTimeout(() => {{ {LATER} }}, 200))")
    assert optout("check").outcomes == {"one": "still-on"}


def test_a_switch_that_corrects_itself_once_it_was_scrolled_to_is_waited_for(optout, stage):
    """A switch further down that shows off, and on a moment after it was scrolled into view, is never off."""
    stage.pages["/one"] = SCROLLED + late(f"addEventListener('scroll', () => setTimeout(() => {{ {LATER} }}, 150))")
    assert optout("check").outcomes == {"one": "still-on"}


def test_a_page_that_replaces_its_switch_while_it_rests_is_read_anew(optout, stage):
    """The element that was read first is thrown away; what it last said is not what the page says."""
    swap = f"document.querySelector('main').innerHTML = `{button('one', LABEL)}`"
    stage.pages["/one"] = late(f"addEventListener('load', () => setTimeout(() => {{ {swap} }}, 200))")
    assert optout("check").outcomes == {"one": "still-on"}


def test_what_the_page_calls_busy_is_waited_for(optout, stage):
    """While a part of the page is aria-busy, its switch is not believed, for as long as a person would wait."""
    done = f"{LATER}; document.getElementById('part').removeAttribute('aria-busy')"
    inside = late(f"addEventListener('load', () => setTimeout(() => {{ {done} }}, 1500))")
    stage.pages["/one"] = f'<section id="part" aria-busy="true">{inside}</section>'
    assert optout("check").outcomes == {"one": "still-on"}


def test_what_stays_busy_is_never_off(optout, stage):
    """A part that never stops being aria-busy is `not-recognised`."""
    stage.pages["/one"] = f'<section aria-busy="true">{late("")}</section>'
    assert optout("check").outcomes == {"one": "not-recognised"}


def test_half_on_is_neither_on_nor_off(optout, stage):
    """A role=switch that is "mixed", which the browser's own tree calls off, is `not-recognised` and not clicked."""
    stage.pages["/one"] = (
        f"<button role=switch aria-label='{LABEL}' aria-checked=mixed onclick=\"save('one', flip(this))\">x</button>"
    )
    said = optout("run")
    assert said.outcomes == {"one": "not-recognised"}
    assert said.result("one")["before"] == "mixed"
    assert stage.writes == []


def test_a_page_that_the_browser_kept_is_asked_for_anew(optout, stage):
    """A page that may be cached for an hour was off when it was last seen, and is on now."""
    stage.held["one"] = False
    page = f'<html lang="en"><main>{switch("one", LABEL)}</main></html>'
    stage.pages["/one"] = Reply(page, headers={"Cache-Control": "max-age=3600"})
    assert optout("check").outcomes == {"one": "already-off"}
    stage.held["one"] = True
    assert optout("check").outcomes == {"one": "came-back"}


@pytest.fixture
def browser(tmp_path):
    """Somebody's own browser, which can be joined; the http:// address that it listens at."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "google-chrome-stable", "google-chrome"))), None)
    if chromium is None:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.executable_path
    profile = tmp_path / "theirs"
    command = [chromium, "--headless", "--no-sandbox", "--remote-debugging-port=0", f"--user-data-dir={profile}"]
    running = subprocess.Popen([*command, "about:blank"], stderr=subprocess.PIPE, text=True)
    try:
        assert running.stderr
        address = next(hit[1] for line in running.stderr if (hit := re.search(r"listening on ws://([\d.:]+)/", line)))
        yield f"http://{address}"
    finally:
        running.terminate()
        running.wait(30)
        running.stderr.close()


@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_a_service_worker_of_a_joined_browser_does_not_answer_for_the_site(optout, stage, browser, scheme):
    """A worker that answers the setting's page with one from another day, on which it was off, is passed by."""
    old = f'<html lang="en"><main><input type=checkbox role=switch aria-label="{LABEL}"></main></html>'
    stage.pages["/worker.js"] = Reply(
        "onactivate = (e) => e.waitUntil(clients.claim())\nonfetch = (e) => { if (e.request.mode === 'navigate') "
        f"e.respondWith(new Response(`{old}`, {{ headers: {{ 'Content-Type': 'text/html' }} }})) }}",
        kind="text/javascript",
    )
    stage.pages["/one"] = switch("one", LABEL)
    with sync_playwright() as playwright:
        theirs = playwright.chromium.connect_over_cdp(browser).contexts[0].new_page()
        theirs.goto(f"{stage.origin}/")
        theirs.evaluate("navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready)")
        theirs.goto(f"{stage.origin}/one")
        assert not theirs.get_by_role("switch").is_checked()  # the worker is at work
    with urllib.request.urlopen(f"{browser}/json/version") as answer:
        endpoint = browser if scheme == "http" else json.load(answer)["webSocketDebuggerUrl"]
    assert optout("check", "--browser", endpoint).outcomes == {"one": "still-on"}


# ---------------------------------------------------------------------------------------- the mouse

UNSEEN = "style='position:absolute;width:1px;height:1px;opacity:0;margin:0'"


@pytest.mark.parametrize(
    "cover",
    [
        "<button style='{full}' onclick=\"save('other', false)\">Details</button>",
        "<a style='{full}' href='javascript:void save(&quot;other&quot;, false)'>Details</a>",
        "<div role=button tabindex=0 style='{full}' onclick=\"save('other', false)\">Details</div>",
    ],
    ids=["button", "link", "role"],
)
def test_a_click_point_under_which_something_else_reacts_is_not_used(optout, stage, cover):
    """An input too small to click lies in a row that is filled by another button or link: never clicked, never off."""
    row = cover.format(full="display:block;width:300px;height:40px")
    unseen = (
        f"<input type=checkbox role=switch aria-label='{LABEL}' {UNSEEN} {{one:checked}} "
        "onchange=\"save('one', this.checked)\">"
    )
    stage.pages["/one"] = f"<div style='position:relative;width:300px'>{row}{unseen}</div>"
    said = optout("run")
    assert stage.writes in ([], ["PUT /save/one"])  # by the keyboard, or not at all
    assert said.outcomes == {"one": "turned-off" if stage.writes else "not-recognised"}


def test_the_label_is_clicked_beside_the_link_in_its_middle(optout, stage):
    """In a label with a link in its middle, the mouse goes to where the label is only a label."""
    stage.pages["/one"] = (
        f"<label style='display:block;position:relative;width:400px;height:40px'>"
        f"<input type=checkbox aria-label='{LABEL}' {UNSEEN} {{one:checked}} onchange=\"save('one', this.checked)\">"
        "<button type=button style='position:absolute;left:150px;width:100px;height:40px' "
        "onclick=\"save('other', false)\">?</button></label>"
    )
    assert optout("run").outcomes == {"one": "turned-off"}
    assert stage.writes == ["PUT /save/one"]


# ---------------------------------------------------------------------------------------- fences


@pytest.mark.parametrize("write", ["PUT /save/one", "PUT /save/**", "PUT /save/[a-z]*"])
def test_a_save_with_a_query_is_held_back_in_a_check(optout, stage, write):
    """The flow names the path of the save; the page's request has a query as well, and must not leave either."""
    stage.pages["/one"] = switch("one", LABEL) + "<script>save('one', false).catch(() => 0)</script>"
    assert optout("check", session=f'{SESSION}writes = ["{write}"]\n').outcomes == {"one": "still-on"}
    assert (stage.held, stage.writes) == ({"one": True}, [])


@pytest.mark.parametrize("verb", ["check", "run"])
def test_a_flow_cannot_have_a_button_write_in_a_check(optout, stage, verb):
    """What a button to dismiss sends is held back in `check`, as JSON too; in `run` a banner may keep its answer."""
    stage.held["one"] = False
    stage.pages["/one"] = switch("one", LABEL) + (
        "<div style='position:fixed;inset:0;background:white'><button id=deny>No</button></div><script>"
        "deny.onclick = () => { deny.parentNode.remove(); fetch('/answer', { method: 'POST', body: '{}',"
        " headers: { 'content-type': 'application/json' } }) }</script>"
    )
    said = optout(verb, session=f'{SESSION}dismiss = [{{ css = "#deny" }}]\n')
    assert said.outcomes == {"one": "already-off"}
    assert ("POST /answer" in stage.asked) == (verb == "run")


@pytest.mark.parametrize("verb", ["check", "run"])
def test_what_is_never_to_be_opened_stays_closed_as_the_flow_spells_it(optout, stage, verb):
    """A path of `never` is aborted for scripts and frames of the page too, with a query, in a run as in a check."""
    globs = ["*close-account*", "/Shut-Account*", "*END-ACCOUNT"]
    paths = [glob.strip("/*") for glob in globs]
    stage.pages["/one"] = switch("one", LABEL) + "".join(
        f"<iframe src='/{path}'></iframe><script>fetch('/{path}?now=1').catch(() => 0); "
        f"fetch('/{path}', {{ method: 'POST' }}).catch(() => 0)</script>"
        for path in paths
    )
    optout(verb, session=f"{SESSION}never = {json.dumps(globs)}\n")
    assert "GET /one" in stage.asked
    assert not [line for line in stage.asked if "-account" in line.lower()]


def test_a_frame_of_what_is_never_to_be_opened_stays_closed_in_other_spellings(optout, stage):
    """The same path in capitals or with %-escapes is the same path."""
    pages = {
        name: f"{switch(name, LABEL)}<script>document.body.append("
        f"Object.assign(document.createElement('iframe'), {{ src: '/{spelt}' }}))</script>"
        for name, spelt in {
            "capital": "Close-Account",
            "capitals": "CLOSE-ACCOUNT",
            "escape": "close%2Daccount",
            "first": "%63lose-account",
        }.items()
    }
    said = optout("run", settings=several(stage, pages), session=f'{SESSION}never = ["*close-account*"]\n')
    assert said.outcomes == dict.fromkeys(pages, "turned-off")
    assert not [line for line in stage.asked if "lose" in line.lower()]


# ---------------------------------------------------------------------------------------- secrets and terminals


def test_a_token_in_the_landed_address_is_kept_nowhere(optout, cli, stage):
    """A token that the site puts behind "?" or "#" is neither printed nor stored, with -v or without."""
    token = {
        way: f"?sid={SECRET}-{way}#token={SECRET}-{way}" for way in ("replaced", "redirect", "refused", "elsewhere")
    }
    replace = f"{switch('one', LABEL)}<script>history.replaceState(0, '', '/%s')</script>"
    pages = {
        "replaced": replace % f"replaced{token['replaced']}",
        "redirect": Reply("", 302, headers={"Location": f"/redirect{token['redirect']}"}),
        "refused": Reply("", 302, headers={"Location": f"/other{token['refused']}"}),
        "elsewhere": replace % f"other{token['elsewhere']}",
    }
    flow = several(stage, pages)
    said = [
        optout(*words, settings=flow, json_="-v" not in words) for words in (["check"], ["check", "-v"], ["run", "-v"])
    ]
    assert [way for way in pages if f"/{way}" not in said[0].out] == []
    seen = everything(cli, *said)
    assert [way for way in pages if f"{SECRET}-{way}" in seen] == []
    assert SECRET not in seen


EVIL = "\x1b[31m\x1b]0;owned\x07\x9b2J\u202e"


def test_control_characters_of_a_page_reach_no_terminal_and_no_file(optout, cli, stage):
    """Escape sequences in labels, headings, titles of rows and overlays are neither shown nor kept."""
    evil = {where: f"{EVIL}mark_{where} " for where in ("label", "other", "heading", "cover", "row", "unlisted")}
    pages = {
        "label": switch("one", f"{evil['label']}{LABEL}"),
        "other": switch("one", f"{evil['other']}Dark mode"),
        "heading": f"<h1>{evil['heading']}Hello</h1>",
        "cover": switch("one", LABEL)
        + f"<div style='position:fixed;inset:0;background:red'>{evil['cover']}Hello</div>",
    }
    flow = several(
        stage,
        {name: Reply(f'<!doctype html><html lang="en"><main>{page}</main></html>') for name, page in pages.items()},
    )
    stage.pages["/ads"] = (
        f"{HUB}<a href='/ads-two'>{evil['row']}Ads two</a><a href='/new'>{evil['unlisted']}Ads new</a>"
    )
    stage.pages["/ads-one"] = stage.pages["/ads-two"] = switch("ads", f"{EVIL}Ads")
    said = [
        optout("check", *words, settings=flow + SWEEP, json_=json_) for words, json_ in (((), True), (("-v",), False))
    ]
    seen = everything(cli, *said)
    assert [where for where in evil if f"mark_{where}" not in seen and where != "label"] == []
    signs = [sign for each in "\x1b\x07\x9b\u202e" for sign in (each, f"\\u{ord(each):04x}")]
    assert [line for line in seen.splitlines() for sign in signs if sign in line.lower()] == []


# ---------------------------------------------------------------------------------------- known and not yet mended


def test_a_state_that_the_fence_itself_held_back_is_never_off(optout, stage):
    """In a check the page may not send the form by which it learns its state, so that its "off" proves nothing."""
    stage.pages["/state"] = "on"
    ask = "fetch('/state', { method: 'POST', body: new URLSearchParams({ key: 'one' }) })"
    stage.pages["/one"] = late(f"addEventListener('load', () => {ask}.then(() => {{ {LATER} }}).catch(() => 0))")
    assert optout("check").outcomes["one"] != "already-off"


def test_a_page_whose_state_could_not_be_fetched_is_never_off(optout, stage):
    """Its state, its script or its frame is answered with an error: the default that stays is no "off"."""
    stage.pages |= {f"/{status}": Reply("{}", status=status) for status in (401, 403, 500)}
    begin = {
        **{f"fetch-{status}": f"fetch('/{status}').then((r) => {{ if (r.ok) {LATER} }})" for status in (401, 403, 500)},
        "script": "document.head.append(Object.assign(document.createElement('script'), { src: '/500' }))",
        "frame": f"onmessage = () => {{ {LATER} }}; "
        "document.body.append(Object.assign(document.createElement('iframe'), { src: '/500' }))",
    }
    pages = {how: late(f"addEventListener('load', () => {{ {words} }})") for how, words in begin.items()}
    said = optout("check", settings=several(stage, pages))
    assert said.outcomes == dict.fromkeys(pages, "unreachable"), said.out


def test_a_page_whose_state_another_origin_of_its_service_refused_is_never_off(optout, stage):
    """An error of another origin that the flow names could have hidden its state; one of a stranger could not."""
    with Stage(pages={"/two": switch("two", LABEL), "/state": Reply("{}", status=500)}) as other, Stage() as stranger:
        stranger.pages["/state"] = Reply("{}", status=500)
        asks = "addEventListener('load', () => fetch('{}/state', {{ mode: 'no-cors' }}).catch(() => 0))"
        pages = {name: late(asks.format(at.origin)) for name, at in (("ours", other), ("theirs", stranger))}
        two = ONE.replace('"one"', '"two"').replace('"/one"', '"/two"') + 'origin = "https://other.example"\n'
        where = ("--origin", f"https://other.example={other.origin}")
        said = optout("check", *where, settings=several(stage, pages) + two)
        assert said.outcomes == {"ours": "unreachable", "theirs": "already-off", "two": "still-on"}, said.out


def test_a_state_that_was_preloaded_is_waited_for(optout, stage):
    """A page that preloads its state (<link rel=preload as=fetch>) reads off until it has come: never off."""
    stage.pages["/state"] = Reply("on", wait_s=1)
    stage.pages["/one"] = '<link rel="preload" as="fetch" crossorigin href="/state">' + late(
        f"addEventListener('load', () => setTimeout(() => fetch('/state').then(() => {{ {LATER} }}), 0))"
    )
    assert optout("check").outcomes == {"one": "still-on"}


def test_a_state_that_comes_by_a_stream_or_a_frame_is_waited_for(optout, stage):
    """A switch that reads off until an event stream or a frame has told the page its state is never off."""
    stage.pages["/stream"] = Reply("data: on\n\n", kind="text/event-stream", wait_s=1)
    stage.pages["/inner"] = Reply("<script>parent.postMessage('on')</script>", wait_s=1)
    begin = {
        "eventsource": f"new EventSource('/stream').onmessage = () => {{ {LATER} }}",
        "frame": f"onmessage = () => {{ {LATER} }}; "
        "document.body.append(Object.assign(document.createElement('iframe'), { src: '/inner' }))",
    }
    pages = {
        kind: late(f"addEventListener('load', () => setTimeout(() => {{ {words} }}, 0))")
        for kind, words in begin.items()
    }
    assert optout("check", settings=several(stage, pages)).outcomes == dict.fromkeys(pages, "still-on")


def test_a_placeholder_that_stays_behind_the_real_switch_is_never_off(optout, stage):
    """While the page rests a second switch of the same name comes, which is on, and the first becomes transparent."""
    stage.pages["/one"] = SCROLLED + late(
        "onscroll = () => { document.getElementById('one').style.opacity = 0; onscroll = null; "
        f"document.querySelector('main').insertAdjacentHTML('beforeend', `{button('two', LABEL)}`) }}"
    )
    assert optout("check").outcomes["one"] != "already-off"


@pytest.mark.parametrize("how", ["late", "shadow"])
def test_a_password_field_that_comes_late_or_in_a_shadow_root_is_signed_out(optout, stage, how):
    """A sign-in form that is drawn while the page rests, or in an open shadow root, is a sign-in form."""
    stage.held["one"] = False
    form = "<form><input type=password></form>"
    draw = {
        "late": f"addEventListener('scroll', () => document.body.insertAdjacentHTML('beforeend', '{form}'))",
        "shadow": f"document.querySelector('#h').attachShadow({{ mode: 'open' }}).innerHTML = '{form}'",
    }[how]
    stage.pages["/one"] = f"{SCROLLED}{switch('one', LABEL)}<div id=h></div><script>{draw}</script>"
    said = optout("check", session=SESSION)
    assert said.outcomes == {"one": "signed-out"}
    assert (said.result("one")["before"], said.result("one")["after"]) == ("unknown", "unknown")


def test_a_sign_in_that_comes_late_stops_the_service(optout, stage):
    """Also where it is met while a page rests, in a window or by clicking, no further page is asked for."""
    two = ONE.replace('"one"', '"two"').replace('"/one"', '"/two"')
    form = "document.body.insertAdjacentHTML('beforeend', '<form><input type=password></form>')"
    late = f"<script>addEventListener('scroll', () => {form})</script>"
    stage.pages["/one"], stage.pages["/two"] = f"{SCROLLED}{switch('one', LABEL)}{late}", switch("two", LABEL)
    said = optout("check", "--walk", settings=ONE + two, session=SESSION)
    assert said.outcomes == {"one": "signed-out", "two": "signed-out"}
    assert "GET /two" not in stage.asked


def test_a_switch_in_the_header_of_a_card_is_the_pages_own(optout, stage):
    """On a swept page a <header> inside of <main> is no part of the site's frame: its switch is on, and is told."""
    stage.held["ads"] = False
    card = f"<section><header>{switch('two', 'Ads two')}</header></section>"
    stage.pages["/ads-one"] = switch("ads", "Ads one") + card
    assert optout("check", settings=SWEEP).outcomes == {"ads-one": "still-on"}


def test_a_swept_switch_that_is_gone_from_the_fresh_page_is_never_off(optout, stage):
    """Of two swept switches one was turned, was not stored, and is missing on the fresh page: absence is never off."""
    stage.held["two"] = False
    stage.refuses = {"one"}
    once = "localStorage.seen = 1"
    stage.pages["/ads-one"] = (
        f'<div id="part">{switch("one", "Ads one")}</div>{switch("two", "Ads two")}<script>'
        f"if (localStorage.seen) part.remove(); else part.addEventListener('change', () => {{ {once} }})</script>"
    )
    assert optout("run", settings=SWEEP).outcomes["ads-one"] not in ("turned-off", "already-off")


def test_a_swept_page_with_more_that_no_native_element_shows_is_not_off(optout, stage):
    """Choices by role, closed accordions and tabs, frames and what lies outside of <main> are more than was read."""
    stage.held["ads"] = False
    more = {
        "radio": "<div role=radio aria-checked=true tabindex=0>Share</div>"
        "<div role=radio aria-checked=false>Keep</div>",
        "combobox": "<button role=combobox aria-expanded=false aria-haspopup=listbox>Share with all</button>",
        "accordion": f"<button aria-expanded=false>More</button><div hidden>{button('more', 'Ads two')}</div>",
        "tab": "<button role=tab aria-selected=false>More</button>"
        f"<div role=tabpanel hidden>{switch('more', 'x')}</div>",
        "folded": "<details><summary>More</summary><div role=checkbox aria-checked=true>Ads two</div></details>",
        "frame": "<iframe srcdoc='<input type=checkbox role=switch checked>'></iframe>",
        "outside": f"</main><section>{button('more', 'Ads two')}</section>",
        "shadow": "<div id=h></div><script>"
        "h.attachShadow({ mode: 'open' }).innerHTML = '<input type=radio checked>'</script>",
    }
    pages = {name: f"{switch('ads', 'Ads one')}<div>{inside}</div>" for name, inside in more.items()}
    said = optout("check", settings=swept(stage, pages))
    assert said.outcomes == {f"ads-{name}": "not-recognised" for name in more}


@pytest.mark.parametrize("how", ["late", "folded"])
def test_a_row_that_is_late_or_folded_away_is_not_passed_over(optout, stage, how):
    """A swept row drawn 250 ms after the last request, or folded away, leads to a switch that is on: no exit 0."""
    stage.held["ads"] = False
    stage.pages["/ads-one"], stage.pages["/ads-two"] = switch("ads", "Ads one"), switch("two", "Ads two")
    row = '<a href="/ads-two">Ads two</a>'
    stage.pages["/ads"] = (
        HUB
        + {
            "late": "<p id=p></p><script>onload = () => fetch('/rows').then((answer) => answer.text()).then("
            f"() => setTimeout(() => {{ p.innerHTML = '{row}' }}, 250))</script>",
            "folded": f"<details><summary>More</summary>{row}</details>",
        }[how]
    )
    stage.pages["/rows"] = Reply("[]", wait_s=0.7)
    said = optout("check", settings=SWEEP)
    assert said.status != 0 or said.document["unlisted"]


def test_an_overlay_inside_the_same_wrapper_is_not_clicked(optout, stage):
    """What covers the switch is not clicked in its stead, also where both lie in one element."""
    stage.pages["/one"] = (
        f"<div>{switch('one', LABEL)}<div id=over style='position:fixed;inset:0;background:#eee'>Tap here</div></div>"
        "<script>over.addEventListener('click', () => save('terms', true))</script>"
    )
    assert optout("run").outcomes == {"one": "not-recognised"}
    assert stage.writes == []


def test_what_appears_under_the_hovering_mouse_is_not_clicked(optout, stage):
    """A button that covers the switch as soon as the mouse is over it does not get the click."""
    stage.pages["/one"] = (
        "<style>.tip{display: none;position: absolute;inset: 0;width: 100%} .row:hover .tip{display: block}</style>"
        f"<div class=row style='position:relative;width:300px;height:60px'>{button('one', LABEL)}"
        "<button class=tip onclick=\"save('tip', true)\">Learn more</button></div>"
    )
    optout("run")
    assert "PUT /save/tip" not in stage.writes


def test_a_swept_switch_with_another_id_each_time_is_clicked_once(optout, stage):
    """A saved click that the site does not keep is `not-saved` after one write, whatever the switch is called next."""
    stage.pages["/ads-one"] = (
        "<label><input type=checkbox role=switch checked onchange=\"save('kept', true)\">Ads one</label>"
        "<script>document.querySelector('input').id = 'r' + Math.random()</script>"
    )
    assert optout("run", settings=SWEEP).outcomes == {"ads-one": "not-saved"}
    assert stage.writes == ["PUT /save/kept"]


def test_a_script_cannot_reach_what_is_never_to_be_opened_by_spelling_it_otherwise(optout, stage):
    """In a run, fetch() of a path of `never` in capitals or with %-escapes is aborted like any other."""
    stage.pages["/one"] = switch("one", LABEL) + "".join(
        f"<script>fetch('/{spelt}', {{ method: 'POST' }}).catch(() => 0)</script>"
        for spelt in ("Close-Account", "close%2Daccount")
    )
    optout("run", session=f'{SESSION}never = ["*close-account*"]\n')
    assert "GET /one" in stage.asked
    assert not [line for line in stage.asked if "lose" in line.lower()]


def test_a_save_with_escapes_in_its_path_is_held_back_in_a_check(optout, stage):
    """In a check the page's save does not leave, though it writes a letter of its path as a %-escape."""
    stage.pages["/one"] = (
        f"{switch('one', LABEL)}<script>fetch('/s%61ve/one', {{ method: 'PUT' }}).catch(() => 0)</script>"
    )
    optout("check", session=f'{SESSION}writes = ["PUT /save/**"]\n')
    assert stage.writes == []


def test_a_form_post_with_capitals_in_its_type_is_held_back_in_a_check(optout, stage):
    """A media type means the same in capitals, so such a form post does not leave the browser in a check."""
    post = (
        "fetch('/f', { method: 'POST', headers: { 'Content-Type': 'Application/X-WWW-Form-Urlencoded' }, body: 'a=1' })"
    )
    stage.pages["/one"] = f"{switch('one', LABEL)}<script>{post}.catch(() => 0)</script>"
    optout("check")
    assert stage.writes == []


def test_a_page_of_no_flow_is_not_fetched_ahead(optout, stage):
    """A page that the flow does not name is not opened ahead of time either, by <script type=speculationrules>."""
    pages = {}
    for rule in ("prefetch", "prerender"):
        stage.pages[f"/other-{rule}"] = "other"
        rules = json.dumps({rule: [{"source": "list", "urls": [f"/other-{rule}"], "eagerness": "immediate"}]})
        pages[rule] = f"{switch('one', LABEL)}<script type=speculationrules>{rules}</script>"
    assert optout("check", settings=several(stage, pages)).outcomes == dict.fromkeys(pages, "still-on")
    assert [line for line in stage.asked if "other" in line] == []


@pytest.mark.parametrize("where", ["language", "tag"])
def test_control_characters_in_a_language_or_a_tag_reach_no_terminal(optout, stage, where):
    """Escape sequences in <html lang> or in the name of an unknown element are taken out like those in labels."""
    inside = {
        "language": switch("one", "Other"),
        "tag": switch("one", LABEL)
        + "<x\x1b[31mowned style='position:fixed;inset:0;background:red'>Hello</x\x1b[31mowned>",
    }[where]
    lang = "xx\x1b[31mowned" if where == "language" else "en"
    stage.pages["/one"] = Reply(f'<!doctype html><html lang="{lang}"><main>{inside}</main></html>')
    said = optout("check", json_=False)
    assert "owned" in said.out
    assert "\x1b" not in said.out + said.err


def test_an_answer_that_the_page_does_not_read_does_not_keep_it_loading(optout, stage):
    """A page that is off and has called fetch("/seen") without reading the answer is at rest: `already-off`."""
    stage.held["one"] = False
    stage.pages["/seen"] = "thanks"
    stage.pages["/one"] = f"{switch('one', LABEL)}<script>addEventListener('load', () => fetch('/seen'))</script>"
    assert optout("check").outcomes == {"one": "already-off"}


def test_a_page_whose_script_never_ends_does_not_hold_up_the_program(optout, stage):
    """A page that hangs is `not-recognised` or `unreachable` after a while, and the run goes on."""
    stage.pages["/one"] = late("addEventListener('load', () => setTimeout(() => { for (;;); }, 100))")
    assert optout("check", timeout=60).outcomes["one"] in ("not-recognised", "unreachable")
