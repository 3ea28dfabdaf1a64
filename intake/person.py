"""Reads who a row is about: names, NIK, birth date, sex, phones."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from identity import names, nik, phones, sexes
from identity.cells import is_blank
from intake.fields import Field
from intake.notes import Notes
from intake.report import Code
from intake.rows import RawRow
from intake.times import read_date

OLDEST_BIRTH = dt.date(1900, 1, 1)
LONGEST_NAME = 100
LONGEST_NIK = 40

NIK_CODES: dict[object, Code] = {
    nik.Problem.LETTERS: Code.NIK_LETTERS,
    nik.Problem.LENGTH_SHORT: Code.NIK_SHORT,
    nik.Problem.LENGTH_LONG: Code.NIK_LONG,
    nik.Problem.EXCEL_CUT: Code.NIK_CUT,
    nik.Problem.TRAILING_ZERO: Code.NIK_CUT,
    nik.Problem.PROVINCE: Code.NIK_PLACE,
    nik.Problem.REGION_ZERO: Code.NIK_PLACE,
    nik.Problem.DAY: Code.NIK_DATE,
    nik.Problem.MONTH: Code.NIK_DATE,
    nik.Problem.DATE: Code.NIK_DATE,
    nik.Problem.SERIAL_ZERO: Code.NIK_SERIAL,
    nik.Problem.LETTERS_REPLACED: Code.NIK_LETTERS_REPLACED,
    nik.Problem.REGENCY_UNKNOWN: Code.NIK_DISTRICT,
    nik.Problem.DISTRICT_UNKNOWN: Code.NIK_DISTRICT,
    nik.Problem.BIRTH_DATE_DIFFERS: Code.NIK_BIRTH_DIFFERS,
    nik.Problem.SEX_DIFFERS: Code.NIK_SEX_DIFFERS,
    nik.Problem.AGE: Code.NIK_AGE,
    nik.Problem.FAMILY_CARD_LIKELY: Code.NIK_FAMILY_CARD,
    nik.Problem.MISSING: Code.NIK_MISSING,
}
# The number of a family card differs from the birth date by its nature: one finding says it.
SAID_BY: dict[Code, frozenset[Code]] = {
    Code.NIK_FAMILY_CARD: frozenset({Code.NIK_BIRTH_DIFFERS, Code.NIK_SEX_DIFFERS, Code.NIK_AGE}),
}
PHONE_CODES: dict[object, Code] = {
    phones.Problem.EXCEL_CUT: Code.PHONE_CUT,
    phones.Problem.LETTERS: Code.PHONE_UNREADABLE,
    phones.Problem.TOO_SHORT: Code.PHONE_UNREADABLE,
    phones.Problem.TOO_LONG: Code.PHONE_UNREADABLE,
    phones.Problem.UNKNOWN: Code.PHONE_UNREADABLE,
}


PHONE_WORDS = frozenset({"wa", "hp", "no", "telp", "tlp", "telepon", "whatsapp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """The person vaccinated, and who complains where that is somebody else.

    ``unsaid`` are the fields whose cells say more than a person here can hold.
    """

    name: str
    reporter: str | None = None
    nik: str | None = None
    nik_known: str | None = None
    nik_state: str = "missing"
    region: str | None = None
    birth_date: dt.date | None = None
    sex: str | None = None
    phones: tuple[str, ...] = ()
    reporter_phone: str | None = None
    unsaid: frozenset[Field] = frozenset()


def read_person(raw: RawRow, notes: Notes, *, today: dt.date, letters: Mapping[str, str]) -> Person:
    """Read the person of ``raw``; an empty name is left to the caller to refuse."""
    birth_date = read_date(raw, Field.BIRTH, notes, today=today, earliest=OLDEST_BIRTH)
    sex = _sex(raw, notes, letters)
    number = _nik(raw, notes, today=today, birth_date=birth_date, sex=sex)
    people = _people(raw, notes)
    beside = people.on_behalf_of if people.relation is None else None
    named = names.clean(raw.text(Field.REPORTER))
    numbers, phone_noted = _phones(raw, Field.PHONE, notes)
    reporter_numbers, reporter_phone_noted = _phones(raw, Field.REPORTER_PHONE, notes)
    spare = (*reporter_numbers, *numbers[1:])
    unsaid = {
        Field.NAME: len(people.name) > LONGEST_NAME or people.on_behalf_of not in {None, beside and (named or beside)},
        Field.REPORTER: len(named) > LONGEST_NAME,
        Field.NIK: len(raw.text(Field.NIK)) > LONGEST_NIK,
        Field.PHONE: phone_noted or numbers[1:] not in {(), spare[:1]},
        Field.REPORTER_PHONE: reporter_phone_noted or len(reporter_numbers) > 1,
    }
    return Person(
        name=people.name[:LONGEST_NAME],
        reporter=(named or beside or "")[:LONGEST_NAME] or None,
        nik=_written(number, raw),
        nik_known=_known(number),
        nik_state=_state(number),
        region=number.region,
        birth_date=birth_date,
        sex=sex or number.sex,
        phones=numbers,
        reporter_phone=next(iter(spare), None),
        unsaid=frozenset(wanted for wanted, is_so in unsaid.items() if is_so),
    )


def _people(raw: RawRow, notes: Notes) -> names.People:
    """The subject as ``name`` and whoever else stands in the cell as ``on_behalf_of``.

    "Budi a.n. Siti" is about Siti; "Budi (anak: Rizky)" is about Budi, whose NIK stands beside it.
    """
    text = raw.text(Field.NAME)
    if is_blank(text) or not any(sign.isalpha() for sign in text):
        return names.People("")
    if any(sign.isdigit() for sign in text):
        notes.add(Code.NAME_WITH_DIGITS, Field.NAME)
    people = names.split_people(text)
    if people.on_behalf_of is None:
        return people
    notes.add(Code.NAME_TWO_PEOPLE, Field.NAME)
    if people.relation is not None and people.name:
        return people
    return names.People(people.on_behalf_of, people.name or None)


def _nik(raw: RawRow, notes: Notes, *, today: dt.date, birth_date: dt.date | None, sex: str | None) -> nik.NikReading:
    cell = raw.cells.get(Field.NIK, "")
    number = nik.read(cell, today=today, birth_date=birth_date, sex=sex)
    codes = [NIK_CODES[problem] for problem in number.problems if problem in NIK_CODES]
    if nik.Problem.STORED_AS_NUMBER in number.problems and Code.NIK_CUT not in codes and len(number.digits) == 16:
        codes.append(Code.NIK_NUMBER)
    said = frozenset().union(*(SAID_BY.get(code, frozenset()) for code in codes))
    for code in dict.fromkeys(code for code in codes if code not in said):
        notes.add(code, Field.NIK)
    return number


def _is_cut(number: nik.NikReading) -> bool:
    """Whether a spreadsheet may have put a 0 where the last digit was."""
    return not {nik.Problem.EXCEL_CUT, nik.Problem.TRAILING_ZERO}.isdisjoint(number.problems)


def _known(number: nik.NikReading) -> str | None:
    """The digits that are certain where a NIK isn't whole: the first of a cut one, or 15 typed ones."""
    if _is_cut(number):
        return number.known or number.digits[:15] or None
    return number.digits if len(number.digits) == 15 else None


def _written(number: nik.NikReading, raw: RawRow) -> str | None:
    """The NIK as it stands in the file, also one the structure refuses; None where it is cut or missing."""
    if _known(number) or nik.Problem.MISSING in number.problems:
        return None
    return number.nik or number.digits or raw.text(Field.NIK)[:LONGEST_NIK] or None


def _state(number: nik.NikReading) -> str:
    if nik.Problem.MISSING in number.problems:
        return "missing"
    return "incomplete" if _known(number) else str(number.verdict)


def _sex(raw: RawRow, notes: Notes, letters: Mapping[str, str]) -> str | None:
    text = raw.text(Field.SEX)
    if is_blank(text):
        return None
    sex = sexes.read(text, letters)
    if sex is None:
        notes.add(Code.SEX_UNCLEAR, Field.SEX)
    return sex


def _phones(raw: RawRow, wanted: Field, notes: Notes) -> tuple[tuple[str, ...], bool]:
    """The numbers of a cell, and whether it says whose they are."""
    reading = phones.read(raw.cells.get(wanted, ""))
    notes.add_all(PHONE_CODES, reading.problems, wanted)
    if len(reading.numbers) > 1:
        notes.add(Code.PHONE_SEVERAL, wanted)
    words = {word.strip(".:").casefold() for word in reading.note.split()}
    return reading.numbers, not words <= PHONE_WORDS
