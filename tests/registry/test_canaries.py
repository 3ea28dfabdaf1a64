"""No personal value of the registry can be read where the database keeps it."""

from collections.abc import Callable, Iterator
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from intake.registry import RegistryReport
from models import db
from models.database import sqlite_file
from tests.registry.files import csv_file, row

Taken = Callable[..., RegistryReport]
CANARIES = {
    "NIK": "6501056504859012", "Nama_Lengkap": "Kenaripertama Kenarikedua", "Tanggal_Lahir": "1985-04-25",
    "No_HP": "081299887766", "No_Tiket": "PC777000111", "No_Sertifikat": "CERT9900123",
}  # fmt: skip
FORBIDDEN = ("6501056504859012", "650105650485901", "Kenaripertama", "kenaripertama", "KENARIPERTAMA", "1985-04-25",
             "81299887766", "PC777000111", "CERT9900123")  # fmt: skip


def stored(app: Flask) -> Iterator[bytes]:
    """Everything the database keeps: the files of SQLite, each row of each table of PostgreSQL."""
    file = sqlite_file(app.config["LOKET"].database_url)
    if file is not None:
        yield from (Path(part).read_bytes() for part in file.parent.glob(f"{file.name}*"))
        return
    tables = db.session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
    for table in tables:
        rows = db.session.scalars(text(f'SELECT t::text FROM "{table}" t'))
        yield "\n".join(rows).encode()
    hidden = db.session.scalars(
        text("SELECT convert_from(sealed, 'LATIN1') FROM record WHERE position('\\000' in sealed) = 0")
    )
    yield "\n".join(hidden).encode()


def test_no_value_of_a_person_is_in_the_database(app: Flask, taken_in: Taken) -> None:
    taken_in(csv_file(row(**CANARIES), row(**(CANARIES | {"Nama_Lengkap": "-"}))))
    kept = list(stored(app))
    assert any(b"Puskesmas Bunyu" in part for part in kept)
    assert [canary for canary in FORBIDDEN for part in kept if canary.encode() in part] == []


def test_nor_is_it_after_a_second_import_and_a_checkpoint(app: Flask, taken_in: Taken) -> None:
    taken_in(csv_file(row(**CANARIES)))
    taken_in(csv_file(row(**(CANARIES | {"Status_Sertifikat": "DITUNDA"}))))
    db.session.rollback()
    db.engine.dispose()
    assert [canary for canary in FORBIDDEN for part in stored(app) if canary.encode() in part] == []
