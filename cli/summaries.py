"""``summaries check``: the figures of the first page and of quality, counted anew from the trail."""

from collections.abc import Callable, Iterable

import click
from flask.cli import AppGroup
from sqlalchemy import Connection, text

from models import db
from workflow import desk_recount, quality_recount

FOUND_WRONG = 1
CHECKS: tuple[tuple[str, Callable[[Connection], Iterable[str]]], ...] = (
    ("beranda", desk_recount.differences),
    ("quality", quality_recount.differences),
)

summaries_cli = AppGroup("summaries", help="Figures that are kept or counted by shortcuts.")


@summaries_cli.command("check")
@click.pass_context
def check(ctx: click.Context) -> None:
    """Compare the figures of Beranda and of quality with the trail; one line a difference."""
    status = 0
    connection = _snapshot()
    for name, differences in CHECKS:
        for line in differences(connection):
            click.echo(f"{name}: {line}")
            status = FOUND_WRONG
    db.session.rollback()
    ctx.exit(status)


def _snapshot() -> Connection:
    """The session's connection, on which nothing changes while it is read: the desk may go on working."""
    db.session.rollback()
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    return db.session.connection()
