"""Files made to take the desk down, or merely enormous: refused or read within bounds, never endured."""

import io
import resource
import time
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter

from intake.faults import FileFault, UnreadableFile
from intake.workbook import open_workbook
from tests.intake.books import HEADER, SITI, book, read, row, zipped

PATIENCE = 45
LINE = "<tr>" + "<td>x</td>" * 4 + "</tr>"
XML = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "%s">%s]><Workbook><Worksheet><Table><Row><Cell><Data>&z;</Data>'
LAUGHS = XML % (
    b"lol" * 50,
    b"".join(b'<!ENTITY %c "%s">' % (at, b"&%c;" % (at - 1) * 10) for at in range(ord("b"), ord("z") + 1)),
)
SHEET = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>&c;</t></is></c></row></sheetData></worksheet>'
)


def in_place_of_the_sheet(xml: bytes) -> bytes:
    """A workbook whose sheet is ``xml``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(row()))) as made, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in made.namelist():
            copy.writestr(name, xml if name == "xl/worksheets/sheet1.xml" else made.read(name))
    return buffer.getvalue()


def wide() -> bytes:
    cells = "".join(f'<c r="A{at}"><v>1</v></c>' for at in range(1, 10))
    return in_place_of_the_sheet(
        f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">{cells}'
        '<c r="XFD1"><v>1</v></c></row></sheetData></worksheet>'.encode()
    )


def tall(last: int) -> bytes:
    """Ten columns of nothing down to ``last``, as Excel writes rows that were formatted once."""
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, {"constant_memory": True})
    sheet, painted = made.add_worksheet("Rekap"), made.add_format({"bg_color": "yellow"})
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, SITI)
    sheet.write_blank(last - 1, 0, None, painted)
    made.close()
    return buffer.getvalue()


# what it is: (how it is made, the faults that are an answer; None where it is read)
BOMBS: dict[str, tuple[Callable[[], bytes], set[FileFault | None]]] = {
    "a zip of zeros": (
        lambda: zipped(xl__workbook_xml=b"<x/>", xl__worksheets__sheet1_xml=bytes(150 * 1024 * 1024)), {FileFault.BOMB},
    ),
    "a zip in a zip": (lambda: zipped(xl__workbook_xml=zipped(a=bytes(50 * 1024 * 1024))), {FileFault.DAMAGED}),
    "entities of a workbook": (lambda: in_place_of_the_sheet(SHEET), {FileFault.DAMAGED, FileFault.NO_ROWS}),
    "entities of an XML saved as xls": (lambda: LAUGHS, {FileFault.NO_HEADER}),
    "sixteen thousand columns": (wide, {FileFault.TOO_LARGE}),
    "a million blank rows": (lambda: tall(1_048_576), {None}),
    "a web page without an end": (lambda: b"<table>" + LINE.encode() * 110_000, {FileFault.TOO_LARGE}),
    "a cell over a thousand million": (
        lambda: b'<table><tr><td rowspan="999999999" colspan="999999999">x</td></tr></table>', {FileFault.NO_HEADER},
    ),
    "tables in tables": (lambda: b"<table><tr><td>" * 50_000, {FileFault.NO_ROWS}),
    "a csv of one line": (lambda: b"a;" * (9 * 1024 * 1024), {FileFault.DAMAGED}),
    "a csv of one quote": (lambda: b'Nama;NIK;Keluhan\n"' + b"a;b;c\n" * 10_000, {None}),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_time_and_in_little_memory(name: str) -> None:
    make, faults = BOMBS[name]
    data, before, began = make(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    found = None
    try:
        read(data)
    except UnreadableFile as fault:
        found = fault.kind
    assert found in faults
    assert time.monotonic() - began < PATIENCE
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 600 * 1024


def test_ninety_thousand_blank_rows_under_a_complaint_are_read() -> None:
    assert [draft.subject_name for draft in read(tall(90_000)).drafts] == ["Siti Nurhasanah"]


def test_a_cell_as_long_as_excel_allows_is_kept_whole() -> None:
    long = "sertifikat belum terbit " * 1_350
    assert read(book(row(Keluhan=long[:32_767]))).drafts[0].story == " ".join(long[:32_767].split())


def test_ranges_merged_far_down_are_read_within_bounds() -> None:
    def merge(sheet: object) -> None:
        for letter in "ABCDEFGHIJ":
            sheet.merge_cells(f"{letter}3:{letter}20000")  # type: ignore[attr-defined]

    began = time.monotonic()
    reading = read(book(row(), row(No=2, Nama="Budi", NIK=""), change=merge))
    assert len(reading.drafts) == 2
    assert time.monotonic() - began < PATIENCE


def test_a_thousand_overlapping_merges_are_read_within_bounds() -> None:
    spans = b"".join(b'<td rowspan="1000" colspan="1000">x</td>' for _ in range(900))
    began = time.monotonic()
    with pytest.raises(UnreadableFile):
        open_workbook(b"<table>" + (b"<tr>" + spans + b"</tr>") * 20 + b"</table>", "x.xls")
    assert time.monotonic() - began < PATIENCE * 2
