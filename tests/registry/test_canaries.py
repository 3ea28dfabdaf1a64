"""No personal value of the registry can be read where the database keeps it."""

import gc
import logging
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask import Flask
from sqlalchemy import text

from intake import registry_parts
from intake.registry import Cancelled, RegistryReport, load_registry
from models import db
from models.database import sqlite_file
from registry.spool import KeySpool, Spool
from tests.conftest import Cast
from tests.registry.files import csv_file, row

Taken = Callable[..., RegistryReport]
CANARIES = {
    "NIK": "6501056504859012", "Nama_Lengkap": "Kenaripertama Kenarikedua", "Tanggal_Lahir": "1985-04-25",
    "No_HP": "081299887766", "No_Tiket": "PC777000111", "No_Sertifikat": "CERT9900123",
}  # fmt: skip
FORBIDDEN = ("6501056504859012", "650105650485901", "Kenaripertama", "kenaripertama", "KENARIPERTAMA", "1985-04-25",
             "81299887766", "PC777000111", "CERT9900123")  # fmt: skip


def stored(app: Flask) -> Iterator[bytes]:
    """All that is kept: the files of SQLite and two kinds of backup, each row of each table of PostgreSQL."""
    file = sqlite_file(app.config["LOKET"].database_url)
    if file is not None:
        yield from (Path(part).read_bytes() for part in file.parent.glob(f"{file.name}*"))
        yield from backups(file)
        return
    tables = db.session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
    for table in tables:
        rows = db.session.scalars(text(f'SELECT t::text FROM "{table}" t'))
        yield "\n".join(rows).encode()
    hidden = db.session.scalars(
        text("SELECT convert_from(sealed, 'LATIN1') FROM record WHERE position('\\000' in sealed) = 0")
    )
    yield "\n".join(hidden).encode()


def backups(file: Path) -> Iterator[bytes]:
    """A copy by VACUUM INTO, and one by SQLite's own way to back up."""
    with TemporaryDirectory() as folder, closing(sqlite3.connect(file)) as desk:
        desk.execute("VACUUM INTO ?", [f"{folder}/vacuumed"])
        with closing(sqlite3.connect(f"{folder}/copied")) as copy:
            desk.backup(copy)
        yield from (Path(folder, name).read_bytes() for name in ("vacuumed", "copied"))


def readable(parts: Iterable[bytes]) -> list[str]:
    """The canaries that can be read, in either byte order or in none."""
    spelt = [(canary, canary.encode(encoding)) for canary in FORBIDDEN for encoding in ("utf-8", "utf-16-le")]
    return [canary for part in parts for canary, text in spelt if text in part]


def test_no_value_of_a_person_is_in_the_database(app: Flask, taken_in: Taken) -> None:
    taken_in(csv_file(row(**CANARIES), row(**(CANARIES | {"Nama_Lengkap": "-"}))))
    kept = list(stored(app))
    assert any(b"Puskesmas Bunyu" in part for part in kept)
    assert readable(kept) == []


def test_nor_is_it_after_a_second_import_and_a_checkpoint(app: Flask, taken_in: Taken) -> None:
    taken_in(csv_file(row(**CANARIES)))
    taken_in(csv_file(row(**(CANARIES | {"Status_Sertifikat": "DITUNDA"}))))
    db.session.rollback()
    db.engine.dispose()
    assert readable(stored(app)) == []


def test_nor_in_what_an_import_that_stopped_half_way_left(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry_parts, "WHOLE", 0)
    with pytest.raises(Cancelled):
        load_registry(csv_file(row(**CANARIES)), "r.csv", actor=cast.system, progress=stop_while_keeping)
    assert readable(stored(app)) == []


def stop_while_keeping(done: int, of: int) -> None:
    if done * 2 > of:
        raise Cancelled


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are seen in /proc")
def test_nor_in_the_temporary_files_of_an_import(app: Flask, cast: Cast) -> None:
    spooled: list[bytes] = []

    def look(done: int, of: int) -> None:
        if done * 2 >= of and not spooled:
            for spool in (thing for thing in gc.get_objects() if isinstance(thing, Spool | KeySpool)):
                if spool._file is not None:
                    os.lseek(spool._file.fileno(), 0, os.SEEK_SET)
                    spool._file.flush()
                    spooled.append(Path(f"/proc/self/fd/{spool._file.fileno()}").read_bytes())

    rows = [row(**(CANARIES | {"No_Batch": f"B{number}"})) for number in range(4_500)]
    refused = [row(**(CANARIES | {"Nama_Lengkap": "-"})) for _ in range(4_500)]
    load_registry(csv_file(*rows, *refused), "r.csv", actor=cast.system, progress=look)
    assert sum(len(part) > 10_000 for part in spooled) >= 3
    assert readable(spooled) == []


def test_nor_in_the_log(app: Flask, cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    load_registry(csv_file(row(**CANARIES), row(**(CANARIES | {"Nama_Lengkap": "-"}))), "r.csv", actor=cast.system)
    assert readable([caplog.text.encode()]) == []


def test_nor_in_what_the_command_says(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_bytes(csv_file(row(**CANARIES), row(**(CANARIES | {"Nama_Lengkap": "-"}))))
    said = app.test_cli_runner().invoke(args=["import", "registry", str(tmp_path / "r.csv")])
    assert said.exit_code == 1
    assert readable([said.output.encode()]) == []
