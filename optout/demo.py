"""The whole story on local sites: opt out, let vendors turn settings on again, catch it, write the report."""

import json
import shutil
import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from optout import app, reporting
from optout.browser.find import is_joined
from optout.catalog import Catalog
from optout.config import Config
from optout.home import Home
from optout.model import Mode, Outcome
from optout.proof import audit
from optout.report.live import Live
from optout.report.text import show
from optout.site import Site

HOME = "linkedin"
OTHERS = ("google", "meta", "microsoft")
# service -> the setting that its vendor turns on again, and the site's own key for it
DRIFTING = {"linkedin": ("ads-age", "allowAdsByAge"), "google": ("personalized-ads", "personalized-ads")}
HEADED_MS = 500
_DOCTOR = 'Something is not as it should be. "optout doctor" says what would stop a run.'


def tell(config: Config, lang: str) -> int:
    """Tell the story; the exit status is 0 only if every part of it came out as it should.

    Args:
        config: home (the demo keeps to a folder of its own in it), browser, headed and slow (headed, a pace that can
            be followed by eye unless one is given).
        lang: the language of the local sites: en, de or ar. Only LinkedIn's flow knows others than English.
    """
    console = Console(highlight=False)
    place = Home.at(config.home / "demo").path
    for leftover in ("profiles", "runs", "proof"):
        shutil.rmtree(place / leftover, ignore_errors=True)
    with ExitStack() as up:
        sites = [up.enter_context(Site(service=name, lang=lang)) for name in _services(lang)]
        origins = {real: local for site in sites for real, local in site.origins.items()}
        ours = replace(config, home=place, origins=origins, flows=(), account="default", interactive=False)
        if is_joined(config.browser):  # no place for the session of a stand-in
            ours = replace(ours, browser="")
        if config.headed and not config.slow_ms:
            ours = replace(ours, slow_ms=HEADED_MS)
        return _story(ours, sites, console)


def _services(lang: str) -> tuple[str, ...]:
    return (HOME, *OTHERS) if lang == "en" else (HOME,)


def _story(config: Config, sites: Sequence[Site], console: Console) -> int:
    names = [site.service for site in sites]
    flows = {name: Catalog.read().flow(name).service for name in names}
    console.rule("[bold]1. Sites that stand in for the real ones, and an account signed in to each", align="left")
    for site in sites:
        _sign_in(config, site)
        console.print(f"{flows[site.service].title:<28} {site.origin}", soft_wrap=True)
    console.print("Nothing here touches the real ones. There you sign in yourself, in a window.")

    ran = _look(config, names, Mode.RUN, f"2. optout run {' '.join(names)}", console)
    if ran.run.interrupted:
        return ran.run.exit_status

    drifting = {name: DRIFTING[name] for name in names if name in DRIFTING}
    console.print()
    console.rule(f"[bold]3. Next week {_count(len(drifting))} switched on again by the vendor", align="left")
    for site in sites:
        if site.service in drifting:
            setting, key = drifting[site.service]
            site.state.set(key, True)
            titles = {one.id: one.title for one in flows[site.service].settings}
            console.print(f'{flows[site.service].title}: "{titles[setting]}" is on again on the site.')

    checked = _look(config, names, Mode.CHECK, f"4. optout check {' '.join(names)}", console)
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

    left = [one for one in ran.run.results if one.outcome is Outcome.SKIPPED]
    every_off = bool(ran.run.results) and all(one.outcome.is_off for one in ran.run.results if one not in left)
    yours = f" ({len(left)} are yours to do)" if left else ""
    back = {(one.service, one.setting) for one in checked.run.results if one.outcome is Outcome.CAME_BACK}
    caught = back == {(name, setting) for name, (setting, _) in drifting.items()}
    console.print(
        f"\nEvery setting off: {'yes' if every_off else 'NO'}{yours}.  "
        f"The drift was caught: {'yes' if caught else 'NO'}.\n"
    )
    good = every_off and caught and found.sound
    console.print(_next(config, ran.run.id) if good else _DOCTOR, soft_wrap=True, markup=False)
    return 0 if good else 1


def _sign_in(config: Config, site: Site) -> None:
    """Bring the session of a member who signed in before into an account of ours."""
    state = config.home / "session.json"
    state.write_text(json.dumps(site.storage_state()), "utf-8")
    app.login(config, site.service, state, Live(silent=True, narrate=False, interactive=False))
    state.unlink()


def _count(number: int) -> str:
    return "one setting is" if number == 1 else f"{number} settings are"


def _look(config: Config, names: Sequence[str], mode: Mode, heading: str, console: Console) -> app.Ended:
    console.print()
    console.rule(f"[bold]{heading}", align="left")
    teller = Live(silent=False, narrate=config.headed or config.walk, interactive=False)
    try:
        ended = app.look(config, names, mode, teller)
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
        f"{optout} login {HOME}": "a window opens, and you sign in there",
        f"{optout} run {HOME}": "turns everything off, and reads it back",
        f"{optout} check {HOME}": "next week: did it stay off?",
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
    """Leave the local sites up until Ctrl-C, to look at by hand or to point the program at."""
    console = Console(highlight=False)
    with ExitStack() as up:
        sites = [up.enter_context(Site(service=name, lang=lang)) for name in (HOME, *OTHERS)]
        console.print("The local sites are up (any name and password sign in; Ctrl-C ends them):")
        for site in sites:
            service = Catalog.read().flow(site.service).service
            probe = service.session.probe if service.session else "/"
            console.print(f"\n{service.title}: {site.origin}{probe}", soft_wrap=True)
            words = " ".join(f"--origin {real}={local}" for real, local in site.origins.items())
            console.print(f"  optout login {site.service} {words}", soft_wrap=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            console.print("The local sites are down.")
    return 0
