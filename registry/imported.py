"""The registry that was imported, asked as any other: sealed rows found by the NIK's keyed hash."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement

from models.record import Record
from registry.find import Opened, find
from registry.keys import Kind
from registry.outside import Answer, Dose, Person, found, not_found
from registry.sealed import Personal

MOST_ROWS = 20
IMPORTED = "imported"


@dataclass(frozen=True, slots=True)
class Imported:
    """The present records that may be seen; rows of one name and birth date are one person."""

    visible: ColumnElement[bool]

    @property
    def name(self) -> str:
        return IMPORTED

    def ask(self, nik: str) -> Answer:
        """Everybody kept under exactly this NIK; of the newest twenty rows where there are more."""
        opened = find([(Kind.NIK, nik)], visible=self.visible, limit=MOST_ROWS)
        people = tuple(_people(opened))
        return found(*people) if people else not_found()


def _people(rows: Iterable[Opened]) -> Iterable[Person]:
    """One for each name and birth date, doses in their order; nameless where the key was destroyed."""
    grouped: dict[tuple[str, str], tuple[Personal | None, list[Dose]]] = {}
    for row in rows:
        told = (row.person.name.casefold(), row.person.birth_date) if row.person else ("", "")
        grouped.setdefault(told, (row.person, []))[1].append(_dose(row.record))
    for person, doses in grouped.values():
        doses.sort(key=lambda dose: (dose.number, str(dose.on)))
        name, born, sex = (person.name, person.birth_date, person.sex) if person else ("", "", "")
        yield Person(name=name, birth_date=born, sex=sex, doses=tuple(doses))


def _dose(record: Record) -> Dose:
    return Dose(
        number=record.dose,
        vaccine=record.vaccine,
        on=record.vaccinated_on,
        facility=record.facility,
        lot=record.lot,
    )
