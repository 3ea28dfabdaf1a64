"""One box: a ticket's number, a NIK, a phone number, or the first letters of names."""

import enum
import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, column, or_, select, table, text
from sqlalchemy.orm import aliased

from access.actors import Actor
from access.permissions import Permission
from access.policy import require, tickets_visible_to
from audit.recorder import note_event
from identity import names, phones
from models import Role, Ticket, db
from models.keyring import index_of
from workflow import numbers
from workflow.queue import PAGE
from workflow.row_columns import rows_with

MAX_TERMS = 5
MAX_TEXT = 100
NIK_LENGTHS = (15, 16)
FEW_REGIONS = 3


class Kind(enum.StrEnum):
    """What the text was taken for."""

    NUMBER = "number"
    NIK = "nik"
    PHONE = "phone"
    NAME = "name"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Found:
    """The answer: what was looked for, and the newest tickets that fit; ``more`` where the page was full."""

    kind: Kind
    rows: list[Row[Any]]
    more: bool


def search(typed: str, *, actor: Actor, size: int = PAGE) -> Found:
    """The tickets that fit what was typed, newest first; an event. Raises Forbidden, MistypedNumber."""
    require(actor, Permission.TICKET_SEARCH)
    typed = typed.strip()[:MAX_TEXT]
    kind, condition = _read(typed, actor)
    rows = list(db.session.execute(_query(condition, actor, size + 1))) if condition is not None else []
    facts = {"kind": kind.value, "found": min(len(rows), size), "digest": index_of("search", typed.casefold()) or "-"}
    note_event(actor, "ticket.search", facts=facts)
    return Found(kind, rows[:size], more=len(rows) > size)


def _read(typed: str, actor: Actor) -> tuple[Kind, Any]:
    number = numbers.parse(typed)
    if number:
        return Kind.NUMBER, Ticket.number == number
    digits = re.sub(r"[\s.\-']", "", typed)
    if digits.isascii() and digits.isdigit() and len(digits) in NIK_LENGTHS:
        return Kind.NIK, Ticket.nik_index == index_of("nik", digits)
    if re.fullmatch(r"\+?[0-9]{6,15}", re.sub(r"[\s.\-()]", "", typed)):
        found = phones.read(typed).numbers
        sought = index_of("phone", found[0]) if found else None
        return Kind.PHONE, or_(Ticket.phone_index == sought, Ticket.reporter_phone_index == sought) if sought else None
    terms = names.search_words(typed)[:MAX_TERMS]
    return (Kind.NAME, _by_words(terms, actor)) if terms else (Kind.NOTHING, None)


def _query(condition: Any, actor: Actor, size: int) -> Any:
    seen = tickets_visible_to(actor)
    return rows_with().where(condition, seen).order_by(Ticket.id.desc()).limit(size)


def _by_words(terms: list[str], actor: Actor) -> Any:
    if db.engine.dialect.name == "sqlite":
        return _sqlite_words(terms, actor)
    regions = [f"r{code}" for code in sorted(actor.regions)]
    query = " & ".join(f"{_word(term)}:*" for term in terms)
    if regions and actor.role != Role.AUDITOR:
        query = f"({' | '.join(regions)}) & {query}"
    return text("ticket.words @@ to_tsquery('simple', :words)").bindparams(bindparam("words", query))


def _sqlite_words(terms: list[str], actor: Actor) -> Any:
    """The newest matches the actor may see.

    Few regions are asked for as words of the index itself; many are cheaper to check row by row.
    """
    query = " AND ".join(f'"{_word(term)}"*' for term in terms)
    few = actor.role != Role.AUDITOR and len(actor.regions) <= FEW_REGIONS
    if few and actor.regions:
        query = f"({' OR '.join(f'r{code}' for code in sorted(actor.regions))}) AND {query}"
    words = table("ticket_words", column("rowid"), column("words"))
    seen = aliased(Ticket)
    newest = select(words.c.rowid).where(text("ticket_words MATCH :words").bindparams(words=query))
    if not few:
        newest = newest.join(seen, seen.id == words.c.rowid).where(tickets_visible_to(actor, seen))
    return Ticket.id.in_(newest.order_by(words.c.rowid.desc()).limit(PAGE + 1))


def _word(term: str) -> str:
    return re.sub(r"[^0-9a-z]", "", term)
