"""Filing a complaint, on both databases."""

import pytest

from access.policy import Forbidden
from models import Event, NikState, Status, db
from models.database import writing
from workflow import tickets
from workflow.refusals import BadValue


def test_a_filed_complaint_is_open_and_has_its_number_deadline_and_event(make_ticket, cast):
    ticket = make_ticket(actor=cast.operator)
    assert (ticket.status, ticket.region_code, ticket.nik_state) == (Status.OPEN, "6501", NikState.FITS)
    assert ticket.number.startswith("ADU-26-00001")
    event = db.session.get(Event, ticket.last_event_id)
    assert (event.action, event.object, event.actor_id) == ("ticket.file", ticket.number, cast.operator.id)


@pytest.mark.parametrize("role", ["verifier", "auditor", "admin"])
def test_roles_without_the_counter_file_nothing(make_ticket, cast, role):
    with pytest.raises(Forbidden):
        make_ticket(actor=getattr(cast, role))


def test_a_complaint_without_a_name_is_refused(make_ticket):
    with pytest.raises(BadValue, match="subject_name"):
        make_ticket(subject_name="  ")


def test_nothing_personal_is_readable_in_the_event(make_ticket):
    ticket = make_ticket()
    body = db.session.get(Event, ticket.last_event_id).body
    assert "6501056504859012" not in body
    assert "81200009391" not in body
    assert "Sertifikat belum muncul" not in body


def test_a_cut_nik_is_kept_as_incomplete(make_ticket):
    ticket = make_ticket(subject_nik=None, nik_known="650105650485901")
    assert (ticket.nik_state, ticket.subject_nik) == (NikState.INCOMPLETE, "650105650485901")


def test_an_edit_changes_the_index_and_tells_before_and_after(make_ticket, cast):
    ticket = make_ticket()
    first = ticket.nik_index
    with writing():
        tickets.edit(ticket, {"subject_nik": "6501056504859013", "priority": 1}, actor=cast.operator)
    assert ticket.nik_index != first
    assert ticket.subject_nik == "6501056504859013"
