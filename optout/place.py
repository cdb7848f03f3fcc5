"""Origins, paths and addresses, as a flow may name them."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError


def is_loopback(origin: str) -> bool:
    """Whether an origin's host is this very machine."""
    return urlsplit(origin).hostname in {"localhost", "127.0.0.1", "::1"}


def _origin(value: str) -> str:
    parts = urlsplit(value)
    if not parts.hostname or parts.path not in ("", "/") or parts.query or parts.fragment or parts.username:
        raise PydanticCustomError("origin", 'must look like "https://www.example.com"')
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(value)):
        raise PydanticCustomError("origin", "must be https (http only for this machine itself)")
    return value.rstrip("/")


def _path(value: str) -> str:
    if not re.fullmatch(r"/(?!/)[^?#\s\\]*", value):
        raise PydanticCustomError("path", 'must be a path: start with one "/" and hold no "?", "#" or space')
    return value


def _place(value: str) -> str:
    if value.startswith("/"):
        return _path(value)
    origin, path = split(value)
    return _origin(origin) + _path(path or "/")


def split(place: str) -> tuple[str, str]:
    """The origin and the path of a place; no origin where it is only a path."""
    if place.startswith("/"):
        return "", place
    scheme, _, rest = place.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host}", slash + path


PagePath = Annotated[str, AfterValidator(_path)]
Place = Annotated[str, AfterValidator(_place)]  # a path of the service's own pages, or an address elsewhere
Origin = Annotated[str, AfterValidator(_origin)]
