"""The wall of the registry: records come with the event of their import and are never touched again."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from audit.context import acting
from audit.recorder import note_event
from intake.registry import RegistryReport
from models import Absence, ImportBatch, clock, db
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
        "UPDATE import_batch SET absent = 'loading'",
        "UPDATE import_batch SET absent = 'taken_back'",
        "UPDATE import_batch SET kept = 0",
        "UPDATE import_batch SET to_keep = 0",
    ],
)
def test_nothing_happens_to_records_outside_their_import(cast: Cast, taken_in: Taken, forbidden: str) -> None:
    taken_in(csv_file(row()))
    something_else_happens(cast)
    with pytest.raises(DatabaseError, match=r"loket|duplicate key"):
        attempt(forbidden)


def under_its_event(cast: Cast, batch: ImportBatch, **changes: Any) -> None:
    """Change a batch as the recorder would write it: the wall of states alone can refuse it now."""
    with writing(), acting(cast.system, "import.part"):
        for name, value in changes.items():
            setattr(batch, name, value)


@pytest.mark.parametrize(
    "changes",
    [
        {"absent": Absence.LOADING},
        {"absent": Absence.GIVEN_UP},
        {"kept": 1},
        {"to_keep": 1},
        {"plan": "0" * 64},
        {"kind": "complaints"},
    ],
    ids=str,
)
def test_a_batch_that_counts_is_only_ever_taken_back(cast: Cast, taken_in: Taken, changes: dict[str, Any]) -> None:
    taken_in(csv_file(row()))
    with pytest.raises(DatabaseError, match="taken back once"):
        under_its_event(cast, db.session.scalars(select(ImportBatch)).one(), **changes)


@pytest.mark.parametrize("absent", [None, Absence.LOADING, Absence.GIVEN_UP])
def test_a_batch_taken_back_stays_so(cast: Cast, taken_in: Taken, absent: Absence | None) -> None:
    taken_in(csv_file(row()))
    batch = db.session.scalars(select(ImportBatch)).one()
    under_its_event(cast, batch, absent=Absence.TAKEN_BACK)
    with pytest.raises(DatabaseError, match="taken back once"):
        under_its_event(cast, batch, absent=absent)


@pytest.mark.parametrize(
    ("kind", "absent"), [("registry", None), ("registry", Absence.GIVEN_UP), ("complaints", Absence.LOADING)]
)
def test_a_registry_begins_by_loading_and_nothing_else_does(cast: Cast, kind: str, absent: Absence | None) -> None:
    batch = ImportBatch(kind=kind, filename="x", sha256="0" * 64, at=clock.now(), absent=absent)
    with pytest.raises(DatabaseError, match="taken back once"), writing(), acting(cast.system, "import.begin"):
        db.session.add(batch)


def loading(cast: Cast, first: int = 1) -> ImportBatch:
    """A batch of two records that is loading, and none of them is there."""
    batch = ImportBatch(
        kind="registry", filename="x", sha256="0" * 64, at=clock.now(), absent=Absence.LOADING, kept=0, to_keep=2
    )
    with writing():
        with acting(cast.system, "import.begin"):
            db.session.add(batch)
        attempt(f"INSERT INTO record_batch VALUES ({batch.id}, {first}, {first + 1}, NULL)")
    return batch


@pytest.mark.parametrize("changes", [{}, {"kept": 1}, {"kept": 2}], ids=str)
def test_a_batch_does_not_count_before_all_of_it_is_there(cast: Cast, changes: dict[str, int]) -> None:
    batch = loading(cast)
    with pytest.raises(DatabaseError, match="taken back once"):
        under_its_event(cast, batch, absent=None, **changes)


def test_only_one_registry_loads_at_a_time(cast: Cast) -> None:
    loading(cast)
    with pytest.raises(DatabaseError, match=r"(?i)unique"):
        loading(cast)


@pytest.mark.parametrize(("replaces", "first"), [("2", "NULL"), ("2", "2"), ("NULL", "1"), ("2", "1")])
def test_a_record_tells_the_first_of_those_it_replaces(cast: Cast, taken_in: Taken, replaces: str, first: str) -> None:
    for status in ("TERBIT", "DITUNDA"):
        taken_in(csv_file(row(Status_Sertifikat=status)))
    batch = loading(cast, first=3)
    statement = RECORD.format(id=3).replace("(id, batch_id,", "(replaces_id, first_id, id, batch_id,")
    statement = statement.replace("(3, 1,", f"({replaces}, {first}, 3, {batch.id},")
    is_right = (replaces, first) == ("2", "1")
    expected = nullcontext() if is_right else pytest.raises(DatabaseError, match="records come with the event")
    with expected, writing():
        under_its_event(cast, batch, kept=1)
        attempt(statement)


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
