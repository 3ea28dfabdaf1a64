"""Why a file as a whole can't be read; the words for each fault live at the edges."""

from enum import StrEnum


class FileFault(StrEnum):
    """What is wrong with a file that no row can be taken from."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_A_WORKBOOK = "not_a_workbook"
    PROGRAM = "program"
    HTML = "html_as_workbook"
    PASSWORD = "password"  # noqa: S105 - the name of a fault
    BOMB = "bomb"
    DAMAGED = "damaged"
    NO_ROWS = "no_rows"
    NO_HEADER = "no_header"


class UnreadableFile(Exception):
    """A file that can't be read at all; ``kind`` says why, ``limit`` the bound it broke, if any."""

    def __init__(self, kind: FileFault, *, limit: int | None = None) -> None:
        super().__init__(kind.value)
        self.kind = kind
        self.limit = limit
