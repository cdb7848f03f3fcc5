"""Install, status, remove on the real schedulers of this machine, with the real command line."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from machine import MANAGER, SYSTEMD, bus, lacking

NO_BROWSER = ("--browser", "/no/such/browser")  # the doctor is quick, and what he says is known


def crontab() -> bytes | None:
    """The crontab of whoever runs the tests; None where there is none."""
    done = subprocess.run(["crontab", "-l"], capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else None


def put(content: bytes | None) -> None:
    """Put a crontab there, or none."""
    if content is None:
        subprocess.run(["crontab", "-r"], capture_output=True, check=crontab() is not None)
    else:
        subprocess.run(["crontab", "-"], input=content, check=True)


@pytest.fixture
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[bytes | None], None]]:
    """The real crontab, for one test at a time; afterwards it is as it was before."""
    if not shutil.which("crontab"):
        pytest.skip("crontab is not installed (on Debian: apt install cron)")
    with FileLock(tmp_path_factory.getbasetemp().parent / "crontab.lock"):
        before = crontab()
        try:
            put(before)
        except subprocess.CalledProcessError:
            pytest.skip("this user may have no crontab")
        yield put
        put(before)


@pytest.mark.parametrize(
    "before",
    [None, b"", b"SHELL=/no/such/shell\n# mine: caf\xe9\t\x01 \n\n0 1 * * * true 100\\% sure\n"],
    ids=["none", "empty", "strange"],
)
def test_cron(cli: Any, table: Callable[[bytes | None], None], before: bytes | None) -> None:
    """The crontab gets our lines and loses them again, to the byte; the trial is made as cron makes it."""
    table(before)
    said = cli("schedule", "install", "--using", "cron", "--every", "day", "--at", "7:30", "--fix", *NO_BROWSER)
    assert said.status == 5, said.err  # what the doctor said from in there
    assert "Scheduled: a check every day from 07:30, by cron, turning off again what came back." in said.out
    assert "stop  browser: --browser" in said.out
    installed = crontab()
    assert installed is not None
    assert installed.endswith(before or b"")
    line = next(line for line in installed.decode("utf-8", "replace").splitlines() if "check" in line)
    minute, rest = line.split(" ", 1)
    python, home = os.path.abspath(sys.executable), cli.home
    assert 0 <= int(minute) < 60
    assert rest == (
        f"* * * * cd '{home.parent}' && exec '{python}' '-m' 'optout' 'check' '--due' '--quiet' "
        f"'--home' '{home}' '--browser' '/no/such/browser'"
    )
    assert cli("schedule", "install", "--using", "cron", *NO_BROWSER).status == 5  # again: in the place of the first
    again = crontab()
    assert again == installed
    asked = cli("schedule", "status", "--json").document
    assert (asked["installed"], asked["every"], asked["at"], asked["fix"]) == (True, "week", "09:00", False)
    assert cli("schedule", "remove").out == "Removed from cron. Nothing is scheduled any more.\n"
    assert crontab() == before
    assert {one.name for one in cli.home.iterdir()} == {"profiles", "runs"}
    assert cli("schedule", "status").status == 5
    assert cli("schedule", "remove").out == "Nothing was scheduled.\n"
    assert crontab() == before


def test_status_sees_what_has_changed(cli: Any, table: Callable[[bytes | None], None], tmp_path: Path) -> None:
    """Lines that were changed or taken out, and a folder that is gone, are said, each with the way out; exit 5."""
    table(b"# mine\n")
    assert cli("schedule", "install", "--using", "cron", *NO_BROWSER).status == 5
    installed = crontab()
    assert installed

    def trouble() -> str:
        found = cli("schedule", "status", "--json")
        assert found.status == found.document["exit"] == (5 if found.document["trouble"] else 0)
        return str(found.document["trouble"])

    sound = trouble()  # nothing, or that no cron runs where the tests run
    assert sound in ("", "No cron is running here. Start it as root, such as: service cron start")
    table(installed.replace(b"--quiet", b"--loud"))
    assert trouble().startswith("Its lines in your crontab are not those")
    table(b"# mine\n")
    assert trouble().startswith("cron knows nothing of it.")
    table(installed.replace(b"# <<<", b"# "))
    said = cli("schedule", "status")
    assert (said.status, 'crontab -e"; nothing was changed' in said.err) == (2, True)
    said = cli("schedule", "remove")
    assert (said.status, "nothing was changed" in said.err) == (2, True)
    assert (cli.home / "schedule.json").exists()  # it is still there, so it can still be removed
    table(installed)
    settings = cli.home / "schedule.json"
    text = settings.read_text()
    settings.write_text("{")
    said = cli("schedule", "status", "--json")
    assert (said.status, said.document["exit"], "is not JSON" in said.document["error"]) == (2, 2, True)
    settings.write_text(text.replace(str(tmp_path), str(tmp_path / "gone")))
    assert cli("schedule", "remove").status == 0  # by its name, whatever else is wrong
    assert crontab() == b"# mine\n"


def test_a_home_that_was_moved_or_copied(cli: Any, table: Callable[[bytes | None], None]) -> None:
    """What is scheduled for another folder is not this one's: status says so, and only its own is ever taken out."""
    table(None)
    first, other, link = cli.home, cli.home.with_name("other"), cli.home.with_name("link")
    install = ("schedule", "install", "--using", "cron", *NO_BROWSER)
    cli(*install)
    (wanted,) = [line for line in (crontab() or b"").splitlines() if line.startswith(b"# >>>")]
    shutil.copytree(first, other)
    cli.home = other
    said = cli("schedule", "status")
    assert (said.status, f"It was scheduled for {first}, and not for this folder." in said.out) == (5, True), said
    cli("schedule", "remove")
    assert wanted in (crontab() or b"")  # the first home's own
    link.symlink_to(first)
    cli.home = link  # the same home by another name: instead of, and not beside
    cli(*install)
    assert (crontab() or b"").count(b"# >>>") == 1
    shutil.rmtree(other)
    first.rename(other)
    cli.home = other
    assert cli("schedule", "status").status == 5
    cli(*install)
    assert (crontab() or b"").count(b"# >>>") == 1
    cli("schedule", "remove")
    assert not crontab()


def test_a_program_that_is_gone(cli: Any, table: Callable[[bytes | None], None], tmp_path: Path) -> None:
    """An entry whose program was moved is said to be no good, where cron itself would never say it."""
    table(None)
    script = tmp_path / "bin" / "optout"
    script.parent.mkdir()
    script.write_text(f"#!{sys.executable}\nfrom optout.cli import main\nmain()\n")
    script.chmod(0o755)
    words = ("schedule", "install", "--using", "cron", "--home", str(cli.home), *NO_BROWSER)
    done = subprocess.run([script, *words], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 5, done.stderr
    assert f"exec '{script}' 'check'".encode() in (crontab() or b"")
    script.rename(tmp_path / "moved")
    asked = cli("schedule", "status", "--json").document
    assert asked["exit"] == 5
    if "No cron is running" not in asked["trouble"]:
        assert f"{script} could not be started (No such file or directory)" in asked["trouble"]
    assert cli("schedule", "remove").status == 0
    assert crontab() is None


def test_a_refused_crontab_leaves_all_as_it_was(cli: Any, table: Callable[[bytes | None], None]) -> None:
    """Where our lines cannot be put in, there is one sentence, and no settings say that there is a schedule."""
    table(b"# >>> optout >>>\n")
    name = json_plan(cli)
    table(f"# >>> {name} >>>\n".encode())
    said = cli("schedule", "install", "--using", "cron", *NO_BROWSER)
    assert (said.status, said.out) == (2, "")
    assert "nothing was changed" in said.err
    assert crontab() == f"# >>> {name} >>>\n".encode()
    assert not (cli.home / "schedule.json").exists()


def test_a_carriage_return_is_not_lost(cli: Any, table: Callable[[bytes | None], None]) -> None:
    """Where `crontab -l` does not show a byte as it is, nothing is written back; where it does, the byte stays."""
    before = b"# mine\r\n@daily true\n"
    table(before)
    shown = crontab()
    said = cli("schedule", "install", "--using", "cron", *NO_BROWSER)
    if shown != before:
        assert (said.status, "nothing was changed" in said.err) == (5, True)
    else:
        assert cli("schedule", "remove").status == 0
    assert crontab() == shown


def json_plan(cli: Any) -> str:
    """The name under which a home is scheduled, from the dry run; nothing is written by it."""
    said = cli("schedule", "install", "--dry-run", "--using", "cron")
    assert said.status == 0, said.err
    assert not cli.home.exists()
    return str(json.JSONDecoder().raw_decode(said.out[said.out.index("{\n") :])[0]["job"]["name"])


def test_nobody_listens(cli: Any) -> None:
    """Where there is no console at all, as under Windows' Python for windows, the doctor still leaves his answer."""
    words = ["-m", "optout", "doctor", "--into", str(cli.home / "answer"), "--home", str(cli.home), *NO_BROWSER]
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", sys.executable, *words], check=False, cwd=cli.home.parent
    )
    assert done.returncode == 5
    answer = json.loads((cli.home / "answer").read_bytes())
    assert answer["exit"] == 5
    assert [mark for mark, what, _ in answer["findings"] if what in ("home", "browser")] == ["ok", "stop"]


STORY = """
set +e
if command -v crontab >/dev/null; then  # an earlier schedule by cron, in a spool of our own
  mount -t tmpfs tmpfs /var/spool/cron
  mkdir /var/spool/cron/crontabs
  "$@" schedule install --using cron --browser /no/such/browser >/dev/null
  echo "cron had $(crontab -l | grep -c 'check.*--due')"
fi
"$@" schedule install --using systemd --browser /no/such/browser; echo "install $?"
command -v crontab >/dev/null && echo "cron has $(crontab -l 2>/dev/null | wc -l)"
cat "$XDG_CONFIG_HOME"/systemd/user/optout*.service
systemctl --user list-timers --no-legend
"$@" schedule status; echo "status $?"
systemctl --user stop "optout*.timer"
"$@" schedule status; echo "stopped $?"
"$@" schedule install --using systemd --browser /no/such/browser >/dev/null; echo "again $?"
systemctl --user list-timers --no-legend | wc -l
"$@" schedule remove; echo "remove $?"
systemctl --user list-timers --all --no-legend
find "$XDG_CONFIG_HOME/systemd" -not -type d
systemctl --user list-unit-files "optout*" --no-legend
"""


def test_systemd(cli: Any, tmp_path: Path) -> None:
    """A real user manager, in a namespace of its own, loads the units, makes the trial, tells when, forgets."""
    if reason := lacking(*MANAGER):
        pytest.skip(f"no systemd of its own can be started here: {reason}")
    folder = tmp_path / '50%h \'of "it" \\ $HOME\\'  # all that systemd could take for something else
    folder.mkdir()
    environment = {key: value for key, value in os.environ.items() if not key.startswith("OPTOUT_")}
    environment |= bus(tmp_path) | {"FOLDER": str(tmp_path), "OPTOUT_HOME": str(folder / "home")}
    done = subprocess.run(
        ["unshare", "--mount", "--pid", "--fork", "--mount-proc", "bash", "-c", f"set -e\n{SYSTEMD}\n{STORY}", "bash",
         sys.executable, "-m", "optout"],
        capture_output=True, text=True, timeout=120, cwd=folder, env=environment, check=False,
    )  # fmt: skip
    if done.returncode == 77:
        pytest.skip("systemd could be started, but does not come up here")
    assert "Traceback" not in done.stderr
    out = done.stdout
    assert "Tried by systemd itself. From in there:\n" in out, out + done.stderr
    assert f"ok    home: {folder / 'home'}\n" in out
    assert "stop  browser: --browser" in out
    assert "install 5\n" in out
    assert "'check'" not in out
    assert '"check" "--due" "--quiet" "--home"' in out
    assert out.count("cron had 1\n") == out.count("cron has 0\n") == (1 if shutil.which("crontab") else 0)
    assert "Starts next: " in out
    assert "status 0\n" in out
    assert "It would not start: Its timer is stopped." in out
    assert "stopped 5\n" in out
    assert out.endswith("again 5\n1\nRemoved from systemd. Nothing is scheduled any more.\nremove 0\n"), out
