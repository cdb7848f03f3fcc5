"""`optout`, and `python -m optout`: the way in, which ends quietly also where Ctrl-C comes before all is loaded."""

import os
import sys


def start() -> None:
    """Run the command line."""
    for name in ("stdin", "stdout", "stderr"):  # without a console (Windows' pythonw, which the schedule uses)
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115
    try:
        from optout.cli import main
    except KeyboardInterrupt:
        print("optout: interrupted", file=sys.stderr)
        sys.exit(130)
    main()


if __name__ == "__main__":
    start()
