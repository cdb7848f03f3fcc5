"""What each of several services has come to, in one run's record: by service, in the plan's order, whoever is first."""

from collections.abc import Sequence
from threading import Lock

from optout.model import Result, Unlisted
from optout.runs.folders import Folder


class Shares:
    """The shares of a run's errands in its record; threads may share them.

    Args:
        folder: the folder of the run.
        count: how many errands it has.
    """

    def __init__(self, folder: Folder, count: int) -> None:
        self._folder = folder
        self._lock = Lock()  # from the looking up to the writing: else an older state could be written last
        self._results: list[tuple[Result, ...]] = [()] * count
        self._unlisted: list[tuple[Unlisted, ...]] = [()] * count

    def results(self, number: int) -> tuple[Result, ...]:
        """What one errand has come to so far; the first one is 0."""
        return self._results[number]

    def keep(self, number: int, results: Sequence[Result], unlisted: Sequence[Unlisted] = ()) -> None:
        """Store what one errand has come to, in place of what it had; rows that the flow does not know are added.

        Raises:
            CannotLook: it cannot be stored.
        """
        with self._lock:
            self._results[number] = tuple(results)
            self._unlisted[number] = tuple(dict.fromkeys((*self._unlisted[number], *unlisted)))
            self._folder.update(
                results=tuple(one for share in self._results for one in share),
                unlisted=tuple(dict.fromkeys(one for share in self._unlisted for one in share)),
            )
