"""The imported registry is asked like any other: people by their exact NIK, and only what may be seen."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import text, true

from intake.registry import RegistryReport
from models import Record
from models.database import writing
from registry.imported import Imported
from registry.outside import Dose, Registry, Result
from tests.registry.files import csv_file, row

Taken = Callable[..., RegistryReport]
NIK = "6501056504859012"


@pytest.fixture
def imported(taken_in: Taken) -> Registry:
    taken_in(csv_file(row(Dosis="2", No_Tiket="PC2", Tanggal_Vaksinasi="2021-07-29"), row()))
    return Imported(true())


def test_a_person_is_found_with_their_doses_in_order(imported: Registry) -> None:
    (person,) = imported.ask(NIK).people
    assert (person.name, person.birth_date, person.sex) == ("Sri Wahyuni", "1985-04-25", "P")
    assert person.doses[0] == Dose(
        number="1", vaccine="Moderna", on=date(2021, 7, 1), facility="Puskesmas Bunyu", lot="B31398"
    )
    assert [dose.number for dose in person.doses] == ["1", "2"]


def test_two_names_under_one_nik_are_two_people(imported: Registry, taken_in: Taken) -> None:
    taken_in(csv_file(row(Nama_Lengkap="Budi", No_Tiket="PC9")))
    assert sorted(person.name for person in imported.ask(NIK).people) == ["Budi", "Sri Wahyuni"]


def test_who_is_not_in_it_is_not_found(imported: Registry) -> None:
    assert imported.ask("6501056504859013").result == Result.NOT_FOUND


def test_what_may_not_be_seen_is_not_found(imported: Registry) -> None:
    assert Imported(Record.region_code == "6571").ask(NIK).result == Result.NOT_FOUND


def test_whose_key_is_gone_is_found_without_a_name(imported: Registry) -> None:
    with writing() as session:
        session.execute(text("UPDATE record_batch SET wrapped_key = NULL"))
    assert [(person.name, len(person.doses)) for person in imported.ask(NIK).people] == [("", 2)]
