"""Verify the chain that sealed runs form: no gap, each follows from the one before, and none is missing at the end."""

from collections.abc import Collection, Iterable

from optout.proof.chain import Head
from optout.proof.checked import Checked


def linked(checked: Iterable[Checked], elsewhere: dict[int, str] | None = None) -> list[str]:
    """What is wrong with the chain that some runs form, one sentence each.

    Args:
        checked: the runs.
        elsewhere: number -> SHA-256 of manifests that are known and are not among the runs (a bundle holds a choice).
    """
    problems = []
    others = dict(elsewhere or {})
    runs = sorted((one for one in checked if one.number), key=lambda one: one.number)
    before: Checked | None = None
    for one in runs:
        last = before.number if before else 0
        problems += missing(last + 1, one.number - 1, others)
        if one.number == last and before:
            problems.append(f"{before.run} and {one.run} both say that they are run number {one.number}")
        known = before.manifest if before and last == one.number - 1 else others.get(one.number - 1, "")
        if (known and known != one.previous) or (one.number == 1 and one.previous):
            problems.append(
                f"{one.run} (number {one.number}) does not follow from number {one.number - 1} as that is now: "
                "one of them was changed or replaced"
            )
        if before and one.at < before.at:
            problems.append(
                f"the clock was set back: {one.run} (number {one.number}) says it was sealed at {one.at}, and "
                f"{before.run} (number {before.number}), which came before it, at {before.at}"
            )
        before = one
    return problems


def missing(first: int, last: int, known: Collection[int]) -> list[str]:
    """Which numbers from one to another are not known; one sentence for each stretch, however long it is."""
    found = []
    for number in [*sorted(one for one in known if first <= one <= last), last + 1]:
        if number - first == 1:
            found.append(f"run number {first} is missing: it was removed")
        elif number > first:
            found.append(f"runs number {first} to {number - 1} are missing: they were removed")
        first = max(first, number + 1)
    return found


def ended(checked: Iterable[Checked], head: Head, whose: str) -> list[str]:
    """What is wrong with the end of the chain, held against a head.

    Args:
        checked: the runs.
        head: the newest sealed run as somebody remembers it.
        whose: who remembers it, for the sentence.
    """
    runs = {one.number: one for one in checked if one.number}
    newest = max(runs, default=0)
    if newest < head.count:
        gone = f"numbers {newest + 1} to {head.count} are" if head.count - newest > 1 else f"number {head.count} is"
        return [f"{whose} knows {head.count} sealed runs, and {gone} missing: the newest was removed"]
    if head.count and head.count in runs and runs[head.count].manifest != head.manifest:
        return [f"run number {head.count} is not the one that {whose} knows: it was changed or replaced"]
    return []
