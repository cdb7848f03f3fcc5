"""`optout report` on a shelf of a thousand runs: soon done, and not too large to send."""

import hashlib
import resource
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from pydantic import TypeAdapter

from optout.model import Box, Mode, Observation, Outcome, Result, Run, State, Turn, Versions
from optout.runs.shelf import FORMAT

RUNS, SETTINGS = 1000, 40
MOST_S, MOST_BYTES = 6, 5_000_000  # it takes about 2 seconds on a small machine
BOX = Box(1107, 361, 48, 26)
RUN = TypeAdapter(Run)


def store(runs: Path, run: Run, pictures: dict[str, bytes]) -> Path:
    """Keep a run as it would have been kept."""
    folder = runs / run.id
    folder.mkdir(parents=True)
    document = b'{"format": %d, %b' % (FORMAT, RUN.dump_json(run)[1:])
    (folder / "run.json").write_bytes(document)
    for name, png in pictures.items():
        (folder / name).write_bytes(png)
    return folder


def runs_of_years(home: Path) -> Path:
    """A thousand weekly runs, the latest of which has two pictures of each setting; its folder."""
    Image.effect_noise((1280, 800), 20).save(home / "shot.png")
    png = (home / "shot.png").read_bytes()
    sha256 = hashlib.sha256(png).hexdigest()
    begun = datetime(2007, 1, 1, tzinfo=UTC)
    url = "https://www.linkedin.com/mypreferences/d/settings"
    for number in range(RUNS):
        when = begun + timedelta(weeks=number)
        at, last = when.isoformat(), number == RUNS - 1
        results = []
        for one in range(SETTINGS):
            on = number % (20 + one) == 7
            seen = Observation(
                State.ON if on or last else State.OFF, at, f"{url}/{one}", f"{url}/{one}", "en",
                (f'switch "Use it for purpose {one}" on',), (BOX,), picture=f"s{one}-before.png", sha256=sha256,
            )  # fmt: skip
            word = Outcome.TURNED_OFF if last else Outcome.CAME_BACK if on else Outcome.ALREADY_OFF
            result = Result("linkedin", "default", f"s{one}", f"Setting {one}", f"{url}/{one}", word, "So.", seen)
            if last:
                after = replace(seen, state=State.OFF, picture=f"s{one}-after.png")
                result = replace(result, after=after, turns=(Turn("switch", "control", "PUT /x 200"),))
            results.append(result)
        mode = Mode.RUN if last else Mode.CHECK
        run = Run(f"{when:%Y-%m-%dT%H%M%SZ}-aaaa", mode, at, Versions("1"), finished=at, results=tuple(results))
        names = [look.picture for one in results for look in (one.before, one.after) if look]
        folder = store(home / "runs", run, dict.fromkeys(names, png) if last else {})
    return folder


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_the_report_after_a_thousand_runs(cli) -> None:
    """All their states are in its charts, and it takes seconds of the machine and a few megabytes."""
    cli.home.mkdir()
    folder = runs_of_years(cli.home)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = cli("report", "-q")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert said.status == 0, said.err
    page = (folder / "report.html").read_text("utf-8")
    assert page.count("1,001 looks in 1,000 runs.") == SETTINGS
    assert f"{SETTINGS} of {SETTINGS} off, proved 23 Feb 2026 00:00 UTC" in page
    assert page.count("data:image/") == 2 * SETTINGS
    assert page.count('class="chart"') == SETTINGS
    assert page.count('<path class="p-') <= 3 * SETTINGS + 10
    assert len(page) < MOST_BYTES
    # time of the processor: how busy others keep this machine is no matter
    assert after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime < MOST_S
