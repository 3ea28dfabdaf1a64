"""A registry file becomes sealed records, whole or not at all, and a second time makes no second record."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from access.policy import Forbidden
from intake.faults import FileFault, UnreadableFile
from intake.registry import RegistryReport, load_registry
from models import Event, ImportBatch, Record, RecordKey, db
from registry import keep
from registry.keys import Kind
from registry.read import Reason
from tests.conftest import Cast
from tests.registry.files import csv_file, row, xlsx_file

Taken = Callable[..., RegistryReport]
SECOND = {"Dosis": "2", "No_Tiket": "PC777000112", "Tanggal_Vaksinasi": "2021-07-29"}


def figures(report: RegistryReport) -> tuple[int, ...]:
    return (report.read, report.new, report.changed, report.same, report.refused)


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_file_becomes_records_under_events_that_tell_counts_and_digest(app: Flask, taken_in: Taken) -> None:
    report = taken_in(csv_file(row(), row(**SECOND), row(Nama_Lengkap="")))
    begun, done = (
        json.loads(db.session.scalars(select(Event.body).where(Event.action == action)).one())
        for action in ("import.begin", "import.registry")
    )
    told = {change["field"]: change["after"] for change in begun["changes"]}

    assert figures(report) == (3, 2, 0, 0, 1)
    assert (told["read"], told["new"], told["refused"], len(told["sha256"])) == (3, 2, 1, 64)
    assert {name: done["facts"][name] for name in ("read", "new", "changed")} == {"read": 3, "new": 2, "changed": 0}
    assert count(Record) == 2


def test_the_same_file_again_makes_no_record(taken_in: Taken) -> None:
    data = csv_file(row(), row(**SECOND), row())
    taken_in(data)

    assert figures(taken_in(data)) == (3, 0, 0, 3, 0)
    assert count(Record) == 3


@pytest.mark.parametrize("mended", [{"NIK": "6501056504859013"}, {"Nama_Lengkap": "Sri Wahyuningsih"}])
def test_a_mended_row_replaces_the_record_it_mends(taken_in: Taken, mended: dict[str, str]) -> None:
    taken_in(csv_file(row(), row(**SECOND)))
    report = taken_in(csv_file(row(**SECOND), row(**mended)))
    replaced = db.session.scalars(select(Record.replaces_id).where(Record.replaces_id.is_not(None))).all()

    assert figures(report) == (2, 0, 1, 1, 0)
    assert replaced == [1]


def test_one_ticket_number_on_another_person_is_new(taken_in: Taken) -> None:
    taken_in(csv_file(row()))
    report = taken_in(csv_file(row(NIK="6501051102700001", Nama_Lengkap="Budi", Tanggal_Lahir="1970-02-11")))
    assert figures(report) == (1, 1, 0, 0, 0)


def test_a_row_put_back_as_it_was_is_a_change_too(taken_in: Taken) -> None:
    for _ in range(2):
        taken_in(csv_file(row()))
        report = taken_in(csv_file(row(Status_Sertifikat="BELUM TERBIT")))
        assert report.changed == 1
    assert count(Record) == 4


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Nama_Lengkap": "-"}, Reason.NAME_MISSING),
        ({"Nama_Lengkap": "12345"}, Reason.NAME_UNLIKELY),
        ({"NIK": "6,50105E+15", "No_Tiket": "", "No_HP": "", "Tanggal_Lahir": ""}, Reason.NIK_CUT),
        ({"NIK": "", "No_Tiket": "", "No_HP": "", "Tanggal_Lahir": ""}, Reason.NOTHING_TO_FIND_BY),
        ({"Tanggal_Vaksinasi": "kapan-kapan"}, Reason.VACCINATED_UNREADABLE),
    ],
)
def test_a_row_of_which_no_record_can_be_made_is_refused_with_its_reason(
    taken_in: Taken, changes: dict[str, str], reason: Reason
) -> None:
    report = taken_in(csv_file(row(), row(**changes)))
    assert [(refused.row, refused.reason) for refused in report.refused_rows()] == [(2, reason)]


def test_a_faulty_nik_is_no_reason_to_refuse(taken_in: Taken) -> None:
    report = taken_in(csv_file(row(NIK="650105650485901"), row(NIK="", No_Tiket="PC1"), row(NIK="9999999999999999")))
    assert report.refused == 0


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_delimiter_and_encoding_tell_the_same_records(taken_in: Taken, delimiter: str, encoding: str) -> None:
    rows = (row(Nama_Lengkap="André Muñoz"), row(**SECOND))
    taken_in(csv_file(*rows))
    assert figures(taken_in(csv_file(*rows, delimiter=delimiter, encoding=encoding))) == (2, 0, 0, 2, 0)


def test_a_workbook_tells_the_same_records_as_a_text(taken_in: Taken) -> None:
    rows = (row(), row(**SECOND))
    taken_in(csv_file(*rows))
    assert figures(taken_in(xlsx_file(*rows), "registri.xlsx")) == (2, 0, 0, 2, 0)


def test_the_source_row_counts_data_rows_from_one(taken_in: Taken) -> None:
    taken_in(csv_file(row(), [""] * 15, row(Nama_Lengkap=""), row(**SECOND)))
    assert db.session.scalars(select(Record.source_row).order_by(Record.id)).all() == [1, 3]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", FileFault.EMPTY),
        (b"MZ\x90\x00", FileFault.PROGRAM),
        (b"a,b,c\n1,2,3\n", FileFault.NO_HEADER),
        (csv_file(), FileFault.NO_ROWS),
    ],
)
def test_a_file_without_records_is_unreadable(taken_in: Taken, data: bytes, fault: FileFault) -> None:
    with pytest.raises(UnreadableFile) as found:
        taken_in(data)
    assert found.value.kind is fault


def test_what_fails_halfway_leaves_nothing(taken_in: Taken, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("the power went out")

    monkeypatch.setattr(keep, "keys", fail)
    with pytest.raises(RuntimeError):
        taken_in(csv_file(row()))
    assert (count(Record), count(ImportBatch), count(RecordKey)) == (0, 0, 0)


def test_whoever_may_not_import_is_refused(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        load_registry(csv_file(row()), "registri.csv", actor=cast.verifier)


def test_a_record_has_a_key_for_each_way_to_find_it(taken_in: Taken) -> None:
    taken_in(csv_file(row()))
    kinds = db.session.execute(select(RecordKey.kind, func.count()).group_by(RecordKey.kind)).all()
    neighbours = len({"6501056504859012"[:at] + "6501056504859012"[at + 1 :] for at in range(16)})
    assert dict(kinds) == dict.fromkeys(set(Kind) - {Kind.NIK_BORN}, 1) | {
        Kind.NIK_LESS_ONE: neighbours,
        Kind.DOSE: 2,
        Kind.NAME_BIRTH_PART: 3,
        Kind.BIRTH_INITIAL: 2,
    }


def test_progress_only_grows(cast: Cast) -> None:
    told: list[float] = []
    rows = [row(No_Tiket=f"PC{number}") for number in range(3_000)]
    load_registry(csv_file(*rows), "r.csv", actor=cast.system, progress=lambda done, of: told.append(done / of))
    assert told == sorted(told)
    assert told[-1] <= 1
