"""The worker beside the web, in a process of its own: it does what is ordered, and takes up what a crash broke off."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from access.actors import Actor
from cli.jobs import Keeper
from config import KEY_FILES
from intake import incoming
from intake.vault import Incoming
from models import Event, ImportDraft, Stage, Ticket, clock, db
from models.database import writing
from tests.admin_views.wizard import RECAP, count
from tests.conftest import Cast
from web.carrier import carrier
from web.import_progress import files_folder


@pytest.fixture
def keeper(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keeper]:
    """A worker for the desk of the test, in a process that reads its settings as a real one does."""
    settings = app.config["LOKET"]
    monkeypatch.setenv("LOKET_HOME", str(settings.home))
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    keys = (
        settings.log_key,
        settings.master_key,
        settings.index_key,
        settings.log_key,
    )  # the first signs no cookie here
    for file, key in zip(KEY_FILES.values(), keys, strict=True):
        path: Path = settings.home / file
        path.touch(mode=0o600)
        path.write_text(key.hex())
    made = Keeper()
    yield made
    made.end()


def ordered(actor: Actor, data: bytes = RECAP.encode()) -> str:
    """A file whose import was ordered; nobody was told of it."""
    file = Incoming(files_folder())
    file.write(data)
    file.keep()
    with writing():
        draft = incoming.stage_file(
            ref=file.ref, kind="complaints", filename="rekap.csv", size=file.size, sha256=file.sha256, actor=actor
        )
        incoming.choose_columns(draft, {}, actor=actor)
        incoming.checked(draft, {"read": 4}, actor=actor)
        incoming.start(draft, only_ready=False, actor=actor)
    db.session.remove()
    return file.ref


def reaches(ref: str, stage: Stage) -> bool:
    """Whether a file comes to ``stage`` within a minute."""
    for _ in range(600):
        found = db.session.query(ImportDraft.stage).filter_by(ref=ref).scalar()
        db.session.remove()
        if found is stage:
            return True
        time.sleep(0.1)
    return False


def test_what_the_rows_order_is_done_though_no_message_came(keeper: Keeper, cast: Cast) -> None:
    ref = ordered(cast.supervisor)
    keeper.start()
    assert reaches(ref, Stage.DONE)
    assert count(Ticket) == 3


def test_a_message_is_carried_to_the_worker(app: Flask, keeper: Keeper, cast: Cast) -> None:
    keeper.start()
    ref = ordered(cast.supervisor)
    carrier().send("import", ref)
    carrier().close()
    assert reaches(ref, Stage.DONE)


def test_a_worker_that_is_killed_is_replaced_and_its_work_taken_up_again(keeper: Keeper, cast: Cast) -> None:
    ref = ordered(cast.supervisor)
    with writing():
        incoming.take(db.session.query(ImportDraft).filter_by(ref=ref).one(), actor=cast.system)
    keeper.start()
    for _ in range(100):
        if keeper._process is not None and keeper._process.pid:
            break
        time.sleep(0.05)
    os.kill(keeper._process.pid, signal.SIGKILL)
    assert reaches(ref, Stage.DONE)
    assert count(Ticket) == 3


def test_what_kills_the_worker_three_times_is_given_up(cast: Cast) -> None:
    ref = ordered(cast.supervisor)
    for expected in (Stage.QUEUED, Stage.QUEUED, Stage.FAILED):
        with writing():
            draft = db.session.query(ImportDraft).filter_by(ref=ref).one()
            incoming.take(draft, actor=cast.system)
            incoming.take_up_again(draft, actor=cast.system)
        assert draft.stage is expected


def test_the_worker_ends_when_it_is_told_to(keeper: Keeper, cast: Cast) -> None:
    keeper.start()
    assert reaches(ordered(cast.supervisor), Stage.DONE)
    keeper.end()
    assert keeper._process.exitcode == 0


def test_deadlines_are_looked_at_beside_the_work(keeper: Keeper, make_ticket: Callable[..., Ticket]) -> None:
    number = make_ticket(received_at=clock.now() - timedelta(days=40)).number
    db.session.remove()
    keeper.start()
    for _ in range(300):
        if db.session.query(Ticket.escalated_at).filter_by(number=number).scalar() is not None:
            break
        db.session.remove()
        time.sleep(0.1)
    db.session.remove()
    assert [event.object for event in db.session.query(Event).filter_by(action="ticket.escalate")] == [number]
