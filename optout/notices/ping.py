"""Tell a monitor that a check has begun, went well or failed: when it hears nothing, it raises the alarm."""

from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import Request, urlopen

from optout import __version__
from optout.errors import NotDelivered, UsageProblem

_TIMEOUT_S = 10.0
_TRIES = 2
_PASSING = {408, 425, 429, 500, 502, 503, 504}  # worth a second try


def start(url: str) -> None:
    """Say that a check has begun (`<url>/start`).

    Raises:
        UsageProblem: it is no http or https address.
        NotDelivered: the monitor did not take it. No sentence holds the address.
    """
    _post(_address(url, "/start"), "")


def end(url: str, status: int, words: str) -> None:
    """Say how a check has ended: 0 is success (`<url>`), all else is failure (`<url>/fail`).

    Args:
        url: the monitor's address.
        status: the exit status of the check.
        words: a line for the monitor's log, without anything personal.

    Raises:
        as `start`.
    """
    _post(_address(url, "/fail" if status else ""), f"optout {__version__}: exit {status}. {words}".strip())


def sound(url: str) -> str:
    """The scheme of the address, if it is one.

    Raises:
        UsageProblem: it is not.
    """
    return urlsplit(_address(url, "")).scheme


def _address(url: str, suffix: str) -> str:
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username and parts.port != 0
        good = good and url.isascii() and url.isprintable() and " " not in url
    except ValueError:
        good = False
    if not good:
        raise UsageProblem(
            "OPTOUT_PING is not an address such as https://hc-ping.com/...: http or https, no user name, no blanks."
        )
    return urlunsplit(parts._replace(path=parts.path.rstrip("/") + suffix, fragment=""))


def _post(address: str, words: str) -> None:
    headers = {"User-Agent": f"optout/{__version__}", "Content-Type": "text/plain; charset=utf-8"}
    why = ""
    for _ in range(_TRIES):
        request = Request(address, words.encode(), headers, method="POST")  # noqa: S310  http or https, see above
        try:
            with urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310
                said = answer.read1(200).decode("utf-8", "replace").strip()
        except HTTPError as error:
            error.close()
            why = f"it answered {error.code}"
            if error.code not in _PASSING:
                break
        except (OSError, HTTPException, ValueError):  # their own words may hold the address
            why = "it could not be reached"
        else:
            if not said.startswith("OK ("):  # healthchecks.io's "OK (not found)" is no success
                return
            why = "it answered, but did not count it"
            break
    raise NotDelivered(f"The monitor in OPTOUT_PING could not be told: {why}.")
