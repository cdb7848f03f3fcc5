"""The verbs: each wires the rooms together, and answers with a value that somebody else prints."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from optout import signin, terms, undo
from optout.browser.attach import is_own
from optout.browser.find import find
from optout.catalog import Catalog
from optout.config import Config
from optout.errors import CannotLook, OptoutError, PersonNeeded, UsageProblem
from optout.flow import Service
from optout.home import Home
from optout.model import Mode, Obstacle, Outcome, Run
from optout.plan import Errand, Plan, half_mapped, make
from optout.running import Running, Teller
from optout.runs import folders, ledger


@dataclass(frozen=True, slots=True)
class Ended:
    """A run that has ended, the folder that holds it, and what its services are called, as far as that is known."""

    run: Run
    folder: Path
    titles: Mapping[str, str] = field(default_factory=dict)


def look(config: Config, targets: Sequence[str], mode: Mode, teller: Teller) -> Ended:
    """`run`, `run --dry-run` and `check`: look at what the targets name, and turn it off if the mode allows.

    Raises:
        OptoutError: nothing could be looked at; what a site does is a Result, not an error.
    """
    if config.guide and not config.interactive:
        raise UsageProblem("--guide needs a terminal, because it tells you what to turn and waits for you.")
    home = Home.at(config.home)
    catalog = Catalog.read(config.flows)
    _known(config, catalog)
    chosen = catalog.select(targets or _everyone(home, catalog, config.account))
    return _run(config, home, Plan(mode, make(chosen, config.account, config.origins), tuple(targets)), teller)


def put_back(config: Config, name: str, targets: Sequence[str], teller: Teller) -> Ended | str:
    """`undo`: turn on again what a run turned off, as far as no other undo has; or why there is nothing to do.

    Raises:
        OptoutError: nothing could be looked at, or the run was made elsewhere.
    """
    home = Home.at(config.home)
    catalog = Catalog.read(config.flows)
    _known(config, catalog)
    run = folders.load(folders.find(home.runs, name))
    done = ledger.put_back(ledger.read(home.runs).entries, run.id)
    turned = undo.turned(run, targets)
    left = [one for one in turned if undo.key(one) not in done]
    if not left:
        return undo.nothing(run, [done[undo.key(one)] for one in turned])
    errands = []
    for service, account in dict.fromkeys((one.service, one.account) for one in left):
        mine = [one for one in left if (one.service, one.account) == (service, account)]
        (chosen,) = catalog.select([f"{service}/{one.setting}" for one in mine])
        # where the flow is as it was, a listed setting is still the switch that it was; a choice needs what was chosen
        known = (
            {one.id for one in chosen.settings if one.control.kind == "switch"}
            if chosen.flow.sha256 == run.flows.get(service)
            else set()
        )
        only = {one.setting: undo.lines(one) for one in mine if one.setting not in known}
        (errand,) = make((chosen,), account, config.origins, only)
        if elsewhere := next((one.url for one in mine if not _leads_to(errand, one.url)), ""):
            raise UsageProblem(
                f"Run {run.id} looked at {elsewhere}, and this would go to {errand.origin}. Give the same --origin."
            )
        errands.append(errand)
    return _run(
        config,
        home,
        Plan(Mode.UNDO, tuple(errands), tuple(f"{one.service}/{one.setting}" for one in left), undoes=run.id),
        teller,
    )


def _leads_to(errand: Errand, url: str) -> bool:
    return any(url.startswith(f"{origin}/") for origin in errand.service.origins)


def _run(config: Config, home: Home, plan: Plan, teller: Teller) -> Ended:
    with ExitStack() as held:
        left_out = _left_out(config, home, plan, teller, held)
        browser = find(config.browser)
        if browser.own:
            teller.say("Attaching to your own Chrome. If it asks whether to allow remote debugging, allow it.")
        folder = Running(config, home, plan, browser, teller, left_out).go()
    return Ended(folder.run, folder.path, {one.service.service: one.service.title for one in plan.errands})


def _left_out(config: Config, home: Home, plan: Plan, teller: Teller, held: ExitStack) -> dict[int, Obstacle]:
    """Hold the accounts of a plan; which errands (by number) have to be left out of the run for the others' sake.

    Raises:
        OptoutError: that of the first one, where nothing is left.
    """
    errors: dict[int, OptoutError] = {}
    for number, errand in enumerate(plan.errands):
        try:
            terms.settle(errand, home, accepted=config.accept_terms, ask=teller.ask)
            held.enter_context(home.hold(errand.service.service, errand.account))
        except (PersonNeeded, CannotLook) as error:
            errors[number] = error
    if errors and len(errors) == len(plan.errands):
        raise errors[0]
    declined = Obstacle(Outcome.SKIPPED, "you have not accepted the risk of its terms, so nothing was done there")
    unasked = Obstacle(Outcome.UNREACHABLE, terms.UNASKED)
    return {
        number: Obstacle(Outcome.UNREACHABLE, str(error).rstrip("."))
        if isinstance(error, CannotLook)
        else (declined if teller.ask else unasked)
        for number, error in errors.items()
    }


def _known(config: Config, catalog: Catalog) -> None:
    """See that every stand-in stands in for something: a misspelt FROM must not lead to the real site."""
    services = [flow.service for flow in catalog.flows.values()]
    known = {origin for one in services for origin in (*one.origins, *one.doors, *_others(one))}
    for source in config.origins:
        if source not in known:
            raise UsageProblem(f"--origin {source}=...: no flow has this origin. Known: {', '.join(sorted(known))}")
    for one in services:
        if real := half_mapped(one, config.origins):
            raise UsageProblem(
                f"{one.title} has several origins, and {real} has no --origin: it would be the real one."
            )


def _others(service: Service) -> list[str]:
    """The origins of pages that only a person opens."""
    return [one.origin for one in service.settings if one.origin]


def _everyone(home: Home, catalog: Catalog, account: str) -> list[str]:
    """The services with an account; on the first day, all that there are."""
    return [name for name in home.accounts(account) if name in catalog.flows] or list(catalog.flows)


def login(config: Config, service: str, state: Path | None, teller: Teller) -> str:
    """Sign an account in: by hand in a window, or with a session from a file. One sentence about how it went."""
    home = Home.at(config.home)
    catalog = Catalog.read(config.flows)
    _known(config, catalog)
    catalog.flow(service)  # one service by its own name: no setting, no glob
    (errand,) = make(catalog.select([service]), config.account, config.origins)
    if errand.service.session is None:
        return f"{errand.service.title} needs no sign-in."
    if is_own(config.browser):
        raise UsageProblem(
            f"With --browser {config.browser} there is nothing to sign in here: sign in to {errand.service.title} in "
            f"a tab of your own Chrome. Then: optout run {errand.spoken} --browser {config.browser}"
        )
    terms.settle(errand, home, accepted=config.accept_terms, ask=teller.ask)
    with home.hold(service, errand.account):
        browser = find(config.browser)
        if state:
            signin.from_file(errand, home, browser, state)
        else:
            signin.by_person(errand, home, browser, teller.say)
    return f'Signed in: {errand.service.title}, account "{errand.account}". Next: optout run {errand.spoken}'


def logout(config: Config, service: str) -> str:
    """Delete an account's browser profile. One sentence about how it went."""
    home = Home.at(config.home)
    title = Catalog.read(config.flows).flow(service).service.title
    with home.hold(service, config.account):
        there = home.remove_profile(service, config.account)
    where = f'{title}, account "{config.account}"'
    return f"Signed out here: {where}. Its browser profile is deleted." if there else f"{where}: there is no profile."


def stored(config: Config, name: str) -> Ended:
    """A run that has ended, by id, by a beginning of it, or the latest."""
    folder = folders.find(Home.at(config.home).runs, name)
    return Ended(folders.load(folder), folder)
