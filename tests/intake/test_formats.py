"""The format of a file is told by its bytes; every one of them gives the same complaint."""

import io
import zipfile

import pytest

from intake.delimited import read_delimited
from intake.sheets import column_letter
from tests.intake.books import HEADER, SITI, book, read, read_one, read_rows, row

LINES = (HEADER, (*map(str, SITI), "", "Loket", ""))
ODS_CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
ODS = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:spreadsheet>
<table:table table:name="Rekap">{}</table:table></office:spreadsheet></office:body></office:document-content>"""
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods() -> bytes:
    rows = "".join(f"<table:table-row>{''.join(map(ODS_CELL.format, line))}</table:table-row>" for line in LINES)
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/></manifest:manifest>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", ODS_TYPE)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", ODS.format(rows))
    return buffer.getvalue()


def csv(mark: str, encoding: str, ends: str = "\r\n") -> bytes:
    return ends.join(mark.join(line) for line in LINES).encode(encoding)


SAME = {
    "xlsx": book(row()),
    "ods": ods(),
    "csv with semicolons from Windows": csv(";", "cp1252"),
    "csv with commas and a mark of UTF-8": csv(",", "utf-8-sig", "\n"),
    "tabs": csv("\t", "utf-8"),
    "bars in UTF-16": csv("|", "utf-16"),
    "csv that names its delimiter": b"sep=;\r\n" + csv(";", "utf-8"),
}


@pytest.mark.parametrize("name", SAME)
def test_every_format_gives_the_same_complaint(name: str) -> None:
    draft = read_one(SAME[name]).draft
    assert (draft.subject_name, draft.subject_nik) == ("Siti Nurhasanah", "6501056504859001")
    assert (draft.category, draft.channel, draft.subject_phone) == ("not_issued", "counter", "+6281200009001")


def test_a_cell_of_a_csv_may_hold_its_delimiter_and_a_line_break() -> None:
    data = b'Nama;NIK;Keluhan\n"Siti;\nNurhasanah";6501056504859001;"belum; terbit"\n'
    assert read_rows(data)[0].draft.story == "belum; terbit"


def test_letters_of_windows_are_read() -> None:
    assert read_delimited("Nama;Ket\nSitï;“ya”".encode("cp1252"))[1] == ("Sitï", "“ya”")


def test_a_csv_is_one_sheet_named_after_its_file() -> None:
    assert read(csv(";", "utf-8"), "C:/rekap november.csv").sheets[0].name == "rekap november"


@pytest.mark.parametrize(("column", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_a_column_has_the_letter_that_excel_shows(column: int, letter: str) -> None:
    assert column_letter(column) == letter
