"""Playwright's errors, in plain words; translated here and nowhere else."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Error, TimeoutError

from optout.errors import CannotLook

PAGE_TIMEOUT_S = 30
_NETWORK = {
    "ERR_CONNECTION_REFUSED": "nothing answers there (connection refused)",
    "ERR_NAME_NOT_RESOLVED": "its name could not be looked up; is this machine online?",
    "ERR_INTERNET_DISCONNECTED": "this machine is offline",
    "ERR_EMPTY_RESPONSE": "it closed the connection without an answer",
    "ERR_CONNECTION_RESET": "the connection broke",
    "ERR_CONNECTION_CLOSED": "the connection broke",
    "ERR_TOO_MANY_REDIRECTS": "it redirects in a circle",
    "ERR_ABORTED": "it was not opened",
    "has been closed": "the browser was closed meanwhile",
}


class PageGone(Exception):
    """The document that was asked has been replaced meanwhile; ask again."""


class PageHung(PageGone):
    """The page does not answer any more; no use to ask again."""


def plain(error: Error) -> str:
    """What an error of loading a page means, as the end of a sentence."""
    if isinstance(error, TimeoutError):
        return f"no page came within {PAGE_TIMEOUT_S} seconds"
    text = str(error)
    for code, words in _NETWORK.items():
        if code in text:
            return words
    return text.split("\n", 1)[0].removeprefix("Page.goto: ")


@contextmanager
def translated() -> Iterator[None]:
    """Errors inside become PageGone (PageHung if it never will answer), or CannotLook if the browser has gone."""
    try:
        yield
    except TimeoutError as error:
        raise PageHung("it does not answer") from error
    except Error as error:
        if "crashed" in str(error):
            raise PageHung("it crashed") from error
        if "closed" in str(error):
            raise CannotLook("The browser was closed while it was at work.") from error
        raise PageGone(plain(error)) from error
