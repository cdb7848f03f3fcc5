"""The README's table of settings, made from the shipped flows: prints it; with `--write`, puts it into README.md."""

import sys
from pathlib import Path

from optout.catalog import Catalog
from optout.flow import Hub, Service, Setting

README = Path(__file__).parents[2] / "README.md"
BEGIN = "<!-- settings: written by tests/cli/settings_table.py --write -->"
END = "<!-- /settings -->"


def table() -> str:
    """The table, one row for each setting that the flows list, and one for each hub whose rows are all settings."""
    lines = ["| target | setting | what it is about | compared with the live page |", "|---|---|---|---|"]
    for flow in Catalog.read().flows.values():
        service = flow.service
        lines += [_row(service, setting) for setting in service.settings]
        lines += [
            f"| `{service.service}/...` | every other row of {_title(service.hubs[sweep.hub])} that the flow allows "
            "| found on the page itself, by address | never |"
            for sweep in service.sweeps
        ]
    return "\n".join(lines)


def _title(hub: Hub) -> str:
    return hub.walk[-1] if hub.walk else hub.path


def _row(service: Service, setting: Setting) -> str:
    where = f" Not offered in {', '.join(setting.not_regions)}." if setting.not_regions else ""
    where += f" Offered in {', '.join(setting.regions)} only." if setting.regions else ""
    return f"| `{service.service}/{setting.id}` | {setting.title} | {setting.why}{where} | {setting.seen} |"


def main() -> None:
    """Print the table, or write it into the README between its markers."""
    if "--write" not in sys.argv:
        print(table())
        return
    head, _, rest = README.read_text("utf-8").partition(BEGIN)
    _, _, tail = rest.partition(END)
    README.write_text(f"{head}{BEGIN}\n\n{table()}\n\n{END}{tail}", "utf-8")


if __name__ == "__main__":
    main()
