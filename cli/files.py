"""``files came-from``: whether a complaint's file is the very one that somebody sent."""

from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select

from models import Attachment, Ticket, db
from workflow import attachments

FOUND_WRONG = 1
CALLED_WRONG = 2

files_cli = AppGroup("files", help="The files of complaints.")


class NoSuchComplaint(click.ClickException):
    """No complaint has this number."""

    exit_code = CALLED_WRONG


@files_cli.command("came-from")
@click.argument("number")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def came_from(ctx: click.Context, number: str, file: Path) -> None:
    """Say which files of complaint NUMBER were drawn from FILE, byte for byte; 1 where none was."""
    ticket = db.session.scalar(select(Ticket).where(Ticket.number == number.upper()))
    if ticket is None:
        raise NoSuchComplaint(f"{number}: no complaint has this number")
    data = file.read_bytes()
    kept = db.session.scalars(select(Attachment).where(Attachment.ticket_id == ticket.id).order_by(Attachment.id))
    found = [one for one in kept if attachments.came_from(one, data)]
    for one in found:
        print(f"{ticket.number}-{one.id} ({one.kind}) was drawn from this file, sent {one.added_at:%Y-%m-%d %H:%M} UTC")
    if not found:
        print(f"{ticket.number}: none of its files was drawn from this file")
        ctx.exit(FOUND_WRONG)
