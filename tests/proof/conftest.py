"""Homes with sealed runs, a way to change a zip, and openssl, for the tests of the evidence."""

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from evidence import Evidence


@pytest.fixture
def evidence(tmp_path: Path) -> Evidence:
    """A home without a run."""
    return Evidence(tmp_path / "home")


@pytest.fixture
def three(evidence: Evidence) -> tuple[Evidence, list[Path]]:
    """A home with three sealed runs."""
    return evidence, [evidence.run() for _ in range(3)]


@pytest.fixture
def rewritten(tmp_path: Path) -> Callable[[Path, Callable[[dict[str, bytes]], None]], Path]:
    """A way to change a zip: the function gets its members by name."""

    def change(bundle: Path, how: Callable[[dict[str, bytes]], None]) -> Path:
        with zipfile.ZipFile(bundle) as old:
            members = {name: old.read(name) for name in old.namelist()}
        how(members)
        new = tmp_path / "changed.zip"
        with zipfile.ZipFile(new, "w") as written:
            for name, content in members.items():
                written.writestr(name, content)
        return new

    return change


@pytest.fixture
def openssl() -> Callable[..., str]:
    """Run openssl, as a reader of the README would; what it says."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed")

    def call(*words: str, cwd: Path) -> str:
        done = subprocess.run(["openssl", *words], cwd=cwd, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    return call
