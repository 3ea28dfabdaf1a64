"""An import files every complaint once, remembers the file, and shows what may be the same again."""

from typing import Any

import pytest

from access.actors import Actor
from access.policy import Forbidden
from intake.faults import UnreadableFile
from intake.load import LoadReport, load_complaints
from intake.report import Code
from models import Event, ImportBatch, Ticket, db
from tests.conftest import Cast
from tests.intake.books import HEADER, TODAY, book, row

BUDI = row(No=2, Nama="Budi Santoso", NIK="6501052504809002", Tgl_Lahir="25/04/1980", No_HP="081200009002")
ANI = row(No=3, Nama="Ani Lestari", NIK="6501054504909003", Tgl_Lahir="05/04/1990", No_HP="081200009003")


def load(actor: Actor, *rows: Any, header: Any = HEADER) -> LoadReport:
    return load_complaints(book(*rows, header=header), "rekap.xlsx", actor=actor, today=TODAY)


def figures(report: LoadReport) -> tuple[int, ...]:
    return report.read, report.new, report.same, report.refused, report.doubtful


def duplicates(report: LoadReport) -> list[str]:
    return [finding.other for finding in report.reading.findings if finding.code is Code.POSSIBLE_DUPLICATE]


def test_an_import_files_its_complaints_and_counts_them(cast: Cast) -> None:
    report = load(cast.supervisor, row(), BUDI, row(No=3, Nama=""))
    assert figures(report) == (3, 2, 0, 1, 0)
    assert sorted(db.session.scalars(db.select(Ticket.subject_name))) == ["Budi Santoso", "Siti Nurhasanah"]


def test_a_filed_complaint_holds_what_the_row_said(cast: Cast) -> None:
    load(cast.supervisor, row())
    ticket = db.session.scalars(db.select(Ticket)).one()
    assert (ticket.subject_nik, ticket.subject_phone) == ("6501056504859001", "+6281200009001")
    assert (ticket.story, ticket.source_row, ticket.region_code) == ("sertifikat belum terbit", "Rekap!2#1", "6501")


def test_a_second_import_makes_no_double(cast: Cast) -> None:
    load(cast.supervisor, row(), BUDI)
    assert figures(load(cast.supervisor, row(), BUDI)) == (2, 0, 2, 0, 0)


def test_a_grown_sorted_and_renumbered_file_adds_only_what_is_new(cast: Cast) -> None:
    load(cast.supervisor, row(), BUDI)
    grown = [ANI, row(No=7, Nama=" SITI  NURHASANAH", Tgl_Aduan="Senin, 8 November 2021", Ket="sudah selesai"), BUDI]
    assert figures(load(cast.supervisor, *grown)) == (3, 1, 2, 0, 0)


def test_the_same_complaint_twice_in_a_file_is_two_tickets_and_shown(cast: Cast) -> None:
    report = load(cast.supervisor, row(), row(No=2))
    assert (report.new, duplicates(report)) == (2, ["Rekap!2"])
    assert load(cast.supervisor, row(), row(No=2)).new == 0


def test_a_complaint_that_resembles_a_ticket_of_the_desk_is_filed_and_shown(cast: Cast) -> None:
    first = load(cast.supervisor, row())
    again = load(cast.supervisor, row(No=9, Tgl_Aduan="12/11/2021", Keluhan="NIK tidak ditemukan"))
    assert (again.new, duplicates(again)) == (1, list(first.numbers))


def test_a_family_that_shares_a_phone_is_no_duplicate(cast: Cast) -> None:
    report = load(cast.supervisor, row(), [*BUDI[:5], "081200009001", *BUDI[6:]])
    assert duplicates(report) == []


def test_a_cut_nik_is_kept_incomplete_on_the_ticket(cast: Cast) -> None:
    load(cast.supervisor, row(NIK=6501056504850000))
    ticket = db.session.scalars(db.select(Ticket)).one()
    assert (ticket.nik_state, ticket.subject_nik) == ("incomplete", "650105650485000")


def test_a_refused_nik_is_kept_as_it_was_written(cast: Cast) -> None:
    load(cast.supervisor, row(NIK="65010565048590012"))
    ticket = db.session.scalars(db.select(Ticket)).one()
    assert (ticket.nik_state, ticket.subject_nik) == ("refused", "65010565048590012")


def test_the_batch_remembers_the_file_its_counts_and_who_ran_it(cast: Cast) -> None:
    report = load(cast.supervisor, row(), BUDI)
    batch = db.session.scalars(db.select(ImportBatch)).one()
    assert (batch.ref, batch.filename, batch.read, batch.new) == (report.batch, "rekap.xlsx", 2, 2)
    assert batch.actor_id == cast.supervisor.id
    events = db.session.scalars(db.select(Event.actor).where(Event.action == "ticket.file")).all()
    assert events == [cast.supervisor.name] * 2


def test_an_unreadable_file_leaves_nothing_behind(cast: Cast) -> None:
    with pytest.raises(UnreadableFile):
        load_complaints(b"MZ", "rekap.xlsx", actor=cast.supervisor, today=TODAY)
    assert db.session.scalar(db.select(db.func.count(ImportBatch.id))) == 0


def test_a_fault_on_the_way_files_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.load._remember", lambda *_args, **_facts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load(cast.supervisor, row(), BUDI)
    assert db.session.scalar(db.select(db.func.count(Ticket.id))) == 0


@pytest.mark.parametrize("role", ["operator", "verifier", "auditor"])
def test_only_who_may_import_imports(cast: Cast, role: str) -> None:
    with pytest.raises(Forbidden):
        load(getattr(cast, role), row())


def test_an_administrator_imports_without_seeing_a_ticket(cast: Cast) -> None:
    assert load(cast.admin, row()).new == 1
