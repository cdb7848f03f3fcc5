"""Whatever ends a run in the middle, nothing is lost, nothing is left behind, and the next look tells the truth."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from optout.runs import folders

REAL = "https://www.linkedin.com"
CHAOS = bool(os.environ.get("CHAOS"))
# What is run, and how many pages and saves that asks of the site at least.
TARGET, EVENTS = ("linkedin/ads-[a-c]*", 18) if CHAOS else ("linkedin/ads-c*", 8)
WAIT_S = 60
GRACE_S = 10  # how long it waits for what hangs
GONE_S = 30  # how soon a killed run must have gone, browser and all; a busy machine takes its time
HELD = "settings/ads-connections"  # one of the target's pages
KINDS = ("kill", "terminate", "interrupt", "interrupt twice", "browser", "driver", "renderer", "site")
KILLS = int(os.environ.get("CHAOS_KILLS", "3"))
ORDER = KINDS if CHAOS else ("kill", "browser", "driver")
OUTER = ("kill", "terminate", "interrupt", "interrupt twice")  # what ends the program itself


class Doomed:
    """A run that is going to be ended; nothing of it is left after the block, whatever happens in it."""

    def __init__(self, cli, site):
        self.site, self.home = site, cli.home
        self.temporary = Path(tempfile.mkdtemp())  # a path as short as a browser's socket needs it
        words = ("run", TARGET, "--json", "--home", str(cli.home), "--origin", f"{REAL}={site.origin}")
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("OPTOUT_", "DISPLAY"))}
        # A session of its own: Ctrl-C at a terminal reaches the whole group.
        self.process = subprocess.Popen(
            [sys.executable, "-m", "optout", *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, start_new_session=True, cwd=cli.home.parent,
            env={**clean, "TMPDIR": str(self.temporary)},
        )  # fmt: skip
        self.family = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for one in (self.process, *self.family):
            with suppress(psutil.NoSuchProcess):
                one.kill()
        self.process.communicate()  # closes its pipes

    def wait_for(self, events):
        """Wait until the site was asked for so many pages and saves; whether the run still goes on."""
        return self._wait(lambda: len(self.site.state.visits) + len(self.site.state.writes) >= events)

    def wait_in(self, path):
        """Wait until the site was asked for a page; whether the run still goes on."""
        return self._wait(lambda: path in self.site.state.visits)

    def wait_for_rest(self):
        """Wait until the program itself only waits: it then has handled all that it was told."""
        one, idle, before = psutil.Process(self.process.pid), 0, None
        while idle < 10:
            threading.Event().wait(0.05)
            used = one.cpu_times()[:2]
            idle, before = (idle + 1 if used == before else 0), used

    def _wait(self, there):
        while not there() and self.process.poll() is None:
            threading.Event().wait(0.002)  # nothing tells what a site was asked
        with suppress(psutil.NoSuchProcess):
            self.family = psutil.Process(self.process.pid).children(recursive=True)
        return self.process.poll() is None

    def one(self, what):
        """One of the processes that the run has started: the browser's main one, one of its pages', or Playwright's.

        None where it has gone by now, as all of them do when a run is over.
        """
        words = {}
        for child in self.family:
            with suppress(psutil.NoSuchProcess):  # or is about to go
                words[child] = child.cmdline()
        inner = {child: any(word.startswith("--type=") for word in line) for child, line in words.items()}
        fits = {
            "renderer": lambda child: "--type=renderer" in words[child],
            "driver": lambda child: "run-driver" in words[child],
            "browser": lambda child: words[child] and not inner[child] and "run-driver" not in words[child],
        }
        return max(filter(fits[what], words), key=lambda child: child.pid, default=None)

    def interrupt(self):
        """Ctrl-C."""
        os.killpg(self.process.pid, signal.SIGINT)

    def end(self, kind):
        """End it."""
        if kind == "kill":
            self.process.kill()
        elif kind == "terminate":
            self.process.terminate()
        elif kind.startswith("interrupt"):
            self.interrupt()
            if kind.endswith("twice"):
                threading.Event().wait(0.05)  # two that come at once are one to the system
                self.interrupt()
        elif kind == "site":
            self.site.stop()
        elif one := self.one(kind):
            with suppress(psutil.NoSuchProcess):
                one.kill()

    def left(self):
        """What it left behind: exit status, stdout, stderr."""
        out, err = self.process.communicate(timeout=WAIT_S)
        return self.process.returncode, out, err


def record(home):
    """The run folder, its record, and what is torn in it."""
    (folder,) = (home / "runs").iterdir()
    return folder, folders.load(folder)


def lies(site, document):
    """Results that are not as the site holds it."""
    values = site.state.values()
    found = []
    for one in document["results"]:
        keys = site.keys(one["url"].split("/mypreferences/d/")[1]) if "/categories/" not in one["url"] else []
        held = any(values[key] for key in keys)
        if one["outcome"] in ("already-off", "turned-off") and (held or not keys):
            found.append(f"FALSE OFF: {one}")
        if one["outcome"] in ("still-on", "came-back") and not held:
            found.append(f"false on: {one}")
    return found


def killed(stage, kind, events):
    """End one run, look at what is left, and go on after it: whether it was in time."""
    with stage(latency_ms=10) as (cli, site), Doomed(cli, site) as run:
        going = run.wait_for(events)
        if going:
            run.end(kind)
        began = time.monotonic()
        status, out, err = run.left()
        took = time.monotonic() - began
        what = f"{kind} at event {events}, status {status} after {took:.1f} s\n{out}\n{err}"
        assert "Traceback" not in err, what
        assert "Future" not in err, what
        _, alive = psutil.wait_procs(run.family, timeout=GONE_S)
        assert not [one.name() for one in alive], what

        folder, kept = record(cli.home)
        whole = not folder.name.endswith(folders.PARTIAL)
        document = json.loads(out) if out else None
        if status == -signal.SIGKILL and kind == "kill":
            assert document is None or whole, what
        elif kind in OUTER and going:
            assert status == 130 or (whole and status == kept.exit_status), what
            assert took < GRACE_S + GONE_S, what
            assert document["exit"] == status, what
        else:
            assert whole, what
            assert status == document["exit"] == kept.exit_status, what
            assert len(document["results"]) >= 2, what  # a listed one, and one for the rows of a hub that was not read
        left = [one.name for one in run.temporary.iterdir()]
        assert left == [] or kind in ("kill", "interrupt twice"), (what, left)  # the next run clears it away
        site.stop()
        site.start()
        assert lies(site, {"results": [{"url": r.url, "outcome": r.outcome.value} for r in kept.results]}) == [], what
        turns = [turn.save.split() for r in kept.results for turn in r.turns if turn.save]
        clicked = {save[1].rsplit("/", 1)[1] for save in turns if save[2].isdigit()}
        assert clicked <= {write.key for write in site.state.writes}, what
        torn = [file.name for file in (cli.home / "runs").rglob("*.new")]  # allowed: nothing reads them

        cli = replace(cli, environment={"TMPDIR": str(run.temporary)})
        looked = cli("check", TARGET, "--json", site=site)
        assert looked.status in (0, 1), (what, looked)
        assert {*looked.outcomes.values()} <= {"already-off", "still-on", "came-back"}, (what, looked.out)
        assert lies(site, looked.document) == [], what
        rest = cli("run", TARGET, "--json", site=site)
        assert rest.status == 0, (what, rest.out)
        assert lies(site, rest.document) == [], what
        twice = [key for key, count in Counter(one.key for one in site.state.writes if one.kept).items() if count > 1]
        assert twice == [], what
        assert [one.name for one in run.temporary.iterdir()] == [], what
        run.temporary.rmdir()
        return going, took, [*left, *torn]


@pytest.mark.parametrize("number", range(KILLS))
def test_a_run_that_is_ended_anywhere_leaves_the_truth(stage, chaos_seed, record_property, number):
    """The status says how it ended, every process is gone, the record is whole, and the next look works at once."""
    kind = ORDER[number % len(ORDER)]
    events = random.Random(chaos_seed * 1000 + number).randint(1, EVENTS)  # noqa: S311
    going, took, left = killed(stage, kind, events)
    how = f"ended in {took:.1f} s" if going else "the run had ended before"
    record_property("chaos", f"kill {number}, seed {chaos_seed}: {kind} at event {events}: {how}, left {left}")


@pytest.mark.parametrize(
    ("frozen", "signals"),
    [
        ("driver", 1),
        ("browser", 2),
        *(pytest.param(*one, marks=pytest.mark.full) for one in (("browser", 1), ("driver", 2))),
    ],
)
def test_an_interrupt_ends_whatever_hangs(stage, frozen, signals):
    """Where what has to be closed does not answer, Ctrl-C waits ten seconds for it, and a second one does not."""
    with stage() as (cli, site):
        (held,) = site.keys(HELD)
        site.misbehave({held: "endless"})  # so that the run is in the middle for as long as it lives
        with Doomed(cli, site) as run:
            assert run.wait_in(f"/mypreferences/d/{HELD}")
            stopped = run.one(frozen)
            stopped.suspend()
            run.wait_for_rest()  # one that is at work when the signal comes may well need no answer to end
            began = time.monotonic()
            run.interrupt()
            with pytest.raises(subprocess.TimeoutExpired):
                run.process.wait(1)
            if signals == 2:
                run.interrupt()
            assert run.process.wait(GRACE_S + GONE_S) == 130
            assert (time.monotonic() - began >= GRACE_S) == (signals == 1)
            with suppress(psutil.NoSuchProcess):  # a driver that sees its end may have killed the browser
                stopped.resume()
            _, out, err = run.left()
            assert "Traceback" not in err
            assert json.loads(out)["exit"] == 130
            _, alive = psutil.wait_procs(run.family, timeout=GONE_S)
            assert [one.name() for one in alive] == []
            temporary = run.temporary
        site.misbehave({})
        assert cli("check", TARGET, "--json", site=site).status in (0, 1)
        shutil.rmtree(temporary)
