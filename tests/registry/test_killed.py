"""An import whose process is killed leaves nothing that counts, and the next one goes on where it stopped."""

import multiprocessing
import os
import signal
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from access.actors import system_actor
from app import create_app
from intake import registry_parts
from intake.registry import load_registry
from models import ImportBatch, Record, db
from registry.find import present
from tests.conftest import Cast
from tests.databases import settings_for
from tests.registry.files import csv_file, row

ROWS = 300
PART = 100
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["app"])  # a process that dies takes no time to begin


def load_and_be_killed(address: str, file: Path, parts: int) -> None:
    """Import ``file`` in a process of its own, which is killed when it has kept ``parts`` parts."""
    vars(registry_parts).update(WHOLE=0, FIRST_PART=PART, LARGEST_PART=PART, TURN=0)
    left = [parts]

    def tell(done: int, of: int) -> None:
        left[0] -= done * 2 > of
        if left[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    with create_app(settings_for(address, file.parent)).app_context():
        load_registry(file, "r.csv", actor=system_actor("Impor", origin="tests"), progress=tell)


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed otherwise there")
@pytest.mark.parametrize("parts", [1, 4, 20])
def test_a_killed_import_goes_on_where_it_stopped(app: Flask, cast: Cast, tmp_path: Path, parts: int) -> None:
    file = tmp_path / "r.csv"
    file.write_bytes(csv_file(*(row(No_Tiket=f"PC{number}") for number in range(ROWS))))
    address = str(app.config["LOKET"].database_url)
    killed = PROCESSES.Process(target=load_and_be_killed, args=(address, file, parts))
    killed.start()
    killed.join()
    assert killed.exitcode == -signal.SIGKILL
    kept = db.session.scalar(select(ImportBatch.kept)) or 0
    counted = db.session.scalar(select(func.count(Record.id)).where(present()))
    assert (kept >= parts * PART, counted) == (True, 0)

    report = load_registry(file, "r.csv", actor=cast.system)
    assert (report.resumed, report.new) == (True, ROWS)
    assert db.session.scalar(select(func.count(Record.id)).where(present())) == ROWS
