"""The facts about a record, each with a registry that shows it and one that does not, on both databases."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet

import pytest
from sqlalchemy import select

from intake.registry import RegistryReport
from models import db
from models.record import Record
from registry.find import open_records
from registry.flags import Flag, flags_of
from tests.registry.files import csv_file, row

Taken = Callable[..., RegistryReport]
PLAIN = {"Tanggal_Vaksinasi": "2021-09-01", "Tanggal_Input": "2021-09-01"}
SECOND = PLAIN | {"Dosis": "2", "No_Tiket": "PC2"}
CASES: tuple[tuple[str, dict[str, str], dict[str, str], AbstractSet[Flag]], ...] = (
    ("nothing", {}, {}, frozenset()),
    ("before NIKs were checked", {"Tanggal_Vaksinasi": "2021-08-05", "Tanggal_Input": "2021-08-05"}, {},
     {Flag.BEFORE_CHECK}),
    ("entered three days later", {"Tanggal_Input": "2021-09-04"}, {}, {Flag.ENTERED_LATE}),
    ("entered two days later", {"Tanggal_Input": "2021-09-03"}, {}, frozenset()),
    ("one NIK, two names", {}, {"Nama_Lengkap": "Bunga Eka", "Tanggal_Lahir": "1990-01-02"}, {Flag.NIK_TWO_NAMES}),
    ("one NIK, one name in another spelling", {}, {"Nama_Lengkap": "Sri Wahjuni"}, frozenset()),
    ("one ticket, two people", {}, {"No_Tiket": "PC777000111", "NIK": "6571010701909001", "Nama_Lengkap": "Budi",
     "Tanggal_Lahir": "1990-01-07"}, {Flag.TICKET_TWO_PEOPLE}),
    ("one person, two NIKs", {}, {"NIK": "6501056504859812"}, {Flag.PERSON_TWO_NIKS}),
    ("a cut NIK", {"NIK": "650105650485901"}, {"NIK": "650105650485901", "Nama_Lengkap": "Bunga Eka",
     "Tanggal_Lahir": "1990-01-02"}, {Flag.NIK_INCOMPLETE}),
    ("one person, a NIK and its beginning", {}, {"NIK": "650105650485901"}, frozenset()),
    ("one person, a NIK and none", {}, {"NIK": ""}, frozenset()),
    ("one dose twice", {}, {"Dosis": "1", "Tanggal_Vaksinasi": "2021-09-02"}, {Flag.DOSE_TWICE}),
    ("entered twice under two NIKs", {}, {"Dosis": "1", "NIK": "6501056504859812"},
     {Flag.DOSE_TWICE, Flag.PERSON_TWO_NIKS}),
)  # fmt: skip


@pytest.mark.parametrize(("first", "second", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_record_shows_its_facts(
    taken_in: Taken, first: dict[str, str], second: dict[str, str], expected: AbstractSet[Flag]
) -> None:
    taken_in(csv_file(row(**PLAIN | first), row(**SECOND | second)))
    records = db.session.scalars(select(Record).order_by(Record.id)).all()
    assert flags_of(open_records(records))[0] == expected


def test_no_record_has_no_facts_and_asks_nothing(taken_in: Taken) -> None:
    assert flags_of([]) == []
