"""Every sealed value of the trail is opened with its ticket's key and masked, whatever it hangs on."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from audit import canonical
from audit.masked import ERASED, KEYS, SEALED, UNREADABLE, Reader
from models import Event, Status, Ticket, db
from models.base import Base, audited_tables
from models.database import writing
from tests.audit.outside import is_sqlite, outside, run
from tests.casework import answer_to, bring_to, hand_off_to
from tests.conftest import Cast
from workflow import merges

Make = Callable[..., Ticket]
NIK, OTHER_NIK = "6501056504859012", "6501056504859013"


def test_the_reader_knows_every_table_that_seals_under_a_tickets_key() -> None:
    tables = Base.metadata.tables
    seals = {name for name in audited_tables() if any(column.name.endswith(SEALED) for column in tables[name].c)}
    assert seals - {"import_draft"} == set(KEYS)


@pytest.fixture
def told(make_ticket: Make, cast: Cast) -> Callable[[], list[dict[str, Any]]]:
    """A question outside that was answered, and a merge; the changes of both as the trail shows them."""
    asked = bring_to(Status.VERIFYING, make_ticket(subject_nik=NIK), cast)
    answer_to(hand_off_to(asked, cast.verifier), cast.verifier, answer="Belum terdaftar di Dukcapil")
    with writing():
        repeated = make_ticket(subject_nik=OTHER_NIK)
        merges.merge(repeated, asked, take=("subject_nik",), actor=cast.supervisor, reason="Orang yang sama")

    def read() -> list[dict[str, Any]]:
        bodies = [canonical.loads(body) for body in db.session.scalars(select(Event.body).order_by(Event.id))]
        changes = [change for one in Reader(db.session.connection()).changes(bodies) for change in one]
        return [one for one in changes if one["object"].startswith(("hand_off:", "merge:"))]

    return read


def test_what_was_asked_and_merged_is_shown_masked(told: Callable[[], list[dict[str, Any]]]) -> None:
    shown = [one["after"] for one in told() if one["field"].endswith(SEALED) and one.get("after")]
    assert len(shown) == 4
    assert "650105••••••9013" in shown
    assert not [text for text in shown if text == UNREADABLE or NIK in text or OTHER_NIK in text]


def test_of_a_destroyed_key_the_trail_says_that_it_is_erased(told: Callable[[], list[dict[str, Any]]]) -> None:
    with outside() as connection:
        wall = "DROP TRIGGER ticket_wall_update" if is_sqlite() else "ALTER TABLE ticket DISABLE TRIGGER USER"
        run(connection, f"{wall};;UPDATE ticket SET wrapped_key = NULL")
    shown = {one["after"] for one in told() if one["field"].endswith(SEALED) and one.get("after")}
    assert shown == {ERASED}
