"""The trail on the command line: one file that is whole or not there, one line a finding, and a true exit status."""

import csv
import stat
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from audit import canonical
from models import Event, db
from tests.audit.outside import is_sqlite, outside, run
from tests.conftest import Cast


def audit(app: Flask, *arguments: str) -> Any:
    db.session.rollback()
    return app.test_cli_runner().invoke(args=["audit", *arguments])


def test_the_csv_of_the_trail_is_written_whole_and_for_its_owner_alone(app: Flask, cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "trail.csv"
    done = audit(app, "export", "--out", str(file))
    with file.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert (done.exit_code, done.output) == (0, "")
    assert [row["action"] for row in rows] == list(db.session.scalars(select(Event.action).order_by(Event.id)))[:-1]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_the_jsonl_goes_to_the_standard_output(app: Flask, cast: Cast) -> None:
    bodies = list(db.session.scalars(select(Event.body).order_by(Event.id)))
    assert audit(app, "export", "--out", "-", "--format", "jsonl").stdout.splitlines() == bodies


def test_an_export_by_command_says_who_and_why(app: Flask, cast: Cast) -> None:
    audit(app, "export", "--out", "-", "--reason", "Permintaan Inspektorat")
    told = canonical.loads(db.session.scalars(select(Event.body).order_by(Event.id.desc()).limit(1)).one())
    assert (told["action"], told["role"], told["reason"]) == ("audit.export", "system", "Permintaan Inspektorat")
    assert told["origin"].startswith("cli ")


@pytest.mark.parametrize(
    "arguments",
    [["--out", "/no/such/folder/x.csv"], ["--out", "x", "--format", "exe"], [], ["--out", "x", "--reason", "  "]],
)
def test_a_call_that_is_wrong_is_2_and_leaves_nothing(app: Flask, cast: Cast, arguments: list[str]) -> None:
    before = len(db.session.scalars(select(Event.id)).all())
    assert audit(app, "export", *arguments).exit_code == 2
    assert len(db.session.scalars(select(Event.id)).all()) == before
    assert not Path("x").exists()


def test_an_older_file_stays_when_the_new_one_cannot_be_finished(app: Flask, cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "trail.csv").mkdir()
    assert audit(app, "export", "--out", str(tmp_path / "trail.csv")).exit_code == 2
    assert [found.name for found in tmp_path.iterdir()] == ["trail.csv"]


@pytest.mark.parametrize("command", ["replay", "verify"])
def test_a_desk_in_order_is_0_and_silent(app: Flask, cast: Cast, command: str) -> None:
    done = audit(app, command)
    assert (done.exit_code, done.output) == (0, "")


def test_a_row_that_differs_is_1_and_one_line(app: Flask, cast: Cast) -> None:
    with outside() as connection:
        wall = "DROP TRIGGER user_wall_update" if is_sqlite() else 'ALTER TABLE "user" DISABLE TRIGGER user_wall'
        run(connection, f"{wall};;UPDATE \"user\" SET role = 'admin' WHERE id = {cast.operator.id}")
    replayed, verified = audit(app, "replay"), audit(app, "verify")
    (line,) = replayed.output.splitlines()
    assert (replayed.exit_code, verified.exit_code) == (1, 1)
    assert line.endswith("differs from its events in role")
    assert verified.output.startswith("trigger user_wall")
