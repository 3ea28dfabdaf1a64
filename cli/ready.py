"""Makes a desk ready for its first command: home, keys, database; and keeps a demo apart from real desks."""

import json
import os
from collections.abc import Mapping, MutableMapping
from functools import cache
from pathlib import Path

from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import column, create_engine, inspect, select, table

from config import KEY_FILES, ROOT, BadSetting, Settings, home_of, key_path, load, make_keys


def ready(env: Mapping[str, str]) -> Settings:
    """The settings of the desk in ``env``, with keys and tables made if nothing was there yet.

    A desk that is there already is not migrated under whoever is working at it: ``open_desk`` does that.
    """
    home = home_of(env)
    if any(key_path(env, home, setting).exists() for setting in KEY_FILES):
        return load(env)
    return open_desk(env)


def open_desk(env: Mapping[str, str]) -> Settings:
    """The settings of the desk in ``env``, its keys made where absent and its database up to date."""
    make_keys(home_of(env), env)
    settings = load(env)
    _refuse_a_real_desk(settings)
    _migrate(settings)
    return settings


def turn_to_demo(env: MutableMapping[str, str]) -> None:
    """Point ``env`` at the demo desk, a home of its own inside ``LOKET_HOME``."""
    env["LOKET_HOME"] = str(home_of(env) / "demo")
    env["LOKET_DEMO"] = "1"


@cache
def load_app() -> Flask:
    """The application of this process, by its address: this room lies below it and does not import it."""
    return ScriptInfo(app_import_path=app_address()).load_app()


def app_address() -> str:
    """Where the application is made, as Flask and granian write it."""
    return os.environ.get("FLASK_APP") or f"{ROOT / 'app.py'}:create_app"


def _migrate(settings: Settings) -> None:
    from models.database import writing  # noqa: PLC0415 -- Alembic and the tables are slow to load
    from models.schema import migrate  # noqa: PLC0415 -- the same
    from workflow.starting_data import seed  # noqa: PLC0415 -- the same

    migrate(settings)
    with load_app().app_context(), writing():
        seed()


def _refuse_a_real_desk(settings: Settings) -> None:
    """A demo may fill an empty database or its own, whose users its ``users.json`` lists."""
    if not settings.demo:
        return
    somebody = _first_user(settings.database_url)
    if somebody is not None and somebody not in _demo_users(settings.home / "users.json"):
        raise BadSetting("DATABASE_URL", "holds a desk that is not a demo; a demo needs a database of its own")


def _first_user(url: str) -> str | None:
    engine = create_engine(url, hide_parameters=True)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("user"):
                return None
            user = table("user", column("id"), column("email"))
            return connection.scalar(select(user.c.email).order_by(user.c.id).limit(1))
    finally:
        engine.dispose()


def _demo_users(file: Path) -> set[str]:
    if not file.exists():
        return set()
    return {user["email"] for user in json.loads(file.read_text(encoding="utf-8"))}
