"""`optout proof export --share`: a copy that does not tell whose it is, tied to the original, or no copy at all."""

import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from evidence import Evidence, command, proof, result

from optout.model import Obstacle, Outcome
from optout.proof import chain

NAMES = ("Ada Lovelace", "Charles Babbage")


def members(bundle: Path) -> dict[str, bytes]:
    """The files of a bundle."""
    with zipfile.ZipFile(bundle) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def share(evidence: Evidence, *words: str, status: int = 0) -> tuple[Path, str]:
    """Export to be shared; the bundle, and what was said."""
    file = evidence.home.parent / "shared.zip"
    done = evidence("export", *words, "--share", "-o", str(file))
    assert done.returncode == status, done.stderr
    return file, done.stdout + done.stderr


def test_a_copy_names_no_account_and_stays_tied_to_the_original(evidence: Evidence) -> None:
    """The account is a keyed hash, the same in every run; the copy is signed and names the manifest in the chain."""
    runs = [evidence.run(account="ada-at-work", names=NAMES) for _ in range(2)]
    file, _ = share(evidence)
    held = members(file)
    assert not [name for name, content in held.items() if b"ada-at-work" in content]
    assert not [name for name in held if name.endswith(("run.json", "report.html"))]
    copies = [json.loads(held[f"runs/{run.name}/shared.json"]) for run in runs]
    assert len({copy["results"][0]["account"] for copy in copies}) == 1
    for run, copy in zip(runs, copies, strict=True):
        original = (run / "run.json").read_bytes()
        assert copy["original"] == chain.digest(original)
        assert json.loads(original)["accounts"]["linkedin/ada-at-work"].startswith(copy["results"][0]["account"])
        assert (copy["accounts"], copy["names"]) == ({}, [])
    done = proof("verify", str(file))
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("2 files intact") == 2


def test_what_lies_beside_a_record_stays_at_home(evidence: Evidence) -> None:
    """A backup of the record, or what a crash has left of it, names the account and is in no bundle."""
    run = evidence.run(account="ada-at-work")
    for end in ("bak", "new", "orig"):
        shutil.copy(run / "run.json", run / f"run.json.{end}")
    file, _ = share(evidence)
    assert not [name for name, content in members(file).items() if b"ada-at-work" in content]


def test_a_changed_copy_is_named(evidence: Evidence, rewritten: Callable[..., Path]) -> None:
    """What is shared cannot be changed either: neither what it says nor what it was made from."""
    run = evidence.run().name
    file, _ = share(evidence)
    for old, new in ((b"off now", b"on, now"), (b'"original":"', b'"original":"0')):

        def change(held: dict[str, bytes], old: bytes = old, new: bytes = new) -> None:
            name = f"runs/{run}/shared.json"
            assert old in held[name]
            held[name] = held[name].replace(old, new)

        done = proof("verify", str(rewritten(file, change)))
        assert done.returncode == 1
        assert "shared.json was changed after it was signed" in done.stdout


def test_pictures_of_pages_that_could_not_be_read_stay_at_home(evidence: Evidence) -> None:
    """What such a page shows nobody knows; that something was left out is said."""
    seen = result("linkedin-ai-training-before.png").before
    assert seen
    unread = seen.blocked(Obstacle(Outcome.NOT_RECOGNISED, "no switch was found on its page"))
    evidence.run(before=unread, after=None, outcome=Outcome.NOT_RECOGNISED)
    file, said = share(evidence)
    assert not [name for name in members(file) if name.endswith(".png")]
    assert "2 pictures were left out" in said
    assert proof("verify", str(file)).returncode == 0


@pytest.mark.parametrize(
    ("changes", "where", "kind"),
    [
        ({"sentence": "The page greets Ada Lovelace."}, "results.0.sentence", "a name that the site's pages show"),
        ({"sentence": "Hello, LOVELACE!"}, "results.0.sentence", "a name that the site's pages show"),
        ({"title": "What ada@analytical.example sees"}, "results.0.title", "an e-mail address"),
        ({"title": "Calls to +44 20 7946 0018"}, "results.0.title", "a telephone number"),
        ({"url": "https://www.linkedin.com/in/charles-babbage/"}, "results.0.url", "a name that the site's pages show"),
    ],
)
def test_what_tells_who_somebody_is_is_not_shared(
    evidence: Evidence, changes: dict[str, Any], where: str, kind: str
) -> None:
    """A text that still says it fails the whole export, exit code 1: its place is told, itself it is not."""
    evidence.run(**changes)
    evidence.run(names=NAMES)  # a name that another run has seen counts, too
    file, said = share(evidence, status=1)
    assert not file.exists()
    assert f"{where} holds {kind}" in said
    assert not [word for word in ("Ada", "ovelace", "LOVELACE", "7946", "babbage") if word in said]


def test_the_lines_of_the_accessibility_tree_are_scanned_too(evidence: Evidence) -> None:
    """A control that is called by a name does not leave."""
    seen = result().before
    assert seen
    evidence.run(names=NAMES, before=replace(seen, controls=('switch "Share with Charles Babbage" on',)))
    _, said = share(evidence, status=1)
    assert "results.0.before.controls.0 holds a name" in said


def test_a_run_that_can_be_shared_is_shared_alone(evidence: Evidence) -> None:
    """The way out that the sentence names: the other runs by name."""
    evidence.run(sentence="Write to ada@analytical.example.")
    good = evidence.run().name
    assert "Name other runs" in share(evidence, status=1)[1]
    file, _ = share(evidence, good)
    done = proof("verify", str(file))
    assert (done.returncode, "1 more runs are in the chain" in done.stdout) == (0, True)


def test_characters_that_nobody_sees_hide_nothing(evidence: Evidence) -> None:
    """A zero-width space within an address does not get it past the scan."""
    evidence.run(sentence="Write to ada@analytical\u200b.example.")
    assert "an e-mail address" in share(evidence, status=1)[1]


def test_a_letter_warns_of_a_run_that_was_tampered_with(evidence: Evidence) -> None:
    """What is cited from a record that is not as it was sealed is said beside the letter."""
    record = evidence.run() / "run.json"
    words = ["letter", "objection", "--region", "AT", "--home", str(evidence.home)]
    assert "sealed" not in command(*words).stderr
    record.write_bytes(record.read_bytes().replace(b"off now", b"on, now"))
    done = command(*words)
    assert done.returncode == 0
    assert "is not as it was sealed (run.json was changed after it was signed" in done.stderr
