"""A process that ends while it writes evidence leaves a chain that is intact, and the next run goes on from there."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from evidence import Evidence

DIED = 9
STEPS = (
    6  # the record, the key, the head that is to be, the public key, the signature, the manifest, the name, the head
)
CHILD = """
import os, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from evidence import Evidence

left = int(sys.argv[2])

def die(event, _):
    global left
    if event == "os.rename":  # os.replace, too
        left -= 1
        if left < 0:
            os._exit({died})

from optout.runs import folders
finish = folders.Folder.finish

def finishing(self, **how):
    sys.addaudithook(die)
    return finish(self, **how)

folders.Folder.finish = finishing
Evidence(Path(sys.argv[1])).run(interrupted=sys.argv[3] == "interrupted")
"""


def crash(home: Path, renames: int, how: str) -> bool:
    """Make a run whose process ends after some renames of its end; whether it came so far."""
    script = CHILD.format(tests=str(Path(__file__).parents[1]), died=DIED)
    done = subprocess.run(
        [sys.executable, "-c", script, str(home), str(renames), how], check=False, capture_output=True, text=True
    )
    assert done.returncode in (0, DIED), done.stderr
    return done.returncode == DIED


@pytest.mark.parametrize(
    ("before", "how"),
    [
        (0, "whole"),
        (2, "interrupted"),
        *(pytest.param(*one, marks=pytest.mark.full) for one in ((0, "interrupted"), (2, "whole"))),
    ],
)
def test_a_crash_anywhere_leaves_the_chain_verifiable(evidence: Evidence, before: int, how: str) -> None:
    """Killed before each file of the end of a run takes its name, the first run or a later one: intact, and goes on."""
    for _ in range(before):
        evidence.run()
    steps = 0
    while crash(evidence.home, steps, how):
        steps += 1
        assert evidence.verdict() == (0, ""), f"after {steps} steps"
        evidence.run()
        for record in evidence.home.glob("runs/*.partial/run.json"):  # what was sealed whole has got its name by now
            told = json.loads(record.read_bytes())
            assert not (told["chain"] and told["finished"])
        assert evidence.verdict() == (0, ""), f"a run later, after {steps} steps"
    assert steps >= STEPS
    sealed = [
        run for run in json.loads(evidence("verify", "--json").stdout)["places"][0]["runs"] if run["number"] is not None
    ]
    assert sorted(run["number"] for run in sealed) == list(range(1, len(sealed) + 1))
    assert len(sealed) >= before + steps + 1


def test_a_full_disk_leaves_the_chain_verifiable(evidence: Evidence) -> None:
    """Where the seal cannot be written the run is stored as before, and the chain is as it was."""
    first = evidence.run()
    broken = evidence.home / "proof" / "head.json.new"
    broken.mkdir()  # in the way
    with pytest.raises(pytest.fail.Exception, match="stored, but not sealed"):
        evidence.run()
    broken.rmdir()
    (unsealed,) = [run for run in first.parent.iterdir() if run != first]
    os.rename(unsealed, unsealed.with_name("2026-01-01T000000Z-aaaa.partial"))
    assert evidence.verdict() == (0, "")
    evidence.run()
    assert evidence.verdict() == (0, "")
