"""What a list reads of each ticket, whichever columns are then shown: one row, whatever is chosen."""

from typing import Any, Final

from sqlalchemy import FromClause, Select, select
from sqlalchemy.orm import aliased

from models import Cause, Facility, Ticket, User

ROW_COLUMNS: Final = (
    Ticket.id, Ticket.number, Ticket.status, Ticket.outcome, Ticket.subject_name, Ticket.reporter_name, Ticket.relation,
    Ticket.category_id, Ticket.channel_id, Ticket.region_code, Ticket.priority, Ticket.due_at, Ticket.received_at,
    Ticket.closed_at, Ticket.assignee_id, Ticket.nik_state, Ticket.dose, Ticket.vaccinated_on, Ticket.facility_text,
    Ticket.paused_since, Ticket.waits_for, Ticket.amber_at, Ticket.response_due_at, Ticket.responded_at,
)  # fmt: skip


def rows_with(keys: FromClause | None = None) -> Select[*tuple[Any, ...]]:
    """The rows of a list with the names beside them; of the tickets of ``keys`` (with a column id), where given."""
    assignee = aliased(User)
    rows: Select[*tuple[Any, ...]] = select(
        *ROW_COLUMNS,
        assignee.name.label("assignee"),
        Facility.name.label("facility"),
        Cause.name_id.label("cause_id_name"),
        Cause.name_en.label("cause_en_name"),
    )
    if keys is not None:
        rows = rows.join(keys, keys.c.id == Ticket.id)
    return (
        rows.outerjoin(assignee, assignee.id == Ticket.assignee_id)
        .outerjoin(Facility, Facility.id == Ticket.facility_id)
        .outerjoin(Cause, Cause.id == Ticket.cause_id)
    )
