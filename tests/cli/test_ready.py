"""A desk is made once, and a demo is never made of a real one."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cli import ready
from config import BadSetting, Settings


@pytest.fixture
def migrated(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The desks whose database was brought up to date."""
    done: list[Settings] = []
    monkeypatch.setattr(ready, "_migrate", done.append)
    return done


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"LOKET_HOME": str(tmp_path)}


def user_in(file: Path, email: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT)")
        database.execute("INSERT INTO user (email) VALUES (?)", [email])
        database.commit()


def test_the_first_command_makes_the_desk(migrated: list[Settings], env: dict[str, str]) -> None:
    assert ready.ready(env) == migrated[0]


def test_a_later_command_leaves_the_database_as_it_is(migrated: list[Settings], env: dict[str, str]) -> None:
    ready.ready(env)
    ready.ready(env)
    assert len(migrated) == 1


def test_every_start_brings_the_database_up_to_date(migrated: list[Settings], env: dict[str, str]) -> None:
    ready.open_desk(env)
    ready.open_desk(env)
    assert len(migrated) == 2


def test_a_demo_has_a_home_and_keys_of_its_own(migrated: list[Settings], env: dict[str, str], tmp_path: Path) -> None:
    real = ready.open_desk(env)
    ready.turn_to_demo(env)
    demo = ready.open_desk(env)
    assert (demo.home, demo.demo) == (tmp_path / "demo", True)
    assert demo.master_key != real.master_key


def test_a_demo_refuses_a_real_database(migrated: list[Settings], env: dict[str, str], tmp_path: Path) -> None:
    user_in(tmp_path / "real.db", "kepala@dinkes.go.id")
    env["DATABASE_URL"] = f"sqlite:///{tmp_path / 'real.db'}"
    ready.turn_to_demo(env)
    with pytest.raises(BadSetting, match="not a demo"):
        ready.open_desk(env)
    assert migrated == []


def test_a_demo_opens_its_own_database_again(migrated: list[Settings], env: dict[str, str], tmp_path: Path) -> None:
    ready.turn_to_demo(env)
    ready.open_desk(env)
    user_in(tmp_path / "demo" / "loket.db", "petugas@demo.test")
    (tmp_path / "demo" / "users.json").write_text(json.dumps([{"email": "petugas@demo.test"}]), encoding="utf-8")
    assert ready.open_desk(env).demo
