"""One message out, through apprise; no address, and nothing that apprise says of one, is ever shown or logged."""

import logging
import re
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from threading import Thread
from typing import Any

from optout.errors import NotDelivered, UsageProblem

_PATIENCE_S = 30.0  # for all channels together; a channel's own time-outs (4 s to connect, 4 s to answer) come first
_SCHEME = re.compile(r"([a-z0-9]{1,32})://", re.IGNORECASE)
_MISSING = 'OPTOUT_NOTIFY is set, but apprise is not installed. Do: pip install "optout-bot[notify]"'
_ORDINALS = {1: "1st", 2: "2nd", 3: "3rd"}


@dataclass(frozen=True, slots=True)
class Channel:
    """One address that a notice goes to; `scheme` is all of it that may be shown."""

    scheme: str
    send: Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one message: the schemes of the channels that took it, and of those that did not."""

    taken: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


def complaint(addresses: Sequence[str]) -> str:
    """What is plainly wrong with the addresses, found without loading apprise; empty if nothing is."""
    if addresses and find_spec("apprise") is None:
        return _MISSING
    return next((_malformed(place, one) for place, one in enumerate(addresses, 1) if not _SCHEME.match(one)), "")


def channels(addresses: Sequence[str]) -> list[Channel]:
    """The channels that addresses stand for; nothing is sent.

    Raises:
        UsageProblem: apprise is not installed, or cannot use one of them; the sentence has its place and scheme only.
    """
    if wrong := complaint(addresses):
        raise UsageProblem(wrong)
    return [_channel(place, one) for place, one in enumerate(addresses, 1)]


def _channel(place: int, address: str) -> Channel:
    import apprise

    scheme = address.partition("://")[0].lower()
    with _silence():
        try:
            asset = apprise.AppriseAsset(app_id="optout", app_desc="optout", app_url="", async_mode=False)
            plugin: Any = apprise.Apprise.instantiate(address, asset=asset)
            if plugin is None:
                raise ValueError
            one = apprise.Apprise(asset=asset)
            one.add(plugin)
        except Exception:  # noqa: BLE001  a plugin's own words may hold the address
            raise UsageProblem(_malformed(place, address)) from None
    return Channel(scheme, lambda title, body: bool(one.notify(body=body, title=title, body_format="text")))


def _malformed(place: int, address: str) -> str:
    found = _SCHEME.match(address)
    shown = f" ({found[1].lower()}://...)" if found else ""
    why = "cannot be used by apprise here" if found else "has no scheme such as ntfy://"
    return (
        f"The {_ORDINALS.get(place, f'{place}th')} address in OPTOUT_NOTIFY{shown} {why}. "
        "How they are written: https://github.com/caronc/apprise/wiki"
    )


def send(addresses: Sequence[str], title: str, body: str, patience_s: float = _PATIENCE_S) -> Delivery:
    """Send one message to every address at once, and wait for what becomes of it.

    Args:
        addresses: apprise addresses.
        title: one line.
        body: plain text.
        patience_s: how long to wait, in seconds; a channel that has not taken it by then has failed.

    Raises:
        UsageProblem: as for `channels`; nothing was sent then.
    """
    every = channels(addresses)
    taken = [False] * len(every)

    def post(number: int) -> None:
        try:
            taken[number] = every[number].send(title, body)
        except Exception:  # noqa: BLE001  whatever a plugin raises may hold the address, and is a failure
            taken[number] = False

    with _silence():
        # daemons: one that hangs must not keep the program from ending
        threads = [Thread(target=post, args=(number,), daemon=True) for number in range(len(every))]
        until = time.monotonic() + patience_s
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))
        ended = list(taken)
    return Delivery(
        tuple(one.scheme for one, good in zip(every, ended, strict=True) if good),
        tuple(one.scheme for one, good in zip(every, ended, strict=True) if not good),
    )


def test(addresses: Sequence[str]) -> str:
    """Send a notice that is only a test; one sentence about how it went.

    Raises:
        UsageProblem: there is no address, or one makes no sense.
        NotDelivered: not every channel took it.
    """
    if not addresses:
        raise UsageProblem("No notices are set. Put an address into OPTOUT_NOTIFY, such as ntfys://ntfy.sh/a-topic")
    done = send(addresses, "optout: a test", "Notices arrive here. You asked for this one; nothing has happened.")
    if done.failed:
        there = f" It did arrive through {', '.join(done.taken)}." if done.taken else ""
        raise NotDelivered(
            f"The test notice could not be delivered through {', '.join(done.failed)}.{there} "
            "Look at the address, and whether it can be reached from here."
        )
    return f"Delivered: {', '.join(done.taken)}."


@contextmanager
def _silence() -> Iterator[None]:
    """Nothing that a plugin or its libraries log or warn of is written anywhere: it may hold an address."""
    logging.getLogger("apprise").disabled = True  # for good: a channel that hangs may speak later
    before = logging.root.manager.disable
    logging.disable(sys.maxsize)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
