"""What README.md and docs/evidence.md say of the evidence is true: each key is explained, each command line works."""

import json
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from evidence import Evidence

from optout.proof.schema import schema

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "evidence.md").read_text("utf-8")


def lines(text: str, first: str) -> list[str]:
    """The lines of the shell block that begins with some words."""
    (block,) = [block for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) if block.startswith(first)]
    return block.strip().splitlines()


def bash(script: str, place: Path) -> str:
    """Run a few lines that must work; what they print."""
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=place, capture_output=True, text=True)
    assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.mark.parametrize("noun", ["", "Result", "Observation", "Turn", "Link"])
def test_every_key_of_a_manifest_is_explained(noun: str) -> None:
    """Each key of the schema stands in docs/evidence.md in code type."""
    made = schema()
    properties = made["$defs"][noun]["properties"] if noun else made["properties"]
    explained = set(re.findall(r"`\.?([a-z0-9_]+)`", GUIDE)) | {"before", "after"}
    assert set(properties) - explained == set()


def test_the_schema_that_is_shipped_is_the_one_that_is_made() -> None:
    """The file in the package, and so in every bundle, is what the model comes to."""
    shipped = json.loads((ROOT / "optout" / "proof" / "run.schema.json").read_text("utf-8"))
    assert shipped == schema(), "write it anew: optout proof schema > optout/proof/run.schema.json"


def test_the_readme_checks_a_bundle_without_the_program(evidence: Evidence, tmp_path: Path) -> None:
    """The README's sha256sum and openssl lines, as they stand there, on a bundle that was exported and unpacked."""
    run = evidence.run().name
    assert evidence("export", "-o", str(tmp_path / "evidence.zip")).returncode == 0
    with zipfile.ZipFile(tmp_path / "evidence.zip") as packed:
        packed.extractall(tmp_path / "unpacked")
    script = "\n".join(lines((ROOT / "README.md").read_text("utf-8"), "sha256sum --check"))
    assert "openssl" in script
    said = bash(script.replace("<id>", run), tmp_path / "unpacked")
    assert "Signature Verified Successfully" in said
    (tmp_path / "unpacked" / "runs" / run / "key.pem").write_bytes(b"")
    with pytest.raises(AssertionError):
        bash(script.replace("<id>", run), tmp_path / "unpacked")


def test_the_guide_checks_a_run_folder_without_the_program(evidence: Evidence) -> None:
    """The three lines of docs/evidence.md hold in a run folder, and the second one prints its `chain.key`."""
    folder = evidence.run()
    signature, key, pictures = lines(GUIDE, "openssl pkeyutl")
    assert "Verified Successfully" in bash(signature, folder)
    assert bash(key, folder).split()[0] == json.loads((folder / "run.json").read_bytes())["chain"]["key"]
    assert bash(pictures, folder).count(": OK") == 2
    (folder / "linkedin-ai-training-after.png").write_bytes(b"x")
    with pytest.raises(AssertionError, match="FAILED"):
        bash(pictures, folder)
