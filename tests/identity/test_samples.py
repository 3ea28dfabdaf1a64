"""The sample recap read cell by cell against the right answers that lie beside it."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from identity import dates, names, nik, phones
from identity.nik import Problem, Verdict

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
TRUTH = Path(__file__).with_name("aduan_truth.csv")
TODAY = date(2021, 12, 31)


class Complaint(NamedTuple):
    mess: str
    nik: nik.NikReading
    birth: dates.DateReading
    phone: phones.PhoneReading
    filed: dates.DateReading
    name: str
    true_nik: str
    true_name: str


@pytest.fixture(scope="module")
def complaints() -> list[Complaint]:
    with TRUTH.open(newline="", encoding="utf-8") as lines:
        truth = {row["no"]: row for row in csv.DictReader(lines)}
    return [_complaint(cells, truth[str(cells[0])]) for cells in _rows() if str(cells[0]) in truth]


def _rows() -> Iterator[tuple[Any, ...]]:
    yield from openpyxl.load_workbook(SAMPLES / "aduan.xlsx").worksheets[0].iter_rows(values_only=True)


def _complaint(cells: tuple[Any, ...], truth: dict[str, str]) -> Complaint:
    birth = dates.read(cells[4], today=TODAY)
    return Complaint(
        mess=truth["mess"].partition(":")[0],
        nik=nik.read(cells[3], today=TODAY, birth_date=birth.date),
        birth=birth,
        phone=phones.read(cells[5]),
        filed=dates.read(cells[1], today=TODAY, earliest=date(2021, 11, 8)),
        name=cells[2],
        true_nik=truth["nik"],
        true_name=truth["name"],
    )


def of_mess(complaints: list[Complaint], *messes: str) -> list[Complaint]:
    found = [complaint for complaint in complaints if complaint.mess in messes]
    assert found
    return found


def test_a_nik_written_well_or_only_spaced_is_the_true_one(complaints: list[Complaint]) -> None:
    for complaint in of_mess(complaints, "clean", "again", "apostrophe", "spaces"):
        assert complaint.nik.verdict is not Verdict.REFUSED
        assert complaint.nik.nik == complaint.true_nik


def test_a_letter_o_is_put_right_and_told(complaints: list[Complaint]) -> None:
    for complaint in of_mess(complaints, "letter_o"):
        assert complaint.nik.nik == complaint.true_nik
        assert Problem.LETTERS_REPLACED in complaint.nik.problems


def test_a_number_cut_by_a_spreadsheet_keeps_fifteen_true_digits(complaints: list[Complaint]) -> None:
    for complaint in of_mess(complaints, "excel_float"):
        assert complaint.nik.problems[0] is Problem.EXCEL_CUT
        assert (complaint.nik.nik, complaint.nik.known) == (None, complaint.true_nik[:15])


def test_a_family_card_is_suspected_where_the_birth_date_is_known(complaints: list[Complaint]) -> None:
    for complaint in of_mess(complaints, "family_card"):
        suspected = Problem.FAMILY_CARD_LIKELY in complaint.nik.problems
        assert suspected == (complaint.birth.date is not None)


def test_nobody_elses_number_is_taken_for_a_family_card(complaints: list[Complaint]) -> None:
    suspects = {c.mess for c in complaints if Problem.FAMILY_CARD_LIKELY in c.nik.problems}
    assert suspects == {"family_card"}


def test_too_few_digits_and_none_are_refused(complaints: list[Complaint]) -> None:
    for complaint in of_mess(complaints, "short", "missing"):
        expected = Problem.MISSING if complaint.mess == "missing" else Problem.LENGTH_SHORT
        assert complaint.nik.problems == (expected,)


def test_every_phone_and_every_date_is_read(complaints: list[Complaint]) -> None:
    assert len(complaints) == 615
    for complaint in complaints:
        assert len(complaint.phone.numbers) == 1
        assert complaint.filed.date
        assert complaint.birth.date or complaint.birth.problems == (dates.Problem.MISSING,)


def test_nearly_every_name_is_like_the_true_one_or_a_short_form_of_it(complaints: list[Complaint]) -> None:
    lost = [
        (complaint.name, complaint.true_name)
        for complaint in complaints
        if names.similarity(complaint.name, complaint.true_name) < 0.88
        and not names.shortened(complaint.name, complaint.true_name)
    ]
    assert len(lost) <= 12
