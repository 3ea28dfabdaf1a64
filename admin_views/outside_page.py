"""What the page of an answer from outside shows: the person masked beside the complaint, and the doses side by side."""

from dataclasses import dataclass
from typing import Any, Final

from models import Ticket
from registry.beside import Fit, Pair, compared, doses_of, pairs
from registry.outside import Answer, Person
from registry.tiers import Field, Finding
from web.match_words import FIELDS, FINDINGS
from web.outside_words import FITS
from workflow.records import mask_birth_date, mask_name
from workflow.subjects import subject_of

ALARMING: Final = frozenset({Finding.DIFFERS, Finding.NAME_PARTLY, Finding.BIRTH_ONE_PART, Finding.BIRTH_DAY_MONTH})
ODD: Final = frozenset({Fit.OTHER_DAY, Fit.ONLY_THERE, Fit.NOT_GIVEN})


@dataclass(frozen=True, slots=True)
class Line:
    """One field of the person: as the complaint tells it, as the registry does, and how they stand to each other."""

    label: Any
    told: str
    there: str
    words: Any
    differs: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One dose on both sides."""

    pair: Pair
    words: Any
    differs: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody whom the registry keeps under the NIK."""

    lines: list[Line]
    rows: list[Row]
    confirmed: bool


def people(ticket: Ticket, answer: Answer, own: Answer) -> list[Shown]:
    """Everybody the registry told of, masked."""
    ours = doses_of(own.people)
    return [Shown(_lines(ticket, one), rows(pairs(one.doses, ours)), one.confirmed) for one in answer.people]


def rows(paired: list[Pair]) -> list[Row]:
    return [Row(pair, FITS[pair.fit], pair.fit in ODD) for pair in paired]


def _lines(ticket: Ticket, person: Person) -> list[Line]:
    told = {
        Field.NAME: (ticket.subject_name, mask_name(person.name)),
        Field.BIRTH_DATE: (mask_birth_date(ticket.subject_birth_date or ""), mask_birth_date(person.birth_date)),
        Field.SEX: (ticket.sex or "", person.sex),
    }
    findings = compared(subject_of(ticket), person)
    return [
        Line(FIELDS[field], *told[field], FINDINGS[finding], finding in ALARMING) for field, finding in findings.items()
    ]
