"""What Ctrl-C and SIGTERM do to a run: the first ends it in order; a second, or a close that hangs, at once."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from optout.errors import CannotLook

_ENDS = (signal.SIGINT, signal.SIGTERM)
_STATUS = 130
_GRACE_S = 10  # for a browser to close


@contextmanager
def interruptible(last_words: Callable[[int], None], limit_s: float | None = None) -> Iterator[None]:
    """Turn the first signal in the block into a KeyboardInterrupt; whoever asks twice does not want to wait.

    Args:
        last_words: called where the process has to end at once, with the exit status, before it does.
        limit_s: how many seconds the block may take where nobody is there to interrupt it; then it ends as "could not
            look". A browser that hangs must not hold the account for ever.
    """

    def at_once(*_: object) -> None:
        last_words(_STATUS)
        os._exit(_STATUS)

    def too_long() -> None:
        print(f"optout: this took more than {limit_s} seconds, and was ended.", file=sys.stderr, flush=True)
        last_words(CannotLook.exit_status)
        os._exit(CannotLook.exit_status)

    patience, limit = threading.Timer(_GRACE_S, at_once), threading.Timer(limit_s or 0, too_long)
    patience.daemon = limit.daemon = True

    def in_order(*_: object) -> None:
        for number in _ENDS:
            signal.signal(number, at_once)
        if not patience.is_alive():
            patience.start()
        raise KeyboardInterrupt

    def swallowed(told: "sys.UnraisableHookArgs") -> None:
        """Interrupt once more where the signal came in a finaliser, out of which Python lets nothing be raised."""
        if told.exc_type is not KeyboardInterrupt:
            hook(told)
            return
        signal.signal(signal.SIGINT, in_order)
        again = threading.Timer(0.01, _interrupt)
        again.daemon = True
        again.start()

    hook, sys.unraisablehook = sys.unraisablehook, swallowed
    for number in _ENDS:
        signal.signal(number, in_order)
    if limit_s:
        limit.start()
    try:
        yield
    finally:
        for number in _ENDS:  # what is left to do is to print
            signal.signal(number, lambda *_: os._exit(_STATUS))
        sys.unraisablehook = hook
        patience.cancel()
        limit.cancel()


def _interrupt() -> None:
    """What Ctrl-C does, also to a main thread that waits."""
    if sys.platform == "win32":
        signal.raise_signal(signal.SIGINT)
    else:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
