"""A facility's batch sheet: taken away by who may see NIKs, and read back without anything moving by itself."""

import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from access.policy import Forbidden
from intake import returned_sheet as reader
from intake.faults import FileFault, UnreadableFile
from models import AuditObject, Event, Facility, HandOff, HandOffResult, Status, Ticket, clock, db
from models.database import writing
from tests.casework import answer_to, bring_to, hand_off_to, move
from tests.conftest import Cast
from tests.visits import Browser, hidden_fields, visit
from workflow import batch_sheet, returned_sheet
from workflow.refusals import MissingRequirement
from workflow.returned_sheet import Said, Trouble

MONDAY = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
NIKS = ("6501056504859012", "6501056504859123", "6501056504859234")
NAMES = ("Sri Wahyuni", "=Hyperlink(1)", "Budi Santoso")
Desk = SimpleNamespace


@pytest.fixture
def desk(make_ticket: Callable[..., Ticket], cast: Cast, set_clock: Any) -> Desk:
    """Three complaints that wait for one facility; the last is the second verifier's."""
    set_clock(MONDAY)
    facility, other = db.session.scalars(select(Facility).order_by(Facility.id).limit(2)).all()
    tickets: list[Ticket] = []
    rows: list[HandOff] = []
    for nik, name in zip(NIKS, NAMES, strict=True):
        ticket, worker = make_ticket(subject_nik=nik, subject_name=name), cast.verifier
        if len(tickets) == 2:
            worker = cast.second_verifier
        move(ticket, "take", worker)
        rows.append(hand_off_to(ticket, worker, party="facility", facility_id=facility.id, asked=f"Mohon cek {nik}"))
        tickets.append(ticket)
    return Desk(
        facility=facility, other=other, tickets=tickets, rows=rows, codes=[batch_sheet.code_of(r) for r in rows]
    )


def fetched(browser: Browser, address: str) -> bytes:
    """The sheet as a browser takes it away."""
    token = hidden_fields(browser.get(address).text)["csrf_token"]
    answer = browser.post(f"{address}/sheet", data={"csrf_token": token, "reason": "Permintaan bulanan"})
    assert (answer.status_code, "lembar-" in answer.headers["Content-Disposition"]) == (200, True)
    data: bytes = answer.data
    return data


def sent_back(browser: Browser, address: str, data: bytes) -> Any:
    token = hidden_fields(browser.get(address).text)["csrf_token"]
    sent = {"csrf_token": token, "file": (io.BytesIO(data), "lembar.xlsx")}
    return browser.post(f"{address}/returned", data=sent, content_type="multipart/form-data")


def damaged(data: bytes, answers: list[str]) -> bytes:
    """What a facility's spreadsheet does: rows turned round, titles above, columns between, NIKs as numbers."""
    rows = [list(row) for row in openpyxl.load_workbook(io.BytesIO(data)).active.values]
    header, lines = rows[3], rows[4:]
    made = openpyxl.Workbook()
    for title in ("PEMERINTAH KABUPATEN", "PUSKESMAS", "", "Bulan: November"):
        made.active.append([title])
    made.active.append([*header[:3], "No Urut", *header[3:]])
    for place, (line, answer) in enumerate(zip(reversed(lines), reversed(answers), strict=True)):
        line[3], line[8] = float(line[3][:15] + "0"), answer
        line[9], line[10] = "Sudah dicek", datetime(2026, 11, 20) if place else "20 Nop 2026"  # noqa: DTZ001
        made.active.append([*line[:3], place, *line[3:]])
    made.active.append(["JUMLAH", None, None, 3])
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def test_a_sheet_goes_out_and_comes_back_damaged_and_is_read(app: Flask, desk: Desk, cast: Cast) -> None:
    browser, address = visit(app, cast.supervisor), f"/admin/handoffs/facility/{desk.facility.code}"
    ids = [row.id for row in desk.rows]
    data = damaged(fetched(browser, address), ["sudah diperbaiki", "Data sudah benar ", ""])
    preview = sent_back(browser, address, data)
    assert "2 jawaban" in preview.text
    assert not set(NIKS) & set(re.findall(r"\d{16}", preview.text))
    assert {row.is_open for row in kept(ids)} == {True}
    answer = browser.post(f"{address}/record", data=confirm(preview.text))
    assert answer.status_code == 302
    rows = kept(ids)
    assert [row.result for row in rows] == [HandOffResult.MENDED, HandOffResult.RIGHT_ALREADY, None]
    assert [row.theirs_on for row in rows] == [date(2026, 11, 20)] * 2 + [None]
    assert {row.ticket.status for row in rows} == {Status.VERIFYING}
    assert [row.ticket.paused_since is None for row in rows] == [True, True, False]


def kept(ids: list[int]) -> list[HandOff]:
    db.session.rollback()
    return list(db.session.scalars(select(HandOff).where(HandOff.id.in_(ids)).order_by(HandOff.id)))


def confirm(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(csrf_token|kept|stamp)"[^>]*value="([^"]+)"', page[page.index("<main") :]))


def test_niks_are_text_and_nothing_is_a_formula(app: Flask, desk: Desk, cast: Cast) -> None:
    data = fetched(visit(app, cast.supervisor), f"/admin/handoffs/facility/{desk.facility.code}")
    lines = list(openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(min_row=5))
    assert [(line[3].value, line[3].number_format, line[3].data_type) for line in lines] == [
        (n, "@", "s") for n in NIKS
    ]
    assert [line[2].value for line in lines] == ["Sri Wahyuni", "'=Hyperlink(1)", "Budi Santoso"]


def test_only_who_may_see_niks_takes_a_sheet_and_each_complaint_is_named(desk: Desk, cast: Cast) -> None:
    for person in (cast.operator, cast.auditor, cast.admin):
        with pytest.raises(Forbidden):
            batch_sheet.take(desk.facility, actor=person, reason="x")
    with pytest.raises(MissingRequirement):
        batch_sheet.take(desk.facility, actor=cast.verifier, reason=" ")
    with writing():
        own = batch_sheet.take(desk.facility, actor=cast.verifier, reason="Permintaan bulanan")
    assert [line.number for line in own] == [ticket.number for ticket in desk.tickets[:2]]
    event = db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
    named = set(db.session.scalars(select(AuditObject.object).where(AuditObject.event_id == event.id)))
    assert named >= {ticket.audit_object for ticket in desk.tickets[:2]}
    assert (event.action, desk.tickets[2].audit_object in named) == ("handoff.sheet", False)


def said(desk: Desk, which: int, **more: Any) -> Said:
    """A row as it was sent, answered; with what a test wants changed."""
    ticket = desk.tickets[which]
    known = {"row": 5, "code": desk.codes[which], "number": ticket.number, "name": ticket.subject_name}
    return Said(**(known | {"nik": ticket.subject_nik, "answer": "Sudah diperbaiki"} | more))


def test_a_row_that_is_no_answer_says_why(desk: Desk, make_ticket: Callable[..., Ticket], cast: Cast) -> None:
    elsewhere = bring_to(Status.VERIFYING, make_ticket(), cast)
    other = hand_off_to(elsewhere, cast.verifier, party="facility", facility_id=desk.other.id)
    answer_to(desk.rows[1], cast.verifier)
    wrong = {
        Trouble.UNKNOWN: said(desk, 0, code=desk.codes[0][:-1] + "O"),
        Trouble.OTHER_NUMBER: said(desk, 0, number=desk.tickets[1].number),
        Trouble.OTHER_FACILITY: said(desk, 0, code=batch_sheet.code_of(other), number=elsewhere.number),
        Trouble.ENDED: said(desk, 1),
        Trouble.NOT_YOURS: said(desk, 2),
        Trouble.NIK_CHANGED: said(desk, 0, nik="6501056504859013"),
        Trouble.NAME_CHANGED: said(desk, 0, name="Sri Wahyuny"),
        Trouble.NO_ANSWER: said(desk, 0, answer=""),
        Trouble.UNREADABLE_ANSWER: said(desk, 0, answer="mungkin"),
        Trouble.NO_EXPLANATION: said(desk, 0, answer="Lain"),
        Trouble.TOO_LONG: said(desk, 0, explanation="x" * 2001),
        Trouble.UNREADABLE_DAY: said(desk, 0, day=date(2026, 12, 1)),
    }
    told = {trouble: judged(desk, cast.verifier, row)[0] for trouble, row in wrong.items()}
    assert told == {trouble: trouble for trouble in wrong}
    assert judged(desk, cast.outsider, said(desk, 0)) == [Trouble.UNKNOWN]


def judged(desk: Desk, actor: Any, *rows: Said) -> list[Trouble | None]:
    return [one.trouble for one in returned_sheet.judge(rows, desk.facility, actor=actor)]


def test_the_same_row_twice_counts_once_and_not_at_all_where_the_two_differ(desk: Desk, cast: Cast) -> None:
    once, again = said(desk, 0), said(desk, 0, row=9)
    assert judged(desk, cast.verifier, once, again) == [None, Trouble.TWICE]
    differs = said(desk, 0, row=9, answer="Tidak ditemukan")
    assert judged(desk, cast.verifier, once, differs) == [Trouble.TWICE, Trouble.TWICE]


def test_a_nik_that_a_spreadsheet_cut_still_names_the_person(desk: Desk, cast: Cast) -> None:
    assert judged(desk, cast.verifier, said(desk, 0, nik=NIKS[0][:15] + "0", cut=True)) == [None]
    assert judged(desk, cast.verifier, said(desk, 0, nik=NIKS[0][:14] + "00", cut=True)) == [Trouble.NIK_CHANGED]


def test_what_changed_after_the_preview_is_shown_again(app: Flask, desk: Desk, cast: Cast) -> None:
    browser, address = visit(app, cast.supervisor), f"/admin/handoffs/facility/{desk.facility.code}"
    data = damaged(fetched(browser, address), ["Sudah diperbaiki"] * 3)
    shown, ids = confirm(sent_back(browser, address, data).text), [row.id for row in desk.rows]
    answer_to(kept(ids)[0], cast.supervisor)
    again = browser.post(f"{address}/record", data=shown)
    assert (again.status_code, sum(row.is_open for row in kept(ids))) == (409, 2)
    stranger = visit(app, cast.other_supervisor)
    token = hidden_fields(stranger.get(address).text)["csrf_token"]
    assert stranger.post(f"{address}/record", data=confirm(again.text) | {"csrf_token": token}).status_code == 302
    assert sum(row.is_open for row in kept(ids)) == 2
    assert browser.post(f"{address}/record", data=confirm(again.text)).status_code == 302
    assert sum(row.is_open for row in kept(ids)) == 0


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"x" * (reader.MAX_BYTES + 1), FileFault.TOO_LARGE),
        (b"Nama,NIK\nSri,1\n", FileFault.NO_HEADER),
        (b"KODE,NOMOR ADUAN,JAWABAN\n", FileFault.NO_ROWS),
        (b"%PDF-1.4", FileFault.NOT_A_WORKBOOK),
        (b"KODE,NOMOR ADUAN,JAWABAN\n" + b"R1,A,B\n" * 2001, FileFault.TOO_LARGE),
    ],
)
def test_a_file_that_is_no_sheet_is_refused(data: bytes, fault: FileFault) -> None:
    with pytest.raises(UnreadableFile) as refused:
        reader.read(data, "lembar.csv", today=clock.today())
    assert refused.value.kind == fault


def test_a_code_is_read_back_and_a_slip_is_found() -> None:
    code = batch_sheet.code_of(HandOff(id=12))
    assert (code, batch_sheet.read_code(f" {code.lower()} ")) == (code, 12)
    for wrong in ("", "R", code[:-1], code.replace("12", "21"), "R٠٠٠٠١٢K", "X" + code[1:]):
        assert batch_sheet.read_code(wrong) is None
