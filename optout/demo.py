"""The whole story on a local site: opt out, let the vendor turn one switch back on, catch it, write the report."""

import json
import shutil
import sys
import threading
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from optout import app, reporting
from optout.catalog import Catalog
from optout.config import Config
from optout.home import Home
from optout.model import Mode, Outcome
from optout.proof import audit
from optout.report.live import Live
from optout.report.text import show
from optout.site import Site

SERVICE, REAL = "linkedin", "https://www.linkedin.com"
DRIFTING, DRIFTING_KEY = "ads-age", "allowAdsByAge"
HEADED_MS = 500
_DOCTOR = 'Something is not as it should be. "optout doctor" says what would stop a run.'


def tell(config: Config, lang: str) -> int:
    """Tell the story; the exit status is 0 only if every part of it came out as it should.

    Args:
        config: home (the demo keeps to a folder of its own in it), browser, headed and slow (headed, a pace that can
            be followed by eye unless one is given).
        lang: the language of the local site: en, de or ar.
    """
    console = Console(highlight=False)
    place = Home.at(config.home / "demo").path
    for leftover in ("profiles", "runs", "proof"):
        shutil.rmtree(place / leftover, ignore_errors=True)
    with Site(service=SERVICE, lang=lang) as site:
        ours = replace(config, home=place, origins={REAL: site.origin}, flows=(), account="default", interactive=False)
        if config.headed and not config.slow_ms:
            ours = replace(ours, slow_ms=HEADED_MS)
        return _story(ours, site, console)


def _story(config: Config, site: Site, console: Console) -> int:
    console.rule("[bold]1. A site that stands in for LinkedIn, and a signed-in account", align="left")
    console.print(f"The local site is up at {site.origin}; nothing here touches the real one.", soft_wrap=True)
    state = config.home / "session.json"
    state.write_text(json.dumps(site.storage_state()), "utf-8")
    app.login(config, SERVICE, state, Live(silent=True, narrate=False, interactive=False))
    state.unlink()
    console.print("Signed in with its session. On the real site you sign in yourself, in a window.")

    ran = _look(config, Mode.RUN, "2. optout run linkedin", console)
    if ran.run.interrupted:
        return ran.run.exit_status

    console.print()
    console.rule("[bold]3. Next week the vendor turns one switch back on", align="left")
    site.state.set(DRIFTING_KEY, True)
    titles = {setting.id: setting.title for setting in Catalog.read().flow(SERVICE).service.settings}
    console.print(f'"{titles[DRIFTING]}" is on again on the site.')

    checked = _look(config, Mode.CHECK, "4. optout check linkedin", console)
    if checked.run.interrupted:
        return checked.run.exit_status

    console.print()
    console.rule("[bold]5. Something to hold up later", align="left")
    console.print(f"Report of the run:   {reporting.report(config, ran)}", soft_wrap=True)
    console.print(f"Report of the check: {reporting.report(config, checked)}", soft_wrap=True)

    (found,) = audit.audit(config.home, (), None)
    console.print(
        f"Evidence: {len(found.runs)} runs sealed, signed and {'intact' if found.sound else 'NOT INTACT'} "
        "(optout proof verify)."
    )

    every_off = all(one.outcome.exit_status == 0 for one in ran.run.results) and bool(ran.run.results)
    caught = [one.setting for one in checked.run.results if one.outcome is Outcome.CAME_BACK] == [DRIFTING]
    console.print(
        f"\nEvery setting off: {'yes' if every_off else 'NO'}.  The drift was caught: {'yes' if caught else 'NO'}.\n"
    )
    good = every_off and caught and found.sound
    console.print(_next(config, ran.run.id) if good else _DOCTOR, soft_wrap=True, markup=False)
    return 0 if good else 1


def _look(config: Config, mode: Mode, heading: str, console: Console) -> app.Ended:
    console.print()
    console.rule(f"[bold]{heading}", align="left")
    teller = Live(silent=False, narrate=config.headed or config.walk, interactive=False)
    try:
        ended = app.look(config, [SERVICE], mode, teller)
    finally:
        teller.close()
    show(ended.run, ended.folder, console, titles=ended.titles)
    return ended


def _next(config: Config, run: str) -> str:
    """What the person can type now."""
    called = Path(sys.argv[0])
    optout = "optout" if shutil.which("optout") or called.stem != "optout" else str(called)
    home = f'"{config.home}"' if " " in str(config.home) else str(config.home)
    steps = {
        f"{optout} login {SERVICE}": "a window opens, and you sign in there",
        f"{optout} run {SERVICE}": "turns everything off, and reads it back",
        f"{optout} check {SERVICE}": "next week: did it stay off?",
        f"{optout} proof export -o evidence.zip": "something to hand over, which anybody can verify",
    }
    width = max(map(len, steps))
    return "\n".join(
        [
            "To see the report of the run, with its pictures:",
            f"  {optout} report {run} --open --home {home}",
            "And with your own account:",
            *(f"  {command:<{width}}  # {words}" for command, words in steps.items()),
        ]
    )


def serve(lang: str) -> int:
    """Leave the local site up until Ctrl-C, to look at by hand or to point the program at."""
    console = Console(highlight=False)
    with Site(service=SERVICE, lang=lang) as site:
        console.print(
            f"The local site is up: {site.origin}/mypreferences/d/   (any name and password sign in; Ctrl-C ends it)"
        )
        console.print(f"Point the program at it: optout login {SERVICE} --origin {REAL}={site.origin}", soft_wrap=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            console.print("The local site is down.")
    return 0
