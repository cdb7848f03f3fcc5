"""Sign in: the person does it in a window, or brings a session from elsewhere in a file. No password passes here."""

import json
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Error

from optout import landing
from optout.browser import plain
from optout.browser.attach import OWN
from optout.browser.fence import path_matches
from optout.browser.find import Browser, program
from optout.browser.profile import opened
from optout.browser.tab import Tab
from optout.errors import CannotLook, PersonNeeded, UsageProblem
from optout.home import Home
from optout.keyboard import entered
from optout.model import Obstacle, Outcome, Result
from optout.plan import Errand

_PATIENCE_S = 30 * 60
_YEAR_S = 365 * 24 * 3600


def by_person(errand: Errand, home: Home, browser: Browser, say: Callable[[str], None]) -> None:
    """Open a window on the service, and wait until the person is signed in.

    The window is a plain browser, which nothing looks into: some services refuse a sign-in in an automated one, and no
    automation is needed to type a password. Whether it came to anything is looked up afterwards, without a window. Only
    a browser that cannot be started so is watched while the person signs in.

    Raises:
        PersonNeeded: the window was closed before, or nothing happened for half an hour.
        CannotLook: there is no screen, no browser, or no answer from the service.
    """
    service = errand.service
    if service.session is None:
        raise UsageProblem(f"{service.title} needs no sign-in.")
    if start := program(browser):
        _plainly(errand, home, browser, start, say)
    else:
        _watched(errand, home, browser, say)
    say(f"Signed in to {service.title}.")


def _plainly(errand: Errand, home: Home, browser: Browser, start: str, say: Callable[[str], None]) -> None:
    """Have the person sign in in a plain window, then see what came of it."""
    service, folder = errand.service, home.profile(errand.service.service, errand.account)
    assert service.session
    new = not folder.exists()

    def opened_window() -> None:
        leave = (
            "quit the browser" if sys.platform == "darwin" else "close the window"
        )  # its windows' end is not its own
        enter = ", or press Enter here" if sys.stdin.isatty() else ""
        each = f" It has a tab for each of its {len(sites)} sites." if len(sites) > 1 else ""
        say(
            f"A window is open: sign in to {service.title} there, as always. Nobody looks in.{each} "
            f"When you are in, {leave}{enter}."
        )

    sites = errand.entrances
    plain.used(start, folder, list(sites.values()), opened_window, entered, _PATIENCE_S)
    with opened(browser, folder) as browsing:
        found = _obstacle(browsing.tab, errand)
        browsing.poisoned = found is not None
        for origin, url in () if found else list(sites.items())[1:]:
            landed = browsing.tab.open(url)
            elsewhere = landing.obstacle(service, origin, landed.path, landed, "")
            if elsewhere and elsewhere.outcome is Outcome.SIGNED_OUT:
                say(f"You are not signed in at {origin}: its settings will be signed-out. Sign in there the same way.")
    if found and new:
        shutil.rmtree(folder, ignore_errors=True)  # an account in which nobody ever was is none
    if found and found.outcome is Outcome.UNREACHABLE:
        raise CannotLook(f"{service.title} could not be tried: {found.sentence}. Nothing was done; try again later.")
    if found:
        raise PersonNeeded(
            f"The window was closed before {service.title} was signed in. Nothing was done. If you were in, "
            f"{service.title} does not keep that for a browser that a program moves: then use your own Chrome, with "
            f"--browser {OWN}."
        )


def _watched(errand: Errand, home: Home, browser: Browser, say: Callable[[str], None]) -> None:
    """Have the person sign in in a window that this program opened, and see by its address when they are in."""
    service, session = errand.service, errand.service.session
    assert session
    # no fence: signing in may lead over other sites, and every click is the person's own
    with opened(browser, home.profile(service.service, errand.account), headed=True) as browsing:
        tab = browsing.tab
        say(f"A window is open: sign in to {service.title} there, as always. This program sees no password; it waits.")
        try:
            failure = _wait(tab, errand, [*session.signed_out, *session.challenge])
        except CannotLook as error:
            raise PersonNeeded(
                f"The window was closed before {service.title} was signed in. Nothing was done."
            ) from error
    if failure:
        raise CannotLook(f"{service.title} could not be opened: {failure}. Nothing was done; try again later.")


def _wait(tab: Tab, errand: Errand, doors: list[str]) -> str:
    """Wait until the person is signed in; why the service could not be opened, or an empty string."""
    session = errand.service.session
    assert session
    url = errand.url(session.probe)

    def outside() -> bool:
        """The person has left the sign-in pages and is back on the service itself."""
        at = tab.url
        return at.startswith(errand.origin + "/") and not path_matches(at[len(errand.origin) :].split("?")[0], doors)

    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        landed = tab.open(url)
        if landed.failure:
            return landed.failure
        if outside() and landing.obstacle(errand.service, errand.origin, landed.path, landed, "") is None:
            return ""
        tab.until(outside, end - time.monotonic())
    raise PersonNeeded(f"Nobody signed in to {errand.service.title} within {_PATIENCE_S // 60} minutes.")


def from_file(errand: Errand, home: Home, browser: Browser, file: Path) -> None:
    """Bring a session in Playwright's storage-state JSON into a new profile, and see that it is signed in.

    Raises:
        UsageProblem: the file is no storage state.
        PersonNeeded: the site does not take the session.
    """
    state = _read(file)
    final = home.profile(errand.service.service, errand.account)
    new = final.with_name(f"{final.name}.importing")
    shutil.rmtree(new, ignore_errors=True)
    try:
        with opened(browser, new) as browsing:
            try:
                browsing.context.set_storage_state(state)
            except Error as error:
                reason = str(error).splitlines()[0].split(": ", 1)[-1]
                raise UsageProblem(f"{file}: the browser does not take this storage state ({reason}).") from error
            _see_signed_in(browsing.tab, errand)
        shutil.rmtree(final, ignore_errors=True)
        new.rename(final)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _see_signed_in(tab: Tab, errand: Errand) -> None:
    if found := _obstacle(tab, errand):
        if found.outcome is Outcome.UNREACHABLE:
            raise CannotLook(f"The session in this file could not be tried: {found.sentence}.")
        raise PersonNeeded(f"The session in this file is of no use: {found.sentence}.")


def _obstacle(tab: Tab, errand: Errand) -> Obstacle | None:
    """Why a page that only a signed-in member gets does not come; None if it does."""
    if errand.service.session is None:
        return None
    landed = tab.open(errand.url(errand.service.session.probe))
    return landing.obstacle(errand.service, errand.origin, landed.path, landed, "")


def at_home(result: Result, title: str) -> Result:
    """What a result says of a person's own Chrome, in which nobody but they can sign in."""
    if result.outcome not in (Outcome.SIGNED_OUT, Outcome.CHALLENGED):
        return result
    what = (
        "shows its sign-in page; sign in"
        if result.outcome is Outcome.SIGNED_OUT
        else "asks for a security check; do it"
    )
    return replace(result, sentence=f"{title} {what} in a tab of your own Chrome, and try again.")


def _read(file: Path) -> Any:
    try:
        state = json.loads(file.read_bytes())
    except OSError as error:
        raise UsageProblem(f"--storage-state {file}: cannot be read ({error.strerror}).") from error
    except (ValueError, RecursionError) as error:
        raise UsageProblem(
            f"--storage-state {file}: is not JSON. Playwright's context.storage_state() writes it."
        ) from error
    cookies = state.get("cookies") if isinstance(state, dict) else None
    if not isinstance(cookies, list) or not all(isinstance(c, dict) and {"name", "value"} <= c.keys() for c in cookies):
        raise UsageProblem(
            f'--storage-state {file}: has no list "cookies". Playwright\'s context.storage_state() writes it.'
        )
    for cookie in cookies:
        if (
            cookie.get("expires", -1) == -1
        ):  # a browser forgets such cookies when it closes, and the profile has to keep them
            cookie["expires"] = time.time() + _YEAR_S
    return {"cookies": cookies, "origins": state.get("origins", [])}
