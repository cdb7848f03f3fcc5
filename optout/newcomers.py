"""What earlier runs have not seen: a row that a sweep finds first, a switch that has joined a page. Pure."""

from collections.abc import Collection
from dataclasses import replace

from optout.lines import read
from optout.model import Result, State
from optout.verdict import story


def new_row(result: Result, listed: Collection[str], seen: Collection[str] | None) -> Result:
    """The result; that of a row that no earlier run has seen says so.

    Args:
        result: of any setting.
        listed: the ids that the flow lists.
        seen: the ids that earlier runs have looked at; None until one of them has looked at everything.
    """
    if seen is None or not result.before or result.setting in listed or result.setting in seen:
        return result
    return replace(result, sentence=f"New: no earlier run has seen this row. {result.sentence}")


def joined(result: Result, proving: Result | None) -> tuple[str, ...]:
    """The switches of a page that are on and that it did not have when it was proved off.

    Args:
        result: of a setting that came back.
        proving: the result that proved it off; None where that is not known any more.
    """
    then, now = proving and proving.last, result.last
    if not then or not now or len(now.controls) < 2:
        return ()
    before = {line for line, _ in read(then.controls)}
    return tuple(line for line, state in read(now.controls) if state is not State.OFF and line not in before)


def told(result: Result, newcomers: Collection[str]) -> Result:
    """The result; where newcomers are what is on, it says so."""
    if not newcomers:
        return result
    names = ", ".join(newcomers)
    return replace(
        result, sentence=f'{story(result.sentence)} New on its page since then, and on: {names}. Run "optout run".'
    )
