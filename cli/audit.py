"""``audit export``, ``audit replay`` and ``audit verify``: the trail on the command line."""

import getpass
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click
from flask.cli import AppGroup
from sqlalchemy import Connection

from access.actors import Actor, system_actor
from audit import replay as replaying
from audit import trail
from audit import verify as verifying
from exports.trail import FORMATS, stream, take
from models import db
from models.database import writing

FOUND_WRONG = 1
CALLED_WRONG = 2
STDOUT = "-"

audit_cli = AppGroup("audit", help="The audit trail: export, replay, verify.")


class Unwritable(click.ClickException):
    """The file to write to cannot be written."""

    exit_code = CALLED_WRONG


@audit_cli.command("export")
@click.option("--out", required=True, metavar="FILE", help="Where to write; - is the standard output.")
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="csv", show_default=True)
@click.option("--reason", default="audit export", show_default=True, help="Why; it is kept in the trail.")
def export(out: str, format_: str, reason: str) -> None:
    """Write the whole trail, oldest first. The export is recorded first, and is not in the file itself."""
    if not reason.strip():
        raise click.UsageError("--reason: say why, in a few words")
    with _opened(out) as file:
        with writing():
            taken = take(trail.Filters(), format_, actor=_commander(), reason=reason)
        _write(file, stream(taken))


@audit_cli.command("replay")
@click.pass_context
def replay(ctx: click.Context) -> None:
    """Compare the tables with what their events add up to."""
    ctx.exit(_tell(replaying.differences))


@audit_cli.command("verify")
@click.pass_context
def verify(ctx: click.Context) -> None:
    """Check the trail against itself: numbers, texts, index, rows, triggers."""
    ctx.exit(_tell(verifying.faults))


def _commander() -> Actor:
    return system_actor("command", origin=f"cli {_login()}"[:80])


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "-"


def _tell(check: Callable[[Connection], Iterable[str]]) -> int:
    """Print a line for each finding; the exit status."""
    status = 0
    with db.engine.connect() as connection:
        for line in check(connection):
            click.echo(line)
            status = FOUND_WRONG
    return status


@contextmanager
def _opened(out: str) -> Iterator[IO[bytes]]:
    """The standard output, or a file that appears whole, under its name, or not at all."""
    if out == STDOUT:
        yield sys.stdout.buffer
        return
    target = Path(out).absolute()
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as problem:
        raise Unwritable(f"cannot write {out}: {problem.strerror}") from problem
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except OSError as problem:
        raise Unwritable(f"cannot write {out}: {problem.strerror}") from problem
    finally:
        Path(name).unlink(missing_ok=True)


def _write(file: IO[bytes], pieces: Iterable[bytes]) -> None:
    """Write the pieces; how far it is shows on a terminal only."""
    written = 0
    shown = sys.stderr.isatty() and file is not sys.stdout.buffer
    for piece in pieces:
        file.write(piece)
        written += len(piece)
        if shown:
            click.echo(f"\r{written // 1024:,} kB", err=True, nl=False)
    if shown:
        click.echo(err=True)
