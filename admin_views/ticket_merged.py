"""What hangs on the complaints merged into one, for the page of that one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from access.actors import Actor
from audit.masked import mask_numbers
from models import Attachment, Ticket, db
from workflow import actions, kin


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedFile:
    """A file of a merged complaint; ``opens`` tells whether it may be asked for there."""

    row: Attachment
    name: str
    number: str
    opens: bool


def tickets_of(ties: Iterable[kin.Kin]) -> Sequence[Ticket]:
    """The merged ones that are seen, whose keys open what hangs on them; one statement where there are any."""
    refs = [one.ref for one in kin.merged_among(ties)]
    return db.session.scalars(select(Ticket).where(Ticket.ref.in_(refs)).order_by(Ticket.id)).all() if refs else ()


def files_of(merged: Iterable[Ticket], files: Iterable[Attachment], actor: Actor) -> list[MergedFile]:
    """Those of ``files`` that hang on ``merged`` tickets; each is opened by the rights of its own ticket."""
    opens = {one.id: actions.knows_now(one, "open", actor=actor) for one in merged}
    numbers = {one.id: one.number for one in merged}
    return [
        MergedFile(
            row=file,
            name=mask_numbers(file.name or "–"),
            number=numbers[file.ticket_id],
            opens=opens[file.ticket_id],
        )
        for file in files
        if file.ticket_id in numbers
    ]
