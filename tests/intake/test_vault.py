"""A file on its way in lies sealed on the disk, is read from anywhere, and is gone where it was not kept."""

import os
import re
from pathlib import Path

import pytest
from flask import Flask

from intake.vault import CHUNK, Incoming, StagedFile, path_of
from models.types import new_ref
from privacy.seal import Unreadable

pytestmark = pytest.mark.parametrize("desks", ["sqlite"], indirect=True)


def staged(folder: Path, data: bytes) -> StagedFile:
    file = Incoming(folder)
    for start in range(0, len(data), 100_000):
        file.write(data[start : start + 100_000])
    file.keep()
    file.close()
    return StagedFile(folder, file.ref, file.size)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_was_written_is_read_again(app: Flask, tmp_path: Path, size: int) -> None:
    data = os.urandom(size)
    assert staged(tmp_path, data).read() == data


def test_any_part_is_read_by_itself(app: Flask, tmp_path: Path) -> None:
    data = os.urandom(2 * CHUNK + 77)
    with staged(tmp_path, data).open() as file:
        for at in (CHUNK - 3, 5, 2 * CHUNK + 70):
            file.seek(at)
            assert file.read(40) == data[at : at + 40]


def test_nobody_reads_it_on_the_disk(app: Flask, tmp_path: Path) -> None:
    staged(tmp_path, b"6501056504859012;Sri Wahyuni" * 100)
    (path,) = tmp_path.iterdir()
    assert b"Sri" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


def test_what_was_not_kept_leaves_nothing(app: Flask, tmp_path: Path) -> None:
    file = Incoming(tmp_path)
    file.write(b"x" * (CHUNK + 1))
    file.close()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_cut_or_changed_is_not_read(app: Flask, tmp_path: Path) -> None:
    kept = staged(tmp_path, os.urandom(2 * CHUNK))
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FileNotFoundError):
        kept.read()
    path.write_bytes(whole[:100] + bytes([whole[100] ^ 1]) + whole[101:])
    with pytest.raises(Unreadable):
        kept.read()


def test_only_a_ref_names_a_file(app: Flask, tmp_path: Path) -> None:
    for odd in ("../x", "x", new_ref() + "/..", "0" * 36):
        with pytest.raises(ValueError, match=re.escape(odd)):
            path_of(tmp_path, odd)
