"""``import complaints FILE``: files a recap, prints its five figures, and gives the rows to mend back."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import force_locale, gettext

from access.actors import system_actor
from intake.faults import UnreadableFile
from intake.load import LoadReport, load_complaints
from models import clock
from web.import_words import fault_words
from web.rows_to_mend import rows_to_mend

FIGURES = ("read", "new", "same", "refused", "doubtful")
FOUND_WRONG = 1
CALLED_WRONG = 2

imports_cli = AppGroup("import", help="Read files into the desk.")


class BadFile(click.ClickException):
    """The file can't be read at all."""

    exit_code = CALLED_WRONG


@imports_cli.command("complaints")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def complaints(ctx: click.Context, file: Path) -> None:
    """File the complaints of a recap; those filed before are left alone."""
    settings = current_app.config["LOKET"]
    with force_locale(settings.locale):
        report = _load(file)
        for figure in FIGURES:
            click.echo(f"{figure} {getattr(report, figure)}")
        if report.reading.refused or report.reading.doubtful:
            path = _give_back(report, settings.home / "imports", file.stem)
            click.echo(gettext("The rows to mend: %(path)s", path=path))
    ctx.exit(FOUND_WRONG if report.refused else 0)


def _load(file: Path) -> LoadReport:
    try:
        return load_complaints(
            file.read_bytes(), file.name, actor=system_actor("import", origin="cli"), today=clock.today()
        )
    except UnreadableFile as fault:
        raise BadFile(fault_words(fault)) from fault
    except OSError as fault:
        raise BadFile(gettext("The file can't be opened: %(path)s", path=file)) from fault


def _give_back(report: LoadReport, folder: Path, stem: str) -> Path:
    """Write the rows to mend where only the desk's own user reads them, for they hold personal values."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{stem}.xlsx"
    path.touch(mode=0o600)
    path.write_bytes(rows_to_mend(report.reading))
    return path
