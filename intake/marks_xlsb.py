"""The marks of an xlsb, and its short cells written out, which the reader of workbooks passes over (MS-XLSB 2.4)."""

import io
import struct
import zipfile
from collections.abc import Iterator, Mapping

from intake.parts import DAMAGED, opened, part, targets
from intake.sheets import Marks, Place

WORKBOOK = "xl/workbook.bin"
RELATIONS = "xl/_rels/workbook.bin.rels"
ROW, CELL_ERROR, FORMULA_ERROR = 0, 3, 11
PROPERTIES, SHEET = 153, 156
HIDDEN = 0x10
LONG_OF_SHORT = {12: 1, 13: 2, 14: 3, 15: 4, 16: 5, 17: 6, 18: 7}
CELLS = range(1, 12)
ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


def read_xlsb_marks(data: bytes) -> Mapping[str, Marks]:
    """The marks of every sheet by its name; none where the parts aren't those of an xlsb."""
    try:
        with opened(data) as archive:
            parts = targets(archive, RELATIONS)
            found = list(_records(part(archive, WORKBOOK)))
            since_1904 = any(kind == PROPERTIES and body[0] & 1 for kind, body in found)
            return {
                name: _marks(part(archive, parts[relation]), since_1904=since_1904)
                for relation, name in (_sheet(body) for kind, body in found if kind == SHEET)
            }
    except (*DAMAGED, struct.error):
        return {}


def in_long_form(data: bytes) -> bytes:
    """``data`` with every short cell of an xlsb given its column; unchanged where there is none.

    Short cells leave their column out: it is the next one. Programs other than Excel write them.
    """
    try:
        with opened(data) as archive:
            if WORKBOOK not in archive.namelist():
                return data
            names = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".bin")]
            sheets = {name: part(archive, name) for name in names}
            if not any(kind in LONG_OF_SHORT for sheet in sheets.values() for kind, _ in _records(sheet)):
                return data
            return _with_sheets(archive, {name: _long(sheet) for name, sheet in sheets.items()})
    except (*DAMAGED, struct.error):
        return data


def _with_sheets(archive: zipfile.ZipFile, sheets: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as copy:
        for name in archive.namelist():
            copy.writestr(name, sheets[name] if name in sheets else part(archive, name))
    return buffer.getvalue()


def _long(sheet: bytes) -> bytes:
    written, column = bytearray(), -1
    for kind, body in _records(sheet):
        if kind in LONG_OF_SHORT:
            column += 1
            written += _record(LONG_OF_SHORT[kind], struct.pack("<I", column) + body)
            continue
        column = -1 if kind == ROW else struct.unpack_from("<I", body)[0] if kind in CELLS else column
        written += _record(kind, body)
    return bytes(written)


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        kind, at = data[at], at + 1
        if kind & 0x80:
            kind, at = kind & 0x7F | data[at] << 7, at + 1
        length = 0
        for place in range(4):
            part_of, at = data[at], at + 1
            length |= (part_of & 0x7F) << 7 * place
            if not part_of & 0x80:
                break
        yield kind, data[at : at + length]
        at += length


def _record(kind: int, body: bytes) -> bytes:
    head = bytes((kind,)) if kind < 0x80 else bytes((kind & 0x7F | 0x80, kind >> 7))
    length, rest = bytearray(), len(body)
    while rest >= 0x80:
        length.append(rest & 0x7F | 0x80)
        rest >>= 7
    return head + bytes(length) + bytes((rest,)) + body


def _sheet(body: bytes) -> tuple[str, str]:
    """(relation, name) of a sheet of the workbook."""
    relation, after = _wide(body, 8)
    return relation, _wide(body, after)[0]


def _wide(body: bytes, at: int) -> tuple[str, int]:
    (count,) = struct.unpack_from("<I", body, at)
    end = at + 4 + 2 * count
    return body[at + 4 : end].decode("utf-16-le"), end


def _marks(sheet: bytes, *, since_1904: bool) -> Marks:
    row, hidden, errors = 0, set[int](), dict[Place, str]()
    for kind, body in _records(sheet):
        if kind == ROW:
            (row,) = struct.unpack_from("<I", body)
            if body[11] & HIDDEN:
                hidden.add(row)
        elif kind in {CELL_ERROR, FORMULA_ERROR}:
            (column,) = struct.unpack_from("<I", body)
            errors[row, column] = ERRORS.get(body[8], "#")
    return Marks(hidden_rows=frozenset(hidden), errors=errors, since_1904=since_1904)
