"""Reads a large xlsx row by row: another process unpacks it, and no more than some lines are on their way."""

import json
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import IO, Any, BinaryIO, Final

from intake import xlsx_rows
from intake.container import MAX_MEMBERS, MAX_RATIO
from intake.faults import FileFault, UnreadableFile
from intake.workbook import EXITS, HOUSE, cell_of

LARGE: Final = 40 * 1024 * 1024
"""What unpacks to more is read row by row: taken whole, it would be five times as much in memory."""
MAX_UNPACKED: Final = 2 * 1024 * 1024 * 1024
SHEETS: Final = "xl/workbook.xml"

Sheet = tuple[Iterator[Sequence[Any]], bool]


def is_large(file: BinaryIO) -> bool:
    """Whether ``file`` is an xlsx to be read here. Raises UnreadableFile for one that no spreadsheet unpacks to."""
    if not zipfile.is_zipfile(file):
        file.seek(0)
        return False
    members = zipfile.ZipFile(file).infolist()
    file.seek(0)
    unpacked, packed = sum(one.file_size for one in members), sum(one.compress_size for one in members)
    if unpacked <= LARGE or not any(one.filename.lower() == SHEETS for one in members):
        return False
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(packed, 1) or len(members) > MAX_MEMBERS:
        raise UnreadableFile(FileFault.BOMB)
    return True


def sheets(file: BinaryIO) -> Iterator[Sheet]:
    """Each shown sheet: its rows, and whether its days count from 1904; the rows of one end before the next begins.

    Raises UnreadableFile, at the latest after the last row.
    """
    with _reading(file) as process:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        lines = _Lines(process.stdout)
        try:
            while lines.ahead is not None:
                since_1904 = bool(lines.ahead["since_1904"])
                rows = lines.rows()
                yield rows, since_1904
                deque(rows, maxlen=0)  # whoever asked may not have read on to the end
        finally:
            process.stdout.close()
            status = process.wait()
        if status != 0:
            raise UnreadableFile(FileFault.TOO_LARGE if status < 0 else EXITS.get(status, FileFault.DAMAGED))


def place_in(file: BinaryIO) -> int | None:
    """How far the other process has read in ``file``; None where it is fed."""
    number = _number_of(file)
    return None if number is None else os.lseek(number, 0, os.SEEK_CUR)


def _number_of(file: BinaryIO) -> int | None:
    """The system's number of a file on disk; a sealed one and one in memory have none."""
    try:
        return file.fileno()
    except OSError:
        return None


def _reading(file: BinaryIO) -> subprocess.Popen[bytes]:
    """The other process, with the file as its input: handed over where it lies open on disk, else fed."""
    command = [sys.executable, "-m", xlsx_rows.__name__]
    number = _number_of(file)
    stdin = subprocess.PIPE if number is None else number
    process = subprocess.Popen(command, cwd=HOUSE, stdin=stdin, stdout=subprocess.PIPE)  # noqa: S603 - our own script
    if process.stdin is not None:
        threading.Thread(target=_feed, args=(file, process.stdin), daemon=True).start()
    return process


def _feed(file: BinaryIO, stdin: IO[bytes]) -> None:
    """Where the other process ends before it has all, its exit status says why."""
    with suppress(OSError, ValueError), stdin:
        shutil.copyfileobj(file, stdin)


class _Lines:
    """The lines of the other process, with the next beginning of a sheet kept back."""

    def __init__(self, stdout: IO[bytes]) -> None:
        self._stdout = stdout
        self.ahead: dict[str, Any] | None = None
        deque(self.rows(), maxlen=0)  # the first line begins a sheet

    def rows(self) -> Iterator[Sequence[Any]]:
        """The rows up to the next sheet."""
        for line in self._stdout:
            found = json.loads(line)
            if isinstance(found, dict):
                self.ahead = found
                return
            yield [cell_of(cell) for cell in found]
        self.ahead = None
