"""After a large import PostgreSQL knows how many rows there are, so that a search does not go through all of them."""

import pytest
from sqlalchemy import text

from intake import registry_parts
from models import db
from tests.registry.files import csv_file, row


def test_the_rows_are_counted_anew_after_a_large_import(app, taken_in, monkeypatch):
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no such figures")
    monkeypatch.setattr(registry_parts, "WHOLE", 2)
    taken_in(csv_file(*(row(No_Tiket=f"PC{n}") for n in range(30))))
    assert db.session.scalar(text("SELECT reltuples FROM pg_class WHERE relname = 'record'")) == 30
