"""The marks of an ods: hidden and filtered rows, cells with an error, coloured rows, days from 1904."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape

from intake.parts import DAMAGED, attributes, opened, text_part
from intake.sheets import Marks, Place

CONTENT = "content.xml"
MOST_ROWS = 100_000
TAG = re.compile(r"<(/?)table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*)>")
STYLE = re.compile(r"<style:style\b([^>]*)>(.*?)</style:style>", re.DOTALL)
PAINTED = re.compile(r"<style:table-cell-properties\b[^>]*fo:background-color=\"#(?!ffffff)", re.IGNORECASE)
SINCE_1904 = re.compile(r"<table:null-date\b[^>]*date-value=\"1904")
SHOWN = re.compile(r"\s*<text:p[^>]*>([^<]{1,20})<")


def read_ods_marks(data: bytes) -> Mapping[str, Marks]:
    """The marks of every sheet by its name; none where the parts aren't those of an ods."""
    try:
        with opened(data) as archive:
            xml = text_part(archive, CONTENT)
    except DAMAGED:
        return {}
    painted = {attributes(style[1]).get("style:name", "") for style in STYLE.finditer(xml) if PAINTED.search(style[2])}
    since_1904 = bool(SINCE_1904.search(xml))
    return {sheet.name: sheet.marks(since_1904=since_1904) for sheet in _sheets(xml, frozenset(painted))}


@dataclass
class _Sheet:
    name: str
    row: int = 0
    rows_now: int = 1
    column: int = 0
    hidden: set[int] = field(default_factory=set)
    coloured: set[int] = field(default_factory=set)
    errors: dict[Place, str] = field(default_factory=dict)

    def marks(self, *, since_1904: bool) -> Marks:
        return Marks(
            hidden_rows=frozenset(self.hidden),
            coloured_rows=frozenset(self.coloured),
            errors=self.errors,
            since_1904=since_1904,
        )

    def begin_row(self, at: Mapping[str, str]) -> None:
        self.column, self.rows_now = 0, _count(at, "table:number-rows-repeated")
        if at.get("table:visibility") in {"collapse", "filter"}:
            self.hidden.update(range(self.row, min(self.row + self.rows_now, MOST_ROWS)))

    def end_row(self) -> None:
        self.row += self.rows_now

    def take_cell(self, at: Mapping[str, str], painted: frozenset[str], shown: str) -> None:
        if at.get("table:style-name") in painted and self.row < MOST_ROWS:
            self.coloured.add(self.row)
        if at.get("calcext:value-type") == "error":
            self.errors[self.row, self.column] = shown or "#"
        self.column += _count(at, "table:number-columns-repeated")


def _sheets(xml: str, painted: frozenset[str]) -> list[_Sheet]:
    sheets: list[_Sheet] = []
    for tag in TAG.finditer(xml):
        closing, kind, at = bool(tag[1]), tag[2], attributes(tag[3])
        empty = tag[3].endswith("/")
        if kind == "table" and not closing:
            sheets.append(_Sheet(name=unescape(at.get("table:name", ""))))
        if not sheets:
            continue
        if kind == "table-row" and not closing:
            sheets[-1].begin_row(at)
        if kind == "table-row" and (closing or empty):
            sheets[-1].end_row()
        if kind.endswith("cell") and not closing:
            shown = None if empty else SHOWN.match(xml, tag.end())
            sheets[-1].take_cell(at, painted, shown[1] if shown else "")
    return sheets


def _count(at: Mapping[str, str], name: str) -> int:
    text = at.get(name, "1")
    return int(text) if text.isdecimal() and len(text) <= 7 else 1
