"""What the reader of workbooks drops from an xlsx: hidden rows, cells with an error, dead formulas, 1904."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from html import unescape

from intake.sheets import Marks, Place

MAX_SHEET = 60 * 1024 * 1024
DEAD_FORMULA = "="
WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"

SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")
ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
SINCE_1904 = re.compile(r"date1904\s*=\s*[\"'](?:1|true)")
ROW = re.compile(r"<(?:\w+:)?row\b([^>]*)>")
CELL = re.compile(r"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
VALUE = re.compile(r"<(?:\w+:)?(?:v|t)\b[^>]*>([^<]+)<")
FORMULA = re.compile(r"<(?:\w+:)?f\b")
REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def read_marks(data: bytes) -> Mapping[str, Marks]:
    """The marks of every sheet by its name; none for ods and xlsb, or where the parts aren't found."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        try:
            workbook = _part(archive, WORKBOOK)
            targets = {at["Id"]: at["Target"] for at in _tags(RELATION, _part(archive, RELATIONS))}
            since_1904 = bool(SINCE_1904.search(workbook))
            return {
                unescape(at["name"]): _marks(_part(archive, _path(targets[at["r:id"]])), since_1904=since_1904)
                for at in _tags(SHEET, workbook)
            }
        except (
            KeyError,
            ValueError,
            OSError,
            zipfile.BadZipFile,
            NotImplementedError,
            EOFError,
            zlib.error,
        ):
            return {}


def _part(archive: zipfile.ZipFile, name: str) -> str:
    if archive.getinfo(name).file_size > MAX_SHEET:
        return ""
    with archive.open(name) as part:
        return part.read(MAX_SHEET).decode("utf-8", "replace")


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _tags(pattern: re.Pattern[str], xml: str) -> Iterator[dict[str, str]]:
    for tag in pattern.finditer(xml):
        yield _attributes(tag[1])


def _attributes(tag: str) -> dict[str, str]:
    return {name: double or single for name, double, single in ATTRIBUTE.findall(tag)}


def _marks(xml: str, *, since_1904: bool) -> Marks:
    hidden = frozenset(
        int(at["r"]) - 1 for at in _tags(ROW, xml) if at.get("hidden") in {"1", "true"} and at.get("r", "").isdecimal()
    )
    return Marks(hidden_rows=hidden, errors=dict(_errors(xml)), since_1904=since_1904)


def _errors(xml: str) -> Iterator[tuple[Place, str]]:
    for cell in CELL.finditer(xml):
        at, inside = _attributes(cell[1]), cell[2] or ""
        place = REFERENCE.fullmatch(at.get("r", ""))
        value = VALUE.search(inside)
        if place and at.get("t") == "e":
            yield _place(place), value[1] if value else "#"
        elif place and value is None and FORMULA.search(inside):
            yield _place(place), DEAD_FORMULA


def _place(reference: re.Match[str]) -> Place:
    column = 0
    for letter in reference[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(reference[2]) - 1, column - 1
