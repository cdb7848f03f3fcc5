"""Several services in one run: side by side, each for itself, in one record, and ended together."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree

import psutil
import pytest
from several import several, sign_in

from optout.home import Home
from optout.runs import folders

NAMES = ("alpha", "beta", "gamma")
FEW = ("ai-training", "ads-age", "ads-gender")
KEYS = {"allowDataForGenerativeAI", "allowAdsByAge", "allowAdsByGender"}
WAIT_S, END_S, GRACE_S = 60, 10, 15


@pytest.fixture
def services(cli, member, tmp_path):
    """Starts sites for some services (arguments as for `several`), all signed in to."""

    @contextmanager
    def start(names=NAMES, settings=FEW, **how):
        session, profiles = member
        cli.home.mkdir(mode=0o700, exist_ok=True)
        sign_in(profiles, cli.home, names)
        with several(tmp_path / "flows", session, names, settings, **how) as up:
            yield up

    return start


@contextmanager
def beside(do):
    """Do something again and again in a thread of its own, for as long as the block lasts or until it answers true."""
    over, failed = threading.Event(), []

    def work():
        try:
            while not do() and not over.wait(0.005):  # nothing tells when a file or a site changes
                pass
        except Exception as error:  # noqa: BLE001  told in the test's own thread
            failed.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    assert not failed, failed


def outcomes(document):
    """Service -> setting -> outcome, in the document's order."""
    found = {}
    for one in document["results"]:
        found.setdefault(one["service"], {})[one["setting"]] = one["outcome"]
    return found


def test_what_becomes_of_one_service_touches_no_other(cli, services):
    """Gone in the middle, signed out, held, never signed in, no browser: each is told, and the others are done.

    The record is whole at every moment, and keeps the plan's order whoever is first.
    """
    names = ("alpha", "beta", "delta", "gamma", "kappa", "omega")
    slow, out = {"latency_ms": 60}, {"quirks": {"session": "expires"}}
    with services(names, alpha=slow, beta=out) as up:
        rmtree(cli.home / "profiles" / "omega")
        (cli.home / "profiles" / "kappa" / "default" / "SingletonLock").symlink_to("elsewhere-1")  # no browser opens it
        seen = set()

        def look():
            for file in (cli.home / "runs").glob("*/run.json"):
                with suppress(FileNotFoundError):  # renamed at its end
                    record = json.loads(file.read_bytes())
                    order = list(dict.fromkeys(one["service"] for one in record["results"]))
                    assert order == [name for name in names if name in order], order
                    seen.add(tuple(order))

        def go_away():
            if up.sites["gamma"].state.writes:
                up.sites["gamma"].stop()
            return bool(up.sites["gamma"].state.writes)

        with Home(cli.home).hold("delta", "default"), beside(look), beside(go_away):
            said = cli("run", *names, "--json", *up.options)
        found = outcomes(said.document)
        assert list(found) == list(names)
        assert found["alpha"] == dict.fromkeys(FEW, "turned-off")
        assert found["beta"] == found["omega"] == dict.fromkeys(FEW, "signed-out")
        assert found["delta"] == found["kappa"] == dict.fromkeys(FEW, "unreachable")
        assert found["gamma"]["ai-training"] in ("not-saved", "unreachable")
        assert set(found["gamma"].values()) <= {"not-saved", "unreachable"}
        sentences = {one["service"]: one["sentence"] for one in said.document["results"]}
        assert sentences["delta"].startswith('Another run is using the account "default" of delta.')
        assert "could not be started" in sentences["kappa"]
        assert sentences["omega"] == 'Nobody has signed in yet; start with "optout login omega".'
        status = min(one for one in (3, 5, 1 if "not-saved" in found["gamma"].values() else 5))
        assert (said.status, said.document["exit"]) == (status, status)
        assert len(seen) > 2, seen
        written = [write.key for write in up.sites["alpha"].state.writes]
        assert sorted(written) == sorted(KEYS)
        assert [site.state.visits for name, site in up.sites.items() if name in ("delta", "kappa", "omega")] == [[]] * 3

        with Home(cli.home).hold("alpha", "default"), Home(cli.home).hold("delta", "default"):
            none = cli("check", "alpha", "delta", "--json", *up.options)
        assert (none.status, none.document["run"], none.document["results"]) == (5, None, [])
        assert len(list((cli.home / "runs").iterdir())) == 1


def test_every_signed_in_service_streams_into_one_output(cli, services):
    """Without a target all accounts are looked at, at once; each line is whole and says whose it is, in colours never.

    A check that finds drift in one service turns only that off with `--fix`.
    """
    with services(alpha={"latency_ms": 20}, beta={"latency_ms": 20}, gamma={"latency_ms": 20}) as up:
        said = cli("run", *up.options)
        assert said.status == 0
        lines = said.err.splitlines()
        heads = [line for line in lines if ", account default, at http://127.0.0.1" in line]
        assert {line.split(",")[0] for line in heads} == {"Alpha", "Beta", "Gamma"}
        read = re.compile(r"(Alpha|Beta |Gamma)  (on      .*, clicked|off     .*|Reading everything again, .*:)")
        whose = [match[1].strip() for line in lines if line not in heads and (match := read.fullmatch(line))]
        assert len(whose) == len(lines) - len(heads), said.err
        assert len(whose) == 3 * 7
        assert whose != sorted(whose, key=whose.index), "one after the other"
        assert "\x1b" not in said.err + said.out
        headings = [line for line in said.out.splitlines() if line.endswith(": 3 settings: 3 turned-off")]
        assert headings == [f"{name}: 3 settings: 3 turned-off" for name in ("Alpha", "Beta", "Gamma")]
        assert "9 settings: 9 turned-off" in said.out.splitlines()

        up.sites["beta"].state.set("allowAdsByAge", True)
        fixed = cli("check", "--fix", "--quiet", *up.options)
        assert fixed.status == 0, fixed.out
        assert [site.state.value("allowAdsByAge") for site in up.sites.values()] == [False] * 3
        assert [len(site.state.writes) for site in up.sites.values()] == [3, 4, 3]
        assert "Beta: 1 of its settings came back" in fixed.err or "1 of its settings came back" in fixed.err


class Doomed:
    """A run of several services that is going to be ended."""

    def __init__(self, cli, up):
        self.home, self.sites = cli.home, up.sites
        self.temporary = Path(tempfile.mkdtemp())  # a path as short as a browser's socket needs it
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("OPTOUT_", "DISPLAY"))}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "optout", "run", "--json", "--home", str(cli.home), *up.options],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
            cwd=cli.home.parent, env={**clean, "TMPDIR": str(self.temporary)},
        )  # fmt: skip
        end = time.monotonic() + WAIT_S
        while sum(bool(site.state.writes) for site in up.sites.values()) < 2:  # two are at work
            assert self.process.poll() is None, self.process.communicate()
            assert time.monotonic() < end
            threading.Event().wait(0.005)  # nothing tells what a site was asked
        self.family = psutil.Process(self.process.pid).children(recursive=True)

    def left(self):
        """What it left behind: exit status, stdout; every process is gone."""
        out, err = self.process.communicate(timeout=WAIT_S)
        assert "Traceback" not in err, err
        assert "Future" not in err, err
        _, alive = psutil.wait_procs(self.family, timeout=END_S)
        assert [one.name() for one in alive] == []
        return self.process.returncode, out

    def record(self):
        """The record of the only run that is partial; it is true to what the sites hold."""
        (folder,) = (self.home / "runs").glob(f"*{folders.PARTIAL}")
        run = folders.load(folder)
        for one in run.results:
            values = self.sites[one.service].state.values()
            key = {"ai-training": "allowDataForGenerativeAI", "ads-age": "allowAdsByAge"}.get(
                one.setting, "allowAdsByGender"
            )
            assert not (one.outcome.is_off and values[key]), one
        return run


@pytest.mark.parametrize(
    "how", ["interrupt", *(pytest.param(one, marks=pytest.mark.full) for one in ("frozen", "kill"))]
)
def test_what_ends_a_run_ends_all_of_it(cli, services, how):
    """Ctrl-C, SIGTERM and kill -9 in the middle of three end every browser in time; what was read is kept.

    Where one browser hangs, SIGTERM waits ten seconds for it and no longer. The next run finds no trace of it.
    """
    slow = {"latency_ms": 100}
    with services(alpha=slow, beta=slow, gamma=slow) as up:
        run = Doomed(cli, up)
        try:
            began = time.monotonic()
            if how == "frozen":
                frozen = next(one for one in run.family if "--headless" in " ".join(one.cmdline()))
                frozen.suspend()
            if how == "kill":
                run.process.kill()
            else:
                os.killpg(run.process.pid, signal.SIGTERM if how == "frozen" else signal.SIGINT)
            run.process.wait(GRACE_S)
            took = time.monotonic() - began
            if how == "frozen":
                frozen.resume()
        finally:
            run.process.kill()
        status, out = run.left()
        record = run.record()
        assert len({one.service for one in record.results}) > 1
        left = [one.name for one in run.temporary.iterdir()]
        if how == "kill":
            assert (status, out) == (-signal.SIGKILL, "")
        else:
            assert status == json.loads(out)["exit"] == 130
        if how == "interrupt":
            assert took < END_S
            assert left == []
            assert len(json.loads(out)["results"]) == len(record.results)
        cli.environment["TMPDIR"] = str(run.temporary)
        rest = cli("run", *(NAMES if how == "interrupt" else NAMES[:1]), "--json", *up.options)
        assert rest.status == 0, rest.out
        for name in outcomes(rest.document):
            writes = up.sites[name].state.writes
            assert sorted(write.key for write in writes if write.kept) == sorted(KEYS), how
        assert [one.name for one in run.temporary.iterdir()] == []
        run.temporary.rmdir()
