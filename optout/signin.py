"""Sign in: the person does it in a window, or brings a session from elsewhere in a file. No password passes here."""

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Error

from optout import landing
from optout.browser.fence import path_matches
from optout.browser.find import Browser
from optout.browser.profile import opened
from optout.browser.tab import Tab
from optout.errors import CannotLook, PersonNeeded, UsageProblem
from optout.home import Home
from optout.model import Outcome
from optout.plan import Errand

_PATIENCE_S = 30 * 60
_YEAR_S = 365 * 24 * 3600


def by_person(errand: Errand, home: Home, browser: Browser, say: Callable[[str], None]) -> None:
    """Open a window on the service's sign-in page and wait until the person is signed in.

    Raises:
        PersonNeeded: the window was closed before, or nothing happened for half an hour.
        CannotLook: there is no screen, no browser, or no answer from the service.
    """
    service, session = errand.service, errand.service.session
    if session is None:
        raise UsageProblem(f"{service.title} needs no sign-in.")
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
    say(f"Signed in to {service.title}.")


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
    session = errand.service.session
    if session is None:
        return
    landed = tab.open(errand.url(session.probe))
    if found := landing.obstacle(errand.service, errand.origin, landed.path, landed, ""):
        if found.outcome is Outcome.UNREACHABLE:
            raise CannotLook(f"The session in this file could not be tried: {found.sentence}.")
        raise PersonNeeded(f"The session in this file is of no use: {found.sentence}.")


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
