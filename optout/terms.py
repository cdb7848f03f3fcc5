"""Say once, before a real site is touched, that its terms forbid automated access, and ask whether to go on."""

from collections.abc import Callable
from datetime import UTC, datetime

from optout.errors import PersonNeeded
from optout.home import Home
from optout.plan import Errand

WARNING = (
    "{title}'s terms may forbid automated access (LinkedIn's do). An account that is found automated can be restricted "
    "or closed. This program uses your own account in a plain browser, slowly, and hides nothing; with --guide it "
    "opens the pages and closes what is in the way, and you turn the switches."
)
UNASKED = (
    "nobody has accepted the risk of its terms yet: start it once on a terminal, or pass --accept-terms-risk "
    "(OPTOUT_ACCEPT_TERMS_RISK=yes)"
)


def settle(errand: Errand, home: Home, *, accepted: bool, ask: Callable[[str], bool] | None) -> None:
    """Make sure that the person knows the risk of automating a service; never asked for a site on this machine.

    Args:
        errand: what is about to be done.
        home: where the answer is kept.
        accepted: said beforehand, by an option or in `.env`.
        ask: asks a question on the terminal; None where there is none.

    Raises:
        PersonNeeded: the person said no, or there is nobody to ask.
    """
    service = errand.service
    if not errand.real or home.accepted(service.service):
        return
    if not accepted:
        warning = WARNING.format(title=service.title)
        if ask is None:
            raise PersonNeeded(
                f"{warning} Nobody is here to ask: start it once on a terminal, or pass --accept-terms-risk "
                "(OPTOUT_ACCEPT_TERMS_RISK=yes)."
            )
        if not ask(f"{warning}\nGo on?"):
            raise PersonNeeded("Nothing was done.")
    home.accept(service.service, datetime.now(UTC).isoformat(timespec="seconds"))
