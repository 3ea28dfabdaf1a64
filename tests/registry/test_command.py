"""``import registry FILE`` as the command line gives it: five figures, the refused rows, an exit status."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from intake import registry_parts
from intake.registry import Cancelled, load_registry
from registry.read import Reason
from tests.conftest import Cast
from tests.registry.files import csv_file, row
from web.registry_words import ASKED, FAULTS, REASONS, SOUGHT
from workflow.records import By

Imported = Callable[..., Result]


@pytest.fixture
def imported(app: Flask, tmp_path: Path) -> Imported:
    """Run the command on a file of these bytes."""

    def run(data: bytes, name: str = "registri.csv") -> Result:
        (tmp_path / name).write_bytes(data)
        return app.test_cli_runner().invoke(args=["import", "registry", str(tmp_path / name)])

    return run


def test_it_prints_five_figures_and_nothing_else_into_a_pipe(imported: Imported) -> None:
    done = imported(csv_file(row()))
    assert done.output.splitlines() == ["read 1", "new 1", "changed 0", "same 0", "refused 0"]
    assert (done.exit_code, done.stderr) == (0, "")


def test_refused_rows_are_given_back_and_make_its_status_one(app: Flask, imported: Imported) -> None:
    done = imported(csv_file(row(), row(Nama_Lengkap="=1+1")))
    (path,) = app.config["LOKET"].home.glob("imports/registri.xlsx")
    assert (done.exit_code, done.output.splitlines()[4]) == (1, "refused 1")
    assert str(path) in done.output
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.unlink()


def test_the_rows_given_back_are_refused_again_until_they_are_mended(
    app: Flask, imported: Imported, cast: Cast
) -> None:
    imported(csv_file(row(Nama_Lengkap="")))
    (path,) = app.config["LOKET"].home.glob("imports/registri.xlsx")
    report = load_registry(path, path.name, actor=cast.system)
    path.unlink()
    assert [refused.reason for refused in report.refused_rows()] == [Reason.NAME_MISSING]


def test_a_file_that_cannot_be_read_is_told_in_one_line_with_status_two(imported: Imported) -> None:
    done = imported(b"satu,dua,tiga\n1,2,3\n")
    assert (done.exit_code, len(done.output.splitlines())) == (2, 1)
    assert "No Tiket" in done.output


def test_everything_has_words_and_every_word_is_translated(app: Flask) -> None:
    assert (set(REASONS), set(ASKED), set(SOUGHT)) == (set(Reason), set(By), set(By))
    every = [*REASONS.values(), *FAULTS.values(), *SOUGHT.values(), ASKED[By.PERSON]]
    with app.test_request_context():
        assert [words for words in every if str(words) == words._args[0]] == []


def test_an_import_that_goes_on_says_so_beside_its_figures(
    app: Flask, imported: Imported, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry_parts, "WHOLE", 0)
    data = csv_file(row())
    with pytest.raises(Cancelled):
        load_registry(data, "registri.csv", actor=cast.system, progress=stop_while_keeping)
    other, same = imported(csv_file(row(Dosis="2"))), imported(data)
    assert (other.exit_code, len(other.stderr.splitlines()), "registri.csv" in other.stderr) == (2, 1, True)
    assert (same.exit_code, same.stdout.splitlines()[1], len(same.stderr.splitlines())) == (0, "new 1", 1)


def stop_while_keeping(done: int, of: int) -> None:
    if done * 2 > of:
        raise Cancelled


def test_batches_are_listed_described_and_taken_back(app: Flask, imported: Imported) -> None:
    imported(csv_file(row()))
    run = app.test_cli_runner().invoke
    ref = run(args=["import", "batches"]).output.split("\t")[0]
    assert run(args=["import", "describe", ref, "--text", "Dosis 1", "--from", "P-Care"]).exit_code == 0
    assert run(args=["import", "take-back", ref, "--reason", "berkas salah"]).exit_code == 0
    again = run(args=["import", "take-back", ref, "--reason", "berkas salah"])
    assert (again.exit_code, len(again.stderr.splitlines())) == (2, 1)
    cells = run(args=["import", "batches"]).output.rstrip("\n").split("\t")
    assert cells[2:] == ["ditarik kembali", "1", "1", "0", "0", "0", "registri.csv", "Dosis 1", "P-Care"]
