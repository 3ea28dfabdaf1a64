"""Mess 25, text: csv with semicolons, cp1252, marks of UTF-8, errors, dead formulas, quotes, and formula injection."""

import io
from typing import Any

import openpyxl
import pytest

from intake.lines import split_rows
from intake.report import Code
from registry.read import Reason
from tests.intake.books import HEADER, book, codes, read, read_one, read_rows, row
from tests.intake.messes.conftest import Filed, Kept
from tests.registry.files import HEADER as REGISTRY
from tests.registry.files import KNOWN
from web.rows_to_mend import rows_to_mend

HEAD = ";".join(HEADER)
SITI = "1;8/11/2021;Siti;6501056504859001;25/04/1985;081200009001;belum terbit;;Loket;"
BUDI = "2;9/11/2021;Budi;6501052504859002;25/04/1985;081200009002;tiket ganda;;Loket;"
ERRORS = ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"]
FORMULAS = ['=HYPERLINK("http://x","y")', "+62812", "-1+2", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1+1"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_csv_is_read_in_every_encoding_and_with_every_line_end(encoding: str, ends: str) -> None:
    lines = ends.join((HEAD, SITI.replace("Siti", "Sitï Nur’aini"), BUDI))
    found = read_rows(lines.encode(encoding))
    assert [one.draft.subject_name for one in found] == ["Sitï Nur’aini", "Budi"]


# lines of cells behind a mark that is never closed, and the rows they are
QUOTED = {
    'a;";c\nd;e;f\n': [["a", '"', "c"], ["d", "e", "f"]],
    'x;y;z\na;";c\nd;";f\ng;h;i\n': [["x", "y", "z"], ["a", '"', "c"], ["d", '"', "f"], ["g", "h", "i"]],
    '";";"\nd;e;f\n': [['"', '"', '"'], ["d", "e", "f"]],
    'a;b;"\nd;e;f\n': [["a", "b", '"'], ["d", "e", "f"]],
    'x;y;z\na;"Siti;c\nd;e;f\ng;"h;i\n': [["x", "y", "z"], ["a", "Siti", "c"], ["d", "e", "f"], ["g", "h", "i"]],
    'a;"b\nb";c\nd;e;f\n': [["a", "b\nb", "c"], ["d", "e", "f"]],
    'a;"b;b";c\nd;"e ""e""";f\n': [["a", "b;b", "c"], ["d", 'e "e"', "f"]],
    'a;";b";c\n': [["a", ";b", "c"]],
    'a;5" pipa;c\n': [["a", '5" pipa', "c"]],
    'a;"";c\n\nd;e;f': [["a", "", "c"], [], ["d", "e", "f"]],
    'a;="0812";c\n': [["a", "0812", "c"]],
    'a;"=""0812""";c\n': [["a", "0812", "c"]],
}


@pytest.mark.parametrize("text", QUOTED)
def test_a_quote_that_never_closes_swallows_no_row(text: str) -> None:
    assert list(split_rows(io.StringIO(text, newline=""), ";")) == QUOTED[text]


def test_a_ditto_mark_in_a_csv_means_as_above_and_loses_nobody() -> None:
    found = read_rows("\r\n".join((HEAD, SITI, BUDI.replace("9/11/2021", '"'), BUDI, SITI)).encode())
    assert [one.draft.subject_name for one in found] == ["Siti", "Budi", "Budi", "Siti"]
    assert found[0].draft.received_at == found[1].draft.received_at


def test_nor_is_a_record_of_a_registry_lost_behind_a_quote(kept: Kept) -> None:
    lines = [";".join({**KNOWN, "No Tiket": f"PC{at}"}.values()) for at in range(4)]
    lines[1] = lines[1].replace("Puskesmas Bunyu", '"')
    report, found = kept("\n".join((";".join(REGISTRY), *lines)).encode(), "registri.csv")
    assert (report.read, [one.record.facility for one in found]) == (4, ["Puskesmas Bunyu"] * 4)


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_is_told_at_its_cell_and_is_no_value(error: str) -> None:
    for data in (book(row(No_HP=error)), "\n".join((HEAD, SITI.replace("081200009001", error))).encode()):
        only = read_one(data)
        told = [(finding.code.value, finding.column, finding.value) for finding in only.findings]
        assert (only.draft.subject_phone, ("cell_error", "F") in {one[:2] for one in told}) == (None, True)


def test_a_formula_without_a_value_is_told_and_guesses_nothing() -> None:
    only = read_one(book(row(NIK='=VLOOKUP("x",A1:B2,2)')))
    assert (only.draft.nik_state, codes([only])) == ("missing", ["cell_error", "nik_missing"])


def test_an_error_for_a_name_refuses_the_row_in_both(kept: Kept) -> None:
    assert read(book(row(Nama="#N/A"))).refused[0].findings[-1].code is Code.NAME_MISSING
    report, _ = kept(book([*KNOWN.values()], [KNOWN["NIK"], "#N/A", *[*KNOWN.values()][2:]], header=REGISTRY))
    assert [refused.reason for refused in report.refused_rows()] == [Reason.NAME_MISSING]


def as_text(sheet: Any) -> None:
    """Cells that begin with "=" as text: openpyxl would make formulas of them."""
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_begins_like_a_formula_is_kept_as_it_is(filed: Filed, text: str) -> None:
    _, (ticket,) = filed(book(row(Keluhan=text), change=as_text))
    assert ticket.story == text.strip()


@pytest.mark.parametrize("text", FORMULAS)
def test_and_is_given_back_so_that_no_spreadsheet_runs_it(text: str) -> None:
    reading = read(book(row(Keluhan=text, Nama=""), change=as_text))
    cell = openpyxl.load_workbook(io.BytesIO(rows_to_mend(reading))).worksheets[0]["G2"]
    assert (cell.data_type, cell.value[0]) == ("s", "'")
