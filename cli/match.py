"""``match --out FILE.csv``: the candidates of every ticket that came from an import, for whoever measures them."""

import csv
from collections.abc import Iterator
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import force_locale
from sqlalchemy import select, true

from access.actors import system_actor
from audit.recorder import note_event
from models import Ticket, db
from models.database import writing
from registry.match import Candidate, candidates
from web.match_words import reasons_words
from workflow.subjects import subject_of

HEADER = ("complaint_no", "registry_row", "tier", "reasons")
NOTHING = "none"
AT_ONCE = 200

Line = tuple[str, int | str, str, str]


@click.command("match")
@click.option("--out", required=True, type=click.Path(dir_okay=False, writable=True, path_type=Path), help="The file.")
@with_appcontext
def match_cli(out: Path) -> None:
    """Write the candidates of every imported complaint, best first; numbers of rows only, no personal value."""
    with force_locale(current_app.config["LOKET"].locale), out.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(HEADER)
        complaints = 0
        for ticket in _imported():
            complaints += 1
            lines.writerows(_lines(ticket))
    with writing():
        note_event(system_actor("match", origin="cli"), "record.match_all", facts={"complaints": complaints})


def _imported() -> Iterator[Ticket]:
    """The tickets that came from a workbook, in the order in which they came."""
    last = 0
    query = select(Ticket).where(Ticket.source_row != "").order_by(Ticket.id).limit(AT_ONCE)
    while some := db.session.scalars(query.where(Ticket.id > last)).all():
        yield from some
        last = some[-1].id
        db.session.expunge_all()


def _lines(ticket: Ticket) -> list[Line]:
    number = _number(ticket)
    found = candidates(subject_of(ticket), visible=true())
    return [_line(number, one) for one in found] or [(number, "", NOTHING, "")]


def _line(number: str, found: Candidate) -> Line:
    return number, found.opened.record.source_row, found.tier.value, reasons_words(found.reasons)


def _number(ticket: Ticket) -> str:
    """The running number that the file gave the complaint; the ticket's own where it gave none."""
    return ticket.source_row.rpartition("#")[2] if "#" in ticket.source_row else ticket.number
