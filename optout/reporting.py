"""The verb `report`: bring together what is known of a run, and write it as a page or as a PDF."""

from pathlib import Path

from optout.app import Ended
from optout.catalog import Catalog
from optout.config import Config
from optout.errors import CannotLook, FlowProblem
from optout.report.page import Known, page, write
from optout.report.seal import Seal
from optout.runs import ledger


def report(
    config: Config, ended: Ended, file: Path | None = None, *, pdf: bool = False, full: bool = False,
    seal: Seal | None = None,
) -> Path:  # fmt: skip
    """Write the report of a run; the file.

    Args:
        config: where flows are, and which browser prints.
        ended: the run.
        file: where to write it; None for report.html (or report.pdf) in the run's folder.
        pdf: print it, with the browser that runs use.
        full: show the pictures whole, too.
        seal: the run's seal; None where it is not sealed.

    Raises:
        CannotLook: the file cannot be written, or no browser can print it.
    """
    known = _known(config, ended, full=full, seal=seal)
    if not pdf:
        return write(ended.run, ended.folder, file or ended.folder / "report.html", known)
    from optout.browser.find import find
    from optout.browser.pdf import printed

    content = printed(find(config.browser), page(ended.run, ended.folder, known))
    file = file or ended.folder / "report.pdf"
    try:
        file.write_bytes(content)
    except OSError as error:
        raise CannotLook(
            f"The report {file} cannot be written ({error.strerror}). Name another file with -o."
        ) from error
    return file


def _known(config: Config, ended: Ended, *, full: bool, seal: Seal | None) -> Known:
    try:
        services = [flow.service for flow in Catalog.read(config.flows).flows.values()]
    except FlowProblem:
        services = []  # a record can be shown without them; "optout flows lint" says what is wrong
    return Known(
        why={(one.service, setting.id): setting.why for one in services for setting in one.settings if setting.why},
        services={one.service: one.title for one in services},
        entries=ledger.read(ended.folder.parent).entries,
        seal=seal,
        full=full,
    )
