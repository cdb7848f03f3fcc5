"""Sign-in and the question about terms: one command from nothing, and what happens where nobody signs in or agrees."""

import json
import signal
import stat
import threading
import time

import psutil
import pytest

from optout.site import Site

GREY = "8b95a3"  # the frame of a field
FIELD = 200  # how wide a field is at least
SETTING = "linkedin/ai-training"
DOOR = "/login"
WINDOW = "A window is open: sign in to LinkedIn there"


@pytest.fixture
def site():
    """A local site to which nobody has signed in from here."""
    with Site() as running:
        yield running


def fields(screen):
    """The two fields of the sign-in page: each is framed by a line above and a line below."""
    lines = screen.wait_for_spots(GREY, FIELD, 4)
    return lines[0], lines[2]


def plain_window(process):
    """The command line of the browser in which the person signs in: nothing that automates it, nor listens."""
    (browser,) = psutil.Process(process.pid).children()
    words = browser.cmdline()
    assert [word for word in words if word.startswith("--user-data-dir=")]
    assert not [word for word in words if "automation" in word or "remote-debugging" in word or "headless" in word]
    return words


def sign_in(screen, site, secret):
    """What a person does on the sign-in page."""
    user, password = fields(screen)
    screen.click(user)
    screen.hand("type", "anna@example.org")
    screen.click(password)
    screen.hand("type", secret)
    assert site.state.visits[-1] == DOOR
    screen.hand("key", "Return")
    end = time.monotonic() + 60
    while site.state.visits[-1] == DOOR:
        assert time.monotonic() < end, site.state.visits
        threading.Event().wait(0.05)  # nothing tells


@pytest.mark.screen
def test_one_command_from_nothing(cli, site, terminal, screen):
    """`run` without a profile opens a plain browser, waits until the person closes it, then goes on to the end."""
    with terminal("run", SETTING, "--json", site=site, screen=screen) as person:
        person.wait_for(WINDOW)
        plain_window(person.process)
        sign_in(screen, site, "hunter2 secret")
        assert site.state.writes == []
        screen.hand("key", "ctrl+w")
        status, out = person.end()
    assert "Signed in to LinkedIn." in person.text
    assert status == 0
    (result,) = json.loads(out)["results"]
    assert (result["outcome"], result["before"], result["after"]) == ("turned-off", "on", "off")
    assert [(write.key, write.value) for write in site.state.writes] == [("allowDataForGenerativeAI", False)]
    told = person.text + out + "".join(file.read_text() for file in cli.home.rglob("run.json"))
    assert not [secret for secret in ("hunter2", "anna@", *site.secrets) if secret in told]
    profile = cli.home / "profiles" / "linkedin" / "default"
    assert stat.S_IMODE(profile.stat().st_mode) == 0o700
    kept = json.loads((profile / "Default" / "Preferences").read_bytes())
    assert (kept["credentials_enable_service"], kept["signin"]["allowed"]) == (False, False)
    assert cli("check", SETTING, "--json", site=site).outcomes == {"ai-training": "already-off"}


@pytest.mark.screen
def test_a_window_closed_before_signing_in(cli, site, terminal, screen):
    """Closing the sign-in window ends the run at once with one sentence and exit 3; nothing is written or half-done."""
    with terminal("run", SETTING, site=site, screen=screen) as person:
        person.wait_for(WINDOW)
        user, _ = fields(screen)
        screen.click(user)
        screen.hand("key", "ctrl+w")
        status, _ = person.end()
    assert "The window was closed before LinkedIn was signed in. Nothing was done." in person.text
    assert "--browser chrome-attach" in person.text
    assert status == 3
    assert site.state.writes == []
    assert not (cli.home / "profiles" / "linkedin" / "default").exists()


@pytest.mark.screen
@pytest.mark.parametrize("words", [("run", SETTING), ("login", "linkedin")])
def test_a_site_that_does_not_answer_at_sign_in(site, terminal, screen, words):
    """That is nobody's fault who closed the window: the sentence says what was seen, exit 5."""
    site.stop()
    with terminal(*words, site=site, screen=screen) as person:
        person.wait_for(WINDOW)
        person.type("\n")
        status, _ = person.end()
    assert "LinkedIn could not be tried: the page could not be opened: nothing answers there" in person.text
    assert status == 5


@pytest.mark.screen
def test_login_in_a_window(cli, site, terminal, screen):
    """`login` closes the window at Enter in the terminal, says that one is in, and a run without a terminal works."""
    with terminal("login", "linkedin", site=site, screen=screen) as person:
        person.wait_for(WINDOW)
        sign_in(screen, site, "pass word")
        person.type("\n")
        status, _ = person.end()
    assert status == 0
    assert 'Signed in: LinkedIn, account "default". Next: optout run linkedin' in person.text
    assert cli("run", SETTING, "--json", site=site).outcomes == {"ai-training": "turned-off"}


@pytest.mark.screen
def test_an_interrupt_while_somebody_signs_in(cli, site, terminal, screen):
    """Ctrl-C closes the plain window, and leaves nothing running."""
    with terminal("login", "linkedin", site=site, screen=screen) as person:
        person.wait_for(WINDOW)
        fields(screen)
        (browser,) = psutil.Process(person.process.pid).children()
        person.process.send_signal(signal.SIGINT)
        status, _ = person.end()
    assert status == 130
    assert not browser.is_running()


def test_another_account_is_told_its_own_next_step(cli, site, tmp_path):
    """What `login` says to type next is for the account that was signed in, and not for the default one."""
    state = tmp_path / "session.json"
    state.write_text(json.dumps(site.storage_state()))
    said = cli("login", "linkedin", "--account", "work", "--storage-state", str(state), site=site)
    assert said.out.endswith('account "work". Next: optout run linkedin --account work\n')


def test_no_profile_and_no_terminal(cli, site):
    """Without a terminal a run that has no session is `signed-out`, exit 3: complete JSON, and no page is opened."""
    said = cli("run", "linkedin", "--json", site=site)
    assert said.status == said.document["exit"] == 3
    assert list(said.document) == ["format", "run", "mode", "exit", "folder", "results", "unlisted"]
    assert set(said.outcomes.values()) == {"signed-out"}
    assert len(said.outcomes) >= 10
    assert {(one["before"], one["after"], tuple(one["proof"])) for one in said.document["results"]} == {
        ("unknown", "unknown", ())
    }
    assert 'start with "optout login linkedin"' in said.result("ai-training")["sentence"]
    assert (site.state.visits, site.state.writes) == ([], [])


def test_no_screen_for_the_window(cli, site, terminal):
    """With a terminal but no screen the sign-in cannot be shown: exit 5, and the way out for servers is named."""
    with terminal("run", SETTING, site=site) as person:
        status, _ = person.end()
    assert status == 5
    assert "there is no screen here" in person.text
    assert "--storage-state FILE" in person.text
    assert (site.state.visits, site.state.writes) == ([], [])


@pytest.mark.parametrize("words", [["run", SETTING], ["check", SETTING], ["login", "linkedin"]], ids=" ".join)
def test_terms_where_nobody_can_be_asked(cli, words):
    """On a real site, without a terminal and without --accept-terms-risk, nothing starts: exit 3 and the way out."""
    said = cli(*words, "--browser", "false")
    assert said.status == 3
    assert "LinkedIn's terms may forbid automated access" in said.err
    assert "--accept-terms-risk" in said.err
    assert not list(cli.home.rglob("profiles/*/*"))


def test_terms_where_nobody_can_be_asked_in_json(cli):
    """Even then stdout carries exactly one document, with the exit code in it."""
    said = cli("run", SETTING, "--json", "--browser", "false")
    assert (said.status, said.document["exit"], said.document["results"]) == (3, 3, [])


@pytest.mark.parametrize("answer", ["n\n", "\n"], ids=["no", "enter"])
def test_terms_refused(cli, terminal, answer):
    """Whoever says no (or only Enter) to the question about terms has nothing done, exit 3, and is asked again."""
    for _ in range(2):
        with terminal("run", SETTING, "--browser", "false") as person:
            person.wait_for("Go on?")
            person.type(answer)
            status, _ = person.end()
        assert status == 3
        assert "Nothing was done." in person.text
        assert not list(cli.home.rglob("profiles/*/*"))


def test_terms_agreed_to_once(terminal):
    """Whoever says yes is not asked a second time."""
    # a browser that cannot start: the run ends right after the question, and no real page is touched
    with terminal("login", "linkedin", "--browser", "false") as person:
        person.wait_for("Go on?")
        person.type("y\n")
        first, _ = person.end()
    with terminal("login", "linkedin", "--browser", "false") as again:
        second, _ = again.end()
    assert (first, second) == (5, 5)
    assert "Go on?" not in again.text
    assert "could not be started" in again.text or "no screen" in again.text


def test_no_question_on_this_machine(cli, signed_in, terminal):
    """On loopback nobody is asked about terms, terminal or not."""
    site = signed_in()
    with terminal("run", SETTING, site=site) as person:
        status, _ = person.end()
    assert status == 0
    assert "Go on?" not in person.text
    assert "turned-off" in person.text
