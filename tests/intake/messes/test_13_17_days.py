"""Messes 13 to 17: what a cell for a day may hold, in a recap and in a registry.

13 real dates beside text in every shape · 14 month words of the country · 15 serials, and workbooks counting from
1904 · 16 day and month exchanged by an American Excel · 17 days that do not exist, years of two digits
"""

import datetime as dt
import io
import re
import zipfile
from typing import Any

import openpyxl
import pytest

from intake.report import Code
from models.clock import WITA
from registry.read import Reason
from tests.intake.books import book, codes, read_one, read_rows, row
from tests.intake.messes.conftest import Filed, Kept
from tests.registry.files import HEADER as REGISTRY
from tests.registry.files import row as record

OPENING = dt.date(2021, 11, 8)
DAYS: dict[Any, dt.date] = {
    dt.datetime(2021, 11, 8): OPENING,  # noqa: DTZ001 - a spreadsheet's day has no zone
    dt.date(2021, 11, 8): OPENING,
    "08/11/2021": OPENING, "8/11/2021": OPENING, "8-11-21": OPENING, "8.11.2021": OPENING, "08112021": OPENING,
    8112021: OPENING, "2021-11-08": OPENING, "2021-11-08 00:00:00": OPENING, "8 Nopember 2021": OPENING,
    "8-Nop-21": OPENING, "Senin, 8 November 2021": OPENING, "Senin/8-11-2021": OPENING, "tgl 8 Nov 2021": OPENING,
    44508: OPENING, 44508.375: OPENING, "44508": OPENING,
    "8 Pebruari 2021": dt.date(2021, 2, 8), "8 Peb 2021": dt.date(2021, 2, 8), "8 Agst 2021": dt.date(2021, 8, 8),
    "8 Agt 2021": dt.date(2021, 8, 8), "8 Agu 2021": dt.date(2021, 8, 8), "8 Agust. 2021": dt.date(2021, 8, 8),
    "1 Des 2021": dt.date(2021, 12, 1), "Jum'at, 12 Nopember 2021": dt.date(2021, 11, 12),
    "Jumat, 12 Nov '21": dt.date(2021, 11, 12),
}  # fmt: skip


def reported(one: Any) -> dt.date:
    moment: dt.datetime = one.draft.received_at
    return moment.astimezone(WITA).date()


def test_every_shape_of_a_day_is_read_from_one_recap() -> None:
    rows = [row(Tgl_Aduan=cell, Nama=f"Siti {at}", NIK="", No_HP="") for at, cell in enumerate(DAYS)]
    found = read_rows(book(*rows))
    assert {cell: reported(one) for cell, one in zip(DAYS, found, strict=True)} == DAYS


def test_every_shape_of_a_day_is_read_from_one_registry(kept: Kept) -> None:
    rows = [record(Tanggal_Vaksinasi=cell, No_Tiket=f"PC{at}") for at, cell in enumerate(DAYS)]
    report, found = kept(book(*rows, header=REGISTRY))
    assert report.refused == 0
    assert {cell: one.record.vaccinated_on for cell, one in zip(DAYS, found, strict=True)} == DAYS


def mac(sheet: Any) -> None:
    sheet.parent.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904


def test_serials_of_an_old_mac_are_read_in_both(kept: Kept) -> None:
    only = read_one(book(row(Tgl_Aduan=44508 - 1462, Tgl_Lahir=31162 - 1462, NIK=""), change=mac))
    assert (reported(only), only.draft.subject_birth_date) == (OPENING, dt.date(1985, 4, 25))
    cells = record(Tanggal_Vaksinasi=44508 - 1462, Tanggal_Lahir=31162 - 1462, Tanggal_Input="2021-11-09")
    _, (found,) = kept(book(cells, header=REGISTRY, change=mac))
    assert (found.record.vaccinated_on, found.person.birth_date) == (OPENING, "1985-04-25")
    assert found.record.entered_on == dt.date(2021, 11, 9)


def test_a_row_of_an_old_mac_given_back_means_the_same_in_any_other_file() -> None:
    (refused,) = read_rows(book(row(Tgl_Aduan=44508 - 1462, Nama=""), change=mac))
    assert refused.cells[1] == 44508


def saved(data: bytes, moment: str) -> bytes:
    """The workbook as if it had been saved at ``moment``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(buffer, "w") as copy:
        for name in made.namelist():
            content = made.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + moment.encode(), content)
            copy.writestr(name, content)
    return buffer.getvalue()


# cell, day the file was saved, what is said: 12 November became 11 December, 8 January 2022 is before its time
EXCHANGED: tuple[tuple[dt.date, str, set[Code]], ...] = (
    (dt.date(2021, 12, 11), "2021-12-02T01:00:00Z", {Code.DATE_FUTURE, Code.DATE_SWAPPED}),
    (dt.date(2021, 12, 1), "2021-11-30T15:59:00Z", {Code.DATE_FUTURE}),
    (dt.date(2021, 12, 1), "2021-11-30T16:01:00Z", set()),
    (dt.date(2021, 1, 12), "2021-12-02T01:00:00Z", {Code.DATE_TOO_EARLY, Code.DATE_SWAPPED}),
    (dt.date(2021, 12, 1), "2006-09-16T00:00:00Z", set()),
)


@pytest.mark.parametrize(("cell", "moment", "said"), EXCHANGED)
def test_a_day_after_the_file_or_before_the_campaign_may_be_exchanged(cell: dt.date, moment: str, said: Any) -> None:
    rows = [row(Nama=f"Siti {at}", NIK="", No_HP="", Tgl_Aduan="8/11/2021") for at in range(3)]
    first = read_rows(saved(book(row(NIK="", Tgl_Aduan=cell), *rows), moment))[0]
    assert {finding.code for finding in first.findings} & {*Code} - {Code.NIK_MISSING, Code.POSSIBLE_DUPLICATE} == said
    assert reported(first) == cell


def test_a_file_that_keeps_the_day_of_its_template_makes_no_day_doubtful() -> None:
    rows = [row(Nama=f"Siti {at}", NIK="", No_HP="", Tgl_Aduan="8/11/2021") for at in range(3)]
    assert "date_future" not in codes(read_rows(saved(book(*rows), "2021-06-01T00:00:00Z")))


NO_DAYS = {"32/04/1985": "date_impossible", "31/02/1985": "date_impossible", "29/02/1985": "date_impossible"}


@pytest.mark.parametrize("cell", NO_DAYS)
def test_a_birth_date_that_does_not_exist_is_kept_in_words_alone(filed: Filed, kept: Kept, cell: str) -> None:
    report, (ticket,) = filed(book(row(Tgl_Lahir=cell)))
    assert (ticket.subject_birth_date, NO_DAYS[cell] in codes(report.reading.rows)) == (None, True)
    assert f"Tgl Lahir: {cell}" in ticket.story
    _, (found,) = kept(book(record(Tanggal_Lahir=cell), header=REGISTRY))
    assert found.person.birth_date == cell


@pytest.mark.parametrize("cell", ["31/02/2021", "14/7 & 11/8/2021", "kapan-kapan"])
def test_a_registry_gives_back_a_dose_whose_day_cannot_be_read(kept: Kept, cell: str) -> None:
    report, _ = kept(book(record(Tanggal_Vaksinasi=cell), header=REGISTRY))
    assert [refused.reason for refused in report.refused_rows()] == [Reason.VACCINATED_UNREADABLE]


BORN = {"17-Agu-45": dt.date(1945, 8, 17), "25/04/70": dt.date(1970, 4, 25), "25/04/15": dt.date(2015, 4, 25)}


@pytest.mark.parametrize("cell", BORN)
def test_a_year_of_two_digits_is_the_latest_that_has_been(kept: Kept, cell: str) -> None:
    assert read_one(book(row(Tgl_Lahir=cell, NIK=""))).draft.subject_birth_date == BORN[cell]
    _, (found,) = kept(book(record(Tanggal_Lahir=cell), header=REGISTRY))
    assert found.person.birth_date == BORN[cell].isoformat()


@pytest.mark.parametrize("cell", ["tgl 8 November", "8/11/2021 & 9/11/2021", "31/11/2021"])
def test_a_day_of_the_complaint_that_cannot_be_read_stays_in_the_story(cell: str) -> None:
    assert f"Tgl Aduan: {cell}" in read_one(book(row(Tgl_Aduan=cell))).draft.story
