"""The marks of an xls: hidden rows, cells with an error, days from 1904, and whether it is locked (MS-XLS 2.4)."""

import struct
from collections.abc import Iterator, Mapping

from intake.marks_xlsb import ERRORS
from intake.ole import stream
from intake.sheets import Marks, Place

STREAMS = ("Workbook", "Book")
END, LOCKED, DAYS, SHEET = 0x0A, 0x2F, 0x22, 0x85
FORMULA, ROW, VALUE = 0x06, 0x208, 0x205
HIDDEN = 0x20
BIFF8 = 0x600
DAMAGED = (struct.error, ValueError, IndexError)

Record = tuple[int, bytes]


def is_locked(data: bytes) -> bool:
    """Whether the workbook asks for a password; a damaged one doesn't."""
    try:
        return any(kind == LOCKED for kind, _ in _records(stream(data, STREAMS) or b"", 0))
    except DAMAGED:
        return False


def read_xls_marks(data: bytes) -> Mapping[str, Marks]:
    """The marks of every sheet by its name; none where the file is damaged."""
    try:
        book = stream(data, STREAMS) or b""
        common = list(_records(book, 0))
        since_1904 = any(kind == DAYS and body[:1] == b"\x01" for kind, body in common)
        is_new = struct.unpack_from("<H", common[0][1])[0] == BIFF8
        sheets = (_sheet(body, is_new=is_new) for kind, body in common if kind == SHEET)
        return {name: _marks(_records(book, at), since_1904=since_1904) for at, name in sheets}
    except DAMAGED:
        return {}


def _records(book: bytes, at: int) -> Iterator[Record]:
    """The records of one part of the workbook, up to its end."""
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        if kind == END:
            return
        yield kind, book[at + 4 : at + 4 + length]
        at += 4 + length


def _sheet(body: bytes, *, is_new: bool) -> tuple[int, str]:
    """(where its records begin, name) of a sheet."""
    at, count = struct.unpack_from("<I2xB", body)
    if not is_new:
        return at, body[7 : 7 + count].decode("cp1252", "replace")
    wide = body[7] & 1
    return at, body[8 : 8 + count * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1", "replace")


def _marks(records: Iterator[Record], *, since_1904: bool) -> Marks:
    hidden: set[int] = set()
    errors: dict[Place, str] = {}
    for kind, body in records:
        if kind == ROW and struct.unpack_from("<H", body, 12)[0] & HIDDEN:
            hidden.add(struct.unpack_from("<H", body)[0])
        elif kind == VALUE and body[7]:
            errors[struct.unpack_from("<HH", body)] = ERRORS.get(body[6], "#")
        elif kind == FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
            errors[struct.unpack_from("<HH", body)] = ERRORS.get(body[8], "#")
    return Marks(hidden_rows=frozenset(hidden), errors=errors, since_1904=since_1904)
