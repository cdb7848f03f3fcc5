"""Time stamps of runs: at the end of a run or later, told by `proof verify`, and no failure where nobody answers."""

import json
import shutil
import socket
import zipfile
from collections.abc import Callable
from pathlib import Path

from authority import Desk
from evidence import Evidence, proof

Three = tuple[Evidence, list[Path]]


def token(folder: Path) -> Path:
    """The one stamp of a run."""
    (file,) = folder.glob("*.tsr")
    return file


def nobody() -> str:
    """The address of an authority that is not there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/tsr?key=s3cr3t"


def test_the_newest_run_is_stamped_and_the_stamp_is_told(three: Three, clock: Desk) -> None:
    """One request; verifying names the time, the authority and its root, offline; asking again asks nobody."""
    evidence, runs = three
    done = evidence("stamp", "--timestamp", clock.url())
    assert done.returncode == 0, done.stderr
    assert 'Stamped by "Clock Inc. Signer 1": 20' in done.stderr
    assert [len(list(run.glob("*.tsr"))) for run in runs] == [0, 0, 1]
    assert len(clock.asked) == 1
    found = evidence("verify")
    assert found.returncode == 0
    assert 'by "Clock Inc. Signer 1" (root "CN=Clock Inc. Root", SHA-256' in found.stdout
    told = json.loads(evidence("verify", "--json").stdout)["places"][0]["runs"]
    (stamp,) = [stamp for run in told for stamp in run["stamps"]]
    assert stamp["root_sha256"] == clock.authority.root.sha256
    assert evidence("stamp", "--timestamp", clock.url()).returncode == 0
    assert len(clock.asked) == 1


def test_a_dead_authority_can_be_asked_again_later(three: Three, clock: Desk) -> None:
    """Exit code 5 and its host, never its whole address; nothing is stored, and the other one is asked all the same."""
    evidence, runs = three
    dead = nobody()
    done = evidence("stamp", runs[1].name, "--timestamp", dead, "--timestamp", clock.url())
    assert done.returncode == 5
    assert f"Once it answers: optout proof stamp {runs[1].name}" in done.stderr
    assert "s3cr3t" not in done.stderr
    assert len(list(runs[1].glob("*.tsr"))) == 1
    assert evidence.verdict() == (0, "")


def test_a_token_for_another_file_is_named(three: Three, clock: Desk) -> None:
    """A stamp of another run, put beside this one."""
    evidence, runs = three
    assert evidence("stamp", runs[0].name, "--timestamp", clock.url()).returncode == 0
    shutil.copy(token(runs[0]), runs[1])
    status, wrong = evidence.verdict()
    assert status == 1
    assert wrong == f"{token(runs[1]).name} is for another file, or for this one as it was before a change"


def test_a_damaged_token_is_named(three: Three, clock: Desk) -> None:
    """A stamp that was edited proves nothing, and that is said."""
    evidence, runs = three
    assert evidence("stamp", runs[0].name, "--timestamp", clock.url()).returncode == 0
    file = token(runs[0])
    content = bytearray(file.read_bytes())
    content[-20] ^= 1
    file.write_bytes(bytes(content))
    assert evidence.verdict()[0] == 1
    file.write_bytes(b"")
    assert "is damaged" in evidence.verdict()[1]


def test_a_clock_that_was_ahead_is_named(evidence: Evidence, clock: Desk) -> None:
    """A run cannot have been sealed after an authority has stamped it."""
    evidence.run(at="2036-01-01T00:00:00+00:00")
    assert evidence("stamp", "--timestamp", clock.url()).returncode == 0
    status, wrong = evidence.verdict()
    assert status == 1
    assert wrong.startswith("Clock Inc. Signer 1 stamped it at 20")
    assert wrong.endswith("the clock of the machine was ahead")


def test_a_stamp_goes_with_the_run_to_another_machine(three: Three, clock: Desk, openssl: Callable[..., str]) -> None:
    """In a bundle and in a shared copy, and openssl takes it with the line of docs/evidence.md."""
    evidence, runs = three
    assert evidence("stamp", "--timestamp", clock.url()).returncode == 0
    for words in ([], ["--share"]):
        file = evidence.home.parent / f"bundle{len(words)}.zip"
        assert evidence("export", *words, "-o", str(file)).returncode == 0
        done = proof("verify", str(file))
        assert done.returncode == 0, done.stdout
        assert 'by "Clock Inc. Signer 1"' in done.stdout
    with zipfile.ZipFile(evidence.home.parent / "bundle0.zip") as packed:
        packed.extractall(evidence.home.parent / "unpacked")
    folder = evidence.home.parent / "unpacked" / "runs" / runs[2].name
    (folder / "root.pem").write_bytes(clock.authority.root.pem)
    name = token(folder).name.removeprefix("run.json.").removesuffix(".tsr")
    guide = (Path(__file__).parents[2] / "docs" / "evidence.md").read_text("utf-8")
    (line,) = [line for line in guide.splitlines() if line.startswith("openssl ts")]
    assert "Verification: OK" in openssl(*line.replace("NAME", name).split()[1:], cwd=folder)


def test_what_cannot_be_stamped_is_a_usage_problem(evidence: Evidence, clock: Desk) -> None:
    """No authority, no run, a run that is not sealed: one sentence, exit code 2."""
    for words in ([], ["--timestamp", clock.url()], ["--timestamp", "nonsense"]):
        done = evidence("stamp", *words)
        assert done.returncode == 2, words
        assert done.stderr.startswith("optout: ")
    folder = evidence.run()
    document = json.loads((folder / "run.json").read_bytes())
    (folder / "run.json").write_text(json.dumps({**document, "chain": None}))
    assert evidence("stamp", folder.name, "--timestamp", clock.url()).returncode == 2
    assert not clock.asked
