"""``import registry FILE``: takes vaccination data in, prints its five figures, and gives refused rows back."""

import sys
from collections.abc import Callable
from pathlib import Path

import click
from flask import current_app
from flask_babel import gettext

from access.actors import system_actor
from cli.batches import refusals_in_words
from cli.imports import FOUND_WRONG, BadFile, imports_cli
from intake.faults import UnreadableFile
from intake.registry import RegistryReport, load_registry
from web.registry_words import registry_fault_words
from web.rows_to_mend import refused_workbook

FIGURES = ("read", "new", "changed", "same", "refused")


@imports_cli.command("registry")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def registry(ctx: click.Context, file: Path) -> None:
    """Take in the records of a registry; those known already are left alone."""
    settings = current_app.config["LOKET"]
    with refusals_in_words():
        report = _load(file)
        if report.resumed:
            click.echo(gettext("It went on where an earlier import of this file had stopped."), err=True)
        for figure in FIGURES:
            click.echo(f"{figure} {getattr(report, figure)}")
        if report.refused:
            path = _give_back(report, settings.home / "imports", file.stem)
            click.echo(gettext("The rows to mend: %(path)s", path=path))
    ctx.exit(FOUND_WRONG if report.refused else 0)


def _load(file: Path) -> RegistryReport:
    watch = progress_on_terminal()
    try:
        return load_registry(file, file.name, actor=system_actor("import", origin="cli"), progress=watch)
    except UnreadableFile as fault:
        raise BadFile(registry_fault_words(fault)) from fault
    except OSError as fault:
        raise BadFile(gettext("The file can't be opened: %(path)s", path=file)) from fault
    finally:
        if watch:
            click.echo("\r    \r", nl=False, err=True)


def progress_on_terminal() -> Callable[[int, int], None] | None:
    """What writes the share done over itself on a terminal; None where nobody watches."""
    if not sys.stderr.isatty():
        return None

    def tell(done: int, of: int) -> None:
        click.echo(f"\r{100 * done // max(of, 1):3d}%", nl=False, err=True)

    return tell


def _give_back(report: RegistryReport, folder: Path, stem: str) -> Path:
    """Write the refused rows where only the desk's own user reads them, for they hold personal values."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{stem}.xlsx"
    path.touch(mode=0o600)
    path.write_bytes(refused_workbook(report))
    return path
