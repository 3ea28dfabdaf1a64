"""A workbook given out keeps every digit and runs no formula."""

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest

from exports.workbook import Block, SheetOut, harmless, write_workbook


def written(*rows: Any, header: Any = ("NIK", "Nama"), name: str = "Ditolak") -> Any:
    data = write_workbook([SheetOut(name=name, blocks=[Block(header=header, rows=rows)])])
    return openpyxl.load_workbook(io.BytesIO(data)).active


def test_a_nik_is_written_as_text_with_all_its_digits() -> None:
    cell = written(("6501056504859001", "Siti"))["A2"]
    assert (cell.value, cell.data_type, cell.number_format) == ("6501056504859001", "s", "@")


def test_a_long_number_is_written_as_text_too() -> None:
    assert written((6501056504859000.0, "Siti"))["A2"].value == "6501056504859000"


def test_a_short_number_and_a_day_stay_what_they_are() -> None:
    page = written((7, dt.date(2021, 11, 8)))
    assert (page["A2"].value, page["B2"].value.date()) == (7, dt.date(2021, 11, 8))


@pytest.mark.parametrize("text", ["=1+1", "+62812", "-1", "@sum", "\t=1", '=HYPERLINK("http://x")'])
def test_no_text_becomes_a_formula(text: str) -> None:
    cell = written((text, ""))["A2"]
    assert (cell.data_type, cell.value) == ("s", f"'{text}")


@pytest.mark.parametrize("text", ["Siti", "6501", "", "a=b", "2021-11-08"])
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_a_sheet_name_that_excel_forbids_is_mended() -> None:
    assert written(name="Perlu [diperiksa]: " + "x" * 40).title.startswith("Perlu  diperiksa")


def test_blocks_stand_under_each_other_with_their_headers() -> None:
    blocks = [Block(header=("NIK",), rows=[("1",)]), Block(header=("Nama",), rows=[("Siti",)])]
    page = openpyxl.load_workbook(io.BytesIO(write_workbook([SheetOut(name="x", blocks=blocks)]))).active
    assert [cell.value for cell in page["A"]] == ["NIK", "1", "Nama", "Siti"]
