"""What the edges build on: a look at a file, columns that a person corrects, a try that writes nothing, a stop."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from access.policy import Forbidden
from intake.faults import FileFault, UnreadableFile
from intake.registry import Cancelled, RegistryReport, load_registry, peek, try_registry
from models import Event, ImportBatch, Record, RecordKey, db
from registry.columns import Columns, Field, is_enough
from registry.read import Reason
from tests.conftest import Cast
from tests.registry.files import HEADER, csv_file, row, xlsx_file

Taken = Callable[..., RegistryReport]
STRANGE = b"Kolom A;Kolom B;Kolom C;Kolom D\n6501056504859012;Sri Wahyuni;1985-04-25;1\n"
MEANT: Columns = {Field.NIK: 0, Field.NAME: 1, Field.BIRTH: 2, Field.DOSE: 3}


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("name", ["registri.csv", "registri.xlsx"])
def test_a_look_shows_the_header_what_it_means_and_a_few_cells(name: str) -> None:
    rows = [row(No_Tiket=f"PC{number}") for number in range(60)]
    seen = peek(csv_file(*rows) if name.endswith("csv") else xlsx_file(*rows), name)
    assert (seen.header, seen.header_row) == (HEADER, 1 if name.endswith("csv") else 3)
    assert seen.samples[HEADER.index("No Tiket")] == ("PC0", "PC1", "PC2")
    assert seen.columns[Field.NIK] == HEADER.index("NIK")


def test_a_look_guesses_a_header_that_nobody_knows() -> None:
    seen = peek(STRANGE, "x.csv")
    assert (seen.header, is_enough(seen.columns)) == (("Kolom A", "Kolom B", "Kolom C", "Kolom D"), False)


@pytest.mark.parametrize(("data", "fault"), [(b"", FileFault.EMPTY), (b"1,2\n3,4\n", FileFault.NO_HEADER)])
def test_what_cannot_be_looked_at_is_unreadable(data: bytes, fault: FileFault) -> None:
    with pytest.raises(UnreadableFile) as found:
        peek(data, "x.csv")
    assert found.value.kind is fault


def test_columns_that_a_person_gave_hold(cast: Cast) -> None:
    report = load_registry(STRANGE, "x.csv", actor=cast.system, columns=MEANT)
    assert (report.new, report.refused, db.session.scalars(select(Record.dose)).all()) == (1, 0, ["1"])


def test_columns_by_which_nothing_is_found_are_refused(cast: Cast) -> None:
    with pytest.raises(UnreadableFile) as found:
        load_registry(STRANGE, "x.csv", actor=cast.system, columns={Field.NAME: 1, Field.DOSE: 3, Field.LOT: 2})
    assert found.value.kind is FileFault.NO_HEADER


def test_a_try_tells_the_figures_of_the_import_and_writes_nothing(app: Flask, cast: Cast, taken_in: Taken) -> None:
    taken_in(csv_file(row(), row(Dosis="2")))
    before = (count(Record), count(RecordKey), count(ImportBatch), count(Event))
    data = csv_file(row(), row(Dosis="2", Status_Sertifikat="BELUM"), row(NIK="", No_Tiket="X1"), row(Nama_Lengkap=""))
    tried = try_registry(data, "r.csv", actor=cast.system)

    assert (count(Record), count(RecordKey), count(ImportBatch), count(Event)) == before
    assert (tried.read, tried.new, tried.changed, tried.same, tried.refused) == (4, 1, 1, 1, 1)
    assert (tried.batch, tried.reasons) == ("", {Reason.NAME_MISSING: 1})
    done = taken_in(data)
    assert (done.read, done.new, done.changed, done.same, done.refused) == (4, 1, 1, 1, 1)


def test_whoever_may_not_import_may_not_try(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        try_registry(csv_file(row()), "r.csv", actor=cast.verifier)


def test_a_progress_stops_the_work(cast: Cast) -> None:
    def stop(_done: int, _of: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        load_registry(csv_file(row()), "r.csv", actor=cast.system, progress=stop)
    assert (count(Record), count(ImportBatch)) == (0, 0)
