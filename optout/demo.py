"""The whole story on a local site: opt out, let the vendor turn one switch back on, catch it, write the report."""

import json
import shutil
import threading
from dataclasses import replace

from rich.console import Console

from optout import app
from optout.config import Config
from optout.home import Home
from optout.model import Mode, Outcome
from optout.report.live import Live
from optout.report.page import write
from optout.report.text import show
from optout.site import Site

SERVICE, REAL = "linkedin", "https://www.linkedin.com"
DRIFTING, DRIFTING_KEY = "ads-age", "allowAdsByAge"


def tell(config: Config, lang: str) -> int:
    """Tell the story; the exit status is 0 only if every part of it came out as it should.

    Args:
        config: home (the demo keeps to a folder of its own in it), browser, headed and slow.
        lang: the language of the local site: en, de or ar.
    """
    console = Console(highlight=False)
    place = Home.at(config.home / "demo").path
    for leftover in ("profiles", "runs"):
        shutil.rmtree(place / leftover, ignore_errors=True)
    with Site(service=SERVICE, lang=lang) as site:
        ours = replace(config, home=place, origins={REAL: site.origin}, flows=(), account="default", interactive=False)
        teller = Live(silent=False, narrate=config.headed or config.walk, interactive=False)
        try:
            return _story(ours, site, teller, console)
        finally:
            teller.close()


def _story(config: Config, site: Site, teller: Live, console: Console) -> int:
    console.rule("[bold]1. A site that stands in for LinkedIn, and a signed-in account", align="left")
    console.print(f"The local site is up at {site.origin}; nothing here touches the real one.")
    state = config.home / "session.json"
    state.write_text(json.dumps(site.storage_state()), "utf-8")
    console.print(app.login(config, SERVICE, state, teller))
    state.unlink()

    console.rule("[bold]2. optout run linkedin", align="left")
    ran = app.look(config, [SERVICE], Mode.RUN, teller)
    teller.close()
    show(ran.run, ran.folder, console)

    console.rule("[bold]3. Next week the vendor turns one switch back on", align="left")
    site.state.set(DRIFTING_KEY, True)
    console.print(f"On the site, {DRIFTING_KEY} is now on again.")

    console.rule("[bold]4. optout check linkedin", align="left")
    checked = app.look(config, [SERVICE], Mode.CHECK, teller)
    teller.close()
    show(checked.run, checked.folder, console)

    console.rule("[bold]5. Something to hold up later", align="left")
    report = write(ran.run, ran.folder, ran.folder / "report.html")
    console.print(f"Report of the run:   {report}", soft_wrap=True)
    console.print(
        f"Report of the check: {write(checked.run, checked.folder, checked.folder / 'report.html')}", soft_wrap=True
    )

    every_off = all(one.outcome.exit_status == 0 for one in ran.run.results) and bool(ran.run.results)
    caught = [one.setting for one in checked.run.results if one.outcome is Outcome.CAME_BACK] == [DRIFTING]
    console.print(
        f"\nEvery setting off: {'yes' if every_off else 'NO'}.  The drift was caught: {'yes' if caught else 'NO'}."
    )
    return 0 if every_off and caught else 1


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
