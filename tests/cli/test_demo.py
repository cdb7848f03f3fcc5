"""The demo tells the whole story, and a run that is cut off leaves what it had finished."""

import json
import os
import signal
import subprocess
import sys

import pytest


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_demo_ends_with_everything_off_and_the_drift_caught(cli, lang):
    """`optout demo` exits 0, shows both runs, and leaves two reports."""
    said = cli("demo", "--lang", lang)
    assert said.status == 0, said.out
    assert "Every setting off: yes.  The drift was caught: yes." in said.out
    assert "came-back" in said.out
    assert len(list((cli.home / "demo" / "runs").glob("*/report.html"))) == 2


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_keeps_what_it_had_finished(cli, signed_in, sign):
    """Ctrl-C and SIGTERM end a run with 130 and a complete document; the run stays partial, the next one works."""
    site = signed_in(latency_ms=150)
    command = [sys.executable, "-m", "optout", "run", "linkedin", "--json", "-v", "--walk", "--home", str(cli.home)]
    command += ["--origin", f"https://www.linkedin.com={site.origin}"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as running:
        while not site.state.writes and running.poll() is None:
            pass  # until it is in the middle of its work
        os.kill(running.pid, sign)
        out, err = running.communicate(timeout=60)
    assert running.returncode == 130, err
    document = json.loads(out)
    assert document["exit"] == 130
    assert document["folder"].endswith(".partial")
    assert not [one for one in document["results"] if one["outcome"] == "turned-off"]
    assert cli("run", "linkedin", "--quiet", site=site).status == 0
