"""Start and stop Playwright's own process, which speaks with the browser."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Playwright, sync_playwright

from optout.errors import CannotLook


@contextmanager
def driver() -> Iterator[Playwright]:
    """Playwright, for as long as the block lasts.

    Raises:
        CannotLook: it does not start on this machine.
    """
    try:
        playwright = sync_playwright().start()
    except Exception as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise CannotLook(f'Playwright\'s driver does not start ({reason}). Run "optout setup".') from error
    try:
        yield playwright
    finally:
        playwright.stop()
