"""What is odd within one file is counted, in a try and in an import, and told by its event as numbers only."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select

from intake.registry import RegistryReport, try_registry
from models import Event, db
from tests.conftest import Cast
from tests.registry.files import csv_file, row

Taken = Callable[..., RegistryReport]
EARLY = {"Tanggal_Vaksinasi": "2021-07-01", "Tanggal_Input": "2021-07-01"}
LATER = {"Tanggal_Vaksinasi": "2021-09-01", "Tanggal_Input": "2021-09-01"}
BUDI = {"Nama_Lengkap": "Budi Santoso", "NIK": "6501011102709001", "Tanggal_Lahir": "1970-02-11"}


@pytest.mark.parametrize(
    ("rows", "flags"),
    [
        ([LATER], {}),
        ([EARLY, EARLY, LATER], {"before_check": 2}),
        ([LATER | {"Tanggal_Input": "2021-09-03"}, LATER | {"Tanggal_Input": "2021-09-04"}], {"entered_late": 1}),
        ([LATER, LATER | {"Nama_Lengkap": "Budi", "No_Tiket": "PC2"}], {"nik_two_names": 1}),
        ([LATER | {"NIK": "650105650485901"}, LATER | BUDI | {"NIK": "650105650485901", "No_Tiket": "PC2"}],
         {"nik_incomplete": 2}),
        ([LATER, LATER | {"NIK": "650105650485901", "No_Tiket": "PC2"}], {"nik_incomplete": 1}),
        ([LATER, LATER | BUDI], {"ticket_two_people": 1}),
        ([LATER, LATER | {"Nama_Lengkap": "SRI WAHYUNI, S.Pd"}], {}),
        ([LATER, LATER | {"NIK": "6501056504859013"}], {"person_two_niks": 1}),
        ([LATER, LATER | {"NIK": "6501056504859013", "Tanggal_Lahir": "1985-04-26", "No_Tiket": "PC2"}], {}),
    ],
)  # fmt: skip
def test_each_fact_is_counted(cast: Cast, taken_in: Taken, rows: list[dict[str, str]], flags: dict[str, int]) -> None:
    data = csv_file(*(row(**changes) for changes in rows))
    assert try_registry(data, "r.csv", actor=cast.system).flags == flags
    assert taken_in(data).flags == flags
    body = json.loads(db.session.scalars(select(Event.body).where(Event.action == "import.registry")).one())
    assert {name: body["facts"][name] for name in flags} == flags
