"""A large workbook read row by row tells what the reader of small ones tells, and survives what is no workbook."""

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import pytest
import xlsxwriter

from intake import streamed
from intake.faults import FileFault, UnreadableFile
from intake.registry import peek
from intake.workbook import open_workbook
from tests.registry.files import HEADER, row, xlsx_file

DAY, MOMENT = dt.date(2021, 11, 8), dt.datetime(2021, 11, 8, 9, 15)  # noqa: DTZ001 - a cell has no zone


def book(*, in_lines: bool = True, since_1904: bool = False) -> bytes:
    """Every kind of cell, gaps, a hidden sheet and an empty one."""
    buffer = io.BytesIO()
    options = {"constant_memory": in_lines, "in_memory": True, "date_1904": since_1904}
    with xlsxwriter.Workbook(buffer, options) as made:
        day, moment = (made.add_format({"num_format": code}) for code in ("dd-mmm-yyyy", "d/m/yy hh:mm"))
        amount = made.add_format({"num_format": '#,##0.00 "hari"'})
        for name in ("Satu", "Rahasia", "Dua", "Kosong"):
            page = made.add_worksheet(name)
            if name == "Rahasia":
                page.hide()
            if name == "Kosong":
                continue
            page.write_row(1, 1, ["NIK", "Nama & gelar", name])
            page.write_row(3, 0, [6501056504859000.0, 12.5, True, "", "<b>é 😀</b>"])
            page.write_datetime(4, 2, DAY, day)
            page.write_datetime(4, 3, MOMENT, moment)
            page.write_number(4, 4, 3, amount)
            page.write_formula(5, 0, "=1+1", None, 2)
            page.write_formula(5, 1, '="a"', None, "a")
    return buffer.getvalue()


def by_rows(data: bytes) -> list[tuple[list[list[Any]], bool]]:
    return [([list(cells) for cells in rows], since) for rows, since in streamed.sheets(io.BytesIO(data))]


def whole(data: bytes) -> list[tuple[list[list[Any]], bool]]:
    shown = [sheet for sheet in open_workbook(data, "x.xlsx") if not sheet.hidden]
    return [([list(cells) for cells in sheet.rows], sheet.marks.since_1904) for sheet in shown]


def trimmed(sheets: Sequence[tuple[list[list[Any]], bool]]) -> list[Any]:
    """Without the blanks that one reader adds at the ends of rows."""

    def trim(cells: list[Any]) -> list[Any]:
        while cells and cells[-1] == "":
            cells = cells[:-1]
        return cells

    return [([trim(cells) for cells in rows], since) for rows, since in sheets]


@pytest.mark.parametrize("in_lines", [True, False])
@pytest.mark.parametrize("since_1904", [True, False])
def test_both_readers_tell_the_same(in_lines: bool, since_1904: bool) -> None:  # noqa: FBT001
    data = book(in_lines=in_lines, since_1904=since_1904)
    assert trimmed(by_rows(data)) == trimmed(whole(data))


def test_a_large_registry_is_looked_at_by_its_first_rows(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr(streamed, "LARGE", 0)
    data = xlsx_file(*(row(No_Tiket=f"PC{number}") for number in range(3_000)))
    (tmp_path / "r.xlsx").write_bytes(data)
    for source in (data, tmp_path / "r.xlsx", Sealed(data)):
        seen = peek(source, "r.xlsx")
        assert (seen.header, seen.header_row, seen.samples[6]) == (HEADER, 3, ("PC0", "PC1", "PC2"))


class Sealed:
    """A source that opens like a path does and has no number of the system's."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def open(self, _mode: str) -> Any:
        return io.BufferedReader(io.BytesIO(self._data))


def changed(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with something in one of its parts replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(old, new) if name == part else content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("part", "old", "new", "fault"),
    [
        ("xl/worksheets/sheet1.xml", b"</sheetData>", b"", FileFault.DAMAGED),
        ("xl/worksheets/sheet1.xml", b"<worksheet", b"<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet", FileFault.DAMAGED),
        ("xl/worksheets/sheet1.xml", b'r="B2"', b'r="ZZZ2"', FileFault.TOO_LARGE),
        ("xl/worksheets/sheet1.xml", b'<row r="4"', b'<row r="99999999"', FileFault.TOO_LARGE),
        ("xl/workbook.xml", b"<sheets>", b"<sheets", FileFault.DAMAGED),
    ],
)
def test_what_is_wrong_with_it_is_told(part: str, old: bytes, new: bytes, fault: FileFault) -> None:
    with pytest.raises(UnreadableFile) as found:
        by_rows(changed(book(), part, old, new))
    assert found.value.kind is fault


def test_what_unpacks_too_far_is_not_unpacked() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b" " * (streamed.LARGE + 1))
    with pytest.raises(UnreadableFile) as found:
        streamed.is_large(buffer)
    assert found.value.kind is FileFault.BOMB
