"""What a run turned, and what putting it back comes to. Pure."""

from collections.abc import Collection, Iterable
from fnmatch import fnmatchcase

from optout.errors import UsageProblem
from optout.lines import chosen, read, stateless
from optout.model import Mode, Outcome, Result, Run, State
from optout.verdict import Evidence, obstructed


def turned(run: Run, targets: Iterable[str] = ()) -> tuple[Result, ...]:
    """The results of a run for which it clicked a switch that was on.

    Args:
        run: the run.
        targets: `linkedin`, `linkedin/ads-*`; none means all.

    Raises:
        UsageProblem: the run is an undo, or a target names nothing that it looked at.
    """
    if run.mode is Mode.UNDO:
        raise UsageProblem(f'Run {run.id} is itself an undo. To turn off again what it turned on: "optout run".')
    names = {f"{one.service}/{one.setting}" for one in run.results}
    wanted = {target: target if "/" in target.rstrip("/") else f"{target.rstrip('/')}/*" for target in targets}
    for target, pattern in wanted.items():
        if not any(fnmatchcase(name, pattern) for name in names):
            raise UsageProblem(f'"{target}" names nothing that run {run.id} looked at.')
    patterns = wanted.values() or ("*/*",)
    return tuple(
        one
        for one in run.results
        if lines(one) and any(fnmatchcase(f"{one.service}/{one.setting}", pattern) for pattern in patterns)
    )


def key(result: Result) -> tuple[str, str, str]:
    """What tells one result of a run from the others: service, account, setting."""
    return result.service, result.account, result.setting


def lines(result: Result) -> tuple[str, ...]:
    """The switches that were on before and were clicked for a result: without their states, each as often as it was on.

    The line of a choice keeps the option that was chosen before its first click, which is what to go back to.

    One that was clicked twice is still one; and what another switch had moved on was off before, and stays off.
    """
    if result.outcome is Outcome.SKIPPED and result.before is None:
        return ()  # what a person did where no program looks
    first: dict[str, str] = {}
    for turn in result.turns:
        if not turn.obstacle:
            line = turn.control if chosen(turn.control) else stateless(turn.control)
            first.setdefault(stateless(turn.control), line)
    clicked = tuple(first.values())
    before = result.before
    if before is None or len(before.controls) < 2:  # one switch, whose line says nothing of its meaning
        return () if before and before.state is State.OFF else clicked
    here = read(before.controls)
    on = [line for line, state in here if line in clicked and state is not State.OFF]
    return (*on, *(line for line in clicked if line not in dict(here)))


def conclude(evidence: Evidence, only: tuple[str, ...] = ()) -> tuple[Outcome, str]:
    """The outcome of putting one setting back, and the sentence about it.

    Args:
        evidence: as for a run, where "turned" means turned on again.
        only: the switches that are to be put back; none means the one that the setting is.
    """
    last = evidence.after or evidence.before
    clicked = [turn for turn in evidence.turns if not turn.obstacle]
    if last.obstacle:
        return obstructed(evidence, last.obstacle)
    if clicked and evidence.after is None:
        return Outcome.UNREACHABLE, "Was clicked, but could not be read back on a fresh page. Run a check."
    if lost := missing(last.controls, only):
        return Outcome.NOT_RECOGNISED, (
            f"Its page no longer matches: the run turned {lost}, and that is not there any more, or more often. "
            f"Nothing is guessed; look at {last.asked} yourself."
        )
    several = only and len(last.controls) > 1  # the line of the only one says nothing of its meaning
    states = [state for line, state in read(last.controls) if line in only] if several else [last.state]
    if not {State.ON, State.OFF} >= set(states):
        return Outcome.NOT_RECOGNISED, f"Its state could not be read. Look at {last.asked} yourself."
    if State.OFF not in states:
        if clicked:
            return Outcome.PUT_BACK, "Was off; turned on again, as it was before that run; a fresh page shows it on."
        return Outcome.PUT_BACK, "Is on already, as it was before that run; nothing was clicked."
    if refused := next((turn.save for turn in clicked if turn.refused), ""):
        return Outcome.NOT_SAVED, f"The site refused to save it ({refused}); still off. Try again later."
    if clicked:
        return Outcome.NOT_SAVED, "Turned on again, but a fresh page shows it off. Try again later, or by hand."
    blocked = next((turn.obstacle for turn in evidence.turns if turn.obstacle), None)
    if blocked and blocked.outcome is Outcome.SKIPPED:  # there is no way back
        return Outcome.SKIPPED, f"Stays off: {blocked.sentence}. If you want it back, look at {last.asked} yourself."
    if blocked:
        return blocked.outcome, f"Off, but it could not be clicked: {blocked.sentence}. Turn it by hand."
    if last.disabled:
        return Outcome.LOCKED, "Off, and the site does not let this account turn it."
    return Outcome.NOT_SAVED, "Off, and it was not turned. Try again later, or turn it by hand."


def missing(controls: Iterable[str], only: tuple[str, ...]) -> str:
    """The first of some switches that is not among a page's lines exactly as often as it was turned."""
    here, wanted = [line for line, _ in read(controls)], [*map(stateless, only)]
    return next((line for line in wanted if here.count(line) != wanted.count(line)), "")


def nothing(run: Run, undone: Collection[str]) -> str:
    """Why there is nothing to put back.

    Args:
        run: the run.
        undone: the ids of the runs that have put back what was asked for.
    """
    if undone:
        return f"Nothing to do: what run {run.id} turned was put back by run {max(undone)}."
    return f"Nothing to do: run {run.id} turned nothing of that."
