"""The actions of a complaint through their forms: who gets one, what it asks, what it does."""

import io
import re
from collections.abc import Callable
from typing import Any, Final

import pytest
from flask import Flask
from sqlalchemy import select

from models import Attachment, Correction, Event, Note, Outcome, Status, Ticket, db
from tests.admin_views.desk import address, open_form, post, send
from tests.casework import PDF, attach, bring_to, correct_line, newest_event
from tests.conftest import PEOPLE, Cast
from tests.visits import visit

Make = Callable[..., Ticket]
OK, WRONG, NOT_YOURS, NEVER, NOT_NOW = 200, 422, 404, 403, 409

# What opening each form answers while the verifier works on the ticket; not named is what the role never does.
FORMS: Final[dict[str, dict[str, int]]] = {
    "take": {"verifier": NOT_NOW, "second_verifier": NOT_NOW, "supervisor": NOT_NOW},
    "correct": {"verifier": OK, "second_verifier": NEVER, "supervisor": NEVER},
    "send_back": {"verifier": NOT_NOW, "second_verifier": NOT_NOW, "supervisor": NOT_NOW},
    "close": {"operator": NOT_NOW, "verifier": NOT_NOW, "second_verifier": NOT_NOW, "supervisor": NOT_NOW},
    "dismiss": {"verifier": OK, "second_verifier": NEVER, "supervisor": OK},
    "reopen": {"operator": NOT_NOW, "supervisor": NOT_NOW},
    "release": {"verifier": OK, "second_verifier": NEVER, "supervisor": OK},
    "assign": {"supervisor": OK},
    "edit": {"operator": NOT_NOW, "verifier": OK, "second_verifier": NEVER, "supervisor": OK},
    "correction": {"verifier": OK, "second_verifier": NEVER, "supervisor": NEVER},
    "withdraw": {"verifier": OK, "second_verifier": NEVER, "supervisor": NEVER},
    "note": {"operator": OK, "verifier": OK, "second_verifier": OK, "supervisor": OK},
    "attach": {"operator": OK, "verifier": OK, "second_verifier": OK, "supervisor": OK},
    "open": {"verifier": OK, "second_verifier": NEVER, "supervisor": OK},
    "reveal": {"verifier": OK, "second_verifier": NEVER, "supervisor": OK},
}
ELSEWHERE: Final = {"outsider": "verifier", "other_supervisor": "supervisor"}


def expected(verb: str, person: str) -> int:
    if person in ELSEWHERE:
        return NOT_YOURS if ELSEWHERE[person] in FORMS[verb] else NEVER
    return FORMS[verb].get(person, NEVER)


@pytest.fixture
def verifying(make_ticket: Make, cast: Cast) -> Ticket:
    ticket = bring_to(Status.VERIFYING, make_ticket(), cast)
    correct_line(ticket, cast.verifier)
    return ticket


def query_of(verb: str, ticket: Ticket) -> str:
    line = db.session.scalars(select(Correction).where(Correction.ticket_id == ticket.id)).first()
    kept = db.session.scalars(select(Attachment).where(Attachment.ticket_id == ticket.id)).first()
    asked = {"withdraw": f"?line={line.ref if line else ''}", "open": f"?file={kept.ref if kept else ''}"}
    return {**asked, "reveal": "?field=subject_nik"}.get(verb, "")


@pytest.mark.parametrize("person", PEOPLE)
def test_every_form_opens_for_those_who_may_now_and_for_nobody_else(
    app: Flask, verifying: Ticket, cast: Cast, person: str
) -> None:
    browser, number = visit(app, getattr(cast, person)), verifying.number
    asked = {verb: query_of(verb, verifying) for verb in FORMS}
    met = {verb: browser.get(address(number, verb) + query).status_code for verb, query in asked.items()}
    assert met == {verb: expected(verb, person) for verb in FORMS}


@pytest.mark.parametrize("person", PEOPLE)
def test_nothing_is_changed_by_sending_what_was_never_offered(
    app: Flask, verifying: Ticket, cast: Cast, person: str
) -> None:
    browser, number, before = visit(app, getattr(cast, person)), verifying.number, verifying.last_event_id
    hidden = open_form(visit(app, cast.supervisor), number, "note")
    token = open_form(browser, number, "note").get("csrf_token", "") if person in FORMS["note"] else ""
    for verb in FORMS:
        if expected(verb, person) != OK:
            answer = post(browser, number, verb, hidden | {"csrf_token": token, "last_event_id": str(before)})
            assert answer.status_code in ({expected(verb, person)} if token else {400, NEVER, NOT_YOURS})
    db.session.rollback()
    assert (verifying.last_event_id, verifying.status) == (before, Status.VERIFYING)


def test_no_form_is_taken_without_its_token(app: Flask, verifying: Ticket, cast: Cast) -> None:
    browser, number = visit(app, cast.supervisor), verifying.number
    met = {verb: browser.post(address(number, verb), data={"reason": "x"}).status_code for verb in FORMS}
    assert met == dict.fromkeys(FORMS, 400)


def test_a_stranger_sends_nothing(app: Flask, verifying: Ticket) -> None:
    number = verifying.number
    met = {app.test_client().post(address(number, verb)).status_code for verb in FORMS}
    assert met <= {400, 401}


def test_a_complaint_goes_from_open_to_closed_to_open_again(app: Flask, make_ticket: Make, cast: Cast) -> None:
    ticket = make_ticket()
    number = ticket.number
    verifier, second, operator = (visit(app, actor) for actor in (cast.verifier, cast.second_verifier, cast.operator))
    whole = {"field": "name", "before": "Wahyuny", "after": "Wahyuni", "source": "ktp"}
    told = {"told_how": "phone", "told_at": "2026-01-01T09:00"}
    for browser, verb, fields in (
        (verifier, "take", {}),
        (verifier, "correction", whole | {"file": (io.BytesIO(PDF), "ktp.pdf")}),
        (verifier, "correct", {}),
        (second, "send_back", {"reason": "Bukti kurang jelas"}),
        (verifier, "correct", {}),
        (operator, "close", told),
        (operator, "reopen", {"reason": "Pelapor kembali"}),
    ):
        answer = send(browser, number, verb, **fields)
        assert (answer.status_code, answer.location) == (302, address(number)), (verb, answer.text)
    db.session.rollback()
    assert ticket.status == Status.VERIFYING
    done = db.session.scalars(select(Event.action).where(Event.action.like("ticket.%")).order_by(Event.id)).all()
    assert [action.removeprefix("ticket.") for action in done if action != "ticket.read"] == [
        "file", "take", "correct", "send_back", "correct", "close", "reopen"]  # fmt: skip


FACTS: Final = {
    "category": "nik_not_found", "channel": "counter", "region_code": "6501", "priority": "1", "sex": "P",
    "subject_name": "Sri Wahyuni", "dose": "2",
}  # fmt: skip
WRONGS: Final[dict[tuple[str, Status], list[tuple[str, dict[str, Any]]]]] = {
    ("send_back", Status.CORRECTED): [("reason", {"reason": ""}), ("reason", {"reason": "x" * 501})],
    ("close", Status.CORRECTED): [
        ("told_how", {"told_at": "2026-01-01T09:00"}),
        ("told_how", {"told_how": "pigeon", "told_at": "2026-01-01T09:00"}),
        ("told_at", {"told_how": "phone"}),
        ("told_at", {"told_how": "phone", "told_at": "yesterday"}),
        ("told_at", {"told_how": "phone", "told_at": "2099-01-01T09:00"}),
    ],
    ("dismiss", Status.OPEN): [
        ("outcome", {"reason": "x"}),
        ("outcome", {"reason": "x", "outcome": "corrected"}),
        ("original", {"reason": "x", "outcome": "duplicate"}),
        ("original", {"reason": "x", "outcome": "duplicate", "original": "ADU-26-99999A"}),
        ("original", {"reason": "x", "outcome": "duplicate", "original": "who knows"}),
    ],
    ("release", Status.VERIFYING): [("reason", {"reason": " "})],
    ("reopen", Status.CLOSED): [("reason", {"reason": " "})],
    ("assign", Status.OPEN): [("assignee", {"assignee": "999"})],
    ("note", Status.OPEN): [("text", {"text": " "}), ("text", {"text": "x" * 4001})],
    ("attach", Status.OPEN): [
        ("file", {}),
        ("file", {"file": (b"MZ", "a.exe")}),
        ("file", {"file": (b"MZ", "a.pdf")}),
        ("file", {"file": (b"", "a.pdf")}),
    ],
    ("edit", Status.OPEN): [
        ("subject_name", FACTS | {"subject_name": "  "}),
        ("subject_name", FACTS | {"subject_name": "x" * 101}),
        ("subject_nik", FACTS | {"subject_nik": "123"}),
        ("reporter_phone", FACTS | {"reporter_phone": "12"}),
        ("subject_birth_date", FACTS | {"subject_birth_date": "31-02-1980"}),
        ("vaccinated_on", FACTS | {"vaccinated_on": "01-01-2019"}),
        ("region_code", FACTS | {"region_code": "6571"}),
    ],
}


@pytest.mark.parametrize(("verb", "status"), WRONGS)
def test_what_is_missing_or_wrong_is_said_at_its_field(
    app: Flask, make_ticket: Make, cast: Cast, verb: str, status: Status
) -> None:
    ticket = bring_to(status, make_ticket(), cast)
    browser, number, before = visit(app, cast.supervisor), ticket.number, ticket.last_event_id
    for at, fields in WRONGS[verb, status]:
        given = {name: (io.BytesIO(value[0]), value[1]) if name == "file" else value for name, value in fields.items()}
        answer = send(browser, number, verb, **given)
        assert (answer.status_code, f'id="{at}-error"' in answer.text) == (WRONG, True), fields
    db.session.rollback()
    assert ticket.last_event_id == before


def test_an_edit_keeps_the_personal_fields_that_were_left_empty(app: Flask, make_ticket: Make, cast: Cast) -> None:
    ticket = make_ticket()
    answer = send(visit(app, cast.operator), ticket.number, "edit", **FACTS | {"reporter_phone": "0812 5555 7788"})
    assert answer.status_code == 302
    db.session.rollback()
    assert (ticket.subject_nik, ticket.subject_phone) == ("6501056504859012", "+6281200009391")
    assert (ticket.reporter_phone, ticket.dose, ticket.priority) == ("+6281255557788", "2", 1)
    assert newest_event().action == "ticket.edit"


def test_an_edit_form_holds_no_personal_value(app: Flask, make_ticket: Make, cast: Cast) -> None:
    number = make_ticket(story="NIK 6501056504859012", address="Jelarai").number
    page = visit(app, cast.operator).get(address(number, "edit")).text
    assert [text for text in ("6501056504859012", "81200009391", "Jelarai") if text in page] == []


def test_a_nik_that_does_not_fit_is_kept_when_the_document_says_so(app: Flask, make_ticket: Make, cast: Cast) -> None:
    ticket, typed = make_ticket(), FACTS | {"subject_nik": "6501056504850000"}
    assert send(visit(app, cast.operator), ticket.number, "edit", **typed).status_code == WRONG
    assert send(visit(app, cast.operator), ticket.number, "edit", **typed, nik_as_it_is="y").status_code == 302


def test_a_duplicate_is_dismissed_by_the_number_of_the_first(app: Flask, make_ticket: Make, cast: Cast) -> None:
    first, ticket = make_ticket(), make_ticket()
    fields = {"outcome": "duplicate", "original": first.number.lower(), "reason": "Orang yang sama"}
    assert send(visit(app, cast.supervisor), ticket.number, "dismiss", **fields).status_code == 302
    db.session.rollback()
    assert (ticket.outcome, ticket.duplicate_of_id) == (Outcome.DUPLICATE, first.id)


def test_a_complaint_of_another_region_is_no_original(app: Flask, make_ticket: Make, cast: Cast) -> None:
    number, elsewhere = make_ticket().number, make_ticket(region="6571").number
    fields = {"outcome": "duplicate", "original": elsewhere, "reason": "x"}
    assert send(visit(app, cast.supervisor), number, "dismiss", **fields).status_code == WRONG


def test_a_supervisor_assigns_and_takes_back(app: Flask, make_ticket: Make, cast: Cast) -> None:
    ticket, browser = make_ticket(), visit(app, cast.supervisor)
    for chosen in (str(cast.second_verifier.id), ""):
        assert send(browser, ticket.number, "assign", assignee=chosen, reason="Cuti").status_code == 302
        db.session.rollback()
        assert str(ticket.assignee_id or "") == chosen


@pytest.mark.parametrize("to_reporter", ["0", "1"])
def test_a_note_is_kept_sealed_for_colleagues_or_as_told_to_the_reporter(
    app: Flask, make_ticket: Make, cast: Cast, to_reporter: str
) -> None:
    number = make_ticket().number
    send(visit(app, cast.operator), number, "note", text="KTP dibawa besok", to_reporter=to_reporter)
    note = db.session.scalars(select(Note)).one()
    assert (note.text, note.to_reporter) == ("KTP dibawa besok", to_reporter == "1")
    assert "KTP dibawa" not in newest_event().body


def test_a_correction_takes_a_file_that_is_there_already(app: Flask, verifying: Ticket, cast: Cast) -> None:
    kept = attach(verifying, cast.operator, name="kk.pdf")
    fields = {"field": "nik", "before": "6501056504589012", "after": "6501056504859012", "source": "family_card"}
    answer = send(visit(app, cast.verifier), verifying.number, "correction", evidence=kept.ref, **fields)
    assert answer.status_code == 302
    line = db.session.scalars(select(Correction).order_by(Correction.id.desc())).first()
    assert line
    assert (line.field, line.evidence_id, line.after) == ("nik", kept.id, "6501056504859012")


def test_a_correction_without_evidence_keeps_what_was_typed(app: Flask, verifying: Ticket, cast: Cast) -> None:
    fields = {"field": "dose", "before": "satu", "after": "dua", "source": "ktp", "evidence": ""}
    answer = send(visit(app, cast.verifier), verifying.number, "correction", **fields)
    assert (answer.status_code, 'id="evidence-error"' in answer.text) == (WRONG, True)
    assert re.search(r'name="before"[^>]*value="satu"', answer.text)


def test_a_correction_that_is_refused_leaves_no_file(app: Flask, verifying: Ticket, cast: Cast) -> None:
    before = len(db.session.scalars(select(Attachment)).all())
    fields = {"field": "dose", "before": "2", "after": "2", "source": "ktp", "file": (io.BytesIO(PDF), "ktp.pdf")}
    assert send(visit(app, cast.verifier), verifying.number, "correction", **fields).status_code == WRONG
    assert len(db.session.scalars(select(Attachment)).all()) == before


def test_a_line_is_withdrawn_with_a_reason(app: Flask, verifying: Ticket, cast: Cast) -> None:
    line = db.session.scalars(select(Correction)).one()
    query, number = f"?line={line.ref}", verifying.number
    answer = send(visit(app, cast.verifier), number, "withdraw", query=query, line=line.ref, reason="Salah kolom")
    db.session.rollback()
    assert (answer.status_code, line.withdrawn, newest_event().reason) == (302, True, "Salah kolom")


def test_a_line_of_another_complaint_is_not_withdrawn(
    app: Flask, verifying: Ticket, make_ticket: Make, cast: Cast
) -> None:
    other = bring_to(Status.VERIFYING, make_ticket(), cast)
    line = correct_line(other, cast.verifier)
    answer = send(visit(app, cast.verifier), verifying.number, "withdraw", line=line.ref, reason="x")
    db.session.rollback()
    assert (answer.status_code, line.withdrawn) == (NOT_YOURS, False)


def test_a_refusal_at_a_field_is_an_event(app: Flask, verifying: Ticket, cast: Cast) -> None:
    fields = {"field": "dose", "before": "1", "after": "1", "source": "ktp", "file": (io.BytesIO(PDF), "a.pdf")}
    send(visit(app, cast.verifier), verifying.number, "correction", **fields)
    event = newest_event()
    assert (event.action, event.object, event.actor_id) == ("access.refused", verifying.number, cast.verifier.id)
    assert '"refusal":"BadValue"' in event.body


def test_a_form_that_is_not_offered_is_an_event_that_names_the_complaint(
    app: Flask, verifying: Ticket, cast: Cast
) -> None:
    visit(app, cast.second_verifier).get(address(verifying.number, "correct"))
    event = newest_event()
    assert (event.action, event.object, event.actor_id) == (
        "access.refused", verifying.number, cast.second_verifier.id)  # fmt: skip
