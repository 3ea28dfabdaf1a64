"""``import complaints FILE`` as the command line gives it: five figures, the rows to mend, an exit status."""

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import Result
from flask import Flask

from intake.faults import FileFault, UnreadableFile
from intake.report import Code, Finding, LeftOut, SheetState
from tests.intake.books import book, read, row
from web.import_words import FILE_FAULTS, FINDINGS, LEFT_OUT, SHEETS, fault_words, finding_words

Imported = Callable[..., Result]


@pytest.fixture
def imported(app: Flask, tmp_path: Path) -> Imported:
    """Run the command on a file of these bytes."""

    def run(data: bytes, name: str = "rekap.xlsx") -> Result:
        (tmp_path / name).write_bytes(data)
        return app.test_cli_runner().invoke(args=["import", "complaints", str(tmp_path / name)])

    return run


def test_it_prints_five_figures_and_ends_well(imported: Imported) -> None:
    done = imported(book(row()))
    assert done.output.splitlines() == ["read 1", "new 1", "same 0", "refused 0", "doubtful 0"]
    assert done.exit_code == 0


def test_refused_rows_are_given_back_and_make_its_status_one(app: Flask, imported: Imported) -> None:
    done = imported(book(row(), row(No=2, Nama="")))
    assert (done.exit_code, done.output.splitlines()[3]) == (1, "refused 1")
    (path,) = app.config["LOKET"].home.glob("imports/rekap.xlsx")
    assert str(path) in done.output
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.unlink()


def test_a_file_that_cannot_be_read_is_told_in_one_line_with_status_two(imported: Imported) -> None:
    done = imported(b"MZ\x90\x00")
    assert done.exit_code == 2
    assert "program, bukan lembar kerja" in done.output


def test_a_file_that_is_not_there_is_a_wrong_call(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["import", "complaints", "/nowhere/rekap.xlsx"])
    assert done.exit_code == 2


@pytest.mark.parametrize(
    ("kinds", "words"), [(FileFault, FILE_FAULTS), (Code, FINDINGS), (LeftOut, LEFT_OUT), (SheetState, SHEETS)]
)
def test_everything_an_import_can_find_has_words(kinds: Any, words: Any) -> None:
    assert set(words) == set(kinds)


def test_every_word_of_an_import_is_translated(app: Flask) -> None:
    every = [*FILE_FAULTS.values(), *FINDINGS.values(), *LEFT_OUT.values(), *SHEETS.values()]
    with app.test_request_context():
        assert [words for words in every if str(words) == words._args[0]] == []


def test_a_fault_and_a_finding_are_told_in_indonesian(app: Flask) -> None:
    with app.test_request_context():
        assert fault_words(UnreadableFile(FileFault.PASSWORD)).startswith("Berkas dilindungi kata sandi.")
        found = Finding(sheet="Rekap", row=2, code=Code.NIK_SHORT, header="NIK")
        assert finding_words(found) == "NIK: NIK kurang dari 16 digit."


def test_the_rows_given_back_can_be_mended_and_imported_again(app: Flask, imported: Imported) -> None:
    imported(book(row(), row(No=2, Nama="", Via="WA")))
    (path,) = app.config["LOKET"].home.glob("imports/rekap.xlsx")
    mended = openpyxl.load_workbook(path)
    mended["Ditolak"]["C2"] = "Budi"
    mended.save(path)
    reading = read(path.read_bytes())
    path.unlink()
    (draft,) = reading.drafts
    assert (draft.subject_name, draft.subject_nik, draft.channel) == ("Budi", "6501056504859001", "whatsapp")
    assert draft.story == "sertifikat belum terbit"
