"""The extra fields of a complaint, as the desk definition names them: who sees each, how a value is read and kept.

One spelling a kind: a date as 2026-11-30, a number as 1250.5, yes or no, a choice by its code, a text on one line.
In forms, lists, addresses and reveals a field is called by NAME and its code, ``x_needs_for``.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlalchemy.orm.attributes import set_committed_value

from access.actors import Actor
from identity import dates, names
from identity.cells import is_refusal, plain_label, text_of
from models import ExtraValue, Role, Ticket, clock, db
from workflow import desk
from workflow.definition import Field, FieldKind
from workflow.definition_fields import SEERS
from workflow.definition_parts import FILING
from workflow.refusals import BadValue, MissingRequirement, Requirement

NAME: Final = "x_"
LONGEST: Final = 300
AHEAD: Final = timedelta(days=3653)
"""So far ahead a day may lie: a journey is planned, a two-figure year is the nearest one."""
EARLIEST: Final = date(1900, 1, 1)
YES, NO = "yes", "no"
SAID: Final = MappingProxyType(
    dict.fromkeys(("ya", "y", "yes", "iya", "benar", "true", "1"), YES)
    | dict.fromkeys(("tidak", "tdk", "t", "no", "n", "bukan", "false", "0"), NO)
)
NUMBER: Final = re.compile(r"-?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,15})(?:,[0-9]{1,6})?")
KEPT_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?")
UNSURE: Final = (dates.Problem.SERIAL, dates.Problem.IMPOSSIBLE, dates.Problem.SEVERAL, dates.Problem.FUTURE)


def name_of(code: str) -> str:
    """What a field is called outside the definition, where the complaint's own fields stand beside it."""
    return f"{NAME}{code}"


def field_called(name: str) -> Field | None:
    """The field of this name in the definition in force."""
    code = name.removeprefix(NAME)
    return next((field for field in desk.current().fields if field.code == code), None) if code != name else None


def seen_by(role: Role) -> tuple[Field, ...]:
    """The fields that a role sees, in the order of the definition; the desk itself writes every one."""
    return tuple(field for field in desk.current().fields if role == Role.SYSTEM or role in field.roles)


def masked_codes() -> frozenset[str]:
    """The fields that the definition in force masks."""
    return frozenset(field.code for field in desk.current().fields if field.masked)


def read(field: Field, cell: Any) -> str:
    """The value in its one spelling; empty for nothing. Raises BadValue at the field's name."""
    return READERS[field.kind](field, cell)


def is_readable(field: Field, kept: str) -> bool:
    """Whether what is kept is a value of the field as it is now; its kind or its choices may have changed since."""
    return KEPT[field.kind](field, kept)


def spelled(field: Field, kept: str) -> str:
    """A kept value as a person would type it, so that it is read again as the same: 1250.5 as 1250,5."""
    return kept.replace(".", ",") if field.kind == FieldKind.NUMBER and is_readable(field, kept) else kept


def by_code(ticket: Ticket) -> dict[str, ExtraValue]:
    """What the fields of a ticket hold, those too that the definition no longer names; one statement."""
    return {row.code: row for row in ticket.extra_values}


def texts_of(ticket: Ticket) -> dict[str, str]:
    """The values by code, for the rules of the desk."""
    return {code: row.text for code, row in by_code(ticket).items() if row.text}


def seen_field(name: str, actor: Actor) -> Field | None:
    """The field of this name where the actor sees it; one that is not masked now may hold a value sealed before."""
    field = field_called(name)
    return field if field and actor.role in field.roles else None


def missing(ticket: Ticket | None, verb: str, given: Mapping[str, str]) -> Field | None:
    """The first field that ``verb`` requires and that is neither filled in nor ``given``."""
    required = desk.current().required_at(verb)
    kept = texts_of(ticket) if ticket and required else {}
    return next((one for one in required if not text_of(given.get(one.code)) and not kept.get(one.code)), None)


def ensure_given(ticket: Ticket | None, verb: str, given: Mapping[str, str]) -> None:
    """Raise MissingRequirement, which names the field, where ``verb`` requires one that is empty."""
    field = missing(ticket, verb, given)
    if field:
        raise MissingRequirement(Requirement.FIELD, verb, field=name_of(field.code))


def ensure_filed(given: Mapping[str, str], actor: Actor) -> None:
    """The same at the filing: whoever asks at the counter asks them all, a recap has what it has."""
    if actor.role != Role.SYSTEM:
        ensure_given(None, FILING, given)


def write(ticket: Ticket, given: Mapping[str, str], *, actor: Actor) -> bool:
    """Write values, inside an act; whether one changed. The ticket's own row is held to it against lost updates.

    Raises BadValue for a value that is none, and for a field that is unknown or not shown to the actor.
    """
    seen = {field.code: field for field in seen_by(actor.role)}
    unknown = set(given) - set(seen)
    if unknown:
        raise BadValue(name_of(min(unknown)), "unknown_field")
    rows = by_code(ticket) if given else {}
    changed = [_put(ticket, seen[code], text, rows.get(code)) for code, text in given.items()]
    if any(changed):
        ticket.extra_changes = (ticket.extra_changes or 0) + 1
    return any(changed)


def take_over(ticket: Ticket, name: str, kept: str, *, actor: Actor) -> None:
    """Write what another complaint keeps in the field of this name, inside an act. Raises BadValue."""
    field = seen_field(name, actor)
    write(ticket, {name.removeprefix(NAME): spelled(field, kept) if field else kept}, actor=actor)


def empty(ticket: Ticket, name: str) -> None:
    """Take the value out of the field of this name, inside an act, whether the desk still has the field or not."""
    row = by_code(ticket)[name.removeprefix(NAME)]
    row.value = row.secret_sealed = None
    ticket.extra_changes = (ticket.extra_changes or 0) + 1


def words_of(ticket: Ticket) -> list[str]:
    """The words by which a ticket is found beside its names: of texts that are not masked and that everybody sees."""
    found = [one for one in desk.current().fields if one.kind == FieldKind.TEXT and not one.masked]
    shared = {one.code for one in found if set(SEERS) <= set(one.roles)}
    texts = [row.value for row in ticket.extra_values if row.code in shared and row.value] if shared else []
    return [word for text in texts for word in names.search_words(text)]


def of_rows(ids: list[int], codes: list[str], reader: Connection | None = None) -> dict[int, dict[str, str]]:
    """By ticket and code what lists show; a sealed value is not opened. One statement, of ``reader`` where given."""
    asked = select(ExtraValue.ticket_id, ExtraValue.code, ExtraValue.value, ExtraValue.secret_sealed.is_not(None))
    told: dict[int, dict[str, str]] = {}
    query = asked.where(ExtraValue.ticket_id.in_(ids), ExtraValue.code.in_(codes))
    for ticket, code, value, sealed in (reader or db.session).execute(query) if ids and codes else ():
        told.setdefault(ticket, {})[code] = SEALED if sealed else value or ""
    return told


SEALED: Final = "\x00"
"""What stands for a value that lists do not open."""


def _put(ticket: Ticket, field: Field, text: str, row: ExtraValue | None) -> bool:
    before = row.text if row else ""
    value = before if text == before else read(field, text)
    sealed = bool(row and row.secret_sealed)
    if value == before and (not value or sealed == field.masked):
        return False
    if row is None:
        row = ExtraValue(ticket=ticket, ticket_id=ticket.id, code=field.code)
        db.session.add(row)
        set_committed_value(ticket, "extra_values", [*ticket.extra_values, row])
    row.value, row.secret = (None, value) if field.masked else (value or None, None)
    return True


def _text(field: Field, cell: Any) -> str:
    text = text_of(cell)
    if len(text) > LONGEST:
        raise BadValue(name_of(field.code), "too_long")
    return text


def _choice(field: Field, cell: Any) -> str:
    said = plain_label(cell)
    for one in field.choices:
        if said and said in map(plain_label, (one.code, one.label_id, one.label_en)):
            return one.code
    return _nothing_or(field, cell, "no_choice")


def _yes_no(field: Field, cell: Any) -> str:
    said = SAID.get(text_of(cell).casefold())
    return said or _nothing_or(field, cell, "no_yes_no")


def _number(field: Field, cell: Any) -> str:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _plain_number(field, f"{cell:.6f}")
    text = text_of(cell).replace(" ", "")
    if NUMBER.fullmatch(text):
        return _plain_number(field, text.replace(".", "").replace(",", "."))
    return _nothing_or(field, cell, "no_number")


def _plain_number(field: Field, text: str) -> str:
    number = Decimal(text)
    plain = format(number.normalize() if number else Decimal(0), "f")
    if not KEPT_NUMBER.fullmatch(plain):
        raise BadValue(name_of(field.code), "no_number")
    return plain


def _date(field: Field, cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    found = dates.read(cell, today=clock.today() + AHEAD, earliest=EARLIEST)
    unsure = set(found.problems) & set(UNSURE) - ({dates.Problem.SERIAL} if not isinstance(cell, str) else set())
    if found.date and not unsure:
        return found.date.isoformat()
    return _nothing_or(field, cell, "no_day")


def _nothing_or(field: Field, cell: Any, problem: str) -> str:
    if text_of(cell) and not is_refusal(cell):
        raise BadValue(name_of(field.code), problem)
    return ""


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


READERS: Final[Mapping[FieldKind, Callable[[Field, Any], str]]] = MappingProxyType(
    {
        FieldKind.TEXT: _text,
        FieldKind.CHOICE: _choice,
        FieldKind.DATE: _date,
        FieldKind.NUMBER: _number,
        FieldKind.YES_NO: _yes_no,
    }
)
KEPT: Final[Mapping[FieldKind, Callable[[Field, str], bool]]] = MappingProxyType(
    {
        FieldKind.TEXT: lambda _field, _text: True,
        FieldKind.CHOICE: lambda field, text: text in {one.code for one in field.choices},
        FieldKind.DATE: lambda _field, text: _is_day(text),
        FieldKind.NUMBER: lambda _field, text: bool(KEPT_NUMBER.fullmatch(text)),
        FieldKind.YES_NO: lambda _field, text: text in (YES, NO),
    }
)
