"""How a run ends that is interrupted, or that hangs where nobody is there to interrupt it."""

import os
import signal
import subprocess
import sys

import pytest

HANGS = """
import threading
def hang():  # by short waits: a signal just before a long one is seen only after it
    for _ in range(1200):
        threading.Event().wait(0.05)
from optout.cli.ending import interruptible
with interruptible(lambda status: print("last words", status, flush=True), {limit}):
    try:
        print("begun", flush=True)
        hang()
    except KeyboardInterrupt:
        print("in order", flush=True)
        {after}
"""


@pytest.mark.parametrize(
    ("limit", "after", "signals", "status", "said"),
    [
        (None, "pass", 1, 0, ["begun", "in order"]),
        (None, "hang()", 2, 130, ["begun", "in order", "last words 130"]),
        (0.2, "pass", 0, 5, ["begun", "last words 5"]),
        (60, "pass", 1, 0, ["begun", "in order"]),
    ],
)
def test_whatever_hangs_is_ended_with_its_last_words(limit, after, signals, status, said):
    """One signal ends it in order, a second at once, and a limit where nobody is there: each with its exit status."""
    run = subprocess.Popen(
        [sys.executable, "-c", HANGS.format(limit=limit, after=after)], stdout=subprocess.PIPE, text=True
    )
    assert run.stdout
    lines = [run.stdout.readline().strip()]
    for _ in range(signals):
        run.send_signal(signal.SIGINT)
        lines.append(run.stdout.readline().strip())
    rest, _ = run.communicate(timeout=30)
    assert ([line for line in [*lines, *rest.splitlines()] if line], run.returncode) == (said, status)


SWALLOWED = """
import select, signal, weakref
from optout.cli.ending import interruptible
class Thing: pass
thing = Thing()
watched = weakref.ref(thing, lambda _: signal.raise_signal(signal.SIGINT))
with interruptible(print):
    try:
        del thing
        select.select([], [], [], 30)
        print("not interrupted")
    except KeyboardInterrupt:
        print("in order")
"""


def test_an_interrupt_that_comes_while_python_clears_away_is_not_lost():
    """Nothing can be raised out of a weak reference's callback; the run is interrupted all the same, and in order."""
    done = subprocess.run([sys.executable, "-c", SWALLOWED], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("in order\n", "", 0)


def test_an_interrupt_before_all_is_loaded_leaves_no_traceback(tmp_path):
    """Ctrl-C while the program still loads what it needs is 130 and one line, as later."""
    (tmp_path / "click.py").write_text("raise KeyboardInterrupt")  # as if it came just then
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run([sys.executable, "-m", "optout", "flows"], env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "optout: interrupted\n")
