"""Where the shipped data folders (flows, fixtures) are, in a wheel and in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """The folder `name` ("flows" or "fixtures"): inside the installed package, else beside it in the checkout."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
