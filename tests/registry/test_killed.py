"""An import whose process is killed leaves nothing that counts, and the next one goes on where it stopped."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from intake.registry import load_registry
from models import ImportBatch, Record, db
from registry.find import present
from tests.conftest import Cast
from tests.registry.files import csv_file, row

ROWS = 300
PROGRAM = """
import os, signal, sys
from app import create_app
from access.actors import system_actor
from intake import registry_parts
from intake.registry import load_registry
from pathlib import Path
from tests.databases import settings_for

registry_parts.WHOLE, registry_parts.FIRST_PART, registry_parts.LARGEST_PART, registry_parts.TURN = 0, 100, 100, 0
left = int(sys.argv[3])
def tell(done, of):
    global left
    left -= done * 2 > of
    if left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
with create_app(settings_for(sys.argv[1], Path(sys.argv[2]).parent)).app_context():
    load_registry(Path(sys.argv[2]), "r.csv", actor=system_actor("Impor", origin="tests"), progress=tell)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed otherwise there")
@pytest.mark.parametrize("parts", [1, 4, 20])
def test_a_killed_import_goes_on_where_it_stopped(app: Flask, cast: Cast, tmp_path: Path, parts: int) -> None:
    file = tmp_path / "r.csv"
    file.write_bytes(csv_file(*(row(No_Tiket=f"PC{number}") for number in range(ROWS))))
    address = str(app.config["LOKET"].database_url)
    killed = subprocess.run(
        [sys.executable, "-c", PROGRAM, address, str(file), str(parts)], check=False, env=os.environ, cwd=Path.cwd()
    )
    assert killed.returncode == -signal.SIGKILL
    kept = db.session.scalar(select(ImportBatch.kept)) or 0
    counted = db.session.scalar(select(func.count(Record.id)).where(present()))
    assert (kept >= parts * 100, counted) == (True, 0)

    report = load_registry(file, "r.csv", actor=cast.system)
    assert (report.resumed, report.new) == (True, ROWS)
    assert db.session.scalar(select(func.count(Record.id)).where(present())) == ROWS
