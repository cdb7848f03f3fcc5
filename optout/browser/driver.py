"""Start and stop Playwright's own process, which speaks with the browser: one for each thread that asks."""

import asyncio
import io
import logging
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Lock, get_ident
from typing import NoReturn, TextIO

from playwright.sync_api import Playwright, sync_playwright

from optout.errors import CannotLook
from optout.scratch import scratch

logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # a driver that dies leaves answers that nobody asks for

_lock = Lock()
_loops: dict[int, asyncio.AbstractEventLoop] = {}  # thread -> the loop in which it waits for its driver


@contextmanager
def driver() -> Iterator[Playwright]:
    """Playwright for this thread, for as long as the block lasts.

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
    with _lock:
        _loops[get_ident()] = asyncio.get_running_loop()
    return playwright


def _stop(playwright: Playwright) -> None:
    with _lock:
        _loops.pop(get_ident(), None)
    with unheard():
        playwright.stop()


def interrupt(thread: int) -> bool:
    """Raise a KeyboardInterrupt in a thread as soon as it waits for its browser, as Ctrl-C does in the main one.

    Only there, never between two of its own steps: what it writes, it writes whole.

    Args:
        thread: its identifier (`threading.get_ident`).

    Returns:
        whether it has a driver to wait for.
    """
    with _lock:
        loop = _loops.get(thread)
        if loop:
            loop.call_soon_threadsafe(_interrupted)
        return loop is not None


def _interrupted() -> NoReturn:
    raise KeyboardInterrupt


class _Heard(io.TextIOBase):
    """stderr without what some threads print."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.muted: list[int] = []

    def write(self, text: str) -> int:
        return len(text) if get_ident() in self.muted else self.stream.write(text)

    def flush(self) -> None:
        self.stream.flush()

    def fileno(self) -> int:
        return self.stream.fileno()

    def isatty(self) -> bool:
        return self.stream.isatty()


_heard: _Heard | None = None


@contextmanager
def unheard() -> Iterator[None]:
    """Let nothing be printed to stderr by this thread: Playwright prints tracebacks for answers that nobody awaits."""
    global _heard
    with _lock:
        if _heard is None:
            sys.stderr = _heard = _Heard(sys.stderr)
        _heard.muted.append(get_ident())
    try:
        yield
    finally:
        with _lock:
            _heard.muted.remove(get_ident())
            if not _heard.muted:
                sys.stderr, _heard = _heard.stream, None
