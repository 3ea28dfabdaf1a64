"""The marks of an xlsx: hidden rows, cells with an error, dead formulas, coloured rows, days from 1904."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from html import unescape

from intake.parts import DAMAGED, attributes, opened, tags, targets, text_part
from intake.sheets import Marks, Place

DEAD_FORMULA = "="
WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
STYLES = "xl/styles.xml"

SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
SINCE_1904 = re.compile(r"date1904\s*=\s*[\"'](?:1|true)")
ROW = re.compile(r"<(?:\w+:)?row\b([^>]*)>")
CELL = re.compile(r"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
VALUE = re.compile(r"<(?:\w+:)?(?:v|t)\b[^>]*>([^<]+)<")
FORMULA = re.compile(r"<(?:\w+:)?f\b")
REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
FILLS = re.compile(r"<(?:\w+:)?fills\b.*?</(?:\w+:)?fills>", re.DOTALL)
FILL = re.compile(r"<(?:\w+:)?fill>(.*?)</(?:\w+:)?fill>|<(?:\w+:)?fill/>", re.DOTALL)
SOLID = re.compile(r"patternType\s*=\s*[\"'](?!none|gray125)")
WHITE = re.compile(r"fgColor\b[^>]*(?:rgb\s*=\s*[\"'](?:FF|00)?FFFFFF|indexed\s*=\s*[\"'](?:9|64)[\"'])", re.IGNORECASE)
FORMATS = re.compile(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
FORMAT = re.compile(r"<(?:\w+:)?xf\b([^>]*)>")


def read_xlsx_marks(data: bytes) -> Mapping[str, Marks]:
    """The marks of every sheet by its name; none where the parts aren't those of an xlsx."""
    try:
        with opened(data) as archive:
            workbook = text_part(archive, WORKBOOK)
            parts = targets(archive, RELATIONS)
            since_1904 = bool(SINCE_1904.search(workbook))
            coloured = _coloured_formats(archive)
            return {
                unescape(at["name"]): _marks(text_part(archive, parts[at["r:id"]]), coloured, since_1904=since_1904)
                for at in tags(SHEET, workbook)
            }
    except DAMAGED:
        return {}


def _coloured_formats(archive: zipfile.ZipFile) -> frozenset[str]:
    """The numbers of the cell formats that paint a cell."""
    if STYLES not in archive.namelist():
        return frozenset()
    xml = text_part(archive, STYLES)
    fills, formats = FILLS.search(xml), FORMATS.search(xml)
    inside = [fill[1] or "" for fill in FILL.finditer(fills[0])] if fills else []
    painted = {str(number) for number, fill in enumerate(inside) if SOLID.search(fill) and not WHITE.search(fill)}
    ways = tags(FORMAT, formats[0]) if formats else ()
    return frozenset(str(number) for number, at in enumerate(ways) if at.get("fillId") in painted)


def _marks(xml: str, coloured: frozenset[str], *, since_1904: bool) -> Marks:
    hidden = frozenset(
        int(at["r"]) - 1 for at in tags(ROW, xml) if at.get("hidden") in {"1", "true"} and at.get("r", "").isdecimal()
    )
    errors: dict[Place, str] = {}
    painted: set[int] = set()
    for place, at, inside in _cells(xml):
        if at.get("s") in coloured:
            painted.add(place[0])
        if shown := _error(at, inside):
            errors[place] = shown
    return Marks(hidden_rows=hidden, coloured_rows=frozenset(painted), errors=errors, since_1904=since_1904)


def _cells(xml: str) -> Iterator[tuple[Place, dict[str, str], str]]:
    for cell in CELL.finditer(xml):
        at = attributes(cell[1])
        if place := REFERENCE.fullmatch(at.get("r", "")):
            yield _place(place), at, cell[2] or ""


def _error(at: Mapping[str, str], inside: str) -> str:
    value = VALUE.search(inside)
    if at.get("t") == "e":
        return value[1] if value else "#"
    return DEAD_FORMULA if value is None and FORMULA.search(inside) else ""


def _place(reference: re.Match[str]) -> Place:
    column = 0
    for letter in reference[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(reference[2]) - 1, column - 1
