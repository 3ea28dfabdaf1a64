"""The wall of the registry: records come with the event of their import and are never touched again."""

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from audit.recorder import note_event
from intake.registry import RegistryReport
from models import db
from models.database import writing
from tests.conftest import Cast
from tests.registry.files import csv_file, row

Taken = Callable[..., RegistryReport]
RECORD = (
    "INSERT INTO record (id, batch_id, source_row, dose, facility, vaccine, lot, region_code, certificate, sealed) "
    "VALUES ({id}, 1, 9, '1', '', '', '', '6501', '', '')"
)


def something_else_happens(cast: Cast) -> None:
    with writing():
        note_event(cast.verifier, "ticket.search")


def attempt(statement: str) -> None:
    """Try it as the owner of the tables: the application's own role may not even try."""
    with writing() as session:
        if db.engine.dialect.name == "postgresql":
            session.execute(text("SET LOCAL ROLE NONE"))
        session.execute(text(statement))


@pytest.mark.parametrize(
    "forbidden",
    [
        RECORD.format(id=2),
        RECORD.format(id=1),
        "UPDATE record SET certificate = 'TERBIT'",
        "UPDATE record SET replaces_id = 1",
        "DELETE FROM record",
        "INSERT INTO record_key (kind, hash, record_id) VALUES (1, 1, 1)",
        "UPDATE record_key SET record_id = 1, hash = 2",
        "DELETE FROM record_key",
        "INSERT INTO record_batch (batch_id, first_record_id, last_record_id) VALUES (1, 5, 9)",
        "UPDATE record_batch SET last_record_id = 99",
        "UPDATE record_batch SET wrapped_key = 'another'",
        "DELETE FROM record_batch",
    ],
)
def test_nothing_happens_to_records_outside_their_import(cast: Cast, taken_in: Taken, forbidden: str) -> None:
    taken_in(csv_file(row()))
    something_else_happens(cast)
    with pytest.raises(DatabaseError, match=r"loket|duplicate key"):
        attempt(forbidden)


def test_a_batch_may_lose_its_key_and_nothing_else(taken_in: Taken) -> None:
    taken_in(csv_file(row()))
    with writing() as session:
        session.execute(text("UPDATE record_batch SET wrapped_key = NULL"))
    assert db.session.scalar(text("SELECT wrapped_key FROM record_batch")) is None


@pytest.mark.parametrize("table", ["record", "record_key", "record_batch"])
def test_the_registry_is_never_emptied(taken_in: Taken, table: str) -> None:
    if db.engine.dialect.name == "sqlite":
        return
    taken_in(csv_file(row()))
    with pytest.raises(DatabaseError, match="never changed or deleted"):
        attempt(f"TRUNCATE {table} CASCADE")
