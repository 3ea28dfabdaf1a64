"""The values one complaint takes over from another: which there are, how they are written, and put back again."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import select

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from audit.context import acting
from models import Category, Cause, Channel, MergedValue, NikState, Status, Ticket, clock, db
from models.base import value_before
from workflow import extra, facts, person

CODED: Final[Mapping[str, tuple[Any, str]]] = MappingProxyType(
    {"category": (Category, "category_id"), "channel": (Channel, "channel_id"), "cause": (Cause, "cause_id")}
)
CUT: Final = "?"  # behind the fifteen digits of a NIK that a spreadsheet cut
FIELDS: Final = (
    "subject_name", "subject_nik", "subject_birth_date", "sex", "subject_phone", "reporter_name", "relation",
    "reporter_phone", "address", "dose", "vaccinated_on", "facility_text", "vaccine_ticket", "category", "cause",
    "channel", "priority", "story",
)  # fmt: skip


def value_of(ticket: Ticket, field: str) -> str:
    """What a ticket tells in a field, in the spelling in which ``put`` takes it again; empty where nothing."""
    if field.startswith(extra.NAME):
        return extra.texts_of(ticket).get(field.removeprefix(extra.NAME), "")
    if field == "subject_nik" and ticket.nik_state == NikState.INCOMPLETE:
        return f"{ticket.subject_nik}{CUT}"
    if field in CODED:
        table, column = CODED[field]
        code = db.session.scalar(select(table.code).where(table.id == getattr(ticket, column)))
        return code or ""
    value = getattr(ticket, field)
    return "" if value in (None, "") else str(value)


def differing(one: Ticket, other: Ticket) -> list[str]:
    """The fields in which two tickets tell something else, in the order of a form."""
    return [field for field in FIELDS if value_of(one, field) != value_of(other, field)]


def lacking(original: Ticket, merged: Ticket, *, actor: Actor) -> list[str]:
    """The extra fields that ``actor`` sees, of which ``merged`` alone tells something, in the order of the desk."""
    ours, theirs = extra.texts_of(original), extra.texts_of(merged)
    seen = [field for field in extra.seen_by(actor.role) if field.code in theirs and field.code not in ours]
    return [extra.name_of(field.code) for field in seen if extra.is_readable(field, theirs[field.code])]


def offered(original: Ticket, merged: Ticket, *, actor: Actor) -> list[str]:
    """What ``original`` can take over: what differs, and the extra fields that it lacks."""
    return [*differing(original, merged), *lacking(original, merged, actor=actor)]


def named(actor: Actor) -> list[str]:
    """Everything that ``actor`` can name to be taken over."""
    return [*FIELDS, *(extra.name_of(field.code) for field in extra.seen_by(actor.role))]


def take_over(original: Ticket, merged: Ticket, fields: Iterable[str], *, actor: Actor) -> None:
    """Write values of ``merged`` into ``original`` and keep where each came from; inside an act. Raises BadValue."""
    for field in fields:
        row = MergedValue(
            ticket=original,
            ticket_id=original.id,
            from_id=merged.id,
            field=field,
            merged_at=clock.now(),
            merged_by_id=actor.id,
            before=value_of(original, field),
            after=value_of(merged, field),
        )
        if field.startswith(extra.NAME):
            extra.take_over(original, field, row.after or "", actor=actor)
        else:
            _put(original, field, row.after or "")
        row.after = value_of(original, field)
        db.session.add(row)
    person.refresh(original)


def standing(merged: Ticket) -> list[MergedValue]:
    """What was taken over from ``merged`` when it was closed last and not put back, the oldest first.

    What an earlier merge gave away stays where it is: opening the complaint again by another way has settled it.
    """
    original, closed_at = (value_before(merged, field) for field in ("duplicate_of_id", "closed_at"))
    if original is None or closed_at is None:
        return []
    query = select(MergedValue).where(MergedValue.from_id == merged.id, ~MergedValue.withdrawn)
    query = query.where(MergedValue.ticket_id == original, MergedValue.merged_at >= closed_at)
    return list(db.session.scalars(query.order_by(MergedValue.id)))


def let_stand(merged: Ticket) -> None:
    """Keep in the original what it took over: ``merged`` is opened again for a reason of its own; inside an act.

    Whoever takes back a later merge of it gives nothing of this one back.
    """
    for row in standing(merged):
        row.withdrawn = True


def put_back(merged: Ticket, *, actor: Actor, reason: str) -> list[str]:
    """Give the original back what the merge changed in it; the fields that were changed since, and stay.

    On a closed original everything stays. Raises Forbidden where there is something to put back.
    """
    rows = standing(merged)
    if not rows:
        return []
    original = rows[0].ticket
    require(actor, Permission.TICKET_MERGE, on=original)
    open_still = original.status != Status.CLOSED
    back = [row for row in rows if open_still and value_of(original, row.field) == (row.after or "")]
    kept = [row.field for row in rows if row not in back]
    with acting(actor, "ticket.unmerge", reason, object=original, facts={"kept_fields": kept} if kept else None):
        for row in back:
            if row.field.startswith(extra.NAME):
                extra.empty(original, row.field)
            else:
                _put(original, row.field, row.before or "", write=facts.restore)
        if back:
            person.refresh(original)
        for row in rows:
            row.withdrawn = True
    return kept


def _put(ticket: Ticket, field: str, value: str, write: Callable[[Ticket, str, Any], None] = facts.write) -> None:
    if field == "subject_nik":
        ticket.nik_state = NikState.INCOMPLETE if value.endswith(CUT) else NikState.MISSING
        value = value.removesuffix(CUT)
    ways: dict[str, Any] = {"priority": int, "vaccinated_on": _day, "sex": lambda text: text or None}
    write(ticket, field, ways.get(field, _plain(field))(value))


def _plain(field: str) -> Any:
    empties_to_none = field == "cause" or hasattr(Ticket, f"{field}_sealed")
    return (lambda text: text or None) if empties_to_none else str


def _day(text: str) -> Any:
    return date.fromisoformat(text) if text else None
