"""What Ctrl-C and SIGTERM do to a run: the first ends it in order; a second, or a close that hangs, at once."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_ENDS = (signal.SIGINT, signal.SIGTERM)
_STATUS = 130
_GRACE_S = 10  # for a browser to close


@contextmanager
def interruptible(last_words: Callable[[], None]) -> Iterator[None]:
    """Turn the first signal in the block into a KeyboardInterrupt; whoever asks twice does not want to wait.

    Args:
        last_words: called where the process has to end at once, before it does.
    """

    def at_once(*_: object) -> None:
        last_words()
        os._exit(_STATUS)

    patience = threading.Timer(_GRACE_S, at_once)
    patience.daemon = True

    def in_order(*_: object) -> None:
        for number in _ENDS:
            signal.signal(number, at_once)
        patience.start()
        raise KeyboardInterrupt

    for number in _ENDS:
        signal.signal(number, in_order)
    try:
        yield
    finally:
        for number in _ENDS:  # what is left to do is to print
            signal.signal(number, lambda *_: os._exit(_STATUS))
        patience.cancel()
