"""Extra fields: read by their kind, kept in one spelling, sealed where masked, each change an event."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from audit import canonical
from audit.replay import differences
from models import Event, ExtraPlace, ExtraValue, Status, Ticket, db
from models.database import writing
from tests.casework import move, newest_event
from tests.conftest import Cast
from tests.desk_text import FILLED, WITH_FIELDS, put_in_force
from workflow import extra, reveals, tickets, undo
from workflow.definition import Field, FieldKind, read
from workflow.definition_fields import SEERS
from workflow.refusals import BadValue, MissingRequirement, StaleTicket

Filing = Callable[..., Ticket]
BY_CODE = {field.code: field for field in read(WITH_FIELDS).fields}


@pytest.fixture
def filed(app: Flask, cast: Cast, draft: Any) -> Filing:
    """Files a complaint at the counter of a desk with extra fields."""
    put_in_force(WITH_FIELDS, cast.admin)

    def file(actor: Any = cast.operator, **values: str) -> Ticket:
        with writing():
            return tickets.file(replace(draft(), extra=FILLED | values), actor=actor)

    return file


@pytest.mark.parametrize(
    ("code", "typed", "kept"),
    [
        ("needs_for", "umrah", "umrah"),
        ("needs_for", "Umrah atau Haji", "umrah"),
        ("needs_for", "pilgrimage", "umrah"),
        ("needs_for", "", ""),
        ("travel_on", "30-11-2026", "2026-11-30"),
        ("travel_on", "30 Nov 2027", "2027-11-30"),
        ("travel_on", "1/2/27", "2027-02-01"),
        ("travel_on", "tidak ada", ""),
        ("fee", "1.250.000,50", "1250000.5"),
        ("fee", "-3", "-3"),
        ("fee", "0", "0"),
        ("fee", 12.5, "12.5"),
        ("checked_by_phone", "Ya", "yes"),
        ("checked_by_phone", "tdk", "no"),
        ("village", "  Kampung \n Arab ", "Kampung Arab"),
    ],
)
def test_a_value_is_kept_in_one_spelling(code: str, typed: Any, kept: str) -> None:
    assert extra.read(BY_CODE[code], typed) == kept
    assert not kept or extra.is_readable(BY_CODE[code], kept)


@pytest.mark.parametrize(
    ("code", "typed", "problem"),
    [
        ("needs_for", "haji plus", "no_choice"),
        ("travel_on", "31-02-2026", "no_day"),
        ("travel_on", "besok", "no_day"),
        ("travel_on", "45000", "no_day"),
        ("fee", "12.5", "no_number"),
        ("fee", "seribu", "no_number"),
        ("checked_by_phone", "mungkin", "no_yes_no"),
        ("village", "a" * 301, "too_long"),
    ],
)
def test_what_is_no_value_is_refused_at_its_field(code: str, typed: str, problem: str) -> None:
    with pytest.raises(BadValue) as refused:
        extra.read(BY_CODE[code], typed)
    assert (refused.value.field, refused.value.problem) == (f"x_{code}", problem)


def test_filing_keeps_the_fields_and_the_masked_ones_sealed(filed: Filing, cast: Cast) -> None:
    ticket = filed()
    rows = extra.by_code(ticket)
    assert (rows["travel_on"].value, rows["passport"].value, rows["passport"].secret) == (
        "2026-11-30",
        None,
        "C1234567",
    )
    assert rows["wedding_on"].secret == "1999-05-12"
    bodies = "".join(db.session.scalars(select(Event.body)))
    assert "C1234567" not in bodies
    assert "1999-05-12" not in bodies
    assert newest_event().action == "ticket.fields"
    assert "kampung" in ticket.search_text
    assert "c1234567" not in ticket.search_text


def test_the_filing_asks_for_what_it_requires_and_a_recap_has_what_it_has(filed: Filing, cast: Cast) -> None:
    with pytest.raises(MissingRequirement) as missed:
        filed(needs_for="")
    assert missed.value.field == "x_needs_for"
    assert filed(cast.system, needs_for="").status == Status.OPEN


def test_a_rule_asks_a_field_at_the_filing_and_later(filed: Filing, cast: Cast) -> None:
    assert filed(needs_for="umrah").priority == 2
    ticket = filed()
    assert ticket.priority == 0
    with writing():
        tickets.edit(ticket, {}, actor=cast.supervisor, fields={"needs_for": "umrah"})
    assert ticket.priority == 2


def test_a_move_asks_for_the_field_it_requires(filed: Filing, cast: Cast) -> None:
    ticket = filed()
    with pytest.raises(MissingRequirement) as missed:
        move(ticket, "take", cast.verifier)
    assert (missed.value.field, missed.value.verb) == ("x_checked_by_phone", "take")
    move(ticket, "take", cast.verifier, fields={"checked_by_phone": "ya"})
    told = canonical.loads(newest_event().body)
    assert {"yes", "verifying"} <= {change.get("after") for change in told["changes"]}
    assert list(told["facts"]["fields"].values()) == ["checked_by_phone"]


def test_nobody_writes_a_field_they_do_not_see(filed: Filing, cast: Cast) -> None:
    for values in ({"fee": "5"}, {"unheard_of": "5"}):
        with pytest.raises(BadValue):
            filed(**values)
    ticket = filed()
    with writing():
        tickets.edit(ticket, {}, actor=cast.supervisor, fields={"fee": "1.500"})
    assert extra.texts_of(ticket)["fee"] == "1500"


def test_a_change_tells_before_and_after_and_the_replay_gives_the_rows(filed: Filing, cast: Cast) -> None:
    ticket = filed()
    seen = ticket.last_event_id
    with writing():
        tickets.edit(ticket, {}, actor=cast.supervisor, fields={"travel_on": "1-12-2026", "passport": "X7"})
    told = {change["field"]: change for change in canonical.loads(newest_event().body)["changes"]}
    assert (told["value"]["before"], told["value"]["after"]) == ("2026-11-30", "2026-12-01")
    assert told["secret_sealed"]["before"] != told["secret_sealed"]["after"]
    assert ticket.last_event_id == newest_event().id
    with pytest.raises(StaleTicket):
        tickets.edit(ticket, {}, actor=cast.supervisor, last_event_id=seen, fields={"travel_on": ""})
    assert not undo.offered(newest_event().id, newest_event().id, actor=cast.supervisor)
    db.session.rollback()
    with db.engine.connect() as connection:
        assert list(differences(connection)) == []


def test_a_field_that_leaves_keeps_its_values_and_comes_back(filed: Filing, cast: Cast) -> None:
    ticket = filed()
    without = WITH_FIELDS.replace('code = "village"', 'code = "hamlet"')
    put_in_force(without, cast.admin)
    assert "village" not in {field.code for field in extra.seen_by(cast.supervisor.role)}
    put_in_force(WITH_FIELDS, cast.admin)
    assert extra.texts_of(ticket)["village"] == "Kampung Arab"


def test_a_value_of_another_kind_stays_and_is_known_as_odd() -> None:
    number = Field(code="village", kind=FieldKind.NUMBER, label_id="-", label_en="-", roles=SEERS)
    assert not extra.is_readable(number, "Kampung Arab")


def test_a_masked_field_is_revealed_for_a_reason(filed: Filing, cast: Cast) -> None:
    ticket = filed()
    move(ticket, "take", cast.verifier, fields={"checked_by_phone": "no"})
    with writing():
        assert reveals.reveal(ticket, "x_passport", actor=cast.verifier, reason="dibandingkan") == "C1234567"
        with pytest.raises(BadValue):
            reveals.reveal(ticket, "x_unheard", actor=cast.verifier, reason="dibandingkan")


def test_the_place_of_a_value_follows_its_ticket(filed: Filing, cast: Cast) -> None:
    ticket = filed()
    move(ticket, "take", cast.verifier, fields={"checked_by_phone": "no"})
    places = {place.code: place for place in db.session.scalars(select(ExtraPlace))}
    assert set(places) == {"needs_for", "travel_on", "village", "checked_by_phone"}
    assert {place.status for place in places.values()} == {Status.VERIFYING}
    assert places["travel_on"].key == "travel_on=2026-11-30"
    with writing():
        tickets.edit(ticket, {}, actor=cast.supervisor, fields={"village": ""})
    assert db.session.scalar(select(ExtraPlace).where(ExtraPlace.code == "village")) is None
    assert db.session.scalar(select(ExtraValue).where(ExtraValue.code == "village")) is not None
