"""Looking into the registry: one exact question, few masked answers, and an event each time."""

import enum
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from sqlalchemy import ColumnElement, or_, select, true

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from audit.recorder import note_event
from identity import dates, names, phones
from models import ImportBatch, Role, User, clock, db
from models.record import Record
from privacy.masks import DOT, mask_nik, mask_phone
from registry.find import Opened, Sought, find
from registry.keys import Kind
from workflow.refusals import BadValue

MOST_SHOWN: Final = 20
MOST_BATCHES: Final = 50
PROVINCE: Final = "65"
FIRST_BIRTH: Final = date(1900, 1, 1)


class By(enum.StrEnum):
    """What a record is looked up by."""

    NIK = "nik"
    TICKET = "ticket"
    PHONE = "phone"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A record as it is shown: its person masked, and empty once the key was destroyed."""

    source_row: int
    batch_id: int
    nik: str
    name: str
    birth_date: str
    phone: str
    ticket: str
    certificate_number: str
    dose: str
    vaccinated_on: date | None
    facility: str
    vaccine: str
    region_code: str
    certificate: str
    erased: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The answer; ``more`` where not all is shown."""

    by: By
    rows: tuple[Shown, ...]
    more: bool


def search(by: By, typed: str, *, born: str = "", actor: Actor) -> Found:
    """The present records that fit exactly, of the regions of ``actor``, at most twenty; an event.

    Raises Forbidden, and BadValue for what can't be such a value.
    """
    require(actor, Permission.RECORD_READ)
    sought = _READERS[by](typed.strip(), born.strip())
    opened = find(sought, visible=records_visible_to(actor), limit=MOST_SHOWN + 1)
    shown = tuple(map(_shown, opened[:MOST_SHOWN]))
    note_event(actor, "record.search", facts={"kind": by.value, "found": len(shown)})
    return Found(by, shown, more=len(opened) > MOST_SHOWN)


def records_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The row rule of the registry: an auditor sees every region, others theirs and what no region could be told of."""
    if actor.role == Role.AUDITOR:
        return true()
    return or_(Record.region_code.in_(sorted(actor.regions)), Record.region_code == PROVINCE)


def is_visible_to(actor: Actor, record: Record) -> bool:
    """The same rule for one record that a rule has opened."""
    return actor.role == Role.AUDITOR or record.region_code in {*actor.regions, PROVINCE}


def batches(actor: Actor) -> list[tuple[ImportBatch, str | None]]:
    """The newest imports of registries with who ran them; ``changed_in`` tells the figure that no column holds."""
    require(actor, Permission.RECORD_READ)
    query = select(ImportBatch, User.name).outerjoin(User, User.id == ImportBatch.actor_id)
    newest = query.where(ImportBatch.kind == "registry").order_by(ImportBatch.id.desc()).limit(MOST_BATCHES)
    return [(batch, name) for batch, name in db.session.execute(newest)]


def changed_in(batch: ImportBatch) -> int:
    """How many rows of a batch mended a record that was held before."""
    return batch.read - batch.new - batch.same - batch.refused


def mask_name(name: str) -> str:
    """``Sri Wahyuni`` -> ``S•••• W••••``: the initials, and not even the lengths."""
    return " ".join(word[0] + DOT * 4 for word in name.split())


def _shown(opened: Opened) -> Shown:
    record, person = opened.record, opened.person
    return Shown(
        source_row=record.source_row,
        batch_id=record.batch_id,
        nik=mask_nik(person.nik) if person else "",
        name=mask_name(person.name) if person else "",
        birth_date=mask_birth_date(person.birth_date) if person else "",
        phone=", ".join(map(mask_phone, person.phones)) if person else "",
        ticket=mask_nik(person.ticket) if person else "",
        certificate_number=mask_nik(person.certificate) if person else "",
        dose=record.dose,
        vaccinated_on=record.vaccinated_on,
        facility=record.facility,
        vaccine=record.vaccine,
        region_code=record.region_code,
        certificate=record.certificate,
        erased=person is None,
    )


def mask_birth_date(text: str) -> str:
    """``1985-04-25`` -> ``••-••-1985``; what is no date is not shown at all."""
    year = re.match(r"([0-9]{4})-[0-9]{2}-[0-9]{2}\Z", text, re.ASCII)
    return f"{DOT * 2}-{DOT * 2}-{year[1]}" if year else DOT * 6 * bool(text)


def _by_nik(typed: str, _born: str) -> tuple[Sought, ...]:
    digits = re.sub(r"[\s.\-']", "", typed)
    if not re.fullmatch(r"[0-9]{10,18}", digits, re.ASCII):
        raise BadValue("nik", "malformed")
    return ((Kind.NIK, digits),)


def _by_ticket(typed: str, _born: str) -> tuple[Sought, ...]:
    code = "".join(typed.split()).upper()
    if not 3 <= len(code) <= 60:
        raise BadValue("ticket", "malformed")
    return ((Kind.TICKET, code),)


def _by_phone(typed: str, _born: str) -> tuple[Sought, ...]:
    numbers = phones.read(typed).numbers
    if not numbers:
        raise BadValue("phone", "malformed")
    return ((Kind.PHONE, numbers[0]),)


def _by_person(typed: str, born: str) -> tuple[Sought, ...]:
    sounds, day = names.key(typed), dates.read(born, today=clock.today(), earliest=FIRST_BIRTH).date
    if not sounds:
        raise BadValue("name", "malformed")
    if day is None:
        raise BadValue("birth_date", "malformed")
    return ((Kind.NAME, sounds), (Kind.BIRTH, day.isoformat()))


_READERS: Mapping[By, Callable[[str, str], tuple[Sought, ...]]] = MappingProxyType(
    {By.NIK: _by_nik, By.TICKET: _by_ticket, By.PHONE: _by_phone, By.PERSON: _by_person}
)
