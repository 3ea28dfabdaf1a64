"""A program of its own (``python -m intake.xlsx_rows``): stdin is an xlsx, stdout its shown sheets as lines of JSON.

A workbook of half a million rows is 0.8 GB in the memory of a reader that takes it whole. Here no more than a row and
the shared texts are held. A line is ``{"since_1904": ...}``, with which a sheet begins, or a row: a list of its cells.
"""

import io
import json
import os
import posixpath
import sys
import zipfile
from collections.abc import Callable
from typing import Any, BinaryIO, Final

from intake.apart import DAMAGED_EXIT, MAX_COLUMNS, PASSWORD_EXIT, TOO_LARGE_EXIT, limit_memory, portable
from intake.xlsx_parts import Attributes, Styles, Texts, parse

WORKBOOK: Final = "xl/workbook.xml"
RELATIONS: Final = "xl/_rels/workbook.xml.rels"
STYLES: Final = "xl/styles.xml"
TEXTS: Final = "xl/sharedStrings.xml"
MAX_ROWS: Final = 1_048_576
LINES_AT_ONCE: Final = 500

Write = Callable[[Any], None]


class TooLarge(Exception):
    """More rows or columns than a sheet can have."""


def write_sheets(file: BinaryIO, write: Write) -> None:
    """Write every sheet that is shown, in the order of the workbook."""
    with zipfile.ZipFile(file) as archive:
        names = {name.lower(): name for name in archive.namelist()}
        book = _Book()
        parse(archive, names[WORKBOOK], book.start)
        targets = _Targets()
        parse(archive, names[RELATIONS.lower()], targets.start)
        styles, texts = Styles(since_1904=book.since_1904), Texts()
        if STYLES.lower() in names:
            parse(archive, names[STYLES.lower()], styles.start)
        if TEXTS.lower() in names:
            parse(archive, names[TEXTS.lower()], texts.start, texts.end, texts.text)
        for relation in book.shown:
            write({"since_1904": book.since_1904})
            sheet = _Rows(write, styles, texts)
            parse(archive, names[targets.path(relation).lower()], sheet.start, sheet.end, sheet.text)


class _Book:
    """Which sheets are shown, by the names of their relations."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.since_1904 = False

    def start(self, tag: str, at: Attributes) -> None:
        if tag == "workbookPr":
            self.since_1904 = at.get("date1904") in {"1", "true"}
        elif tag == "sheet" and at.get("state", "visible") == "visible":
            self.shown.append(next(value for name, value in at.items() if name.endswith(":id")))


class _Targets:
    """Where the parts lie that relations name."""

    def __init__(self) -> None:
        self._targets: dict[str, str] = {}

    def start(self, tag: str, at: Attributes) -> None:
        if tag == "Relationship":
            self._targets[at["Id"]] = at["Target"]

    def path(self, relation: str) -> str:
        target = self._targets[relation]
        return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


class _Rows:
    """Hears a sheet element by element and writes each row when it ends."""

    def __init__(self, write: Write, styles: Styles, texts: Texts) -> None:
        self._write, self._styles, self._texts = write, styles, texts
        self._row: list[Any] = []
        self._number = self._column = 0
        self._kind = self._style = ""
        self._is_value = False
        self._parts: list[str] = []

    def start(self, tag: str, at: Attributes) -> None:
        if tag == "c":
            self._kind, self._style = at.get("t", "n"), at.get("s", "")
            self._column = _column(at["r"]) if "r" in at else len(self._row)
            self._parts = []
        elif tag in ("v", "t"):
            self._is_value = True
        elif tag == "row":
            number = int(at.get("r", self._number + 1))
            if number > MAX_ROWS:
                raise TooLarge
            for _ in range(self._number + 1, number):
                self._write([])
            self._number, self._row = number, []

    def text(self, text: str) -> None:
        if self._is_value:
            self._parts.append(text)

    def end(self, tag: str) -> None:
        if tag == "c":
            self._add(self._value("".join(self._parts)) if self._parts else "")
        elif tag in ("v", "t"):
            self._is_value = False
        elif tag == "row":
            self._write(self._row)

    def _add(self, value: Any) -> None:
        if self._column >= MAX_COLUMNS:
            raise TooLarge
        row = self._row
        while len(row) < self._column:
            row.append("")
        row.append(value)

    def _value(self, text: str) -> Any:
        if self._kind in ("inlineStr", "str"):
            return text
        if self._kind == "s":
            return self._texts[int(text)]
        if self._kind == "n":
            return self._styles.value(float(text), self._style)
        return text == "1" if self._kind == "b" else "" if self._kind == "e" else text


def _column(reference: str) -> int:
    """``AB12`` -> 27."""
    column = 0
    for letter in reference:
        if not letter.isalpha():
            break
        column = column * 26 + ord(letter) - 64
    return column - 1


class _Lines:
    """Writes lines, many at once."""

    def __init__(self) -> None:
        self._waiting: list[str] = []
        self._encode = json.JSONEncoder(separators=(",", ":"), default=portable).encode

    def __call__(self, line: Any) -> None:
        self._waiting.append(self._encode(line))
        if len(self._waiting) >= LINES_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        sys.stdout.write("".join(f"{line}\n" for line in self._waiting))
        sys.stdout.flush()
        self._waiting = []


def main() -> None:
    limit_memory()
    file, lines = sys.stdin.buffer, _Lines()
    try:
        write_sheets(file if file.seekable() else io.BytesIO(file.read()), lines)
        lines.flush()
    except (TooLarge, MemoryError):
        sys.exit(TOO_LARGE_EXIT)
    except RuntimeError:
        sys.exit(PASSWORD_EXIT)
    except BrokenPipeError:  # nobody wants the rest
        os._exit(0)
    except Exception:  # noqa: BLE001 - whatever is wrong with it, the file is damaged
        sys.exit(DAMAGED_EXIT)


if __name__ == "__main__":
    main()
