"""Ask a time-stamp authority (RFC 3161) for a time stamp; only a hash goes out."""

import time
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import HTTPRedirectHandler, Request, build_opener

from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

from optout import __version__
from optout.errors import OptoutError, UsageProblem
from optout.proof import address
from optout.proof.stamp import BadStamp, read

TIMEOUT_S = 15.0
_MOST_BYTES = 1_000_000
_MOST_REDIRECTS = 3
_MOVED = {301, 302, 307, 308}


class NotStamped(OptoutError):
    """An authority gave no time stamp; the sentence names its host only, because an address can hold a token."""

    exit_status = 5


def ask(url: str, data: bytes, timeout_s: float = TIMEOUT_S) -> bytes:
    """A time stamp over the SHA-256 of some bytes, checked as `stamp.read` does, and for the number it was asked with.

    Args:
        url: the authority's address, http or https; its answer is signed, so that http will do.
        data: the bytes, which stay here.
        timeout_s: how long the authority may take: for any step of it, and for sending its answer, in seconds.

    Returns:
        The TimeStampResp as it came (DER).

    Raises:
        UsageProblem: it is no such address.
        NotStamped: it could not be reached, took too long, refused, or answered something else.
    """
    host = address.host(url)
    query = TimestampRequestBuilder(data, HashAlgorithm.SHA256, nonce=True, cert_req=True).build()
    try:
        response = _post(url, query.as_bytes(), timeout_s)
        stamp = read(response, data)
    except _Failed as why:
        raise NotStamped(f"The time-stamp authority {host} gave no time stamp: {why}.") from None
    except BadStamp as why:
        raise NotStamped(f"The time-stamp authority {host} gave no time stamp: what it answered {why}.") from None
    if stamp.nonce != query.nonce:
        raise NotStamped(f"The time-stamp authority {host} gave no time stamp: it answered another question.")
    return response


class _Failed(Exception):
    """Why there is no answer, without the address."""


class _Here(HTTPRedirectHandler):
    """Follows no redirect by itself: it would ask for a page instead."""

    def http_error_302(self, *_: object) -> None:
        """Leave it to who asks."""

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302  # type: ignore[assignment]


def _post(url: str, query: bytes, timeout_s: float) -> bytes:
    headers = {
        "User-Agent": f"optout/{__version__}",
        "Content-Type": "application/timestamp-query",
        "Accept": "application/timestamp-reply",
    }
    end = time.monotonic() + timeout_s
    for _ in range(1 + _MOST_REDIRECTS):
        request = Request(url, query, headers, method="POST")  # noqa: S310  http or https: checked
        try:
            with build_opener(_Here).open(request, timeout=timeout_s) as answer:
                return _body(answer, end)
        except HTTPError as error:
            with error:
                url = _onward(url, error)
        except (OSError, HTTPException, ValueError) as error:  # their own words may hold the address
            late = isinstance(error, TimeoutError) or isinstance(getattr(error, "reason", None), TimeoutError)
            why = f"it did not answer within {timeout_s:g} seconds" if late else "it could not be reached"
            raise _Failed(why) from None
    raise _Failed("it leads from one address to the next")


def _onward(url: str, error: HTTPError) -> str:
    """Where the same question is to be asked instead."""
    moved = error.headers.get("Location")
    if error.code not in _MOVED or not moved:
        raise _Failed(f"it answered {error.code}")
    try:
        onward = urljoin(url, moved)
        address.host(onward)
    except (ValueError, UsageProblem):
        raise _Failed("it leads to what is no web address") from None
    return onward


def _body(answer: HTTPResponse, end: float) -> bytes:
    found = b""
    while more := answer.read1(65536):
        found += more
        if len(found) > _MOST_BYTES:
            raise _Failed("its answer is longer than any time stamp")
        if time.monotonic() > end:
            raise TimeoutError
    return found
