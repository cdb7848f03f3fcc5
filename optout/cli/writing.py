"""`letter`: write the draft of a letter; it is the person who reads, edits and sends it."""

from typing import Any

import click

from optout.cli.options import common, configured


@click.command()
@click.argument("kind", type=click.Choice(["objection", "complaint"]))
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option(
    "--region",
    metavar="CODE",
    help="Where you live: an EU or EEA country (AT, NO), UK, CH, CA (Canada), HK, US-CA (California) (OPTOUT_REGION).",
)
@click.option("-o", "--output", metavar="FILE", help="Where to write it (default: stdout).")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@common("account", "home", "flows")
def letter(
    kind: str, targets: tuple[str, ...], region: str | None, output: str | None, force: bool, **given: Any
) -> None:
    """Draft a letter from your record. It is never sent: you read it, edit it and send it.

    An objection goes to the service (GDPR Art. 21; in California the opt-out of the CCPA) and needs no record. A
    complaint goes to an authority and cites what runs have read, with their ids. What only you know stands in
    [brackets].

    TARGET is a service (linkedin), a setting (linkedin/ai-training) or a glob (linkedin/ads-*), all of one service;
    without one, all that is known of the only service that you use. Where the record holds several accounts, name one.

    \b
    Examples:
      optout letter objection --region AT
      optout letter objection linkedin/ai-training --region US-CA -o opt-out.txt
      optout letter complaint linkedin --region FR -o complaint.txt
    """
    from pathlib import Path

    from optout import config as settings
    from optout.catalog import Catalog
    from optout.cli.saving import hand_over
    from optout.letters.draft import Kind
    from optout.letters.letter import letter as write
    from optout.runs import ledger

    env = settings.environment(Path.cwd())
    config = configured(**given)
    named = bool(given["account"] or env.get("OPTOUT_ACCOUNT"))
    written = write(
        Kind(kind),
        region or env.get("OPTOUT_REGION", ""),
        targets,
        config.account if named else "",
        ledger.read(config.home / "runs"),
        Catalog.read(config.flows),
    )
    file = hand_over(written.text, Path(output) if output else None, replace=force)
    for remark in written.remarks:
        click.echo(f"optout: {remark}", err=True)
    if file:
        click.echo(
            f"Draft: {file}. Nothing was sent: read it, fill in what stands in [brackets], and send it yourself."
        )
