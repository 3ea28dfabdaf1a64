"""Looking records up: exactly, within one's regions, masked, and never without an event."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select, text

from access.policy import Forbidden
from intake.registry import RegistryReport
from models import Event, db
from models.database import writing
from tests.conftest import Cast
from tests.registry.files import csv_file, row
from workflow import records
from workflow.records import By, Found
from workflow.refusals import BadValue

Taken = Callable[..., RegistryReport]
Asked = Callable[..., Found]
OTHER = {
    "NIK": "6571015410629001",
    "Nama_Lengkap": "Ayu",
    "No_Tiket": "PC9",
    "No_HP": "",
    "Tanggal_Lahir": "1962-10-14",
}


@pytest.fixture
def asked(cast: Cast) -> Asked:
    def ask(by: By, typed: str, *, who: str = "verifier", born: str = "") -> Found:
        with writing():
            return records.search(by, typed, born=born, actor=getattr(cast, who))

    return ask


@pytest.mark.parametrize(
    ("by", "typed", "born"),
    [
        (By.NIK, "6501 0565 0485 9012", ""),
        (By.TICKET, "pc777000111", ""),
        (By.PHONE, "0812-0000-9391", ""),
        (By.PHONE, "+6281200009391", ""),
        (By.PERSON, "Hj. WAHYUNI SRI", "25 April 1985"),
    ],
)
def test_a_record_is_found_by_each_of_its_keys(taken_in: Taken, asked: Asked, by: By, typed: str, born: str) -> None:
    taken_in(csv_file(row(), row(**OTHER)))
    assert [shown.source_row for shown in asked(by, typed, born=born).rows] == [1]


def test_what_is_shown_is_masked(taken_in: Taken, asked: Asked) -> None:
    taken_in(csv_file(row()))
    (shown,) = asked(By.NIK, "6501056504859012").rows
    assert (shown.nik, shown.phone, shown.name) == ("650105••••••9012", "0812••••9391", "S•••• W••••")
    assert (shown.birth_date, shown.ticket, shown.dose) == ("••-••-1985", "PC7••••••11", "1")


@pytest.mark.parametrize(("who", "seen"), [("verifier", 1), ("outsider", 0), ("other_supervisor", 0), ("auditor", 1)])
def test_records_are_seen_by_region(taken_in: Taken, asked: Asked, who: str, seen: int) -> None:
    taken_in(csv_file(row()))
    assert len(asked(By.NIK, "6501056504859012", who=who).rows) == seen


def test_what_no_region_could_be_told_of_is_seen_by_every_region(taken_in: Taken, asked: Asked) -> None:
    taken_in(csv_file(row(Kode_Kab_Kota="")))
    assert len(asked(By.NIK, "6501056504859012", who="outsider").rows) == 1


@pytest.mark.parametrize("who", ["operator", "admin"])
def test_others_may_not_look(asked: Asked, who: str) -> None:
    with pytest.raises(Forbidden):
        asked(By.NIK, "6501056504859012", who=who)


def test_a_look_up_is_an_event_that_tells_kind_and_count_and_nothing_personal(taken_in: Taken, asked: Asked) -> None:
    taken_in(csv_file(row(), row(Dosis="2")))
    asked(By.PHONE, "081200009391")
    event = db.session.scalars(select(Event).where(Event.action == "record.search")).one()
    assert json.loads(event.body)["facts"] == {"kind": "phone", "found": 2}
    assert "9391" not in event.body


def test_a_replaced_record_is_found_no_more(taken_in: Taken, asked: Asked) -> None:
    taken_in(csv_file(row()))
    taken_in(csv_file(row(Nama_Lengkap="Sri Wahyuningsih")))
    found = asked(By.NIK, "6501056504859012")
    assert [shown.batch_id for shown in found.rows] == [2]


def test_at_most_twenty_are_shown(taken_in: Taken, asked: Asked) -> None:
    taken_in(csv_file(*(row(No_Tiket=f"PC{number}") for number in range(25))))
    found = asked(By.NIK, "6501056504859012")
    assert (len(found.rows), found.more) == (20, True)


def test_nobody_is_shown_once_the_key_is_gone(taken_in: Taken, asked: Asked) -> None:
    taken_in(csv_file(row()))
    with writing() as session:
        session.execute(text("UPDATE record_batch SET wrapped_key = NULL"))
    (shown,) = asked(By.NIK, "6501056504859012").rows
    assert (shown.erased, shown.nik, shown.name) == (True, "", "")


@pytest.mark.parametrize(
    ("by", "typed", "born", "field"),
    [
        (By.NIK, "12", "", "nik"),
        (By.TICKET, "1", "", "ticket"),
        (By.PHONE, "abc", "", "phone"),
        (By.PERSON, "Sri Wahyuni", "", "birth_date"),
        (By.PERSON, "..", "1985-04-25", "name"),
    ],
)
def test_what_cannot_be_such_a_value_is_refused(asked: Asked, by: By, typed: str, born: str, field: str) -> None:
    with pytest.raises(BadValue) as refused:
        asked(by, typed, born=born)
    assert refused.value.field == field
