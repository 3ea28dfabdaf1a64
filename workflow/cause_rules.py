"""The rules by which a cause is suggested, as one table: what was found speaks for a cause, and says why."""

import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from identity import nik
from models import clock
from registry.flags import Flag
from registry.match import Candidate, Reason, Subject
from registry.tiers import Field, Finding

F = Finding


class Sign(enum.StrEnum):
    """One thing that speaks for a cause; ``web.cause_words`` has the sentence for each."""

    NOTHING_FOUND = "nothing_found"
    ONLY_TO_CHECK = "only_to_check"
    DOSE_NOT_FOUND = "dose_not_found"
    ONE_DOSE_ONLY = "one_dose_only"
    NIK_DIFFERS = "nik_differs"
    TWO_NIKS = "two_niks"
    RECORD_CONTRADICTS_ITSELF = "record_contradicts_itself"
    COMPLAINT_CONTRADICTS_ITSELF = "complaint_contradicts_itself"
    BEFORE_CHECK = "before_check"
    ENTERED_LATE = "entered_late"
    TICKET_SHARED = "ticket_shared"
    DOSE_TWICE = "dose_twice"
    NIK_OF_ANOTHER = "nik_of_another"
    OTHER_NAME = "other_name"
    NAME_DIFFERS = "name_differs"
    BIRTH_DIFFERS = "birth_differs"
    BIRTH_AGREES = "birth_agrees"
    BIRTH_OF_NIK = "birth_of_nik"
    ALL_AGREES = "all_agrees"
    NOT_ISSUED = "not_issued"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sign, and the comparison of two fields it rests on where it rests on one."""

    sign: Sign
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A cause by its code, and what speaks for it."""

    code: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A candidate with the facts about its record."""

    candidate: Candidate
    flags: frozenset[Flag]

    def reason(self, field: Field) -> Reason:
        return next((one for one in self.candidate.reasons if one.field == field), Reason(field, F.NOT_TOLD))

    def finding(self, field: Field) -> Finding:
        return self.reason(field).finding


@dataclass(frozen=True, slots=True)
class Case:
    """A complaint beside the registry: the person's own records, those that carry their NIK, and what is doubtful.

    ``is_sure`` is false where the person's own are only the likeliest of what is doubtful.
    """

    subject: Subject
    theirs: tuple[Seen, ...] = ()
    used: tuple[Seen, ...] = ()
    doubtful: tuple[Seen, ...] = ()
    is_sure: bool = True

    def has(self, flag: Flag) -> bool:
        return any(flag in seen.flags for seen in self.theirs)


@dataclass(frozen=True, slots=True)
class Rule:
    """What speaks for one cause; nothing where the rule does not hold."""

    code: str
    speaks: Callable[[Case], tuple[Evidence, ...]]


SLIPS: Final = frozenset(finding for finding in F if finding.startswith("nik_")) - {F.NIK_FAMILY_CARD, F.NIK_BEGINNING}
BIRTH_SLIPS: Final = frozenset({F.DIFFERS, F.BIRTH_DAY_MONTH, F.BIRTH_ONE_PART, F.BIRTH_IN_NIK})
BORN: Final = frozenset({F.SAME, F.BIRTH_DAY_MONTH})
NAMED: Final = frozenset({F.SAME, F.NAME_TITLE, F.NAME_ORDER, F.NAME_SPELLING, F.NAME_ALIKE, F.NAME_SHORTENED})
CLOSE: Final = frozenset(finding for finding in F if finding.startswith("nik_")) | {F.SAME}
NAME_SLIPS: Final = frozenset({F.NAME_ALIKE, F.NAME_PARTLY, F.DIFFERS})
ISSUED: Final = "TERBIT"
NOT_FITTING: Final = frozenset(
    {nik.Problem.BIRTH_DATE_DIFFERS, nik.Problem.SEX_DIFFERS, nik.Problem.FAMILY_CARD_LIKELY}
)


def name_of_another(case: Case) -> tuple[Evidence, ...]:
    """Another name stands on this NIK and its birth date: the name was mistyped or exchanged.

    A stranger who was entered under this NIK keeps their own birth date, and the NIK tells another one.
    """
    for one in filter(is_misnamed, case.used):
        born = Sign.BIRTH_AGREES if one.finding(Field.BIRTH_DATE) in BORN else Sign.BIRTH_OF_NIK
        return (Evidence(Sign.OTHER_NAME), Evidence(born), *_beside(one))
    return ()


def nik_used(case: Case) -> tuple[Evidence, ...]:
    """The NIK stands on somebody else, born on another day."""
    return (Evidence(Sign.NIK_OF_ANOTHER), *_beside(case.used[0])) if case.used else ()


def ticket_double(case: Case) -> tuple[Evidence, ...]:
    return (Evidence(Sign.TICKET_SHARED),) if case.has(Flag.TICKET_TWO_PEOPLE) else ()


def entered_twice(case: Case) -> tuple[Evidence, ...]:
    if not case.has(Flag.DOSE_TWICE):
        return ()
    return (Evidence(Sign.DOSE_TWICE), *([Evidence(Sign.TWO_NIKS)] if case.has(Flag.PERSON_TWO_NIKS) else ()))


def nik_mistyped(case: Case) -> tuple[Evidence, ...]:
    """A record of the person has another NIK, and not because the complaint's is the faulty one."""
    if case.has(Flag.PERSON_TWO_NIKS):
        return (Evidence(Sign.TWO_NIKS), *_slips(case), *_beside(case.theirs[0]))
    if is_fault_of_complaint(case):
        return ()
    slips = _slips(case)
    faulty = [one for one in case.theirs if one.finding(Field.NIK) is not F.SAME and _contradicts_itself(one)]
    found = (*slips, *([Evidence(Sign.RECORD_CONTRADICTS_ITSELF)] if faulty else ()))
    return (*found, *_beside(case.theirs[0])) if found else ()


def birth_mistyped(case: Case) -> tuple[Evidence, ...]:
    """The record's birth date is another one than was told, and its own NIK tells the one that was told."""
    slipped = [one for one in case.theirs if one.finding(Field.BIRTH_DATE) in BIRTH_SLIPS]
    wrong = [one for one in slipped if _contradicts_itself(one) and _fits_what_was_told(one, case.subject)]
    return tuple(Evidence(Sign.BIRTH_DIFFERS, one.reason(Field.BIRTH_DATE)) for one in wrong[:1])


def not_entered(case: Case) -> tuple[Evidence, ...]:
    """Nothing is there of the person, or not the dose that they complain about."""
    if not case.theirs:
        return () if case.used else (Evidence(Sign.ONLY_TO_CHECK if case.doubtful else Sign.NOTHING_FOUND),)
    doses = {one.candidate.opened.record.dose for one in case.theirs}
    if case.subject.dose.isdigit() and case.subject.dose not in doses:
        return (Evidence(Sign.DOSE_NOT_FOUND),)
    return (Evidence(Sign.ONE_DOSE_ONLY),) if doses == {"1"} and not_issued(case) else ()


def not_issued(case: Case) -> tuple[Evidence, ...]:
    """The data are right as far as can be seen, and the certificate was not issued."""
    waiting = [one for one in case.theirs if one.candidate.opened.record.certificate.upper() != ISSUED]
    if not waiting:
        return ()
    doubt = [Evidence(Sign.COMPLAINT_CONTRADICTS_ITSELF)] if is_fault_of_complaint(case) else []
    agrees = [] if _slips(case) else [Evidence(Sign.ALL_AGREES)]
    return (Evidence(Sign.NOT_ISSUED), *doubt, *agrees)


def name_mistyped(case: Case) -> tuple[Evidence, ...]:
    """The name is written otherwise, or the birth date; weaker, for a complaint is written in haste too."""
    for one in case.theirs:
        for field, slips, sign in (
            (Field.NAME, NAME_SLIPS, Sign.NAME_DIFFERS),
            (Field.BIRTH_DATE, BIRTH_SLIPS, Sign.BIRTH_DIFFERS),
        ):
            told_wrong = field is Field.BIRTH_DATE and not _contradicts_itself(one)
            if one.finding(field) in slips and not told_wrong:
                return (Evidence(sign, one.reason(field)),)
    return ()


RULES: Final[tuple[Rule, ...]] = (
    Rule("name_mistyped", name_of_another),
    Rule("nik_used", nik_used),
    Rule("ticket_double", ticket_double),
    Rule("entered_twice", entered_twice),
    Rule("name_mistyped", birth_mistyped),
    Rule("nik_mistyped", nik_mistyped),
    Rule("not_entered", not_entered),
    Rule("not_issued", not_issued),
    Rule("name_mistyped", name_mistyped),
)
"""In the order in which they are suggested; a cause named twice is suggested once, for its first reason."""


def may_be_theirs(seen: Seen) -> bool:
    """Whether a doubtful record is likelier theirs than not: its name is close, and its NIK or its birth date."""
    named, close = seen.finding(Field.NAME) in NAMED | {F.NAME_PARTLY}, seen.finding(Field.NIK) in CLOSE
    return named and (close or seen.finding(Field.BIRTH_DATE) in BORN)


def carries_their_nik(seen: Seen) -> bool:
    """Whether another name stands on a NIK close to theirs with their birth date, and on no other person's."""
    close = seen.finding(Field.NIK) in CLOSE and Flag.NIK_TWO_NAMES in seen.flags
    return close and seen.finding(Field.NAME) is F.DIFFERS and seen.finding(Field.BIRTH_DATE) in BORN


def is_misnamed(seen: Seen) -> bool:
    """Whether a record under another name is still this person's: born on their day, or on the one its NIK tells."""
    return seen.finding(Field.BIRTH_DATE) in BORN or _agrees_with_itself(seen)


def is_fault_of_complaint(case: Case) -> bool:
    """Whether the NIK told does not go with the birth date told, while the record's own two agree."""
    subject = case.subject
    if not case.theirs or not _does_not_fit(subject.nik, subject.birth_date, subject.sex):
        return False
    return not any(_contradicts_itself(one) for one in case.theirs)


def _slips(case: Case) -> tuple[Evidence, ...]:
    """The first record whose NIK is a slip away from the complaint's."""
    slipped = (one.reason(Field.NIK) for one in case.theirs if one.finding(Field.NIK) in SLIPS)
    return tuple(Evidence(Sign.NIK_DIFFERS, reason) for reason in slipped)[:1]


def _beside(seen: Seen) -> Iterator[Evidence]:
    """What makes a fault of entry likelier."""
    if Flag.BEFORE_CHECK in seen.flags:
        yield Evidence(Sign.BEFORE_CHECK)
    if Flag.ENTERED_LATE in seen.flags:
        yield Evidence(Sign.ENTERED_LATE)


def _contradicts_itself(seen: Seen) -> bool:
    person = seen.candidate.opened.person
    return person is not None and _does_not_fit(person.nik, _day(person.birth_date), person.sex)


def _agrees_with_itself(seen: Seen) -> bool:
    """Whether the record's NIK tells the record's birth date."""
    person = seen.candidate.opened.person
    return person is not None and _day(person.birth_date) is not None and not _contradicts_itself(seen)


def _fits_what_was_told(seen: Seen, subject: Subject) -> bool:
    person = seen.candidate.opened.person
    return person is not None and not _does_not_fit(person.nik, subject.birth_date, "")


def _does_not_fit(number: str, born: date | None, sex: str) -> bool:
    """Whether a NIK is no NIK at all, or not one of somebody born on that day; a cut or missing one tells nothing."""
    if not number or len(number) == len("650101010180900"):
        return False
    reading = nik.read(number, today=clock.today(), birth_date=born, sex=sex or None)
    return reading.verdict is nik.Verdict.REFUSED or not NOT_FITTING.isdisjoint(reading.problems)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
