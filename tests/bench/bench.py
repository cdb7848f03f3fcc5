"""Measure `optout` against bare Playwright doing the same, and services at once against one by one: `make bench`."""

import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import psutil
from playwright.sync_api import Page

from optout import app, log
from optout.browser.find import find
from optout.browser.profile import opened
from optout.config import Config
from optout.model import Mode
from optout.site import Site

log.configure(verbose=False)
REAL = "https://www.linkedin.com"
FOUR = ("linkedin", "google", "meta", "microsoft")
PACE_S = 2  # the usual pause on a real site
HUBS = ["/mypreferences/d/categories/privacy", "/mypreferences/d/categories/ads"]


class Silent:
    """A watcher that nobody looks at."""

    ask = None

    def __getattr__(self, name):
        return lambda *_, **__: self


def bare(config: Config, site: Site, pages: list[str], home: Path, *, turning: bool) -> float:
    """The same page loads, clicks and pictures, with nothing around them; seconds."""
    browser = find(config.browser)
    begun = time.perf_counter()
    with opened(browser, home / "profiles" / "linkedin" / "default") as browsing:
        page = browsing.context.pages[0]
        for hub in HUBS:
            page.goto(site.origin + hub)
        for number, path in enumerate(pages):
            page.goto(site.origin + path)
            page.get_by_role("switch").evaluate_all("all => all.map(one => one.checked)")
            page.screenshot(path=home / f"{number}-before.png")
            if turning:
                click(page, path)
        for number, path in enumerate(pages if turning else []):
            page.goto(site.origin + path)
            page.get_by_role("switch").evaluate_all("all => all.map(one => one.checked)")
            page.screenshot(path=home / f"{number}-after.png")
    return time.perf_counter() - begun


def click(page: Page, path: str) -> None:
    """Click each switch of a page that is on (on promotions only the first), and wait for the site's answer."""
    toggles = page.locator(".setting-toggle__toggle")
    for index in range(1 if "promotions" in path else toggles.count()):
        if toggles.nth(index).locator("input").is_checked():
            with page.expect_response(lambda answer: answer.request.method == "PUT"):
                toggles.nth(index).click()


def ours(config: Config, mode: Mode) -> tuple[float, list[str]]:
    """One run of ours in this process; seconds, and the pages that it opened."""
    begun = time.perf_counter()
    ended = app.look(config, ["linkedin"], mode, Silent())
    took = time.perf_counter() - begun
    assert not [one for one in ended.run.results if one.outcome.exit_status], ended.run.results
    return took, [one.url.split("/", 3)[3] for one in ended.run.results]


def compare(latency_ms: int, rounds: int) -> None:
    """Print the ratios for `run` and `check` at one latency."""
    times: dict[str, list[float]] = {"run": [], "bare run": [], "check": [], "bare check": []}
    count = 0
    for _ in range(rounds):
        for mode in (Mode.RUN, Mode.CHECK):
            for who in ("ours", "bare"):
                with Site(layout="all", latency_ms=latency_ms) as site, tempfile.TemporaryDirectory() as folder:
                    home = Path(folder)
                    config = Config(home=home, origins={REAL: site.origin})
                    state = home / "state.json"
                    state.write_text(json.dumps(site.storage_state()))
                    app.login(config, "linkedin", state, Silent())
                    if mode is Mode.CHECK:
                        for key in site.state.values():
                            site.state.set(key, False)
                    if who == "ours":
                        took, paths = ours(config, mode)
                        count = len(paths)
                        times[mode.value].append(took)
                    else:
                        times[f"bare {mode.value}"].append(
                            bare(config, site, ["/" + path for path in paths], home, turning=mode is Mode.RUN)
                        )
    for name in ("check", "run"):
        mine, theirs = statistics.median(times[name]), statistics.median(times[f"bare {name}"])
        print(
            f"{name:<6} {count} pages, {latency_ms:>3} ms latency: ours {mine:6.2f} s, bare {theirs:6.2f} s, "
            f"ratio {mine / theirs:.2f}",
            flush=True,
        )


def command(home: Path, sites: list[Site], *words: str) -> tuple[float, float, float]:
    """One check by the command line: seconds, seconds of the processor, and the most memory it held (MB).

    Memory is the proportional share of all its processes, looked at five times a second.
    """
    origins = [f"--origin={real}={ours}" for site in sites for real, ours in site.origins.items()]
    call = [sys.executable, "-m", "optout", "check", *words, "--json", "--home", str(home), *origins]
    peak, over = 0, threading.Event()

    def watch(process: psutil.Process) -> None:
        nonlocal peak
        while not over.wait(0.2):
            now = 0
            with suppress(psutil.Error):
                for one in (process, *process.children(recursive=True)):
                    with suppress(psutil.Error):
                        now += one.memory_full_info().pss if psutil.LINUX else one.memory_info().rss
            peak = max(peak, now)

    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with subprocess.Popen(call, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
        watcher = threading.Thread(target=watch, args=(psutil.Process(process.pid),))
        watcher.start()
        out, _ = process.communicate()
        over.set()
        watcher.join()
    took, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    unread = [one for one in json.loads(out)["results"] if one["outcome"] in ("unreachable", "not-recognised")]
    assert not unread, unread
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, peak / 2**20


def side_by_side(rounds: int) -> None:
    """Print what four services take together, and one by one; with the pause of a real site, and without."""
    with ExitStack() as up:
        home = Path(up.enter_context(tempfile.TemporaryDirectory()))
        sites = [up.enter_context(Site(service=name)) for name in FOUR]
        config = Config(home=home, origins={real: ours for site in sites for real, ours in site.origins.items()})
        state = home / "state.json"
        for site in sites:
            state.write_text(json.dumps(site.storage_state()))
            app.login(config, site.service, state, Silent())
        for pace in (0, PACE_S):
            single, together = [], []
            for _ in range(rounds if not pace else 1):
                single.append([command(home, sites, name, "--pace", str(pace)) for name in FOUR])
                together.append(command(home, sites, "--pace", str(pace)))
            one_by_one = statistics.median(sum(took for took, _, _ in each) for each in single)
            at_once = statistics.median(took for took, _, _ in together)
            print(
                f"check  {len(FOUR)} services, pause {pace} s: together {at_once:6.2f} s, one by one "
                f"{one_by_one:6.2f} s, ratio {at_once / one_by_one:.2f}; processor "
                f"{statistics.median(busy for _, busy, _ in together):.1f} s against "
                f"{statistics.median(sum(busy for _, busy, _ in each) for each in single):.1f} s; memory at most "
                f"{max(held for _, _, held in together):.0f} MB against "
                f"{max(held for each in single for _, _, held in each):.0f} MB",
                flush=True,
            )


def start_up() -> None:
    """Print the time of `optout --help` beside that of importing click, and our memory."""

    def clock(command: list[str]) -> float:
        taken = []
        for _ in range(15):
            begun = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            taken.append(time.perf_counter() - begun)
        return statistics.median(taken)

    optout = shutil.which("optout", path=str(Path(sys.executable).parent)) or "optout"
    help_s, click_s = clock([optout, "--help"]), clock([sys.executable, "-c", "import click"])
    print(f"optout --help: {help_s * 1000:.0f} ms, import click: {click_s * 1000:.0f} ms, ratio {help_s / click_s:.2f}")


if __name__ == "__main__":
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    for latency in (0, 200):
        compare(latency, rounds)
    side_by_side(rounds)
    start_up()
    print(f"memory of this process after all of it: {psutil.Process().memory_info().rss / 2**20:.0f} MB")
