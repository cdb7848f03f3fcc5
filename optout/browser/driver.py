"""Start and stop Playwright's own process, which speaks with the browser."""

import io
import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr

from playwright.sync_api import Playwright, sync_playwright

from optout.errors import CannotLook
from optout.scratch import scratch

logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # a driver that dies leaves answers that nobody asks for


@contextmanager
def driver() -> Iterator[Playwright]:
    """Playwright, for as long as the block lasts.

    Raises:
        CannotLook: it does not start on this machine.
    """
    with ExitStack() as held:
        try:
            held.enter_context(scratch())
        except OSError as error:
            raise CannotLook(
                f"No temporary file can be written ({error.strerror}: {error.filename}). Name another folder in TMPDIR."
            ) from error
        yield _started(held)


def _started(held: ExitStack) -> Playwright:
    try:
        playwright = sync_playwright().start()
    except Exception as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise CannotLook(f'Playwright\'s driver does not start ({reason}). Run "optout setup".') from error
    held.callback(_stop, playwright)
    return playwright


def _stop(playwright: Playwright) -> None:
    with unheard():
        playwright.stop()


@contextmanager
def unheard() -> Iterator[None]:
    """Let nothing be printed to stderr: Playwright prints tracebacks for answers that a cut-off run has left."""
    with redirect_stderr(io.StringIO()):
        yield
