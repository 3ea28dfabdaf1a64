"""Brings a database to the present schema by the migrations, and fits an application with its engine."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from config import ROOT, Settings
from models import keyring
from models.base import db
from models.database import engine_options, prepare, sqlite_file

MIGRATIONS = ROOT / "migrations"
OF_A_POOL = ("pool_pre_ping", "max_overflow")


def attach(app: Flask, settings: Settings) -> None:
    """Give ``app`` its database and this process its keys."""
    give_keys(settings)
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings.database_url)
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)


def give_keys(settings: Settings) -> None:
    """Give this process its keys; a migration that fills a table of keyed hashes needs them as well."""
    keyring.install(keyring.Keyring(master=settings.master_key, index=settings.index_key))


def migrate(settings: Settings) -> None:
    """Bring the database of ``settings`` to the newest schema; a new one is made."""
    give_keys(settings)
    file = sqlite_file(settings.database_url)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
    engine = create_engine(settings.database_url, poolclass=NullPool, **_plain_options(settings.database_url))
    prepare(engine, guarded=False)
    try:
        with engine.begin() as connection:
            config = alembic_config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def _plain_options(url: str) -> dict[str, object]:
    return {key: value for key, value in engine_options(url).items() if key not in OF_A_POOL}


def alembic_config() -> Config:
    """Alembic's settings, without a file of their own."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def newest_revision() -> str | None:
    """The revision the code expects."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def current_revision(connection: Connection) -> str | None:
    """The revision the database is at, or None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def schema_is_current(connection: Connection) -> bool:
    """Whether code and database agree; ``/readyz`` asks."""
    return current_revision(connection) == newest_revision()
