"""The parts of an xlsx that give its cells their meaning: shared texts, and the styles that make a number a day."""

import datetime as dt
import re
import zipfile
from array import array
from collections.abc import Callable, Mapping
from typing import Final
from xml.parsers import expat

READ_AT_ONCE: Final = 1 << 18
DAYS_BUILT_IN: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
NOT_CODE: Final = re.compile(r"\"[^\"]*\"|\[(?!h|m|s)[^\]]*\]|\\.|_.|\*.", re.IGNORECASE)
DAY_CODE: Final = re.compile(r"[dmyhs]", re.IGNORECASE)
FROM_1900: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a cell has no zone
FROM_1904: Final = dt.datetime(1904, 1, 1)  # noqa: DTZ001 - a cell has no zone

Attributes = Mapping[str, str]


class NoDocument(Exception):
    """A part that defines entities: no spreadsheet program writes one."""


def parse(
    archive: zipfile.ZipFile,
    name: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Read a part from beginning to end; tags are told without the prefix of their namespace."""

    def refuse(*_: object) -> None:
        raise NoDocument

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda tag, at: start(tag.rpartition(":")[2] if ":" in tag else tag, at)
    if end is not None:
        parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2] if ":" in tag else tag)
    if text is not None:
        parser.CharacterDataHandler = text
    with archive.open(name) as part:
        while data := part.read(READ_AT_ONCE):
            parser.Parse(data, False)
        parser.Parse(b"", True)


class Texts:
    """The shared texts, by number; packed, for there may be millions."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("Q")
        self._is_text = False
        self._is_reading_aid = False

    def __getitem__(self, number: int) -> str:
        begin = self._ends[number - 1] if number else 0
        return self._bytes[begin : self._ends[number]].decode()

    def start(self, tag: str, _at: Attributes) -> None:
        self._is_text = tag == "t"
        self._is_reading_aid = self._is_reading_aid or tag == "rPh"

    def text(self, text: str) -> None:
        if self._is_text and not self._is_reading_aid:
            self._bytes += text.encode()

    def end(self, tag: str) -> None:
        self._is_text = False
        if tag == "rPh":
            self._is_reading_aid = False
        elif tag == "si":
            self._ends.append(len(self._bytes))


class Styles:
    """Which styles show a number as a day."""

    def __init__(self, *, since_1904: bool) -> None:
        self._begin = FROM_1904 if since_1904 else FROM_1900
        self._codes: dict[int, str] = {}
        self._days: list[bool] = []
        self._is_of_cells = False

    def start(self, tag: str, at: Attributes) -> None:
        if tag == "numFmt":
            self._codes[int(at["numFmtId"])] = at.get("formatCode", "")
        elif tag in ("cellXfs", "cellStyleXfs", "dxfs", "cellStyles"):
            self._is_of_cells = tag == "cellXfs"
        elif tag == "xf" and self._is_of_cells:
            self._days.append(self._shows_days(int(at.get("numFmtId", "0"))))

    def value(self, number: float, style: str) -> float | dt.date | dt.datetime:
        """A number, or the day or moment that its style shows."""
        if not (style and self._days[int(style)]) or not 0 <= number < 2_958_466:
            return number
        moment = self._begin + dt.timedelta(milliseconds=round(number * 86_400_000))
        return moment if number % 1 else moment.date()

    def _shows_days(self, number: int) -> bool:
        code = self._codes.get(number)
        if code is None:
            return number in DAYS_BUILT_IN
        return bool(DAY_CODE.search(NOT_CODE.sub("", code.partition(";")[0])))
