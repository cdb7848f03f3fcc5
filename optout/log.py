"""Logging for maintainers (`-v`): to stderr always; for people on a terminal, as JSON elsewhere.

Importing this is what makes it quiet, so that no log is ever printed by structlog's own idea, and so that a command
that logs nothing does not load it.
"""

import logging
import sys
from typing import Any

import structlog


def configure(*, verbose: bool) -> None:
    """Set up structlog; without `verbose` only warnings are written."""
    renderer: Any = structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG if verbose else logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


configure(verbose=False)
log: Any = structlog.get_logger()
