"""Invented registry files: a header as the province's system writes it, and rows with what a test wants changed."""

import csv
import io
from typing import Final

import xlsxwriter

HEADER: Final = (
    "NIK", "Nama Lengkap", "Tanggal Lahir", "Jenis Kelamin", "No HP", "Kode Kab/Kota", "No Tiket", "Dosis",
    "Tanggal Vaksinasi", "Jenis Vaksin", "No Batch", "Faskes", "Status Sertifikat", "No Sertifikat", "Tanggal Input",
)  # fmt: skip
KNOWN: Final = {
    "NIK": "6501056504859012", "Nama Lengkap": "Sri Wahyuni", "Tanggal Lahir": "1985-04-25", "Jenis Kelamin": "P",
    "No HP": "081200009391", "Kode Kab/Kota": "6501", "No Tiket": "PC777000111", "Dosis": "1",
    "Tanggal Vaksinasi": "2021-07-01", "Jenis Vaksin": "Moderna", "No Batch": "B31398",
    "Faskes": "Puskesmas Bunyu", "Status Sertifikat": "TERBIT", "No Sertifikat": "CERT9900123",
    "Tanggal Input": "2021-07-03",
}  # fmt: skip


def row(**changes: str) -> list[str]:
    """One row; a key is a header with spaces and strokes as underscores."""
    renamed = {name.replace(" ", "_").replace("/", "_"): name for name in HEADER}
    values = KNOWN | {renamed[key]: value for key, value in changes.items()}
    return [values[name] for name in HEADER]


def csv_file(*rows: list[str], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([HEADER, *rows])
    return text.getvalue().encode(encoding)


def xlsx_file(*rows: list[str]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        page = book.add_worksheet("Data")
        page.write_string(0, 0, "DATA VAKSINASI PROVINSI")
        for at, cells in enumerate([HEADER, *rows], 2):
            for column, cell in enumerate(cells):
                page.write_string(at, column, cell)
    return buffer.getvalue()
