"""Give the person what a command made: on stdout, or in the file that they named, whole or not at all."""

import errno
import os
import sys
from pathlib import Path

import click

from optout.errors import CannotLook, UsageProblem


def hand_over(content: str, file: Path | None, *, replace: bool) -> Path | None:
    """Write a text as UTF-8, its line ends as they are: to a file, readable for its owner alone, or to stdout.

    Args:
        content: the text.
        file: where to; None for stdout.
        replace: whether a file that is there may go.

    Raises:
        UsageProblem: the file is there and must stay.
        CannotLook: it cannot be written; what was there before still is.
    """
    data = content.encode()
    try:
        if file is None:
            click.echo(data, nl=False)
            sys.stdout.flush()
        elif file.exists() and not file.is_file():  # a device, a pipe: nothing that a rename may replace
            file.write_bytes(data)
        else:
            if file.exists() and not replace:
                raise UsageProblem(f"{file} is there already. Name another file with -o, or replace it with --force.")
            _store(data, file)
    except OSError as error:
        if error.errno == errno.EPIPE:  # the reader has had enough: click ends the program
            raise
        what = f"The file {file}" if file else "Standard output"
        other = " Name another file with -o." if file else ""
        raise CannotLook(f"{what} cannot be written ({error.strerror}).{other}") from error
    return file


def _store(data: bytes, file: Path) -> None:
    new = file.with_name(f".optout-{os.getpid()}.new")  # short: the name itself may be as long as a name can be
    try:
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(data)
        os.replace(new, file)
    except OSError:
        new.unlink(missing_ok=True)
        raise
