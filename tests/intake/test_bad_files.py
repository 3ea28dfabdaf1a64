"""A file that can't be read says why in one kind, and takes nothing down with it."""

import io
import os
import zipfile
from contextlib import suppress

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.container import MAX_BYTES
from intake.faults import FileFault, UnreadableFile
from intake.read import read_complaints
from intake.workbook import open_workbook
from tests.intake.books import HEADER, TODAY, book, zipped

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
BAD_FILES = {
    "nothing at all": (b"", FileFault.EMPTY),
    "only blank lines": (b"\xef\xbb\xbf\r\n \r\n", FileFault.EMPTY),
    "a program named xlsx": (b"MZ\x90\x00" + os.urandom(400), FileFault.PROGRAM),
    "a Linux program": (b"\x7fELF" + os.urandom(400), FileFault.PROGRAM),
    "a picture": (b"\x89PNG\r\n\x1a\n" + os.urandom(400), FileFault.NOT_A_WORKBOOK),
    "a PDF": (b"%PDF-1.7 ...", FileFault.NOT_A_WORKBOOK),
    "a web page saved as xls": (b"<html><p>Silakan masuk dahulu.</p></html>", FileFault.HTML),
    "a locked workbook": (OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le"), FileFault.PASSWORD),
    "an old Word file": (OLE + bytes(500) + "WordDocument".encode("utf-16-le"), FileFault.NOT_A_WORKBOOK),
    "a zip of something else": (zipped(letter_txt=b"hello"), FileFault.NOT_A_WORKBOOK),
    "a workbook cut in half": (book([1])[:3000], FileFault.DAMAGED),
    "a workbook of nonsense": (zipped(xl__workbook_xml=b"<nonsense"), FileFault.DAMAGED),
    "a sheet without rows": (book(header=None), FileFault.NO_ROWS),
    "a header and no row": (book(), FileFault.NO_ROWS),
    "a letter typed as text": (b"Dengan hormat,\r\nkami sampaikan terima kasih.\r\n", FileFault.NO_HEADER),
    "thirty megabytes": (b"a;b\n" * (30 * 1024 * 256), FileFault.TOO_LARGE),
    "more rows than a desk has": (b"NIK;Nama;Keluhan\n" * 100_001, FileFault.TOO_LARGE),
    "too many members": (zipped(**{f"part{number}": b"" for number in range(2_001)}), FileFault.BOMB),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_for_what_it_is(name: str) -> None:
    data, kind = BAD_FILES[name]
    with pytest.raises(UnreadableFile) as refused:
        read_complaints(data, "rekap.xlsx", today=TODAY)
    assert refused.value.kind is kind


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped(xl__workbook_xml=b"<x/>", xl__worksheets__sheet1_xml=bytes(90 * 1024 * 1024))
    assert len(bomb) < MAX_BYTES
    with pytest.raises(UnreadableFile) as refused:
        open_workbook(bomb, "rekap.xlsx")
    assert refused.value.kind is FileFault.BOMB


def test_two_cells_at_far_corners_do_not_take_the_desk_down() -> None:
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer)
    sheet = made.add_worksheet()
    sheet.write_string(0, 0, "NIK")
    sheet.write_string(1_048_575, 16_383, "x")
    made.close()
    with pytest.raises(UnreadableFile) as refused:
        open_workbook(buffer.getvalue(), "rekap.xlsx")
    assert refused.value.kind is FileFault.TOO_LARGE


def test_a_locked_zip_asks_for_its_password() -> None:
    data = bytearray(zipped(xl__workbook_xml=b"<x/>"))
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    with pytest.raises(UnreadableFile) as refused:
        open_workbook(bytes(data), "rekap.xlsx")
    assert refused.value.kind is FileFault.PASSWORD


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused_and_nothing_else(data: bytes) -> None:
    with suppress(UnreadableFile):
        read_complaints(data, "rekap.csv", today=TODAY)


@given(st.text(alphabet="\"';,|\t\r\n0123456789 NIKamaKeluhn\x00\ud7ff", max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_under_a_header_is_read_or_refused(text: str) -> None:
    with suppress(UnreadableFile):
        read_complaints((";".join(HEADER) + "\n" + text).encode(), "rekap.csv", today=TODAY)


@given(st.integers(0, 6000), st.binary(min_size=1, max_size=8))
@settings(max_examples=15, deadline=None)
def test_a_workbook_with_spoilt_bytes_is_read_or_refused(place: int, spoilt: bytes) -> None:
    good = book([1, "8/11/2021", "Siti", "6501056504859001"])
    at = place % len(good)
    with suppress(UnreadableFile):
        read_complaints(good[:at] + spoilt + good[at + len(spoilt) :], "rekap.xlsx", today=TODAY)


def test_a_zip_that_lies_about_its_sizes_is_refused() -> None:
    data = bytearray(zipped(xl__workbook_xml=b"<x/>" * 1000))
    central = data.index(b"PK\x01\x02")
    data[central + 24 : central + 28] = (400 * 1024 * 1024).to_bytes(4, "little")
    with pytest.raises(UnreadableFile):
        open_workbook(bytes(data), "rekap.xlsx")
    assert zipfile.is_zipfile(io.BytesIO(bytes(data)))
