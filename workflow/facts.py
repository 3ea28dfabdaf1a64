"""What may stand in each editable fact of a complaint: codes that exist, lengths that fit, values cleaned."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from identity import names
from models import Category, Cause, Channel, Region, Ticket, clock, db
from workflow import deadlines, facilities, person
from workflow.refusals import BadValue

LONGEST: Mapping[str, int] = MappingProxyType(
    {
        "facility_text": 120,
        "relation": 40,
        "dose": 20,
        "vaccine_ticket": 40,
        "subject_nik": 40,
        "address": 300,
        "story": 4000,
        "subject_name": person.MAX_NAME,
        "reporter_name": person.MAX_NAME,
        "subject_phone": 40,
        "reporter_phone": 40,
    }
)
SEXES = (None, "L", "P")


def coded(kind: type[Any], code: str, field: str, *, retired: bool = False) -> Any:
    """The row of reference data with this code, in use unless a ``retired`` one will do. Raises BadValue."""
    row = db.session.scalar(select(kind).where(kind.code == code))
    if row is None or (row.retired and not retired):
        raise BadValue(field, "unknown_code")
    return row


def write(ticket: Ticket, field: str, value: Any) -> None:
    """Write one editable fact, cleaned; an equal one is left alone. Raises BadValue."""
    if field in LONGEST and value and len(str(value)) > LONGEST[field]:
        raise BadValue(field, "too_long")
    change = WAYS.get(field, _plainly)
    change(ticket, field, value)


def restore(ticket: Ticket, field: str, value: Any) -> None:
    """Write back what stood in a field before; what was retired meanwhile is still what it was. Raises BadValue."""
    back = BACK.get(field)
    if back is None:
        write(ticket, field, value)
    else:
        back(ticket, field, value, retired=True)


def _plainly(ticket: Ticket, field: str, value: Any) -> None:
    if getattr(ticket, field) != value:
        setattr(ticket, field, value)


def _category(ticket: Ticket, field: str, value: str, *, retired: bool = False) -> None:
    category = coded(Category, value, field, retired=retired)
    ticket.category_id = category.id
    deadlines.recompute(ticket, days=category.days)


def _channel(ticket: Ticket, field: str, value: str, *, retired: bool = False) -> None:
    ticket.channel_id = coded(Channel, value, field, retired=retired).id


def _cause(ticket: Ticket, field: str, value: str | None, *, retired: bool = False) -> None:
    ticket.cause_id = coded(Cause, value, field, retired=retired).id if value else None


def _region(ticket: Ticket, field: str, value: str) -> None:
    ticket.region_code = coded(Region, value, field).code


def _name(ticket: Ticket, field: str, value: str) -> None:
    _plainly(ticket, field, names.clean(value or ""))


def _phone(ticket: Ticket, field: str, value: str | None) -> None:
    _plainly(ticket, field, person.phone_of(value))


def _birth_date(ticket: Ticket, field: str, value: date | str | None) -> None:
    try:
        born = date.fromisoformat(value) if isinstance(value, str) and value else value
    except ValueError:
        raise BadValue(field, "malformed") from None
    if isinstance(born, date) and born > clock.today():
        raise BadValue(field, "in_future")
    _plainly(ticket, field, born.isoformat() if isinstance(born, date) else None)


def _sex(ticket: Ticket, field: str, value: str | None) -> None:
    if (value or None) not in SEXES:
        raise BadValue(field, "unknown_code")
    _plainly(ticket, field, value or None)


def _facility(ticket: Ticket, field: str, value: str | None, *, retired: bool = False) -> None:
    _plainly(ticket, field, value or "")
    _plainly(
        ticket, "facility_id", facilities.find(value) or (facilities.find(value, retired=True) if retired else None)
    )


def _priority(ticket: Ticket, field: str, value: int) -> None:
    if value not in (0, 1, 2):
        raise BadValue(field, "unknown_code")
    _plainly(ticket, field, value)


BACK: Mapping[str, Callable[..., None]] = MappingProxyType(
    {"category": _category, "channel": _channel, "cause": _cause, "facility_text": _facility}
)
WAYS: Mapping[str, Callable[[Ticket, str, Any], None]] = MappingProxyType(
    {
        "category": _category,
        "channel": _channel,
        "cause": _cause,
        "region_code": _region,
        "subject_name": _name,
        "reporter_name": _name,
        "subject_phone": _phone,
        "reporter_phone": _phone,
        "subject_birth_date": _birth_date,
        "sex": _sex,
        "priority": _priority,
        "facility_text": _facility,
    }
)
