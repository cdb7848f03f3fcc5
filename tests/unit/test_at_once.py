"""Several jobs at once, without a browser: places, the end of all, one record, one folder, one stderr."""

import json
import os
import sys
import tempfile
import threading
from _thread import interrupt_main
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from optout import scratch
from optout.browser.driver import unheard
from optout.errors import CannotLook
from optout.model import Mode, Outcome, Result, Unlisted, Versions
from optout.runs.folders import Folder, load
from optout.runs.shares import Shares
from optout.together import Together

RESULT = Result("", "default", "age", "Age", "http://127.0.0.1/age", Outcome.ALREADY_OFF, "Was off already.")
ROW = Unlisted("", "New", "http://127.0.0.1/new")
WAIT_S = 10


def at_once(*jobs: Callable[[], None]) -> None:
    """Do jobs in threads of their own until all have ended."""
    Together().do(jobs)


def test_no_more_browsers_are_open_than_there_are_places() -> None:
    """Of five jobs two have a browser at a time, and each gets its turn."""
    together, lock = Together(2), threading.Lock()
    pair = threading.Barrier(2)
    open_now, most, turns = 0, 0, 0

    def job() -> None:
        nonlocal open_now, most, turns
        with together.browser():
            with lock:
                open_now, turns = open_now + 1, turns + 1
                most = max(most, open_now)
            pair.wait(WAIT_S)  # two are in here together, or this breaks
            with lock:
                open_now -= 1
            pair.wait(WAIT_S)

    together.do([job] * 6)
    assert (most, turns) == (2, 6)


def test_one_talk_with_the_person_at_a_time() -> None:
    """While one job has the person, another goes on without; who wants the person too waits for it."""
    together, asked = Together(), threading.Event()
    talks: list[str] = []

    def first() -> None:
        with together.person():
            asked.set()
            assert went_on.wait(WAIT_S)
            talks.append("first")

    def second() -> None:
        assert asked.wait(WAIT_S)
        with together.person():
            talks.append("second")

    went_on = threading.Event()

    def third() -> None:
        with together.browser():
            went_on.set()

    together.do([first, second, third])
    assert talks == ["first", "second"]


def test_what_one_job_raises_is_raised_when_all_have_ended() -> None:
    """A fault in one job stops no other, and is not lost."""
    fault, done = threading.Event(), []

    def bad() -> None:
        fault.set()
        raise ValueError("a fault of ours")

    def good() -> None:
        assert fault.wait(WAIT_S)
        done.append(True)

    with pytest.raises(ValueError, match="a fault of ours"):
        at_once(bad, good)
    assert done == [True]


def test_an_interrupt_reaches_who_waits_for_a_turn() -> None:
    """Ctrl-C in the main thread ends jobs that wait for a place, gives none out any more, and then goes on there."""
    together, busy, ended = Together(1), threading.Barrier(2), []

    def holds() -> None:
        with together.browser():
            busy.wait(WAIT_S)
            interrupt_main()
            assert gone.wait(WAIT_S)
        with together.person():
            ended.append("a turn after the end")

    gone = threading.Event()

    def waiting() -> None:
        busy.wait(WAIT_S)
        try:
            with together.browser():
                ended.append("a place after the end")
        finally:
            gone.set()

    with pytest.raises(KeyboardInterrupt):
        together.do([holds, waiting])
    assert ended == []


def test_what_fails_because_all_is_to_end_is_no_failure() -> None:
    """A driver that Ctrl-C has reached before the program is no reason to call a service unreachable."""
    together, ended = Together(), []

    def starts() -> None:
        try:
            with together.browser():
                interrupt_main()
                raise CannotLook("Playwright's driver does not start.")
        except CannotLook:
            ended.append("unreachable")

    with pytest.raises(KeyboardInterrupt):
        together.do([starts])
    assert ended == []
    with pytest.raises(CannotLook), Together().browser():
        raise CannotLook("Playwright's driver does not start.")


def test_a_record_keeps_the_plans_order_whoever_is_first(tmp_path: Path) -> None:
    """Results of three threads that write a hundred times each are whole at every moment, and by service at the end."""
    folder = Folder(tmp_path, Mode.CHECK, Versions("1"), {})
    shares, names = Shares(folder, 3), ("alpha", "beta", "gamma")
    manifest = folder.path / "run.json"
    torn: list[str] = []

    def writer(number: int) -> Callable[[], None]:
        mine = replace(RESULT, service=names[number])

        def write() -> None:
            for count in range(1, 101):
                one = [replace(mine, setting=f"s{n}") for n in range(count % 10 + 1)]
                shares.keep(number, one, [replace(ROW, service=names[number])] if count == 50 else [])
                if [result for result in folder.run.results if result.service == names[number]] != one:
                    torn.append(f"{names[number]} {count} was overwritten by what was before it")

        return write

    def reader() -> None:
        for _ in range(200):
            order = list(dict.fromkeys(one["service"] for one in json.loads(manifest.read_bytes())["results"]))
            if order != sorted(order):
                torn.append(str(order))

    def browsers() -> None:
        for count in range(100):
            folder.update(versions=Versions("1", str(count)))
            if folder.run.versions.browser != str(count):
                torn.append(f"browser {count} was overwritten")

    often = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        at_once(writer(2), writer(0), writer(1), reader, browsers)
    finally:
        sys.setswitchinterval(often)
    assert torn == []
    kept = load(folder.path)
    assert [(one.service, one.setting) for one in kept.results] == [(name, "s0") for name in names]
    assert [one.service for one in kept.unlisted] == list(names)
    assert kept.results == folder.run.results


def test_threads_share_one_temporary_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It is there until the last thread has gone, and the environment is as it was; in whatever order they go."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    places: list[str] = []
    first_in, second_in, first_out = threading.Event(), threading.Event(), threading.Event()

    def first() -> None:
        with scratch.scratch():
            first_in.set()
            assert second_in.wait(WAIT_S)
        first_out.set()

    def second() -> None:
        assert first_in.wait(WAIT_S)
        with scratch.scratch():
            second_in.set()
            assert first_out.wait(WAIT_S)
            places.append(os.environ["TMPDIR"])
            assert Path(places[0]).is_dir()

    at_once(first, second)
    assert Path(places[0]).parent != tmp_path.parent
    assert not Path(places[0]).exists()
    assert os.environ["TMPDIR"] == str(tmp_path)


def test_one_thread_is_hushed_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    """What a thread prints while it closes its browser is unheard, what another prints meanwhile is not."""
    before = sys.stderr
    hushed, told = threading.Event(), threading.Event()

    def closes() -> None:
        with unheard():
            print("Future exception was never retrieved", file=sys.stderr)
            hushed.set()
            assert told.wait(WAIT_S)

    def tells() -> None:
        assert hushed.wait(WAIT_S)
        print("Alpha is off", file=sys.stderr)
        with unheard():
            told.set()

    at_once(closes, tells)
    assert sys.stderr is before
    assert capsys.readouterr().err == "Alpha is off\n"
