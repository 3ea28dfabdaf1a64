"""What becomes of batches: described, taken back so that what they replaced counts again, given up, never deleted."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from access.policy import Forbidden, NotVisible
from audit.replay import differences
from intake import registry_parts
from intake.registry import Cancelled, RegistryReport, load_registry
from models import Absence, Event, ImportBatch, Record, RecordKey, db
from models.database import writing
from registry.find import present
from tests.conftest import Cast
from tests.registry.files import csv_file, row
from workflow import registry_batches as batches
from workflow.refusals import BadValue, ImportUnderWay, ImportUnfinished, MissingRequirement, NotThatBatch
from workflow.registry_turn import turn

Taken = Callable[..., RegistryReport]
THREE = [csv_file(row()), csv_file(row(Nama_Lengkap="Sri Wahyuningsih")), csv_file(row(Status_Sertifikat="DITUNDA"))]


def counting() -> list[int]:
    """The batches of the records that count."""
    return list(db.session.scalars(select(Record.batch_id).where(present()).order_by(Record.id)))


def take_back(report: RegistryReport, cast: Cast) -> None:
    with writing():
        batches.take_back(batches.by_ref(report.batch, actor=cast.admin), reason="berkas salah", actor=cast.admin)


def stopped(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> ImportBatch:
    """A batch whose import stopped after its first part."""
    monkeypatch.setattr(registry_parts, "WHOLE", 0)

    def stop(done: int, of: int) -> None:
        if done * 2 > of:
            raise Cancelled

    with pytest.raises(Cancelled):
        load_registry(csv_file(row()), "stopped.csv", actor=cast.system, progress=stop)
    return db.session.scalars(select(ImportBatch).order_by(ImportBatch.id.desc())).all()[0]


@pytest.mark.parametrize(
    ("order", "left"),
    [
        ("", [3]), ("3", [2]), ("2", [3]), ("1", [3]), ("32", [1]), ("23", [1]), ("31", [2]), ("13", [2]), ("21", [3]),
        ("12", [3]), ("123", []), ("321", []), ("213", []),
    ],
)  # fmt: skip
def test_in_whatever_order_batches_are_taken_back_the_last_told_one_counts(
    taken_in: Taken, cast: Cast, order: str, left: list[int]
) -> None:
    taken = [taken_in(data) for data in THREE]
    for number in order:
        take_back(taken[int(number) - 1], cast)
    assert counting() == left
    assert db.session.scalar(select(func.count(Record.id))) == 3


def test_what_was_taken_back_can_be_imported_again(taken_in: Taken, cast: Cast) -> None:
    first, second = taken_in(THREE[0]), taken_in(THREE[1])
    take_back(second, cast)
    assert (taken_in(THREE[0]).same, taken_in(THREE[1]).changed, counting()) == (1, 1, [4])
    take_back(first, cast)
    assert (counting(), taken_in(THREE[2]).changed) == ([4], 1)


def test_taking_back_is_one_event_with_its_reason_and_deletes_nothing(taken_in: Taken, cast: Cast) -> None:
    report = taken_in(THREE[0])
    before = db.session.scalar(select(func.count()).select_from(RecordKey))
    take_back(report, cast)
    event = db.session.scalars(select(Event).where(Event.action == "import.take_back")).one()
    assert (event.reason, event.actor_id) == ("berkas salah", cast.admin.id)
    assert [change["after"] for change in json.loads(event.body)["changes"]] == ["taken_back"]
    assert db.session.scalar(select(func.count()).select_from(RecordKey)) == before
    assert list(differences(db.session.connection())) == []


def test_a_batch_is_taken_back_once_and_with_a_reason(taken_in: Taken, cast: Cast) -> None:
    report = taken_in(THREE[0])
    with writing(), pytest.raises(MissingRequirement):
        batches.take_back(batches.by_ref(report.batch, actor=cast.admin), reason=" ", actor=cast.admin)
    take_back(report, cast)
    with pytest.raises(NotThatBatch):
        take_back(report, cast)


def test_nothing_is_taken_back_while_an_import_runs_or_waits(
    taken_in: Taken, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = taken_in(THREE[1])
    with turn(), pytest.raises(ImportUnderWay):
        take_back(report, cast)
    stopped(cast, monkeypatch)
    with pytest.raises(ImportUnfinished):
        take_back(report, cast)


def test_an_import_that_was_given_up_never_counts_and_lets_others_go_on(
    taken_in: Taken, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = stopped(cast, monkeypatch)
    with writing():
        batches.give_up(batches.by_ref(batch.ref, actor=cast.admin), reason="berkas salah", actor=cast.admin)
    report = taken_in(csv_file(row()))
    assert (report.new, report.resumed, counting()) == (1, False, [2])


def test_only_what_stopped_is_given_up(taken_in: Taken, cast: Cast) -> None:
    report = taken_in(THREE[0])
    with writing(), pytest.raises(NotThatBatch):
        batches.give_up(batches.by_ref(report.batch, actor=cast.admin), reason="x", actor=cast.admin)


def test_a_batch_is_described_and_the_trail_knows(app: Flask, taken_in: Taken, cast: Cast) -> None:
    report = taken_in(THREE[0])
    with writing():
        batch = batches.by_ref(report.batch, actor=cast.supervisor)
        batches.describe(batch, description=" Dosis 1 dan 2 ", came_from="P-Care", actor=cast.supervisor)
        with pytest.raises(BadValue):
            batches.describe(batch, description="x" * 501, came_from="", actor=cast.supervisor)
    (one,) = batches.listed(actor=cast.supervisor)
    assert (one.batch.description, one.batch.came_from, one.batch.absent, one.changed) == (
        "Dosis 1 dan 2", "P-Care", None, 0,
    )  # fmt: skip
    assert db.session.scalar(select(func.count()).where(Event.action == "import.describe")) == 1


@pytest.mark.parametrize("who", ["operator", "verifier", "auditor"])
def test_whoever_may_not_import_has_no_business_with_batches(cast: Cast, taken_in: Taken, who: str) -> None:
    ref = taken_in(THREE[0]).batch
    with pytest.raises(Forbidden):
        batches.listed(actor=getattr(cast, who))
    with pytest.raises(Forbidden):
        batches.by_ref(ref, actor=getattr(cast, who))
    assert Absence.TAKEN_BACK not in db.session.scalars(select(ImportBatch.absent)).all()


def test_a_batch_that_is_none_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotVisible):
        batches.by_ref("none", actor=cast.admin)
