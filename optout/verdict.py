"""From what was seen of one setting to the one word and the one sentence that a reader gets. Pure."""

from dataclasses import dataclass

from optout.flow import Setting
from optout.model import Mode, Observation, Obstacle, Outcome, Proof, State, Turn

_NEXT = ' Run "optout run".'


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a verdict rests on.

    Attributes:
        before: the first page load.
        after: the last page load, if the setting was looked at again after something was turned.
        turns: every attempt to turn it.
        row_missing: the hub was read and has no row for it.
        proof: which earlier run proved it off last; None if none did.
        passed_over: the person chose not to turn it.
        above: the title of the setting that it is only there with, and how that was then; None if nobody looked.
    """

    before: Observation
    after: Observation | None = None
    turns: tuple[Turn, ...] = ()
    row_missing: bool = False
    proof: Proof | None = None
    passed_over: bool = False
    above: tuple[str, State] | None = None


def conclude(setting: Setting, mode: Mode, evidence: Evidence) -> tuple[Outcome, str]:
    """The outcome of one setting, and the sentence that says what was seen and what the person can do."""
    last = evidence.after or evidence.before
    if last.obstacle:
        if not evidence.turns and (why := _not_offered(setting, last.obstacle, evidence)):
            return Outcome.NOT_OFFERED, why
        return obstructed(evidence, last.obstacle)
    if evidence.turns and evidence.after is None and any(not turn.obstacle for turn in evidence.turns):
        return Outcome.UNREACHABLE, "Was clicked, but could not be read back on a fresh page. Run a check."
    match last.state:
        case State.OFF:
            outcome, sentence = _off(mode, evidence)
        case State.ON:
            outcome, sentence = _on(setting, mode, evidence, last)
        case State.MIXED:
            return (
                Outcome.NOT_RECOGNISED,
                f"It stands half on, half off, which the flow does not know. Look at {last.asked} yourself.",
            )
        case State.UNKNOWN:
            return Outcome.NOT_RECOGNISED, f"Its state could not be read. Look at {last.asked} yourself."
    return outcome, " ".join(filter(None, (sentence, last.note)))


def _not_offered(setting: Setting, obstacle: Obstacle, evidence: Evidence) -> str:
    """Why an absence is one that the flow knows of; empty if it is not."""
    if setting.may_be_missing and obstacle.missing and evidence.row_missing:
        return "Not offered to this account: the settings have no row for it and no page."
    if setting.may_be_missing and obstacle.absent and not setting.hub and not evidence.proof:
        return "Not offered to this account: its page came whole, and has no such control."
    if obstacle.absent and evidence.above and evidence.above[1] is State.OFF:
        return f'Only there while "{evidence.above[0]}" is on, and that is off.'
    return ""


def _off(mode: Mode, evidence: Evidence) -> tuple[Outcome, str]:
    if evidence.after and (gone := len(evidence.before.controls) - len(evidence.after.controls)):
        return Outcome.NOT_RECOGNISED, _gone(gone, evidence.after)
    if evidence.after is None or (evidence.before.state is State.OFF and not evidence.turns):
        if not mode.turns:
            return Outcome.ALREADY_OFF, "Still off." if evidence.proof else "Off."
        return Outcome.ALREADY_OFF, "Was off already; nothing was clicked."
    clicked = [turn for turn in evidence.turns if not turn.obstacle]
    if not clicked:
        return Outcome.TURNED_OFF, "Was on; another switch took it along; off on a fresh page."
    if refused := next((turn.save for turn in clicked if turn.refused), ""):
        return Outcome.NOT_SAVED, f"Shows off, but the site did not take the save ({refused}). Check again later."
    if any(turn.via == "person" for turn in clicked):
        return Outcome.TURNED_OFF, "Was on; you turned it off; still off on a fresh page."
    if not any(turn.save for turn in clicked):
        return Outcome.TURNED_OFF, "Was on; turned off; still off on a fresh page (no save request was seen)."
    return Outcome.TURNED_OFF, "Was on; turned off; still off on a fresh page."


def _gone(gone: int, after: Observation) -> str:
    """What is missing on the fresh page, or has come, is not off because the rest is."""
    how = f"{gone} of its switches missing" if gone > 0 else f"{-gone} more switches"
    return (
        f"Reads off, but the fresh page has {how}, so the whole cannot be called off. Look at {after.asked} yourself."
    )


def _on(setting: Setting, mode: Mode, evidence: Evidence, last: Observation) -> tuple[Outcome, str]:
    if evidence.passed_over:
        return Outcome.SKIPPED, f"You passed it over; it is still on. It is at {last.asked}."
    clicked = [turn for turn in evidence.turns if not turn.obstacle]
    refused = next((turn.save for turn in reversed(clicked) if turn.refused), "")
    if refused:
        return Outcome.NOT_SAVED, f"Turned, but the site refused to save it ({refused}); still on. Try again later."
    if stuck := next((turn.stuck for turn in clicked if turn.stuck), ""):
        return Outcome.NOT_RECOGNISED, f"Was clicked, but {stuck}. A fresh page shows it on. Turn it by hand."
    if clicked:
        failed = next((turn.save for turn in clicked if _failed(turn.save)), "")
        saw = f" (its page sent {failed}, which may have been the save)" if failed else ""
        return (
            Outcome.NOT_SAVED,
            f"Turned, but a fresh page shows it on again{saw}. Try again later, or turn it by hand.",
        )
    if last.disabled:
        return Outcome.LOCKED, "On, and the site does not let this account turn it (an employer or a plan may hold it)."
    if setting.loses and mode.turns and not evidence.turns:
        return Outcome.SKIPPED, f"On. Turning it off destroys {setting.loses}. If you want that, add --accept-loss."
    if evidence.turns:
        return _obstructed_turn(evidence.turns[-1])
    if evidence.proof and mode is Mode.CHECK:
        return Outcome.CAME_BACK, _story(evidence.proof)
    if mode.turns:
        return Outcome.NOT_SAVED, "Was off, but turning another switch moved it on, and it did not stay off."
    return Outcome.STILL_ON, 'On. "optout run" turns it off.'


def _failed(save: str) -> bool:
    """Whether a request was answered with an error, though the flow does not say that it was the save."""
    status = save.rpartition(" ")[2]
    return status.isdigit() and int(status) >= 400


def story(sentence: str) -> str:
    """The sentence of `came-back` without what to do next."""
    return sentence.removesuffix(_NEXT)


def _story(proof: Proof) -> str:
    """When it was off, by whose word, and since when it is known to be on again."""
    seen = f"first seen on again on {_utc(proof.on_since)}" if proof.on_since else "seen on for the first time now"
    return f"On again: proved off on {_utc(proof.at)} by run {proof.run}, {seen}.{_NEXT}"


def _utc(at: str) -> str:
    """A time of ours (UTC, ISO 8601), to the minute."""
    return f"{at[:10]} {at[11:16]} UTC"


def _obstructed_turn(turn: Turn) -> tuple[Outcome, str]:
    assert turn.obstacle
    return turn.obstacle.outcome, f"On, but it could not be clicked: {turn.obstacle.sentence}. Turn it by hand."


def obstructed(evidence: Evidence, obstacle: Obstacle) -> tuple[Outcome, str]:
    """The outcome where something stood in the way of the last reading, and what it was."""
    sentence = obstacle.sentence[0].upper() + obstacle.sentence[1:] + "."
    if evidence.turns:
        sentence = f"Was turned, but could not be read back. {sentence}"
    return obstacle.outcome, sentence
