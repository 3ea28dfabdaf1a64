"""Small workbooks as clerks make them, for the tests of intake."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import openpyxl

from intake.read import Reading, ReadRow, read_complaints

TODAY = dt.date(2021, 12, 3)
HEADER = ("No", "Tgl Aduan", "Nama", "NIK", "Tgl Lahir", "No HP", "Keluhan", "Ket", "Via", "Tgl Vaksin")
SITI = (1, "8/11/2021", "Siti Nurhasanah", "6501056504859001", "25/04/1985", "081200009001", "sertifikat belum terbit")


def row(**changed: Any) -> list[Any]:
    """Siti's complaint with some cells changed, by the header of the column without spaces."""
    cells = dict(zip((label.replace(" ", "_") for label in HEADER), (*SITI, "", "Loket", ""), strict=True))
    return list((cells | changed).values())


def book(
    *rows: Sequence[Any], header: Sequence[Any] | None = HEADER, change: Callable[[Any], None] | None = None
) -> bytes:
    """An xlsx of one sheet, "Rekap"; ``change`` may do to the sheet what clerks do."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Rekap"
    for cells in (*([header] if header else []), *rows):
        sheet.append(list(cells))
    if change:
        change(sheet)
    return saved(made)


def saved(made: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def zipped(**parts: bytes) -> bytes:
    """A zip of the given parts; "__" in a name stands for "/", "_" for "."."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return buffer.getvalue()


def read(data: bytes, filename: str = "rekap.xlsx") -> Reading:
    return read_complaints(data, filename, today=TODAY)


def read_rows(data: bytes) -> Any:
    """The complaints of a file; a test that expects a draft says so by looking into it."""
    return read(data).rows


def read_one(data: bytes) -> Any:
    """The one complaint of a file."""
    (only,) = read_rows(data)
    return only


def codes(rows: Iterable[ReadRow]) -> list[str]:
    return [finding.code.value for found in rows for finding in found.findings]
