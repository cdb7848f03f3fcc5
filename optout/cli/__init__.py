"""The command line: arguments in, exit code out. Everything else is imported when a command needs it."""

from typing import Any

import click

from optout import __version__
from optout.cli.accounts import login, logout
from optout.cli.looking import check, run, undo
from optout.cli.machine import demo, doctor, setup
from optout.cli.noticing import notify_test
from optout.cli.output import print_json
from optout.cli.past import history, standing
from optout.cli.proving import proof
from optout.cli.scheduling import schedule
from optout.cli.showing import flows, report
from optout.cli.writing import letter
from optout.errors import OptoutError, UsageProblem

_EPILOG = """\b
Examples:
  optout demo                see everything work on a local site, no account
  optout run linkedin        opt out on LinkedIn, read back, prove
  optout run linkedin/ai-training --headed      one setting, step by step
  optout check               did it stay off? (exit 0 if so)
  optout schedule install    have this machine check by itself, every week
  optout history             what each setting was, run by run

\b
Exit codes:
  0  all as wanted                    4  a page is not what the flow says
  1  a setting is on                  5  could not look
  2  usage or a bad flow file       130  interrupted
  3  a person is needed"""


class _Commands(click.Group):
    """A group whose commands turn our own errors into one sentence and the right exit code."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.obj = list(args)  # as they were given: what they ask for counts even where they make no sense
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            _owed(ctx.obj, UsageProblem.exit_status, error.format_message())
            raise
        except OptoutError as error:
            _owed(ctx.obj, error.exit_status, str(error))
            click.echo(f"optout: {error}", err=True)
            ctx.exit(error.exit_status)
        except (KeyboardInterrupt, click.Abort):
            click.echo("optout: interrupted", err=True)
            ctx.exit(130)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


def _owed(words: list[str], status: int, sentence: str) -> None:
    """Print the document that stdout owes where `--json` was asked for and no run could begin."""
    if "--json" in words and words[0] in (run.name, check.name, undo.name):
        from optout.report.document import failure

        mode = "dry-run" if "--dry-run" in words else words[0]
        print_json(failure(mode, status, sentence))


@click.group(
    cls=_Commands, invoke_without_command=True, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="optout")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Opt out of AI training and ad personalisation in your own accounts, and prove it.

    Walks the settings pages in a real browser, turns each switch off, reads it back on a fresh page, keeps pictures.
    """
    if ctx.invoked_subcommand is None:
        standing(ctx)


schedule.add_command(notify_test)
_ALL = (run, check, undo, login, logout, history, report, proof, letter, schedule, flows, setup, doctor, demo)
for _command in _ALL:
    main.add_command(_command)
