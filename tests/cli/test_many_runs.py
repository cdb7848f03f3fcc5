"""`optout report` on a shelf of a thousand runs: soon done, and not too large to send."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from effort import effort
from PIL import Image
from pydantic import TypeAdapter

from optout.model import Box, Mode, Observation, Outcome, Result, Run, State, Turn, Versions
from optout.runs.shelf import FORMAT

RUNS, SETTINGS = 1000, 40
MOST_S, MOST_BYTES = 9, 5_000_000  # 4 to 6 seconds of a processor, a part of them of a second one for the pictures
BOX = Box(1107, 361, 48, 26)
URL = "https://www.linkedin.com/mypreferences/d/settings"
RUN, RESULT = TypeAdapter(Run), TypeAdapter(Result)


def looked(one: int, word: Outcome, at: str, sha256: str) -> Result:
    """What a run said of a setting."""
    seen = Observation(
        State.OFF if word is Outcome.ALREADY_OFF else State.ON, at, f"{URL}/{one}", f"{URL}/{one}", "en",
        (f'switch "Use it for purpose {one}" on',), (BOX,), picture=f"s{one}-before.png", sha256=sha256,
    )  # fmt: skip
    result = Result("linkedin", "default", f"s{one}", f"Setting {one}", f"{URL}/{one}", word, "So.", seen)
    if word is not Outcome.TURNED_OFF:
        return result
    after = replace(seen, state=State.OFF, picture=f"s{one}-after.png")
    return replace(result, after=after, turns=(Turn("switch", "control", "PUT /x 200"),))


def store(runs: Path, when: datetime, mode: Mode, results: list[bytes]) -> Path:
    """Keep a run as it would have been kept, from results as JSON in which TIME stands for when it was; its folder."""
    at = when.isoformat()
    run = Run(f"{when:%Y-%m-%dT%H%M%SZ}-aaaa", mode, at, Versions("1"), finished=at)
    folder = runs / run.id
    folder.mkdir(parents=True)
    filled = b'"results":[%b]' % b",".join(results).replace(b"TIME", at.encode())
    document = RUN.dump_json(run).replace(b'"results":[]', filled)
    (folder / "run.json").write_bytes(b'{"format":%d,%b' % (FORMAT, document[1:]))
    return folder


def runs_of_years(home: Path) -> Path:
    """A thousand weekly runs, the latest of which has two pictures of each setting; its folder."""
    Image.effect_noise((1280, 800), 20).save(home / "shot.png")
    png = (home / "shot.png").read_bytes()
    sha256 = hashlib.sha256(png).hexdigest()
    words = (Outcome.ALREADY_OFF, Outcome.CAME_BACK, Outcome.TURNED_OFF)
    said = [{word: RESULT.dump_json(looked(one, word, "TIME", sha256)) for word in words} for one in range(SETTINGS)]
    begun = datetime(2007, 1, 1, tzinfo=UTC)
    for number in range(RUNS - 1):
        results = [each[words[number % (20 + one) == 7]] for one, each in enumerate(said)]
        store(home / "runs", begun + timedelta(weeks=number), Mode.CHECK, results)
    latest = begun + timedelta(weeks=RUNS - 1)
    folder = store(home / "runs", latest, Mode.RUN, [each[Outcome.TURNED_OFF] for each in said])
    for one in range(SETTINGS):
        for look in ("before", "after"):
            (folder / f"s{one}-{look}.png").write_bytes(png)
    return folder


def test_the_report_after_a_thousand_runs(cli) -> None:
    """All their states are in its charts, and it takes seconds of the machine and a few megabytes."""
    cli.home.mkdir()
    said: list[Any] = []
    folder = runs_of_years(cli.home)
    took = effort(lambda: said.append(cli("report", "-q")))
    assert said[0].status == 0, said[0].err
    page = (folder / "report.html").read_text("utf-8")
    assert page.count("1,001 looks in 1,000 runs.") == SETTINGS
    assert f"{SETTINGS} of {SETTINGS} off, proved 23 Feb 2026 00:00 UTC" in page
    assert page.count("data:image/") == 2 * SETTINGS
    assert page.count('class="chart"') == SETTINGS
    assert page.count('<path class="p-') <= 3 * SETTINGS + 10
    assert len(page) < MOST_BYTES
    assert took < MOST_S
