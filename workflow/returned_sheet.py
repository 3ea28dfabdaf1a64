"""A batch sheet that came back: what each row answers, or why it cannot be taken as an answer.

Nothing is recorded before a person has seen it, and then all of it in one unit of work; no ticket moves.
"""

import enum
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from access.actors import Actor
from access.permissions import Permission
from access.policy import require, tickets_visible_to
from audit.recorder import note_event
from identity.cells import text_of
from models import Facility, HandOff, HandOffResult, clock, db
from workflow import handoffs
from workflow.assignees import works_on
from workflow.batch_sheet import ANSWERS, read_code
from workflow.waiting import LONGEST_TEXT

CERTAIN_DIGITS = 15
OTHER_SPELLINGS: Mapping[str, HandOffResult] = {
    "diperbaiki": HandOffResult.MENDED,
    "sudah": HandOffResult.MENDED,
    "selesai": HandOffResult.MENDED,
    "sudah benar": HandOffResult.RIGHT_ALREADY,
    "benar": HandOffResult.RIGHT_ALREADY,
    "tidak ada": HandOffResult.NOT_THERE,
    "tdk ditemukan": HandOffResult.NOT_THERE,
    "lainnya": HandOffResult.OTHER,
    "lain-lain": HandOffResult.OTHER,
}


class Trouble(enum.StrEnum):
    """Why a row is no answer."""

    UNKNOWN = "unknown"
    OTHER_NUMBER = "other_number"
    OTHER_FACILITY = "other_facility"
    ENDED = "ended"
    NOT_YOURS = "not_yours"
    TWICE = "twice"
    NIK_CHANGED = "nik_changed"
    NAME_CHANGED = "name_changed"
    NO_ANSWER = "no_answer"
    UNREADABLE_ANSWER = "unreadable_answer"
    NO_EXPLANATION = "no_explanation"
    TOO_LONG = "too_long"
    UNREADABLE_DAY = "unreadable_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A row of the file as it was read. ``cut`` is a NIK that stood there as a number, whose last digit is lost."""

    row: int
    code: str
    number: str
    name: str = ""
    nik: str = ""
    cut: bool = False
    answer: str = ""
    explanation: str = ""
    day: date | None = None
    day_unread: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A row with the answer it gives, or with its trouble."""

    said: Said
    trouble: Trouble | None = None
    result: HandOffResult | None = None
    hand_off: HandOff | None = None


def judge(rows: Sequence[Said], facility: Facility, *, actor: Actor) -> list[Judged]:
    """Say of every row what it answers or why it does not, in the order of the file. Raises Forbidden."""
    require(actor, Permission.TICKET_HAND_OFF)
    known = _known({found for one in rows if (found := read_code(one.code))}, actor)
    answers = Counter(code for code, *_ in {(_spelled(one.code), _answer(one), one.explanation) for one in rows})
    seen: set[str] = set()
    judged = []
    for one in rows:
        code = _spelled(one.code)
        twice = answers[code] > 1 or code in seen
        seen.add(code)
        judged.append(_judge(one, known.get(read_code(one.code) or 0), facility, actor, twice=twice))
    return judged


def stamp_of(judged: Sequence[Judged]) -> str:
    """Names what would be recorded, so that a person confirms what they were shown."""
    told = "\n".join(f"{one.said.row}:{one.said.code}:{one.result}" for one in judged if one.result)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def record(judged: Sequence[Judged], facility: Facility, *, actor: Actor) -> int:
    """Record the answers of the rows that give one; how many. Raises what ``handoffs.answer`` raises.

    The tickets are held in the order of their ids, so that two who read sheets at once never wait for each other.
    """
    answers = [(one.hand_off, one.result, one.said) for one in judged if one.hand_off and one.result]
    for row, result, said in sorted(answers, key=lambda answer: answer[0].ticket_id):
        handoffs.answer(row, actor=actor, result=result, answer=said.explanation, theirs_on=said.day)
    left = len(judged) - len(answers)
    facts = {"count": len(answers), "refused": left}
    note_event(actor, "handoff.returned", label=facility.audit_label, on=[facility], facts=facts)
    return len(answers)


def _known(ids: set[int], actor: Actor) -> dict[int, HandOff]:
    query = select(HandOff).join(HandOff.ticket).where(HandOff.id.in_(sorted(ids)), tickets_visible_to(actor))
    return {row.id: row for row in db.session.scalars(query.options(contains_eager(HandOff.ticket)))}


def _judge(said: Said, row: HandOff | None, facility: Facility, actor: Actor, *, twice: bool) -> Judged:
    if row is None:
        return Judged(said=said, trouble=Trouble.UNKNOWN)
    trouble = _of_its_row(said, row, facility, actor) or (Trouble.TWICE if twice else None) or _of_its_answer(said)
    if trouble:
        return Judged(said=said, trouble=trouble, hand_off=None)
    return Judged(said=said, result=_answer(said), hand_off=row)


def _of_its_row(said: Said, row: HandOff, facility: Facility, actor: Actor) -> Trouble | None:
    ticket = row.ticket
    troubles = {
        Trouble.OTHER_NUMBER: _spelled(said.number) != ticket.number,
        Trouble.OTHER_FACILITY: row.facility_id != facility.id,
        Trouble.ENDED: not row.is_open,
        Trouble.NOT_YOURS: not works_on(ticket, actor),
        Trouble.NIK_CHANGED: not _same_nik(said, ticket.subject_nik or ""),
        Trouble.NAME_CHANGED: bool(said.name) and _plain(said.name) != _plain(ticket.subject_name),
    }
    return next((trouble for trouble, met in troubles.items() if met), None)


def _of_its_answer(said: Said) -> Trouble | None:
    result = _answer(said)
    troubles = {
        Trouble.NO_ANSWER: not said.answer,
        Trouble.UNREADABLE_ANSWER: result is None,
        Trouble.NO_EXPLANATION: result == HandOffResult.OTHER and not said.explanation,
        Trouble.TOO_LONG: len(said.explanation) > LONGEST_TEXT,
        Trouble.UNREADABLE_DAY: said.day_unread or (said.day is not None and said.day > clock.today()),
    }
    return next((trouble for trouble, met in troubles.items() if met), None)


def _same_nik(said: Said, nik: str) -> bool:
    """Whether the row still names the person: a spreadsheet that took the NIK for a number has lost its last digit."""
    if not said.nik:
        return True
    return said.nik[:CERTAIN_DIGITS] == nik[:CERTAIN_DIGITS] if said.cut else said.nik == nik


def _answer(said: Said) -> HandOffResult | None:
    told = _plain(said.answer).strip(" .,;:!")
    exact = {_plain(words): result for result, words in ANSWERS.items()}
    return exact.get(told) or OTHER_SPELLINGS.get(told)


def _plain(text: str) -> str:
    return text_of(text).strip("' ").casefold()


def _spelled(text: str) -> str:
    return "".join(text.split()).upper()
