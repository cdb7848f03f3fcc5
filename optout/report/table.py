"""A run as CSV (RFC 4180), for spreadsheets: a header, then a row for each setting. Pure."""

import csv
import io

from optout.model import Result, Run
from optout.report.plain import plain

COLUMNS = (
    "run", "started", "mode", "service", "account", "setting", "title", "url", "outcome", "before", "after", "at",
    "sentence", "pictures", "sha256",
)  # fmt: skip
# what makes a spreadsheet take a text for a formula (owasp.org, "CSV Injection"); the last four are their wide forms
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def table(run: Run) -> str:
    """The CSV text of a run; its columns are a contract.

    A cell that a spreadsheet would take for a formula begins with an apostrophe. Several pictures, and their SHA-256 in
    the same order, stand in one cell with a space between. A setting that no page was opened for is "unknown".
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for result in run.results:
        writer.writerow([defused(plain(cell)) for cell in _row(run, result)])
    return out.getvalue()


def defused(cell: str) -> str:
    """The cell as no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _row(run: Run, result: Result) -> tuple[str, ...]:
    last = result.last
    pictures = {seen.picture: seen.sha256 for seen in (result.before, result.after) if seen and seen.picture}
    return (
        run.id,
        run.started,
        run.mode.value,
        result.service,
        result.account,
        result.setting,
        result.title,
        result.url,
        result.outcome.value,
        result.before.state.value if result.before else "unknown",
        last.state.value if last else "unknown",
        last.at if last else "",
        result.sentence,
        " ".join(pictures),
        " ".join(pictures.values()),
    )
