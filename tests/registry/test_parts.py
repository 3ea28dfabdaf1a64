"""A registry kept in parts: invisible until the last, going on where it stopped, the same in the end."""

import random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from access.actors import system_actor
from audit.replay import differences
from intake import registry_parts
from intake.registry import Cancelled, RegistryReport, load_registry, peek
from models import Absence, Event, ImportBatch, Record, RecordKey, db
from models.database import writing
from registry.find import open_records, present
from tests.registry.files import csv_file, row
from workflow.refusals import ImportUnderWay, ImportUnfinished
from workflow.registry_turn import turn

ROBOT = system_actor("Impor", origin="tests")
FIRST = csv_file(*(row(No_Tiket=f"PC{number}", NIK=f"65010565048{number:05}") for number in range(40)))
MENDED = csv_file(
    *(row(No_Tiket=f"PC{number}", NIK=f"65010565048{number:05}", No_Batch=f"B{number % 3}") for number in range(60))
)


@pytest.fixture(autouse=True)
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts so small that a short file has many."""
    for name, value in {"WHOLE": 0, "FIRST_PART": 40, "LARGEST_PART": 97, "TURN": 0}.items():
        monkeypatch.setattr(registry_parts, name, value)


def load(data: bytes, *, parts: int | None = None, name: str = "r.csv") -> RegistryReport:
    """Import ``data``, or only its first ``parts`` parts."""
    left = [parts]

    def stop(done: int, of: int) -> None:
        if left[0] is not None and done * 2 > of:
            left[0] -= 1
            if left[0] <= 0:
                raise Cancelled

    return load_registry(data, name, actor=ROBOT, progress=stop)


def stop_after(data: bytes, parts: int) -> None:
    with pytest.raises(Cancelled):
        load(data, parts=parts)


def everything() -> tuple[Any, ...]:
    """All that was kept, opened: nonces and refs apart, two desks that took in the same files are equal here."""
    opened = open_records(list(db.session.scalars(select(Record).order_by(Record.id))))
    columns = [column.key for column in Record.__table__.c if column.key != "sealed"]
    rows = [(*(getattr(one.record, name) for name in columns), one.person) for one in opened]
    keys = db.session.execute(
        select(RecordKey.kind, RecordKey.hash, RecordKey.record_id).order_by(*RecordKey.__table__.c)
    )
    told = (ImportBatch.read, ImportBatch.new, ImportBatch.same, ImportBatch.kept, ImportBatch.plan)
    batches = db.session.execute(select(*told).order_by(ImportBatch.id))
    return rows, [tuple(key) for key in keys], [tuple(batch) for batch in batches]


def visible() -> int:
    return db.session.scalar(select(func.count(Record.id)).where(present())) or 0


@pytest.fixture
def undisturbed(app: Flask, desks: Any) -> tuple[Any, ...]:
    """What a desk holds that took FIRST and then MENDED in undisturbed; the desk of the test is fresh again."""
    load(FIRST)
    load(MENDED)
    whole = everything()
    db.session.remove()
    desks.fresh()
    return whole


@pytest.mark.parametrize("seed", range(4))
def test_stopped_anywhere_it_goes_on_and_ends_as_if_undisturbed(undisturbed: tuple[Any, ...], seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - to try many places
    load(FIRST)
    for _ in range(3):
        stop_after(MENDED, chance.randrange(1, 6))
    report = load(MENDED)
    assert (report.resumed, report.new, report.changed) == (True, 20, 40)
    assert everything() == undisturbed
    assert list(differences(db.session.connection())) == []


def test_nothing_of_a_batch_counts_before_its_last_part(app: Flask) -> None:
    load(FIRST)
    stop_after(MENDED, 4)
    assert (visible(), db.session.scalar(select(func.max(Record.batch_id)))) == (40, 2)
    load(MENDED)
    assert visible() == 60


def test_every_part_is_an_event_and_the_last_makes_it_count(app: Flask) -> None:
    load(FIRST)
    actions = db.session.scalars(select(Event.action).where(Event.action.like("import.%")).order_by(Event.id)).all()
    assert (actions[0], actions[-1]) == ("import.begin", "import.registry")
    assert len(actions) > 10
    assert set(actions[1:-1]) == {"import.part"}


def test_another_file_waits_until_a_stopped_import_went_on(app: Flask) -> None:
    stop_after(FIRST, 3)
    with pytest.raises(ImportUnfinished) as refused:
        load(MENDED)
    assert refused.value.filename == "r.csv"
    load(FIRST)
    assert load(MENDED).changed == 40


def test_other_columns_are_another_import(app: Flask) -> None:
    stop_after(FIRST, 3)
    with pytest.raises(ImportUnfinished):
        load_registry(FIRST, "r.csv", actor=ROBOT, columns=peek(FIRST, "r.csv").columns)


def test_what_reads_differently_now_does_not_go_on(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_after(FIRST, 3)
    monkeypatch.setattr("registry.load.NIK_LENGTHS", range(10, 12))
    with pytest.raises(ImportUnfinished):
        load(FIRST)


def test_two_imports_never_run_at_once(app: Flask) -> None:
    with turn(), pytest.raises(ImportUnderWay):
        load(FIRST)
    assert load(FIRST).new == 40


def test_the_desk_writes_between_two_parts(app: Flask) -> None:
    written = []

    def write(done: int, of: int) -> None:
        if done * 2 > of:
            with writing():
                written.append(db.session.scalar(select(ImportBatch.absent)))

    load_registry(FIRST, "r.csv", actor=ROBOT, progress=write)
    assert len(written) > 5
    assert set(written) == {Absence.LOADING}
