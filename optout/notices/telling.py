"""After a run: remember what it found, and tell the person what is new, once; tell a monitor how checks go."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from optout.catalog import Catalog
from optout.config import Config
from optout.errors import CannotLook, NotDelivered, OptoutError, UsageProblem
from optout.home import Home
from optout.model import Mode, Run
from optout.notices import notify, ping
from optout.notices.events import Known
from optout.notices.message import message
from optout.notices.news import Scope, learn

FORMAT = 1
_KNOWN = TypeAdapter(Known)
_WAIT_S = 60.0  # for another check that is sending its notice
Say = Callable[[str], None]


@contextmanager
def around(config: Config, mode: Mode, say: Say, *, whole: bool) -> Iterator[Callable[[Run], None]]:
    """Around a run: the monitor hears of a check of everything, and the person of what is new.

    Whatever goes wrong here is one sentence, and changes nothing about the run.

    Args:
        config: where notices and pings go.
        mode: what the run may do; a dry run is told to nobody.
        say: takes a sentence for the person.
        whole: it is all that there is, or all that is due; only such a check can tell a monitor that all is well.

    Yields:
        what is to be called with the run once it has ended.
    """
    pinged = bool(config.ping) and mode is Mode.CHECK and whole
    ended: list[Run] = []
    if pinged:
        _quietly(say, lambda: ping.start(config.ping))
    try:
        yield ended.append
    except OptoutError as error:
        if pinged:
            status = error.exit_status
            _quietly(say, lambda: ping.end(config.ping, status, "Could not look."))
        raise
    for run in ended:
        try:
            if mode is not Mode.DRY_RUN:
                _quietly(say, lambda: after(run, config, say))  # noqa: B023  called at once
            if pinged and not run.interrupted:  # an interrupted check was neither well nor bad: the monitor waits on
                _quietly(say, lambda: ping.end(config.ping, run.exit_status, counts(run)))  # noqa: B023  called at once
        except KeyboardInterrupt:
            say("Interrupted while telling others. What was not told is told after the next check.")


def after(run: Run, config: Config, say: Say) -> None:
    """Remember what a run found, and send one notice of all that is new; what cannot be sent waits for the next run.

    Args:
        run: a run that has ended; one that was interrupted is remembered, and told after the next.
        config: its home, its flows, and where notices go.
        say: takes a sentence for the person.
    """
    home = Home(config.home)
    with ExitStack() as held:
        _quietly(say, lambda: held.enter_context(home.hold_notices(_WAIT_S)))
        known, wrong = load(home.notices)
        if wrong:
            say(wrong)
        known = learn(known, run, scopes(Catalog.read(config.flows), run))
        _quietly(say, lambda: save(home.notices, known))
        if not config.notify or run.interrupted:
            return
        if complaint := notify.complaint(config.notify):
            say(complaint)
        elif known.pending:
            _quietly(say, lambda: _tell(home.notices, known, config, say))


def _tell(file: Path, known: Known, config: Config, say: Say) -> None:
    """One notice is enough to have told a person: it is not repeated for the sake of a channel that failed."""
    done = notify.send(config.notify, *message(known.pending))
    if done.failed:
        rest = "It was delivered elsewhere." if done.taken else "It is tried again after the next check."
        say(f"A notice could not be delivered through {', '.join(done.failed)}. {rest}")
    if done.taken:
        save(file, known.told(known.pending))


def scopes(catalog: Catalog, run: Run) -> dict[str, Scope]:
    """What a run was to look at, by service."""
    patterns = {one.service.service: one.patterns for one in catalog.select(run.targets)} if run.targets else {}
    return {
        name: Scope(
            frozenset(setting.id for setting in catalog.flows[name].service.settings),
            frozenset(sweep.hub for sweep in catalog.flows[name].service.sweeps),
            "*" in patterns.get(name, ("*",)),
        )
        for name in {one.service for one in run.results}
    }


def counts(run: Run) -> str:
    """How many settings came to which word, and nothing that says whose they are."""
    found = Counter(one.outcome.value for one in run.results)
    return f"{sum(found.values())} settings: {', '.join(f'{number} {word}' for word, number in found.items())}."


def load(file: Path) -> tuple[Known, str]:
    """What is remembered, and what is wrong with the file; a file that cannot be read is as if there were none."""
    try:
        document = json.loads(file.read_bytes())
        number = document.pop("format")
        if number == FORMAT:
            return _KNOWN.validate_python(document), ""
        wrong = f"has format {number!r}, and this version knows {FORMAT}"
    except FileNotFoundError:
        return Known(), ""
    except OSError as error:
        wrong = f"cannot be read ({error.strerror})"
    except (ValidationError, ValueError, KeyError, AttributeError, TypeError, RecursionError):
        wrong = "is damaged"
    return Known(), f"{file} {wrong}, so it is begun anew: what still goes on may be told once more."


def save(file: Path, known: Known) -> None:
    """Write what is remembered, whole or not at all.

    Raises:
        CannotLook: it cannot be written.
    """
    new = file.with_name(file.name + ".new")
    document = {"format": FORMAT, **_KNOWN.dump_python(known, mode="json")}
    try:
        new.touch(mode=0o600)
        new.write_text(json.dumps(document, indent=1, ensure_ascii=False), "utf-8")
        os.replace(new, file)
    except OSError as error:
        raise CannotLook(
            f"{file} cannot be written ({error.strerror}), so the same notice may come again after the next check."
        ) from error


def _quietly(say: Say, do: Callable[[], object]) -> None:
    """Do something that must not stop anything else; what goes wrong is one sentence."""
    try:
        do()
    except (UsageProblem, NotDelivered, CannotLook) as error:
        say(str(error))
