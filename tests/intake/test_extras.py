"""Extra fields of the desk definition in a recap: recognised by their labels, read by their kinds, doubts told."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from flask import Flask

from access.actors import Actor
from intake.chosen import Decided, signature
from intake.fields import Field
from intake.load import load_complaints
from intake.read import ReadRow, read_complaints
from intake.report import Code
from models import Ticket, db
from tests.conftest import Cast
from tests.desk_text import WITH_FIELDS, put_in_force
from tests.intake.books import HEADER, SITI, TODAY, book
from workflow import extra
from workflow.definition import read

FIELDS = read(WITH_FIELDS).fields
LABELS = ("Keperluan", "TANGGAL BERANGKAT", "Biaya", "Sudah ditelepon", "Nama Kampung", "Nomor Paspor")
GOOD = ("Umrah / haji", dt.date(2021, 12, 20), 1250.5, "ya", "Kampung Arab", "C1234567")


def recap(cells: Sequence[Any], labels: Sequence[str] = LABELS) -> bytes:
    return book((*SITI, "", "Loket", "", *cells), header=(*HEADER, *labels))


def first(data: bytes, **decided: Any) -> ReadRow:
    return read_complaints(data, "rekap.xlsx", today=TODAY, decided=Decided(extra=FIELDS, **decided)).rows[0]


def test_a_column_under_a_label_feeds_the_field() -> None:
    row = first(recap(("umrah atau haji", *GOOD[1:])))
    assert row.draft is not None
    assert dict(row.draft.extra) == {
        "needs_for": "umrah", "travel_on": "2021-12-20", "fee": "1250,5", "checked_by_phone": "yes",
        "village": "Kampung Arab", "passport": "C1234567",
    }  # fmt: skip
    assert row.draft.subject_name == "Siti Nurhasanah"
    assert row.findings == ()
    assert "Kampung" not in row.draft.story


def test_what_does_not_fit_is_told_and_kept_in_the_story() -> None:
    row = first(recap(("naik kapal", "lusa", "seribu", "mungkin", "-", "")))
    assert row.draft is not None
    assert row.draft.extra == {}
    assert [(found.code, found.header) for found in row.findings] == [
        (Code.EXTRA_UNREADABLE, label) for label in LABELS[:4]
    ]
    for said in ("Keperluan: naik kapal", "Biaya: seribu"):
        assert said in row.draft.story


def test_a_desk_without_fields_keeps_the_columns_in_the_story() -> None:
    row = read_complaints(recap(GOOD), "rekap.xlsx", today=TODAY).rows[0]
    assert row.draft is not None
    assert row.draft.extra == {}
    assert "Keperluan: Umrah / haji" in row.draft.story


def test_a_person_chooses_the_field_and_one_that_is_gone_is_kept_in_the_story() -> None:
    labels = ("Untuk apa", "Desa lama")
    header = dict(enumerate((*HEADER, *labels)))
    chosen = {2: "name", 3: "nik", 6: "complaint", 10: "x_needs_for", 11: "x_hamlet"}
    row = first(recap(("kerja", "Arab"), labels), columns={signature(header): chosen})
    assert row.draft is not None
    assert dict(row.draft.extra) == {"needs_for": "work"}
    assert "Desa lama: Arab" in row.draft.story
    assert [column.name for column in row.columns[-2:]] == ["x_needs_for", Field.DETAIL]


@pytest.fixture
def desk(app: Flask, cast: Cast) -> Actor:
    put_in_force(WITH_FIELDS, cast.admin)
    return cast.system


def test_an_import_fills_the_fields_in_and_a_second_one_makes_no_double(desk: Actor) -> None:
    data = recap(("kerja", *GOOD[1:]))
    assert load_complaints(data, "rekap.xlsx", actor=desk, today=TODAY).new == 1
    ticket = db.session.query(Ticket).one()
    held = extra.texts_of(ticket)
    assert (held["needs_for"], held["fee"], held["travel_on"]) == ("work", "1250.5", "2021-12-20")
    assert extra.by_code(ticket)["passport"].value is None
    assert load_complaints(data, "rekap.xlsx", actor=desk, today=TODAY).same == 1
