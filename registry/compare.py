"""Holds a record against a complaint, field by field; what each comparison means is for ``registry.weigh``."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from identity import names
from registry.compare_nik import SHARED_BY_A_FAMILY, Found, birth_told, compare_nik, tells_birth
from registry.sealed import Personal
from registry.tiers import Field, Finding
from registry.told import Reason, Subject

ALIKE: Final = 0.88
CERTAIN: Final = 0.95
PARTLY: Final = 0.75
TWO_OF_THREE: Final = 2
_NO_LETTER = re.compile(r"[^a-z0-9]+")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)


class Dosed(Protocol):
    """The open part of a record: which dose, and when."""

    dose: str
    vaccinated_on: date | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A record beside a complaint: the finding of every field, how alike the names are (0 to 1), words they share."""

    findings: Mapping[Field, Found]
    name: float
    words: int

    def of(self, field: Field) -> Finding:
        return self.findings[field][0]

    @property
    def places(self) -> tuple[int, ...]:
        """The digits of the NIK that differ, from 1, where they are known."""
        return self.findings[Field.NIK][1]

    def reasons(self) -> tuple[Reason, ...]:
        """A reason for every field, in the order of ``Field``."""
        return tuple(Reason(field, *found) for field, found in self.findings.items())


class Comparer:
    """Compares many records with one complaint; what belongs to the complaint is worked out once."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._words = names.search_words(subject.name)

    def compare(self, record: Dosed, person: Personal) -> Comparison:
        subject = self._subject
        nik, words = self._nik(person), names.search_words(person.name)
        name, alike = self._name(person.name, words)
        findings: dict[Field, Found] = {
            Field.NIK: nik,
            Field.NAME: (name, ()),
            Field.BIRTH_DATE: (self._born(person), ()),
            Field.SEX: (_plain(subject.sex, person.sex), ()),
            Field.PHONE: (_phone(subject.phones, person.phones), ()),
            Field.TICKET: (_plain(subject.ticket, person.ticket), ()),
            Field.DOSE: (_dose(subject.dose, record.dose), ()),
            Field.VACCINATED_ON: (_plain(subject.vaccinated_on, record.vaccinated_on), ()),
        }
        return Comparison(findings, alike, words=min(len(self._words), len(words)))

    def _nik(self, person: Personal) -> Found:
        """As ``compare_nik``; a NIK that only shares its place may be the family card's number typed in its stead."""
        told, written = self._subject.nik, person.nik
        found = compare_nik(told, written)
        if found[0] is not Finding.DIFFERS or told[:SHARED_BY_A_FAMILY] != written[:SHARED_BY_A_FAMILY]:
            return found
        return (Finding.NIK_FAMILY_CARD, ()) if self._is_family_card() else found

    def _is_family_card(self) -> bool:
        """Whether the digits 7 to 12 of what was told are not the birth date that was told, if any was."""
        born = self._subject.birth_date
        return born is None or not tells_birth(self._subject.nik, born)

    def _born(self, person: Personal) -> Finding:
        """As ``_birth``; a record of another birth date may still carry the NIK of this person, which tells theirs."""
        born = self._subject.birth_date
        if born is None:
            return Finding.BIRTH_IN_NIK if self._is_carried_by(person) else Finding.NOT_TOLD
        found = _birth(born, person.birth_date)
        unlike = found in (Finding.DIFFERS, Finding.BIRTH_ONE_PART)
        return Finding.BIRTH_IN_NIK if unlike and tells_birth(person.nik, born) else found

    def _is_carried_by(self, person: Personal) -> bool:
        """Whether a record whose NIK is not this one tells the same birth date in it, and another one beside it."""
        if person.nik == self._subject.nik or not _ISO.match(person.birth_date):
            return False
        shared = birth_told(self._subject.nik) & birth_told(person.nik)
        return bool(shared) and not tells_birth(person.nik, date.fromisoformat(person.birth_date))

    def _name(self, written: str, theirs: list[str]) -> tuple[Finding, float]:
        told = self._subject.name
        if not self._words:
            return Finding.NOT_TOLD, 0.0
        if self._words == theirs:
            return (Finding.SAME if _letters(told) == _letters(written) else Finding.NAME_TITLE), 1.0
        if sorted(self._words) == sorted(theirs):
            return Finding.NAME_ORDER, 1.0
        alike = names.words_similarity(self._words, theirs)
        if alike >= ALIKE:
            return (Finding.NAME_SPELLING if alike == 1 else Finding.NAME_ALIKE), alike
        if names.words_shortened(self._words, theirs):
            return Finding.NAME_SHORTENED, alike
        return (Finding.NAME_PARTLY if alike >= PARTLY else Finding.DIFFERS), alike


def _letters(text: str) -> str:
    return _NO_LETTER.sub(" ", text.casefold()).strip()


def _birth(told: date | None, written: str) -> Finding:
    if told is None:
        return Finding.NOT_TOLD
    if not written:
        return Finding.NOT_RECORDED
    if written == told.isoformat():
        return Finding.SAME
    if not _ISO.match(written):
        return Finding.DIFFERS
    year, month, day = map(int, written.split("-"))
    if (year, month, day) == (told.year, told.day, told.month):
        return Finding.BIRTH_DAY_MONTH
    parts = (year == told.year) + (month == told.month) + (day == told.day)
    return Finding.BIRTH_ONE_PART if parts == TWO_OF_THREE else Finding.DIFFERS


def _phone(told: Sequence[str], written: Sequence[str]) -> Finding:
    if not told:
        return Finding.NOT_TOLD
    if not written:
        return Finding.NOT_RECORDED
    return Finding.SAME if set(told) & set(written) else Finding.DIFFERS


def _dose(told: str, written: str) -> Finding:
    """A complaint may be about several doses: ``1&2``."""
    return Finding.SAME if told and written in told.split("&") else _plain(told, written)


def _plain(told: object, written: object) -> Finding:
    if not told:
        return Finding.NOT_TOLD
    if not written:
        return Finding.NOT_RECORDED
    return Finding.SAME if told == written else Finding.DIFFERS
