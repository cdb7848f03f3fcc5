"""A home whose runs are sealed by the program's own code; no browser is needed for that."""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from optout.home import Home
from optout.model import Box, Mode, Observation, Outcome, Result, State, Turn, Versions
from optout.proof.seal import sealing
from optout.runs import folders

PNG = b"\x89PNG\r\n\x1a\n picture number %d"
URL = "https://www.linkedin.com/mypreferences/d/settings/data-for-ai-improvement"


def result(first: str = "", second: str = "", **changes: Any) -> Result:
    """A setting that was on, was turned, and reads off on a fresh page."""
    moment = datetime.now(UTC).isoformat(timespec="milliseconds")
    hashes = [hashlib.sha256(PNG % number).hexdigest() for number in (1, 2)]
    on = Observation(
        State.ON, moment, URL, URL, "en", ('switch "Use my data" on',), (Box(1.5, 2, 40, 20),),
        picture=first, sha256=hashes[0] if first else "",
    )  # fmt: skip
    off = replace(on, state=State.OFF, picture=second, sha256=hashes[1] if second else "")
    turn = Turn('switch "Use my data" on', "label", "PUT /mysettings-api/x 200", shown=State.OFF)
    plain = Result(
        "linkedin",
        "default",
        "ai-training",
        "Data for AI",
        URL,
        Outcome.TURNED_OFF,
        "Was on; off now.",
        on,
        off,
        (turn,),
    )
    return replace(plain, **changes)


@dataclass
class Evidence:
    """A home with sealed runs, and the real command line on it."""

    home: Path

    def run(self, *, interrupted: bool = False, at: str = "", names: tuple[str, ...] = (), **changes: Any) -> Path:
        """Make one more sealed run, at some time by the clock of the machine; its folder."""
        home = Home.at(self.home)
        folder = folders.Folder(
            home.runs, Mode.RUN, Versions("0.1.0", "Chromium 1", "3.11", "Linux"), {"linkedin": "f"}
        )
        kept = [folder.keep(f"linkedin-ai-training-{when}", PNG % at)[0] for at, when in ((1, "before"), (2, "after"))]
        folder.update(results=(result(*kept, **changes),))

        def now() -> datetime:
            return datetime.fromisoformat(at) if at else datetime.now(UTC)

        folder.finish(interrupted=interrupted, sealed=sealing(home, pytest.fail, now, names))
        return folder.path

    def __call__(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `optout proof ...`; no traceback."""
        return proof(*words, "--home", str(self.home))

    def verdict(self, *words: str) -> tuple[int, str]:
        """The exit code of `proof verify`, and all that it has found wrong."""
        done = self("verify", *words, "--json")
        assert done.stdout, done.stderr
        found = json.loads(done.stdout)
        wrong = [
            problem
            for place in found["places"]
            for problem in (*place["problems"], *(line for run in place["runs"] for line in run["problems"]))
        ]
        assert found["intact"] is not bool(wrong)
        return done.returncode, "\n".join(wrong)

    def head(self) -> str:
        """The head as `proof verify` prints it."""
        return str(json.loads(self("verify", "--json").stdout)["places"][0]["head"])


def command(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run `optout` anywhere; no traceback."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("OPTOUT_")}
    done = subprocess.run(
        [sys.executable, "-m", "optout", *words],
        capture_output=True, text=True, timeout=60, check=False, env=clean, cwd=cwd,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done


def proof(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run `optout proof ...` anywhere; no traceback."""
    return command("proof", *words, cwd=cwd)
