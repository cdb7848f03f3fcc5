"""What the site holds and what it counted, safe to read while it answers requests."""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock, Timer
from typing import TypeAlias

Value: TypeAlias = bool | str | tuple[str, ...]  # a switch, a word of a choice, what is left of a list


@dataclass(frozen=True)
class Sides:
    """What a key holds while the member's data is used, and what while it is not."""

    on: Value = True
    off: Value = False


@dataclass(frozen=True)
class Write:
    """One save that reached the site, whether or not it was kept."""

    key: str
    value: Value
    kept: bool
    at: float


@dataclass(frozen=True)
class Session:
    """The two secrets of one sign-in: the session cookie, and the token that every save has to repeat."""

    token: str
    csrf: str


class State:
    """One account: its settings, who is signed in, and a log of what was asked and saved."""

    def __init__(
        self,
        values: Mapping[str, Value],
        also_off: Mapping[str, tuple[str, ...]],
        sides: Mapping[str, Sides] | None = None,
    ) -> None:
        self._lock = Lock()
        self._values = dict(values)
        self._sides = sides or {}
        self._also_off = dict(also_off)
        self._writes: list[Write] = []
        self._visits: list[str] = []
        self._visits_at: dict[str, list[str]] = {}
        self._timers: list[Timer] = []
        self._sessions: dict[str, Session] = {}
        self._secrets: list[str] = []

    def value(self, key: str) -> Value:
        """What is stored for `key` now."""
        with self._lock:
            return self._values[key]

    def values(self) -> dict[str, Value]:
        """A copy of everything that is stored."""
        with self._lock:
            return dict(self._values)

    def sides(self, key: str) -> Sides:
        """What on and off are for `key`."""
        return self._sides.get(key, Sides())

    def on(self, key: str) -> bool:
        """Whether what is stored for `key` means that the data is used: everything but its off."""
        return self.value(key) != self.sides(key).off

    def turn(self, key: str, on: bool) -> None:
        """Turn a setting on or off with the vendor's hand."""
        self.set(key, self.sides(key).on if on else self.sides(key).off)

    def set(self, key: str, value: Value) -> None:
        """Change a value with the vendor's hand: not a write, and nothing else moves with it."""
        with self._lock:
            if key not in self._values:
                raise KeyError(key)
            self._values[key] = value

    def set_later(self, key: str, value: Value, seconds: float) -> None:
        """Change a value with the vendor's hand, some seconds from now."""
        timer = Timer(seconds, self.set, (key, value))
        timer.daemon = True
        with self._lock:
            self._timers.append(timer)
        timer.start()

    def wait(self) -> None:
        """Wait until no value is going to change by itself any more."""
        with self._lock:
            timers = list(self._timers)
        for timer in timers:
            timer.join()

    def save(self, key: str, value: Value, kept: bool) -> None:
        """Log a save, and where it is kept store it, with the settings that are coupled to it."""
        with self._lock:
            self._writes.append(Write(key, value, kept, time.time()))
            if not kept:
                return
            self._values[key] = value
            for other in self._also_off.get(key, ()) if value == self.sides(key).off else ():
                # A region that is not offered the other setting holds no value for it.
                if other in self._values:
                    self._values[other] = self.sides(other).off

    def visit(self, path: str, origin: str = "") -> None:
        """Log that a document was asked for, at one of the service's origins."""
        with self._lock:
            self._visits.append(path)
            self._visits_at.setdefault(origin, []).append(path)

    @property
    def writes(self) -> list[Write]:
        """Every save that reached the site, in order."""
        with self._lock:
            return list(self._writes)

    @property
    def decoys(self) -> list[str]:
        """What was done that nobody who only opts out would do, in order: saves of what is no setting."""
        with self._lock:
            return [write.key for write in self._writes if write.key not in self._values]

    @property
    def visits(self) -> list[str]:
        """The path of every document that was asked for, in order."""
        with self._lock:
            return list(self._visits)

    def visits_at(self, origin: str) -> list[str]:
        """The same for one real origin."""
        with self._lock:
            return list(self._visits_at.get(origin, ()))

    @property
    def secrets(self) -> list[str]:
        """Every secret that this site ever gave out."""
        with self._lock:
            return list(self._secrets)

    def sign_in(self, session: Session | None = None) -> Session:
        """Begin a session: a new one, or one that a member brings along."""
        session = session or Session(secrets.token_urlsafe(48), f"ajax:{secrets.randbelow(10**19):019}")
        with self._lock:
            self._sessions[session.token] = session
            self._secrets += [session.token, session.csrf]
        return session

    def sign_out(self) -> None:
        """End every session: the cookies stay in the browser, and stop being worth anything."""
        with self._lock:
            self._sessions.clear()

    def session(self, token: str) -> Session | None:
        """The living session that a cookie stands for."""
        with self._lock:
            return self._sessions.get(token)
