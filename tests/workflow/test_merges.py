"""Merging: the values chosen are taken over with their origin, and given back unless they changed since."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from access.actors import Actor
from access.policy import Refusal
from audit import canonical
from audit.context import acting
from audit.replay import differences
from models import Category, Cause, Channel, Facility, MergedValue, NikState, Outcome, Status, Ticket, db
from models.database import writing
from models.keyring import index_of
from tests.casework import attach, bring_to, move, newest_event
from tests.conftest import Cast
from tests.workflow.test_race import at_once
from workflow import merge_values, merges, tickets

Make = Callable[..., Ticket]
NIK, OTHER_NIK = "6501056504859012", "6501056504859013"
TAKE = ("subject_nik", "subject_phone", "category", "vaccinated_on", "story", "sex")


@pytest.fixture
def original(make_ticket: Make) -> Ticket:
    return make_ticket(subject_nik=NIK, subject_phone="081200009391", category="other", story="Pertama.")


@pytest.fixture
def repeated(make_ticket: Make) -> Ticket:
    return make_ticket(
        subject_nik=OTHER_NIK, subject_phone="081200001111", sex="P", vaccinated_on=date(2021, 9, 1), story="Kedua."
    )


def merge(merged: Ticket, original: Ticket, actor: Actor, *take: str) -> str:
    try:
        with writing():
            merges.merge(merged, original, take=take, actor=actor, reason="Orang yang sama")
    except Refusal as refusal:
        return getattr(refusal, "problem", type(refusal).__name__)
    return "done"


def values(ticket: Ticket) -> dict[str, str]:
    db.session.rollback()
    return {field: merge_values.value_of(ticket, field) for field in merge_values.FIELDS}


def test_who_may_merge(original: Ticket, repeated: Ticket, cast: Cast) -> None:
    expected = {
        "operator": "Forbidden", "verifier": "Forbidden", "auditor": "Forbidden", "admin": "Forbidden",
        "other_supervisor": "NotVisible", "supervisor": "done",
    }  # fmt: skip
    assert {person: merge(repeated, original, getattr(cast, person)) for person in expected} == expected


def test_what_is_chosen_is_taken_over_and_the_rest_stays(original: Ticket, repeated: Ticket, cast: Cast) -> None:
    before, theirs = values(original), values(repeated)
    assert merge(repeated, original, cast.supervisor, *TAKE) == "done"
    assert values(original) == before | {field: theirs[field] for field in TAKE}
    assert (repeated.status, repeated.outcome, repeated.duplicate_of_id) == ("closed", Outcome.DUPLICATE, original.id)
    assert original.nik_index == index_of("nik", OTHER_NIK)
    assert not list(differences(db.session.connection()))


def test_no_personal_value_of_a_merge_is_readable_in_the_trail(original: Ticket, repeated: Ticket, cast: Cast) -> None:
    merge(repeated, original, cast.supervisor, *TAKE)
    body = newest_event().body
    assert newest_event().action == "ticket.merge"
    assert not [secret for secret in (NIK, OTHER_NIK, "1111", "Kedua") if secret in body]
    row = db.session.query(MergedValue).filter_by(field="subject_nik").one()
    assert (row.before, row.after) == (NIK, OTHER_NIK)


def test_taking_a_merge_back_restores_everything(original: Ticket, repeated: Ticket, cast: Cast) -> None:
    before, theirs = values(original), values(repeated)
    merge(repeated, original, cast.supervisor, *TAKE)
    move(repeated, "undo_duplicate", cast.supervisor)
    assert (values(original), values(repeated), repeated.status) == (before, theirs, Status.OPEN)
    assert original.nik_index == index_of("nik", NIK)
    assert db.session.query(MergedValue).filter_by(withdrawn=False).all() == []
    assert not list(differences(db.session.connection()))


def test_what_changed_since_the_merge_stays_and_is_named(original: Ticket, repeated: Ticket, cast: Cast) -> None:
    merge(repeated, original, cast.supervisor, *TAKE)
    with writing():
        tickets.edit(original, {"story": "Diubah sesudahnya.", "sex": "L"}, actor=cast.supervisor)
    move(repeated, "undo_duplicate", cast.supervisor)
    assert (original.story, original.sex, original.subject_nik) == ("Diubah sesudahnya.", "L", NIK)
    facts = canonical.loads(newest_event().body)["facts"]
    assert (newest_event().action, sorted(facts["kept_fields"])) == ("ticket.unmerge", ["sex", "story"])


def test_taking_a_merge_back_leaves_what_an_earlier_one_gave_away(
    original: Ticket, repeated: Ticket, make_ticket: Make, cast: Cast
) -> None:
    merge(repeated, original, cast.supervisor, "story")
    move(repeated, "reopen", cast.supervisor)
    third = make_ticket(subject_phone="081200002222")
    before = values(third)
    merge(repeated, third, cast.supervisor, "subject_phone")
    move(repeated, "undo_duplicate", cast.supervisor)
    assert (values(third), original.story) == (before, "Kedua.")
    move(repeated, "dismiss", cast.supervisor, outcome=Outcome.DUPLICATE, original=original)
    move(repeated, "undo_duplicate", cast.supervisor)
    assert original.story == "Kedua."


def test_what_was_retired_meanwhile_is_restored_all_the_same(make_ticket: Make, repeated: Ticket, cast: Cast) -> None:
    original = make_ticket(category="other", channel="letter", facility_text="RSUD Nunukan")
    with writing(), acting(cast.supervisor, "ticket.edit", "uji", object=original):
        original.cause_id = db.session.query(Cause.id).filter_by(code="network").scalar()
    before, kept = values(original), (original.due_at, original.facility_id)
    assert kept[1] is not None
    merge(repeated, original, cast.supervisor, "category", "channel", "cause", "facility_text")
    assert original.facility_id is None
    retired: list[tuple[Any, str]] = [
        (Category, "other"), (Channel, "letter"), (Cause, "network"), (Facility, "rsud-nunukan"),
    ]  # fmt: skip
    with writing(), acting(cast.admin, "reference.edit", "uji"):
        for kind, code in retired:
            db.session.query(kind).filter_by(code=code).one().retired = True
    move(repeated, "undo_duplicate", cast.supervisor)
    assert (values(original), (original.due_at, original.facility_id)) == (before, kept)


def test_a_merge_with_values_is_taken_back_by_a_supervisor_alone(
    original: Ticket, repeated: Ticket, cast: Cast
) -> None:
    bring_to(Status.VERIFYING, repeated, cast)
    merge(repeated, original, cast.supervisor, "story")
    with pytest.raises(Refusal):
        move(repeated, "undo_duplicate", cast.verifier)
    db.session.rollback()
    assert (repeated.status, original.story) == (Status.CLOSED, "Kedua.")


def test_a_merge_that_ended_in_a_reopening_gives_nothing_back_later(
    original: Ticket, repeated: Ticket, make_ticket: Make, cast: Cast
) -> None:
    other = make_ticket(story="Ketiga.")
    merge(repeated, original, cast.supervisor, "story")
    move(repeated, "reopen", cast.supervisor)
    move(repeated, "dismiss", cast.supervisor, outcome="duplicate", original=other)
    move(repeated, "undo_duplicate", cast.supervisor)
    assert (newest_event().action, original.story, other.story) == ("ticket.undo_duplicate", "Kedua.", "Ketiga.")
    assert not list(differences(db.session.connection()))


def test_a_nik_that_was_cut_comes_and_goes_as_cut(original: Ticket, make_ticket: Make, cast: Cast) -> None:
    cut = make_ticket(subject_nik=None, nik_known=NIK[:15])
    merge(original, cut, cast.supervisor, "subject_nik")
    assert (cut.subject_nik, cut.nik_state) == (NIK, NikState.FITS)
    move(original, "undo_duplicate", cast.supervisor)
    assert (cut.subject_nik, cut.nik_state) == (NIK[:15], NikState.INCOMPLETE)


def test_nothing_is_merged_in_a_row_or_into_what_is_closed(
    original: Ticket, repeated: Ticket, make_ticket: Make, cast: Cast
) -> None:
    third = make_ticket(story="Ketiga.")
    merge(repeated, original, cast.supervisor)
    assert merge(third, repeated, cast.supervisor) == "NotTheFirst"
    assert merge(original, third, cast.supervisor) == "is_repeated"
    assert merge(third, third, cast.supervisor) == "itself"
    assert merge(third, original, cast.supervisor, "status") == "unknown_code"
    move(original, "dismiss", cast.supervisor)
    assert merge(third, original, cast.supervisor, "story") == "IllegalTransition"
    assert merge(third, original, cast.supervisor) == "done"


def test_the_original_tells_where_each_value_came_from(
    original: Ticket, repeated: Ticket, cast: Cast, statements: Any
) -> None:
    attach(repeated, cast.operator)
    merge(repeated, original, cast.supervisor, "story", "sex")
    with statements() as sent:
        found = merges.origins_of(original, actor=cast.verifier)
    assert len(sent) <= 2  # the ticket itself is read again after the merge
    assert found == [merges.Origin(number=repeated.number, fields=("sex", "story"), notes=0, files=1, corrections=0)]
    assert merges.origins_of(original, actor=cast.outsider) == []


def merging(one: str, other: str, actor: Actor) -> Callable[[], None]:
    def act() -> None:
        with writing():
            merged, original = (tickets.by_number(number, actor=actor) for number in (one, other))
            merges.merge(merged, original, take=("story",), actor=actor, reason="Sama")

    return act


def test_of_two_merges_at_once_no_ring_and_no_row_is_made(app: Flask, make_ticket: Make, cast: Cast) -> None:
    for ways in ((("a", "b"), ("b", "a")), (("a", "b"), ("a", "c")), (("a", "b"), ("b", "c"))):
        made = {name: make_ticket(story=f"Cerita {name}.").number for name in "abc"}
        met = at_once(app, *(merging(made[one], made[other], cast.supervisor) for one, other in ways))
        assert met.count("done") == 1, (ways, met)
    assert not list(differences(db.session.connection()))
