"""The address of a time-stamp authority: checked without showing it, and made part of a file name."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from optout.errors import UsageProblem


def several(urls: Iterable[str]) -> tuple[str, ...]:
    """The addresses of some authorities, each once.

    Raises:
        UsageProblem: one of them is none, or two of them have one name.
    """
    found = tuple(dict.fromkeys(url.strip() for url in urls))
    names = [slug(url) for url in found]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise UsageProblem(
            f"--timestamp (OPTOUT_TIMESTAMP): two of them are at {twice}. Name one authority for each host."
        )
    return found


def host(url: str) -> str:
    """The host of an authority's address.

    Raises:
        UsageProblem: it is none. The sentence does not show it, because an address can hold a token.
    """
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and not parts.username and parts.port != 0
        good = good and url.isascii() and url.isprintable() and " " not in url
        name = parts.hostname or ""
    except ValueError:
        good, name = False, ""
    if not good or not name:
        raise UsageProblem(
            "--timestamp (OPTOUT_TIMESTAMP): one of them is not an address such as https://freetsa.org/tsr: http or "
            "https, no user name, no blanks."
        )
    return name


def slug(url: str) -> str:
    """The authority's part of a file name: its host, with its port where one is named.

    Raises:
        as `host`.
    """
    name, port = host(url), urlsplit(url).port
    return re.sub(r"[^a-z0-9.-]+", "-", f"{name}-{port}" if port else name).strip("-.") or "authority"
