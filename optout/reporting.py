"""The verb `report`: bring together what is known of a run, and write it as a page or as a PDF."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from optout.app import Ended
from optout.catalog import Catalog
from optout.config import Config
from optout.errors import CannotLook, FlowProblem
from optout.model import Run
from optout.proof import verify
from optout.proof.place import Folders
from optout.report.page import Known, page, write
from optout.report.seal import Seal, Stamp
from optout.runs import ledger
from optout.runs.shelf import MANIFEST


def report(config: Config, ended: Ended, file: Path | None = None, *, pdf: bool = False, full: bool = False) -> Path:
    """Write the report of a run; the file.

    Args:
        config: where flows are, and which browser prints.
        ended: the run.
        file: where to write it; None for report.html (or report.pdf) in the run's folder.
        pdf: print it, with the browser that runs use.
        full: show the pictures whole, too.

    Raises:
        CannotLook: the file cannot be written, or no browser can print it.
    """
    known = replace(_known(config, ended.folder.parent), seal=_seal(ended.folder), full=full)
    if not pdf:
        return write(ended.run, ended.folder, file or ended.folder / "report.html", known)
    from optout.browser.attach import is_own
    from optout.browser.find import find
    from optout.browser.pdf import printed

    # what the person has open is not for printing
    content = printed(find("" if is_own(config.browser) else config.browser), page(ended.run, ended.folder, known))
    file = file or ended.folder / "report.pdf"
    try:
        file.write_bytes(content)
    except OSError as error:
        raise CannotLook(
            f"The report {file} cannot be written ({error.strerror}). Name another file with -o."
        ) from error
    return file


def pages(config: Config, runs: Path) -> Callable[[Run, Path], str]:
    """What makes the HTML of several runs in a folder of run folders, one after the other."""
    known = _known(config, runs)
    return lambda run, folder: page(run, folder, replace(known, seal=_seal(folder)))


def _known(config: Config, runs: Path) -> Known:
    try:
        services = [flow.service for flow in Catalog.read(config.flows).flows.values()]
    except FlowProblem:
        services = []  # a record can be shown without them; "optout flows lint" says what is wrong
    return Known(
        why={(one.service, setting.id): setting.why for one in services for setting in one.settings if setting.why},
        services={one.service: one.title for one in services},
        entries=ledger.read(runs).entries,
    )


def _seal(folder: Path) -> Seal | None:
    """A run's seal as it holds now; None where it was never sealed."""
    checked = verify.check(Folders(folder.parent), folder.name)
    if not checked.number:
        return None
    names = sorted(one.name for one in folder.glob(f"{MANIFEST}.*{verify.STAMP}"))
    slugs = [name.removeprefix(f"{MANIFEST}.").removesuffix(verify.STAMP) for name in names]
    stamps = tuple(Stamp(one.at, slug) for one, slug in zip(checked.stamps, slugs, strict=False))
    return Seal(checked.number, checked.manifest, checked.key, stamps, checked.problems)
