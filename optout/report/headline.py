"""The one sentence and the one number that stand above a report: never more than the pages have shown."""

from dataclasses import dataclass

from optout.model import Mode, Outcome, Result, Run, State
from optout.report.times import minute


@dataclass(frozen=True, slots=True)
class Headline:
    """`18` `of 18` `off, proved 24 Nov 2026 14:01 UTC`.

    Attributes:
        number: what is counted.
        of: out of how many; empty where nobody can tell.
        rest: what the number says, and when it was so.
        whole: whether all that was to be done is done.
    """

    number: int
    of: str
    rest: str
    whole: bool = False

    @property
    def sentence(self) -> str:
        """All of it in one line."""
        return " ".join(part for part in (str(self.number), self.of, self.rest) if part)


def proves_off(result: Result) -> bool:
    """Whether it was read off: both the word and the page must say so."""
    return result.outcome.is_off and result.last is not None and result.last.state is State.OFF


def headline(run: Run, *, intact: bool = True) -> Headline:
    """What a run comes to.

    Args:
        run: the run.
        intact: its record is as it was sealed, or was never sealed; else it proves nothing.
    """
    if not intact:
        said = sum(map(proves_off, run.results))
        return Headline(said, f"of {len(run.results)}", "off in a record that was changed after it was sealed")
    if not run.results:
        return Headline(0, "", f"settings were looked at, {minute(run.started)}")
    undo = run.mode is Mode.UNDO
    done = [one for one in run.results if (_put_back(one) if undo else proves_off(one))]
    offered = [one for one in run.results if one.outcome is not Outcome.NOT_OFFERED]
    read = [one for one in offered if one.last and one.last.state is not State.UNKNOWN]
    when = minute(max((one.last.at for one in done or read if one.last), default=run.finished or run.started))
    if not run.finished:  # how many there would have been, nobody can tell
        word = "put back" if undo else "read off"
        return Headline(len(done), "", f"{word} in a run that was cut off, {when}")
    if not offered:
        return Headline(0, f"of {len(run.results)}", f"offered to this account, {when}")
    of, whole = f"of {len(offered)}", len(done) == len(offered)
    if undo:
        return Headline(len(done), of, f"put back, {when}", whole)
    if not read:
        return Headline(0, of, f"could be read, {when}")
    if run.mode is Mode.DRY_RUN:
        return Headline(len(done), of, f"off, read {when} in a dry run", whole)
    return Headline(len(done), of, f"off, {'proved' if done else 'read'} {when}", whole)


def _put_back(result: Result) -> bool:
    """Whether it is on again; where only some switches of a page had been turned, the page as a whole is mixed."""
    last = result.last
    return result.outcome is Outcome.PUT_BACK and last is not None and last.state in (State.ON, State.MIXED)
