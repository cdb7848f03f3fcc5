"""The terminal's keyboard: whether Enter was pressed, without waiting for it for ever."""

import os
import sys
import time


def entered(wait_s: float) -> bool:
    """Wait at most some seconds for Enter in the terminal; whether it came. Without a terminal it never does."""
    if not sys.stdin.isatty():
        time.sleep(wait_s)
        return False
    if sys.platform == "win32":  # never run: its terminal can't be waited for
        import msvcrt

        time.sleep(wait_s)
        keys = ""
        while msvcrt.kbhit():
            keys += msvcrt.getwch()
        return "\r" in keys
    import select

    ready, _, _ = select.select([sys.stdin], [], [], wait_s)
    return bool(ready) and bool(
        os.read(sys.stdin.fileno(), 65536)
    )  # all of it: a line is no answer to the next question
