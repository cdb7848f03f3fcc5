"""`proof`: verify the evidence, hand it over, stamp it later; no browser is needed."""

import sys
from typing import Any

import click

from optout.cli.options import common, configured
from optout.cli.output import print_json


@click.group()
def proof() -> None:
    """The evidence of runs: verify it, hand it over, have it stamped.

    \b
    Examples:
      optout proof verify
      optout proof export -o evidence.zip
      optout proof export 2026-11-24 --share -o shared.zip
    """


@proof.command()
@click.argument("names", nargs=-1, metavar="[RUN|FILE]...")
@click.option("--head", "kept", metavar="HEAD", help="The end of the chain as you have kept it elsewhere.")
@common("home", "json", "quiet")
def verify(names: tuple[str, ...], kept: str | None, **given: Any) -> None:
    """Is it intact, signed by whom, stamped when? Offline; exit code 0 if nothing is wrong, 1 otherwise.

    RUN is the name of a run or a beginning of it; FILE a bundle that "optout proof export" has written, or the folder
    that it was unpacked to. Without any, all runs are verified, and the chain that they form.

    \b
    Examples:
      optout proof verify
      optout proof verify 2026-11-24T140153Z-3f2a
      optout proof verify evidence.zip --head 5:3f2a...
    """
    from optout.proof import audit
    from optout.report import evidence

    config = configured(**given)
    found = audit.audit(config.home, names, audit.head(kept) if kept else None)
    if config.json:
        print_json(evidence.document(found))
    elif not config.quiet or not all(one.sound for one in found):
        from rich.console import Console

        evidence.show(found, Console(highlight=False))
    sys.exit(0 if all(one.sound for one in found) else 1)


@proof.command()
@click.argument("names", nargs=-1, metavar="[RUN]...")
@click.option("-o", "--output", metavar="FILE", required=True, help="The zip to write.")
@click.option("--share", is_flag=True, help="Leave out what tells who you are, and fail if something is left.")
@common("home", "flows", "quiet")
def export(names: tuple[str, ...], output: str, share: bool, **given: Any) -> None:
    """Write one zip to hand over, which anybody can verify.

    RUN is the name of a run or a beginning of it; without any, all that are sealed.

    \b
    Examples:
      optout proof export -o evidence.zip
      optout proof export 2026-11-24 --share -o shared.zip
    """
    from pathlib import Path

    from optout import reporting
    from optout.catalog import Catalog
    from optout.home import Home
    from optout.proof import bundle
    from optout.proof.words import vocabularies
    from optout.report import evidence

    config = configured(**given)
    words = vocabularies(Catalog.read(config.flows)) if share else None
    home = Home.at(config.home)
    made = bundle.export(home, names, Path(output), shared=words, page=reporting.pages(config, home.runs))
    for warning in made.warnings:
        click.echo(f"Not intact: {warning}", err=True)
    if not config.quiet:
        click.echo(evidence.handed_over(made))


@proof.command()
@click.argument("names", nargs=-1, metavar="[RUN]...")
@common("home", "timestamp", "quiet")
def stamp(names: tuple[str, ...], **given: Any) -> None:
    """Have a time-stamp authority attest when a run was there; only a hash of it is sent.

    RUN is the name of a run or a beginning of it; without one, the newest, whose stamp vouches for all runs before it.
    Exit code 5 if an authority did not answer.

    \b
    Examples:
      optout proof stamp --timestamp https://freetsa.org/tsr
      optout proof stamp 2026-11-24
    """
    from optout.home import Home
    from optout.proof import stamping

    config = configured(**given)
    failed = stamping.stamp_later(
        Home.at(config.home), names, config.timestamps, lambda text: click.echo(text, err=True)
    )
    sys.exit(5 if failed else 0)


@proof.command("schema")
def proof_schema() -> None:
    """The format of a run's manifest (run.json) as a JSON Schema."""
    from optout.proof.schema import schema

    print_json(schema())
