"""Candidates from the registry itself, on both databases: found by any key, ordered, and nothing else opened."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import event, true

from intake.registry import RegistryReport
from models import db
from models.record import Record
from registry.match import Subject, candidates
from registry.tiers import Field, Finding, Tier
from tests.registry.files import csv_file, row

Taken = Callable[..., RegistryReport]
SUBJECT = Subject(
    name="Sri Wahyuni", nik="6501056504859012", birth_date=date(1985, 4, 25), sex="P", phones=("+6281200009391",)
)
STRANGER = {
    "NIK": "7371124110629001",
    "Nama_Lengkap": "Ayu",
    "No_Tiket": "PC9",
    "No_HP": "",
    "Tanggal_Lahir": "1962-10-01",
}


def found(subject: Subject) -> list[tuple[int, Tier]]:
    return [(one.opened.record.source_row, one.tier) for one in candidates(subject, visible=true())]


@pytest.mark.parametrize(
    "subject",
    [
        SUBJECT,
        Subject(name="Sri", nik="6501056504589012", birth_date=date(1985, 4, 25)),
        Subject(name="Sri Wahyuni", nik="650105650485901"),
        Subject(name="Sri Wahyuni", nik="65010565048590122"),
        Subject(name="Sri Wahyuni", nik="6501056504589012"),
        Subject(name="Wahyuni Sri", birth_date=date(1985, 4, 25)),
        Subject(name="Sri Wahuni", birth_date=date(1985, 4, 25)),
        Subject(name="Sri Wahyuni", phones=("+6281200009391",)),
        Subject(name="Sri Wahyuni", ticket="PC777000111"),
    ],
    ids=lambda subject: f"{subject.name} {subject.nik}",
)
def test_a_record_is_found_by_any_of_its_keys(taken_in: Taken, subject: Subject) -> None:
    taken_in(csv_file(row(**STRANGER), row()))
    assert [place for place, _ in found(subject)] == [2]


def test_what_the_registry_lost_or_added_is_found_too(taken_in: Taken) -> None:
    taken_in(
        csv_file(row(NIK="650105650485912"), row(NIK="65010565048599012", No_Tiket="PC2", Dosis="2"), row(**STRANGER))
    )
    assert found(SUBJECT) == [(1, Tier.STRONG), (2, Tier.STRONG)]


def test_the_dose_that_was_asked_for_comes_first(taken_in: Taken) -> None:
    taken_in(csv_file(row(), row(Dosis="2", No_Tiket="PC2", Tanggal_Vaksinasi="2021-08-01")))
    asked = Subject(name="Sri Wahyuni", nik="6501056504859012", dose="2")
    assert found(asked) == [(2, Tier.SAME), (1, Tier.SAME)]


def test_every_field_has_its_reason(taken_in: Taken) -> None:
    taken_in(csv_file(row(NIK="6501056504589012")))
    (one,) = candidates(SUBJECT, visible=true())
    assert [reason.field for reason in one.reasons] == list(Field)
    assert one.reasons[0].finding is Finding.NIK_EXCHANGED
    assert one.reasons[0].places == (11, 12)


def test_twins_are_both_to_be_checked(taken_in: Taken) -> None:
    twin = row(NIK="6501056504859013", Nama_Lengkap="Sri Wahyuna", No_Tiket="PC2")
    taken_in(csv_file(row(), twin))
    assert found(Subject(name="Sri Wahyuni", nik="650105650485901", birth_date=date(1985, 4, 25))) == [
        (1, Tier.CHECK),
        (2, Tier.CHECK),
    ]


def test_who_was_never_entered_is_not_found(taken_in: Taken) -> None:
    taken_in(csv_file(row(), row(**STRANGER)))
    assert found(Subject(name="Budi Santoso", nik="6501050704859012", birth_date=date(1985, 4, 7))) == []
    assert found(Subject(name="")) == []


def test_only_what_the_row_rule_lets_through_is_found(taken_in: Taken) -> None:
    taken_in(csv_file(row()))
    assert candidates(SUBJECT, visible=Record.region_code == "6571") == []


def test_a_record_that_was_mended_since_is_found_as_it_is_now(taken_in: Taken) -> None:
    taken_in(csv_file(row(NIK="6501056504589012")))
    taken_in(csv_file(row()))
    assert [tier for _, tier in found(SUBJECT)] == [Tier.SAME]


def test_a_search_is_one_statement_whatever_is_found(taken_in: Taken) -> None:
    taken_in(csv_file(*(row(NIK=f"65010565048590{n}", No_Tiket=f"PC{n}") for n in range(10, 60))))
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    assert len(candidates(SUBJECT, visible=true())) == 20
    assert len([text for text in statements if text.lstrip().startswith("SELECT")]) == 1
