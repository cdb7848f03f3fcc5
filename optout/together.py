"""Several jobs at once: a thread for each, few browsers at a time, one talk with the person, and one end for all."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from threading import Event, Semaphore, get_ident

from optout.browser.driver import interrupt
from optout.errors import CannotLook

# With the usual pause a check of four services of 20 settings each takes 65 s with four browsers at once and 135 s with
# two: on a real site the pause is what takes the time. Two cores that others keep busy bear it, no page comes late, and
# it costs the processor the same (30 s). Each browser holds 0.4 GB of memory, and so there are no more than this.
AT_ONCE = 4
_TICK_S = 0.2  # how often somebody who waits looks up: locks cannot be interrupted everywhere


class Together:
    """Jobs that share one machine and one person.

    Args:
        at_once: how many browsers may be open at a time.
    """

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._browsers, self._person = Semaphore(at_once), Semaphore(1)
        self._over = Event()
        self._working: set[int] = set()  # the threads that do a job

    @contextmanager
    def browser(self) -> Iterator[None]:
        """Have one of the places for a browser; waits for it. Raises KeyboardInterrupt once all is to end."""
        with self._turn(self._browsers):
            yield

    @contextmanager
    def person(self) -> Iterator[None]:
        """Have the person for oneself; waits for it. Raises KeyboardInterrupt once all is to end."""
        with self._turn(self._person):
            yield

    @contextmanager
    def _turn(self, places: Semaphore) -> Iterator[None]:
        while not places.acquire(timeout=_TICK_S):
            if self._over.is_set():
                raise KeyboardInterrupt
        try:
            if self._over.is_set():
                raise KeyboardInterrupt
            yield
        except CannotLook as error:
            # Ctrl-C at a terminal reaches the drivers too, and one that is only starting dies of it, perhaps before us
            if self._over.wait(_TICK_S):
                raise KeyboardInterrupt from error
            raise
        finally:
            places.release()

    def do(self, jobs: Sequence[Callable[[], None]]) -> None:
        """Do all jobs, each in a thread of its own, until the last has ended.

        Raises:
            KeyboardInterrupt: the main thread was interrupted; the jobs were too, and have closed what they had open.
            Exception: what a job has raised, after all have ended.
        """
        done: list[Future[None]] = []
        with ThreadPoolExecutor(len(jobs)) as pool:
            try:
                done += [pool.submit(self._begin, job) for job in jobs]
                _wait(done)
            except KeyboardInterrupt:
                self._end()
                raise
        for one in done:
            one.result()

    def _begin(self, job: Callable[[], None]) -> None:
        self._working.add(get_ident())
        try:
            if not self._over.is_set():
                job()
        finally:
            self._working.discard(get_ident())

    def _end(self) -> None:
        """Interrupt every job once, as soon as it has a browser to wait for, and wait until all have ended."""
        self._over.set()
        told: set[int] = set()
        while working := set(self._working):
            told |= {thread for thread in working - told if interrupt(thread)}
            time.sleep(_TICK_S / 4)


def _wait(jobs: Sequence[Future[None]]) -> None:
    rest = set(jobs)
    while rest:
        rest = wait(rest, _TICK_S, FIRST_COMPLETED).not_done
