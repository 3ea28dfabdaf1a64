"""Web pages and the XML of Excel 2003, which many programs of offices save as .xls, to the rows of a sheet."""

import datetime as dt
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from intake.sheets import Cell, Marks, Place, Sheet

MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 1_024
ENCODING = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
DIGITS = re.compile(r"[0-9]{5,}|[0-9][.,]?[0-9]*[eE]\+?[0-9]{1,3}")
UNSEEN = frozenset({"script", "style", "title", "documentproperties", "styles", "worksheetoptions"})
LINES = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "center", "table", "br"})
MERGE_LIMIT: Final = 1_000


class TooLarge(Exception):
    """More rows or columns than a desk ever has."""


def read_markup(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of an XML workbook; of a web page one sheet with all its tables, one under the other.

    None where there is no table. Raises TooLarge.
    """
    reader = _Reader()
    reader.feed(_decoded(data))
    reader.close()
    return tuple(page.sheet() for page in reader.pages if page.rows) if reader.has_cells else ()


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    named = ENCODING.search(data[:2000])
    for encoding in (named[1].decode() if named else "utf-8", "utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    return data.decode("latin-1")


@dataclass
class _Page:
    """One sheet in the making; ``taken`` are cells that a merge from above or the left covers."""

    name: str = ""
    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    taken: set[Place] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    errors: dict[Place, str] = field(default_factory=dict)
    is_hidden: bool = False

    def add_row(self, at: int | None = None) -> None:
        while at is not None and len(self.rows) < min(at - 1, MOST_ROWS):
            self.rows.append([])
        self.rows.append([])
        if len(self.rows) > MOST_ROWS:
            raise TooLarge

    def place_of_next(self, at: int | None) -> Place:
        row = len(self.rows) - 1
        column = len(self.rows[row]) if at is None else at - 1
        while (row, column) in self.taken:
            column += 1
        if column >= MOST_COLUMNS:
            raise TooLarge
        return row, column

    def put(self, place: Place, cell: Cell, down: int, right: int) -> None:
        row, column = place
        cells = self.rows[row]
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = cell
        if down or right:
            self.merges.append((row, column, row + down, column + right))
            self.taken.update((row + d, column + r) for d in range(down + 1) for r in range(right + 1) if d or r)

    def sheet(self) -> Sheet:
        marks = Marks(hidden_rows=frozenset(self.hidden), errors=self.errors)
        rows = tuple(map(tuple, self.rows))
        return Sheet(name=self.name, rows=rows, hidden=self.is_hidden, merges=tuple(self.merges), marks=marks)


class _Reader(HTMLParser):
    """Gathers pages from tags; those of the XML of Excel 2003 carry the prefix ss: or none."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pages: list[_Page] = [_Page()]
        self.has_cells = False
        self._unseen = 0
        self._place: Place | None = None
        self._spans = (0, 0)
        self._kind = self._tag = ""
        self._shown = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name.rpartition(":")[2]: value or "" for name, value in attrs}
        name = self._tag = tag.rpartition(":")[2]
        if name in UNSEEN:
            self._unseen += 1
        elif name == "worksheet":
            self.pages.append(_Page(name=at.get("name", "")))
        elif name in {"tr", "row"}:
            self._end_cell()
            self._begin_row(at)
        elif name in {"td", "th", "cell"}:
            self._end_cell()
            self._begin_cell(at)
        elif name == "data":
            self._kind = at.get("type", "")
        elif name in LINES:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif name in {"td", "th", "cell", "tr", "row", "table"}:
            self._end_cell()
            if name == "table":
                self.pages[-1].add_row()
        elif name in LINES:
            self._break()

    def handle_data(self, data: str) -> None:
        if self._tag == "visible" and "hidden" in data.casefold():
            self.pages[-1].is_hidden = True
        if not self._unseen:
            self._text.append(data)

    def close(self) -> None:
        super().close()
        self._break()

    def _break(self) -> None:
        """End a line: within a cell a break, outside of every cell a row of its own, as a title is."""
        if self._place is not None:
            self._text.append("\n")
            return
        text = _single("".join(self._text))
        self._text.clear()
        if text:
            self.pages[-1].add_row()
            self.pages[-1].put(self.pages[-1].place_of_next(None), text, 0, 0)

    def _begin_row(self, at: dict[str, str]) -> None:
        self._break()
        page = self.pages[-1]
        page.add_row(_number(at.get("index")))
        if at.get("hidden") == "1" or "display:none" in at.get("style", "").replace(" ", ""):
            page.hidden.add(len(page.rows) - 1)

    def _begin_cell(self, at: dict[str, str]) -> None:
        self.has_cells = True
        page = self.pages[-1]
        if not page.rows:
            page.add_row()
        self._text.clear()
        self._place = page.place_of_next(_number(at.get("index")))
        down = _number(at.get("mergedown")) or (_number(at.get("rowspan")) or 1) - 1
        right = _number(at.get("mergeacross")) or (_number(at.get("colspan")) or 1) - 1
        self._spans = (min(max(down, 0), MERGE_LIMIT), min(max(right, 0), MERGE_LIMIT))
        self._kind = "Number" if "num" in at or "sdval" in at else ""
        self._shown = at.get("num") or at.get("sdval") or ""

    def _end_cell(self) -> None:
        if self._place is None:
            return
        text = "\n".join(filter(None, map(_single, "".join(self._text).split("\n"))))
        self.pages[-1].put(self._place, self._cell(text), *self._spans)
        if self._kind == "Error":
            self.pages[-1].errors[self._place] = text
        self._place, self._kind, self._shown = None, "", ""
        self._text.clear()

    def _cell(self, text: str) -> Cell:
        """A number where the program that wrote the page had one, for its last digit may be lost."""
        if self._kind == "DateTime":
            return _moment(text)
        value = self._shown or text
        if self._kind != "Number" or not DIGITS.fullmatch(text):
            return text
        try:
            number = float(value)
        except ValueError:
            return text
        return int(number) if number.is_integer() else number


def _single(text: str) -> str:
    return " ".join(text.split())


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 7 else None


def _moment(text: str) -> Cell:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return text
