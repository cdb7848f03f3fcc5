"""The demo tells the whole story, and a run that is cut off leaves what it had finished."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time

import pytest

SERVICES = {"LinkedIn": "linkedin", "Google": "google", "Meta (Facebook, Instagram)": "meta", "Microsoft": "microsoft"}


@pytest.fixture(scope="module", params=["en", *(pytest.param(one, marks=pytest.mark.full) for one in ("de", "ar"))])
def demo(request, lasting):
    """The demo in a language: the language, the command line, what was said."""
    cli = lasting()
    return request.param, cli, cli("demo", "--lang", request.param)


@pytest.mark.xdist_group("demo")
def test_the_demo_ends_with_everything_off_and_the_drift_caught(demo):
    """`optout demo` exits 0, shows both runs, and leaves two reports."""
    lang, cli, said = demo
    assert said.status == 0, said.out
    yours = " (2 are yours to do)" if lang == "en" else ""
    assert f"Every setting off: yes{yours}.  The drift was caught: yes." in said.out
    assert re.findall(r"^came-back +(\S+):", said.out, re.MULTILINE) == (
        ["google/personalized-ads", "linkedin/ads-age"] if lang == "en" else ["linkedin/ads-age"]
    )
    assert '"Age range" is on again on the site.' in said.out
    assert "allowAds" not in said.out
    assert len(list((cli.home / "demo" / "runs").glob("*/report.html"))) == 2
    if lang == "en":  # each run's table has a heading for each service, and all of its settings under it
        for title, name in SERVICES.items():
            heading = rf"^{re.escape(title)}: (\d+) settings: .*\n((?:[a-z-]+ +{name}/.*\n)+)"
            tables = re.findall(heading, said.out, re.MULTILINE)
            assert [len(rows.splitlines()) for _, rows in tables] == [int(count) for count, _ in tables]
            assert len(tables) == 2


@pytest.mark.xdist_group("demo")
def test_the_demo_ends_with_what_to_type_next(demo):
    """The last lines are command lines that there are, and the one for the report writes that of the demo's run."""
    _, cli, said = demo
    typed = [line.partition("#")[0] for line in said.out.splitlines() if line.startswith("  optout ")]
    report, *others = [shlex.split(line)[1:] for line in typed]
    assert [words[0] for words in others] == ["login", "run", "check", "proof"]
    for words in others:
        command = words[:2] if words[0] == "proof" else words[:1]
        assert f"optout {' '.join(words)}" in cli(*command, "--help").out
    report.remove("--open")
    done = subprocess.run([sys.executable, "-m", "optout", *report], capture_output=True, text=True, check=True)
    assert done.stdout.count("turned-off") >= 18
    assert "came-back" not in done.stdout


def test_an_interrupted_demo_ends(cli):
    """Ctrl-C ends the whole story with 130, and not only the part that it met."""
    command = [sys.executable, "-m", "optout", "demo", "--walk", "--home", str(cli.home)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as running:
        for line in running.stderr:
            if ", clicked" in line:
                break
        os.kill(running.pid, signal.SIGINT)
        out, _ = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "Interrupted. What was finished is kept." in out
    assert "3. " not in out


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_keeps_what_it_had_finished(cli, signed_in, sign):
    """Ctrl-C and SIGTERM end a run with 130 and a complete document; the run stays partial, the next one works."""
    site = signed_in(latency_ms=150)
    some = "linkedin/ads-[a-c]*"
    command = [sys.executable, "-m", "optout", "run", some, "--json", "-v", "--walk", "--home", str(cli.home)]
    command += ["--origin", f"https://www.linkedin.com={site.origin}"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as running:
        while not site.state.writes and running.poll() is None:
            time.sleep(0.01)  # until it is in the middle of its work
        os.kill(running.pid, sign)
        out, err = running.communicate(timeout=60)
    assert running.returncode == 130, err
    document = json.loads(out)
    assert document["exit"] == 130
    assert document["folder"].endswith(".partial")
    assert not [one for one in document["results"] if one["outcome"] == "turned-off"]
    assert cli("run", some, "--quiet", site=site).status == 0
