"""The batch sheet of a facility: every open hand-off to it in one table, taken away with the NIKs in full.

It is written in Indonesian whatever the clerk's language, for it goes to facilities. It holds what its taker may see in
full: a supervisor's regions, of a verifier the complaints assigned to them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from access.actors import Actor
from access.permissions import Permission
from access.policy import NotVisible, require, tickets_visible_to
from audit.recorder import note_event
from models import Facility, HandOff, HandOffResult, Ticket, WaitsFor, db
from workflow.assignees import works_on
from workflow.numbers import check_letter
from workflow.refusals import BadValue, MissingRequirement, Requirement

MOST: Final = 500
COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "code": "KODE",
        "number": "NOMOR ADUAN",
        "name": "NAMA",
        "nik": "NIK",
        "birth": "TANGGAL LAHIR",
        "dose": "DOSIS",
        "vaccinated": "TANGGAL VAKSINASI",
        "asked": "YANG DIMINTA",
        "answer": "JAWABAN",
        "explanation": "PENJELASAN",
        "day": "TANGGAL JAWABAN",
    }
)
ANSWERS: Final[Mapping[HandOffResult, str]] = MappingProxyType(
    {
        HandOffResult.MENDED: "Sudah diperbaiki",
        HandOffResult.RIGHT_ALREADY: "Data sudah benar",
        HandOffResult.NOT_THERE: "Tidak ditemukan",
        HandOffResult.OTHER: "Lain",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One hand-off as the facility reads it."""

    code: str
    number: str
    name: str
    nik: str
    birth: date | None
    dose: str
    vaccinated: date | None
    asked: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How many open hand-offs of a facility the actor sees, and how many of them a sheet of theirs would hold."""

    seen: int
    held: int


def facility_of(code: str) -> Facility:
    """The facility of this code. Raises NotVisible."""
    found = db.session.scalar(select(Facility).where(Facility.code == code))
    if found is None:
        raise NotVisible("facility")
    return found


def standing(facility: Facility, *, actor: Actor) -> Standing:
    """Count, before anything is taken; none past MOST. Raises Forbidden."""
    require(actor, Permission.TICKET_HAND_OFF)
    rows = _open(facility, actor)
    return Standing(len(rows), sum(_may_take(row, actor) for row in rows))


def take(facility: Facility, *, actor: Actor, reason: str) -> list[Line]:
    """The lines of a facility's sheet; an event that names each ticket.

    Raises Forbidden, MissingRequirement without a reason, BadValue where there is nothing to take.
    """
    require(actor, Permission.PERSONAL_REVEAL)
    require(actor, Permission.TICKET_HAND_OFF)
    if not reason.strip():
        raise MissingRequirement(Requirement.REASON, "sheet")
    rows = [row for row in _open(facility, actor) if _may_take(row, actor)]
    if not rows:
        raise BadValue("facility", "nothing_to_take")
    about = {row.ticket.id: row.ticket for row in rows}
    note_event(
        actor,
        "handoff.sheet",
        label=facility.audit_label,
        on=[facility, *about.values()],
        reason=reason,
        facts={"count": len(rows)},
    )
    return [_line(row) for row in rows]


def code_of(row: HandOff) -> str:
    """The name of a hand-off on paper, with a letter that finds a slip: R000012K."""
    digits = f"{row.id:06d}"
    return f"R{digits}{check_letter(digits)}"


def read_code(text: str) -> int | None:
    """The id that a code names, None where its letter does not fit or it is none."""
    spelled = "".join(text.split()).upper()
    digits, letter = spelled[1:-1], spelled[-1:]
    fits = spelled[:1] == "R" and digits.isascii() and digits.isdigit() and 6 <= len(digits) <= 15
    return int(digits) if fits and check_letter(digits) == letter else None


def _open(facility: Facility, actor: Actor) -> list[HandOff]:
    query = (
        select(HandOff)
        .join(HandOff.ticket)
        .where(HandOff.facility_id == facility.id, HandOff.answered_at.is_(None), tickets_visible_to(actor))
        .where(HandOff.party == WaitsFor.FACILITY)
        .order_by(HandOff.chase_on, HandOff.id)
        .limit(MOST)
    )
    return list(db.session.scalars(query.options(contains_eager(HandOff.ticket))))


def _may_take(row: HandOff, actor: Actor) -> bool:
    """The rule of ``workflow.reveals``: in full only what is assigned to one, or seen as a supervisor."""
    return works_on(row.ticket, actor)


def _line(row: HandOff) -> Line:
    ticket: Ticket = row.ticket
    return Line(
        code=code_of(row),
        number=ticket.number,
        name=ticket.subject_name,
        nik=ticket.subject_nik or "",
        birth=date.fromisoformat(ticket.subject_birth_date) if ticket.subject_birth_date else None,
        dose=ticket.dose,
        vaccinated=ticket.vaccinated_on,
        asked=row.asked or "",
    )
