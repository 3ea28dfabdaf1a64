"""``match --out``: a line for each candidate of each imported complaint, best first."""

import csv
from datetime import date
from pathlib import Path

from sqlalchemy import select

from intake.registry import load_registry
from models import Event, db
from tests.registry.files import csv_file, row

HEADER = ["complaint_no", "registry_row", "tier", "reasons"]


def run(app, out: Path) -> list[list[str]]:
    done = app.test_cli_runner().invoke(args=["match", "--out", str(out)])
    assert (done.exit_code, done.output) == (0, "")
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_imported_complaints_get_their_candidates_and_others_none(app, cast, make_ticket, tmp_path):
    load_registry(csv_file(row(Nama_Lengkap="Ayu"), row(No_Tiket="PC2")), "r.csv", actor=cast.system)
    make_ticket(source_row="Rekap!5#17", subject_birth_date=date(1985, 4, 25))
    make_ticket(source_row="Rekap!6#18", subject_name="Budi", subject_nik=None, subject_phone=None)
    make_ticket()
    header, *lines = run(app, tmp_path / "out.csv")
    assert header == HEADER
    assert [line[:3] for line in lines] == [
        ["17", "2", "same"], ["17", "1", "nik_used_by_other"], ["18", "", "none"],
    ]  # fmt: skip
    assert lines[0][3].startswith("NIK: sama; Nama: sama; Tanggal lahir: sama")


def test_a_complaint_without_a_number_is_named_by_its_own(app, cast, make_ticket, tmp_path):
    ticket = make_ticket(source_row="Rekap!5").number
    assert run(app, tmp_path / "out.csv")[1] == [ticket, "", "none", ""]


def test_taking_the_candidates_out_is_an_event(app, make_ticket, tmp_path):
    make_ticket(source_row="Rekap!5#1")
    run(app, tmp_path / "out.csv")
    assert db.session.scalars(select(Event.action).order_by(Event.id.desc())).first() == "record.match_all"
