"""`python -m optout` is the same as `optout`."""

import os
import sys

from optout.cli import main

for _name in (
    "stdin",
    "stdout",
    "stderr",
):  # without a console (Windows' pythonw, which the schedule uses) none is there
    if getattr(sys, _name) is None:
        setattr(sys, _name, open(os.devnull, "r" if _name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115

main()
