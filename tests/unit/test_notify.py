"""Notices and pings on a real receiver: they arrive, a failure is one sentence, and no secret is said or logged."""

import logging
import socket
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from receiver import Receiver

from optout.config import Config, addresses
from optout.errors import CannotLook, NotDelivered, OptoutError, UsageProblem
from optout.home import Home
from optout.model import Mode, Observation, Outcome, Result, Run, State, Versions
from optout.notices import notify, ping, telling
from optout.notices.events import Known

SECRET = "tk-s3cr3t-0123456789"
HC = f"/{SECRET}"


def closed_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def config(tmp_path: Path, *notify_to: str, ping_to: str = "") -> Config:
    """What a person set up, in a home that is there."""
    Home.at(tmp_path / "home")
    return Config(tmp_path / "home", notify=notify_to, ping=ping_to)


def run(outcome: Outcome, *, interrupted: bool = False) -> Run:
    """A check of one setting."""
    state = State.OFF if outcome.is_off else State.ON
    url = "https://www.linkedin.com/mypreferences/d/settings/ads-age"
    one = Result("linkedin", "default", "ads-age", "Age range", url, outcome, "A.", Observation(state, "", url))
    return Run("id", Mode.CHECK, "2026-11-24T14:00:00+00:00", Versions("0"), results=(one,), interrupted=interrupted)


# -------------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (None, ()),
        (" , ", ()),
        ("ntfy://a/b", ("ntfy://a/b",)),
        ("ntfy://a/b, mailto://u:p@c", ("ntfy://a/b", "mailto://u:p@c")),
        ("mailto://u:p@c?to=a@b,d@e,json://x", ("mailto://u:p@c?to=a@b,d@e", "json://x")),
        ("json://x,", ("json://x",)),
        ("nothing,json://x", ("nothing", "json://x")),
    ],
)
def test_only_a_comma_before_a_scheme_parts_two_addresses(written: str | None, found: tuple[str, ...]) -> None:
    """A comma inside of an address belongs to it, as apprise itself has it."""
    assert addresses(written) == found


def test_a_config_does_not_show_its_secrets() -> None:
    """Where a Config is printed, the addresses of notices and of the monitor are left out."""
    shown = repr(Config(Path("x"), notify=(f"json://{SECRET}",), ping=f"https://{SECRET}"))
    assert SECRET not in shown
    assert "notify" not in shown
    assert "ping" not in shown


# ---------------------------------------------------------------------- notices


def test_a_notice_arrives_whole(post: Receiver) -> None:
    """Title and body come out of the receiver as they went in."""
    body = 'On again:\n- "Ads" <b>&\nNext: optout run'
    done = notify.send((f"json://127.0.0.1:{post.port}/{SECRET}",), "optout: on again", body)
    assert done == notify.Delivery(("json",), ())
    (notice,) = post.notices
    assert (notice["title"], notice["message"]) == ("optout: on again", body)
    assert post.paths == [HC]


def test_one_channel_that_fails_does_not_stop_another(post: Receiver) -> None:
    """Each channel is tried, and the answer says which of them took it."""
    to = (f"xml://127.0.0.1:{closed_port()}", f"json://127.0.0.1:{post.port}")
    assert notify.send(to, "t", "b") == notify.Delivery(("json",), ("xml",))


def test_a_channel_that_never_answers_is_given_up(post: Receiver) -> None:
    """Who waits longer than the patience is a failure, and what the hanging channel does later is not waited for."""
    post.silent = True
    assert notify.send((f"json://127.0.0.1:{post.port}",), "t", "b", patience_s=0.05).failed == ("json",)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (f"{SECRET}@host", "The 2nd address in OPTOUT_NOTIFY has no scheme such as ntfy://."),
        (f"nonsense://{SECRET}", "The 2nd address in OPTOUT_NOTIFY (nonsense://...) cannot be used by apprise here."),
        (f"tgram://{SECRET}", "The 2nd address in OPTOUT_NOTIFY (tgram://...) cannot be used by apprise here."),
        (f"json://[::{SECRET}", "The 2nd address in OPTOUT_NOTIFY (json://...) cannot be used by apprise here."),
    ],
)
def test_a_malformed_address_is_named_by_its_place(post: Receiver, wrong: str, words: str) -> None:
    """The sentence has place and scheme, and nothing was sent to the good one before it."""
    with pytest.raises(UsageProblem) as problem:
        notify.send((f"json://127.0.0.1:{post.port}", wrong), "t", "b")
    assert str(problem.value).startswith(words)
    assert post.got == []


def test_without_apprise_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra is not installed, one sentence says how to install it."""
    places = [one for one in sys.path if not Path(one, "apprise").is_dir()]
    monkeypatch.setattr(sys, "path", places)
    for name in [name for name in sys.modules if name.partition(".")[0] == "apprise"]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(UsageProblem, match=r'pip install "optout-bot\[notify\]"'):
        notify.send(("json://x",), "t", "b")


def test_a_test_notice_says_how_it_went(post: Receiver) -> None:
    """Delivered, delivered in part, nowhere to deliver to: three answers, each with its own exit status."""
    good, bad = f"json://127.0.0.1:{post.port}", f"xml://127.0.0.1:{closed_port()}"
    assert notify.test((good,)) == "Delivered: json."
    with pytest.raises(NotDelivered, match=r"through xml\. It did arrive through json\.") as part:
        notify.test((good, bad))
    with pytest.raises(UsageProblem, match="No notices are set"):
        notify.test(())
    assert part.value.exit_status == 5
    assert len(post.got) == 2


# ------------------------------------------------------------------------ pings


def test_a_monitor_hears_start_success_and_failure(post: Receiver) -> None:
    """The suffix goes to the path, a query stays, and the body has the exit status."""
    url = f"http://127.0.0.1:{post.port}{HC}?create=1"
    ping.start(url)
    ping.end(url, 0, "2 settings: 2 already-off.")
    ping.end(url, 3, "")
    assert post.paths == [f"{HC}/start?create=1", f"{HC}?create=1", f"{HC}/fail?create=1"]
    assert [body.partition(": ")[2] for _, body in post.got] == ["", "exit 0. 2 settings: 2 already-off.", "exit 3."]


@pytest.mark.parametrize(
    ("answers", "tries", "why"),
    [
        ([503], 2, ""),
        ([503, 503], 2, "it answered 503"),
        ([429], 2, ""),
        ([404], 1, "it answered 404"),
    ],
)
def test_a_ping_is_tried_twice_where_that_may_help(post: Receiver, answers: list[int], tries: int, why: str) -> None:
    """A passing fault is tried once more; an answer that will stay is not."""
    post.answers = list(answers)
    url = f"http://127.0.0.1:{post.port}{HC}"
    if why:
        with pytest.raises(NotDelivered, match=why):
            ping.start(url)
    else:
        ping.start(url)
    assert len(post.got) == tries


def test_an_ok_that_counts_nothing_is_a_failure(post: Receiver) -> None:
    """healthchecks.io answers 200 and "OK (not found)" to an address that it does not know."""
    post.words = "OK (not found)"
    with pytest.raises(NotDelivered, match="did not count it"):
        ping.start(f"http://127.0.0.1:{post.port}{HC}")


WRONG = [f"ftp://h/{SECRET}", f"file:///{SECRET}", f"{SECRET}", f"https:///{SECRET}", f"https://{SECRET}:p@h/",
         f"http://h/{SECRET}\nx", f"http://h/ {SECRET}", f"http://[::{SECRET}", f"http://h:{SECRET}/"]  # fmt: skip


@pytest.mark.parametrize("url", WRONG)
def test_only_web_addresses_are_pinged(url: str) -> None:
    """Anything but http and https, and anything malformed, is refused by name, before any connection."""
    with pytest.raises(UsageProblem, match=r"^OPTOUT_PING is not an address such as") as problem:
        ping.start(url)
    assert SECRET not in str(problem.value)


# ------------------------------------------------------------------ around a run


def around(setup: Config, *what: Run | OptoutError, targets: tuple[str, ...] = ()) -> list[str]:
    """Runs that have ended so, one after the other; what the person was told on the terminal."""
    said: list[str] = []
    for one in what:
        if isinstance(one, OptoutError):
            with pytest.raises(type(one)), telling.around(setup, Mode.CHECK, said.append, whole=not targets):
                raise one
        else:
            with telling.around(setup, Mode.CHECK, said.append, whole=not targets) as heard:
                heard(one)
    return said


def test_drift_is_sent_once_and_recovery_once(tmp_path: Path, post: Receiver) -> None:
    """Off, on, on, off: the receiver gets two notices."""
    setup = config(tmp_path, f"json://127.0.0.1:{post.port}")
    kinds = [Outcome.ALREADY_OFF, Outcome.CAME_BACK, Outcome.CAME_BACK, Outcome.ALREADY_OFF, Outcome.ALREADY_OFF]
    assert around(setup, *map(run, kinds)) == []
    assert [one["title"] for one in post.notices] == ["optout: on again", "optout: off again"]
    assert (setup.home / "notices.json").stat().st_mode & 0o077 == 0


def test_what_was_refused_is_sent_at_the_next_check(tmp_path: Path, post: Receiver) -> None:
    """A receiver that fails is named by its scheme, and gets the notice when it is well again, once."""
    setup = config(tmp_path, f"json://127.0.0.1:{post.port}/{SECRET}")
    post.answers = [500]
    (sentence,) = around(setup, run(Outcome.CAME_BACK))
    assert sentence == (
        "A notice could not be delivered through json. It is tried again after the next check."
    )  # fmt: skip
    assert around(setup, run(Outcome.CAME_BACK), run(Outcome.CAME_BACK)) == []
    assert len(post.got) == 2


def test_an_interrupted_check_is_told_after_the_next(tmp_path: Path, post: Receiver) -> None:
    """Who interrupts wants to leave: what was found is remembered, and told by the next check."""
    setup = config(tmp_path, f"json://127.0.0.1:{post.port}")
    around(setup, run(Outcome.CAME_BACK, interrupted=True))
    assert post.got == []
    around(setup, run(Outcome.CAME_BACK))
    assert len(post.got) == 1


def test_two_checks_at_once_tell_it_once(tmp_path: Path, post: Receiver) -> None:
    """A check waits while another one tells, and then knows what was told."""
    setup = config(tmp_path, f"json://127.0.0.1:{post.port}")
    home = Home(setup.home)
    around(setup, run(Outcome.CAME_BACK))
    told = home.notices.read_bytes()
    home.notices.unlink()
    other = Thread(target=around, args=(setup, run(Outcome.CAME_BACK)))
    with home.hold_notices(0):
        other.start()
        other.join(0.2)
        assert other.is_alive()
        home.notices.write_bytes(told)
    other.join(10)
    assert len(post.got) == 1


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"format": 1, "events": 3}', '{"format": 2}', '{"a": 1}'])
def test_a_damaged_memory_is_one_sentence(tmp_path: Path, post: Receiver, text: str) -> None:
    """A file that cannot be read is named and begun anew: one message at most, and none at the check after."""
    setup = config(tmp_path, f"json://127.0.0.1:{post.port}")
    around(setup, run(Outcome.CAME_BACK))
    (setup.home / "notices.json").write_text(text)
    (sentence,) = around(setup, run(Outcome.CAME_BACK))
    assert sentence.startswith(f"{setup.home / 'notices.json'} ")
    assert "begun anew" in sentence
    assert around(setup, run(Outcome.CAME_BACK), run(Outcome.CAME_BACK)) == []
    assert len(post.got) == 2


def test_a_memory_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    """The check goes on, and the sentence names the file."""
    setup = config(tmp_path)
    (setup.home / "notices.json.new").mkdir()
    (sentence,) = around(setup, run(Outcome.ALREADY_OFF))
    assert sentence.startswith(f"{setup.home / 'notices.json'} cannot be written")


def test_what_is_remembered_comes_back_as_it_was(tmp_path: Path) -> None:
    """Written and read again it is equal in every field."""
    setup = config(tmp_path)
    around(setup, run(Outcome.CAME_BACK), run(Outcome.UNREACHABLE))
    known, wrong = telling.load(setup.home / "notices.json")
    assert wrong == ""
    assert known.accounts["linkedin default https://www.linkedin.com"].failing["ads-age"].times == 1
    telling.save(tmp_path / "again", known)
    assert telling.load(tmp_path / "again") == (known, "")
    assert known != Known()


@pytest.mark.parametrize(
    ("what", "targets", "paths"),
    [
        (run(Outcome.ALREADY_OFF), (), [f"{HC}/start", HC]),
        (run(Outcome.STILL_ON), (), [f"{HC}/start", f"{HC}/fail"]),
        (run(Outcome.SIGNED_OUT), (), [f"{HC}/start", f"{HC}/fail"]),
        (CannotLook("No browser."), (), [f"{HC}/start", f"{HC}/fail"]),
        (run(Outcome.ALREADY_OFF, interrupted=True), (), [f"{HC}/start"]),
        (run(Outcome.ALREADY_OFF), ("linkedin/ads-age",), []),
    ],
)
def test_the_monitor_hears_of_checks_of_everything(
    tmp_path: Path, post: Receiver, what: Run | OptoutError, targets: tuple[str, ...], paths: list[str]
) -> None:
    """Only exit 0 is success; a check of one setting cannot say that all is well; an interrupted one ends silent."""
    setup = config(tmp_path, ping_to=f"http://127.0.0.1:{post.port}{HC}")
    assert around(setup, what, targets=targets) == []
    assert post.paths == paths
    assert not [body for _, body in post.got if "linkedin" in body or "Age" in body or "default" in body]


# ---------------------------------------------------------------------- secrets


def refuse(post: Receiver) -> str:
    """A receiver that takes nothing."""
    post.answers = [403] * 9
    return f"127.0.0.1:{post.port}"


def vanish(post: Receiver) -> str:
    """A port on which nothing listens."""
    return f"127.0.0.1:{closed_port()}"


def malformed(post: Receiver) -> str:
    """Half an address."""
    return "[::1"


@pytest.mark.parametrize("trouble", [refuse, vanish, malformed])
@pytest.mark.parametrize("scheme", ["json", "xml", "form", "ntfy", "gotify", "mailto"])
def test_no_secret_is_said_logged_or_raised(
    tmp_path: Path, post: Receiver, trouble: Callable[[Receiver], str], scheme: str,
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    """Whatever goes wrong: neither the sentences, nor logs at any level, nor warnings, nor files hold the address."""
    host = trouble(post)
    caplog.set_level(0)
    logging.getLogger("apprise").setLevel(1)
    to = f"{scheme}://user:{SECRET}@{host}/{SECRET}?rto=2&cto=2"
    setup = config(tmp_path, to, ping_to=f"http://{host}/{SECRET}")
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        said = around(setup, run(Outcome.CAME_BACK))
        with pytest.raises(OptoutError) as problem:
            notify.test((to,))
    out = capfd.readouterr()
    written = [file.read_text() for file in setup.home.rglob("*") if file.is_file()]
    raised = f"{problem.value!r} {problem.getrepr(style='short', chain=True).reprcrash}"
    everything = [*said, out.out, out.err, caplog.text, raised, *map(str, warned), *written]
    assert len(said) == 3, said
    assert not [one for one in everything if SECRET in one]


def test_a_plugin_that_tells_all_is_not_heard(
    post: Receiver, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """A plugin that warns of, logs, and fails with its address is a channel that failed, and nothing else."""
    notify.channels(("json://x",))  # loads apprise's own plugins, some of which warn of the Python that they run on
    from apprise import NotifyBase
    from apprise.decorators import notify as plugin
    from apprise.plugins import N_MGR

    @plugin(on="tattle", name="Tattle")
    def tattle(body: str, title: str, notify_type: str, *args: object, meta: dict[str, str], **more: object) -> None:
        warnings.warn(meta["url"], stacklevel=1)
        logging.getLogger("some.library").critical(meta["url"])
        raise RuntimeError(meta["url"])

    class Rude(NotifyBase):
        """One that fails where apprise itself does not expect it."""

        service_name = "Rude"
        protocol = "rude"

        def notify(self, *args: object, **more: object) -> bool:
            raise SystemError(self.host)

        def url(self, privacy: bool = False, *args: object, **more: object) -> str:
            return f"rude://{self.host}"

    N_MGR.add(Rude, schemas="rude")
    try:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            done = notify.send((f"tattle://{SECRET}", f"rude://{SECRET}", f"json://127.0.0.1:{post.port}"), "t", "b")
    finally:
        N_MGR.remove("tattle", "rude")
    assert done == notify.Delivery(("json",), ("tattle", "rude"))
    out = capfd.readouterr()
    assert (out.out, out.err, caplog.text, warned) == ("", "", "", [])
