"""No audited row changes without its event, whatever way is taken; and the honest way works."""

import sqlite3

import psycopg
import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, InvalidRequestError
from sqlalchemy.orm.exc import StaleDataError

from audit.context import NoActor, acting
from audit.recorder import NeverDeleted
from models import Event, audited_tables, db
from models.database import NotWriting, writing
from tests.audit.rows import TESTER, TEXT, Target
from tests.audit.ways import WAYS, Way

BY_THE_LISTENER = (NoActor, NeverDeleted, NotWriting, StaleDataError)
REFUSED = (
    DBAPIError,
    InvalidRequestError,
    NoActor,
    NeverDeleted,
    NotWriting,
    StaleDataError,
    sqlite3.Error,
    psycopg.Error,
)


def attempt(way: Way, target: Target) -> None:
    with writing() as session:
        way(session, target)


def is_of_the_wall(refusal: BaseException) -> bool:
    """Whether it was refused for the missing event, and not for a mistake in the attempt."""
    told = str(refusal)
    return isinstance(refusal, BY_THE_LISTENER) or "loket:" in told or "permission denied for table" in told


def events() -> int:
    return db.session.scalar(select(func.count()).select_from(Event)) or 0


def test_a_row_of_every_audited_table_is_tried(targets: list[Target]) -> None:
    assert {target.name for target in targets} == set(audited_tables()) == set(TEXT)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_row_changes_without_its_event(targets: list[Target], way: Way) -> None:
    for target in targets:
        stored, count, told = target.stored(), target.count(), events()
        with pytest.raises(REFUSED) as refused:
            attempt(way, target)
        assert is_of_the_wall(refused.value), (target.name, refused.value)
        assert (target.stored(), target.count(), events()) == (stored, count, told), target.name


def test_outside_a_unit_of_work_not_even_an_actor_changes_a_row(targets: list[Target]) -> None:
    for target in targets:
        row = db.session.get_one(target.model, target.id)
        with pytest.raises(NotWriting), acting(TESTER, "tests.edit"):
            setattr(row, target.column, "Changed")
        db.session.rollback()


def test_under_an_actor_a_row_changes_and_its_event_tells_it(targets: list[Target]) -> None:
    for target in targets:
        with writing(), acting(TESTER, "tests.edit", "why"):
            setattr(db.session.get_one(target.model, target.id), target.column, "Changed")
        row = db.session.get_one(target.model, target.id)
        event = db.session.get_one(Event, row.last_event_id)
        assert '"after":"Changed","before":' in event.body, target.name
