"""Complaints with nearly the same NIK: every slip is found, and counts only with the name or the birth date."""

import re
from datetime import date
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import delete, insert, select, text

from identity import names
from models import TicketKey, db
from models.database import writing
from models.schema import alembic_config
from workflow import duplicates, kin, tickets
from workflow.likeness import person_of
from workflow.near_nik import keys_of

NIK = "6501054412859012"  # 4 December 1985, a woman
SLIPS = {
    "a figure wrong": "6501054412859082",
    "two exchanged": "6501054412589012",
    "a figure missing": "650105441285901",
    "one in the middle missing": "650105441289012",
    "a figure too many": "65010544412859012",
    "the other sex": "6501050412859012",
    "day and month exchanged": "6501055204859012",
}
STRANGERS = {"two figures wrong": "6501054412859088", "another place": "6571034412859012", "none": None}
BORN = date(1985, 12, 4)
NAMES = {"same": "Sri Wahyuni", "alike": "Sri Wahyuny", "shortened": "Sri W.", "other": "Petrus Alang"}
BIRTHS = {"same": BORN, "other": date(1985, 12, 5), "untold": None}


@pytest.fixture
def reasons(make_ticket, draft, cast):
    """What a ticket of Sri Wahyuni shares with a complaint told like this."""

    def ask(nik: str | None, name: str, born: date | None, **more: Any) -> list[tuple[str, ...]]:
        make_ticket(subject_nik=NIK, subject_birth_date=BORN, subject_name="Sri Wahyuni", subject_phone="081200009391")
        told = {"subject_nik": nik, "subject_name": name, "subject_birth_date": born, "subject_phone": None} | more
        return [one.reasons for one in duplicates.possible(draft(**told), actor=cast.operator)]

    return ask


@pytest.mark.parametrize("slip", SLIPS)
def test_every_slip_is_found_with_the_name(reasons, slip):
    assert reasons(SLIPS[slip], "Sri Wahyuni", None) == [("near_nik",)]


@pytest.mark.parametrize("far", STRANGERS)
def test_what_is_further_away_is_nobody(reasons, far):
    assert reasons(STRANGERS[far], "Sri Wahyuni", None) == []


@pytest.mark.parametrize("born", BIRTHS)
@pytest.mark.parametrize("name", NAMES)
def test_a_near_nik_counts_with_the_name_or_the_birth_date(reasons, name, born):
    found = reasons(SLIPS["a figure wrong"], NAMES[name], BIRTHS[born])
    assert bool(found) is (name != "other" or born == "same")
    assert {reason for one in found for reason in one} <= {"near_nik", "person"}


@pytest.mark.parametrize(
    ("serial", "name", "expected"),
    [
        ("9013", "Sri Rahayuni", "near_nik"),
        ("9013", "Dewi Lestari", "twin"),
        ("9022", "Dewi Lestari", "near_nik"),
    ],
)
def test_two_of_one_day_with_neighbouring_serials_and_two_names_are_rather_twins(reasons, serial, name, expected):
    assert reasons(NIK[:12] + serial, name, BORN) == [(expected,)]


@pytest.mark.parametrize("name", NAMES)
def test_a_phone_counts_with_the_name_and_else_is_the_familys(reasons, name):
    expected = ("phone",) if name == "other" else ("name_phone",)
    assert reasons(None, NAMES[name], None, subject_phone="0812 0000 9391") == [expected]


def test_a_phone_that_hundreds_share_hides_no_duplicate_among_the_newest(make_ticket, draft, cast):
    for n in range(duplicates.MOST_COMPARED + 5):
        make_ticket(subject_nik=None, subject_name=f"Orang {n}" if n else "Sri Wahyuni", reporter_phone="081200005555")
    last = make_ticket(subject_nik=None, subject_name="Sri Wahyuni", reporter_phone="081200005555").number
    told = draft(subject_nik=None, subject_phone="081200005555")
    found = [one for one in duplicates.possible(told, actor=cast.operator) if not one.is_related]
    assert [one.number for one in found] == [last]


def test_the_keys_follow_the_nik(make_ticket, cast):
    ticket = make_ticket(subject_nik=NIK)
    with writing():
        tickets.edit(ticket, {"subject_nik": SLIPS["two exchanged"]}, actor=cast.supervisor)
    kept = set(db.session.scalars(select(TicketKey.hash).where(TicketKey.ticket_id == ticket.id)))
    assert kept == keys_of(SLIPS["two exchanged"])


def test_a_change_of_anything_else_leaves_the_keys_alone(make_ticket, cast, statements):
    ticket = make_ticket(subject_nik=NIK)
    with writing(), statements() as sent:
        tickets.edit(ticket, {"subject_name": "Sri"}, actor=cast.supervisor)
    assert [statement for statement in sent if "ticket_key" in statement] == []


@pytest.mark.parametrize("written", ["", None, "tidak ada", "65010", "6" * 19, "٦٥٠١٠٥٤٤١٢٨٥٩٠١٢"])
def test_what_is_no_number_has_no_keys(written):
    assert keys_of(written) == frozenset()


def test_no_key_tells_the_nik(make_ticket):
    make_ticket(subject_nik=NIK)
    kept = [str(key) for key in db.session.scalars(select(TicketKey.hash))]
    assert len(kept) > 10
    assert [key for key in kept if key in NIK or names.key(key) in NIK] == []


def test_the_migration_finds_the_tickets_that_were_there(app, make_ticket):
    """As at a desk of yesterday: its tickets have no keys, and the fill gives each the same as filing does."""
    first, second = make_ticket(subject_nik=NIK), make_ticket(subject_nik=None)
    with writing() as session:
        given = set(session.scalars(select(TicketKey.hash)))
        session.execute(delete(TicketKey))
        step = _pairs_migration()
        found = list(step.keys_of_tickets(session.connection()))
        session.execute(insert(TicketKey), found)
    assert {one["hash"] for one in found} == given
    assert {one["ticket_id"] for one in found} == {first.id} != {second.id}


def _pairs_migration() -> Any:
    pages = ScriptDirectory.from_config(alembic_config()).walk_revisions()
    return next(page.module for page in pages if hasattr(page.module, "keys_of_tickets"))


@pytest.mark.parametrize("asked", ["duplicates", "kin"])
def test_nothing_is_sought_through_a_whole_table(make_ticket, cast, asked):
    ticket = make_ticket(subject_nik=NIK, subject_birth_date=BORN, reporter_phone="081200005555")
    ticket.duplicate_of_id = make_ticket().id
    query: Any = (duplicates.query_of if asked == "duplicates" else kin.query_of)(ticket, cast.supervisor)
    db.session.expire(ticket)
    compiled = query.compile(db.engine, compile_kwargs={"literal_binds": True})
    if db.engine.dialect.name == "sqlite":
        plan = [row[3] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {compiled}"))]
        assert [step for step in plan if re.match(r"SCAN (ticket|ticket_key|ticket_link)\b", step)] == []
        return
    db.session.execute(text("SET LOCAL enable_seqscan = off"))
    plan = [row[0] for row in db.session.execute(text(f"EXPLAIN {compiled}"))]
    assert [step for step in plan if re.search(r"Seq Scan on (ticket|ticket_key|ticket_link)\b", step)] == []


def test_whose_key_was_destroyed_is_found_no_more(make_ticket, cast):
    ticket = make_ticket(subject_nik=NIK)
    ticket.wrapped_key = None
    assert person_of(ticket).nik == ""
    db.session.expire(ticket)
