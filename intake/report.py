"""What an import says about a file: every finding with its place, and every row that was left out."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from intake.columns import Column
from intake.fields import Field
from intake.sheets import column_letter


class Code(StrEnum):
    """What was found about a cell or a row; the words for each live at the edges."""

    NAME_MISSING = "name_missing"
    NAME_TWO_PEOPLE = "name_two_people"
    NAME_WITH_DIGITS = "name_with_digits"
    NIK_MISSING = "nik_missing"
    NIK_CUT = "nik_cut"
    NIK_SHORT = "nik_short"
    NIK_LONG = "nik_long"
    NIK_LETTERS = "nik_letters"
    NIK_LETTERS_REPLACED = "nik_letters_replaced"
    NIK_NUMBER = "nik_number"
    NIK_PLACE = "nik_place"
    NIK_DATE = "nik_date"
    NIK_SERIAL = "nik_serial"
    NIK_DISTRICT = "nik_district"
    NIK_BIRTH_DIFFERS = "nik_birth_differs"
    NIK_SEX_DIFFERS = "nik_sex_differs"
    NIK_AGE = "nik_age"
    NIK_FAMILY_CARD = "nik_family_card"
    DATE_MISSING = "date_missing"
    DATE_FROM_ABOVE = "date_from_above"
    DATE_UNREADABLE = "date_unreadable"
    DATE_IMPOSSIBLE = "date_impossible"
    DATE_SEVERAL = "date_several"
    DATE_FUTURE = "date_future"
    DATE_TOO_EARLY = "date_too_early"
    DATE_SWAPPED = "date_swapped"
    PHONE_UNREADABLE = "phone_unreadable"
    PHONE_CUT = "phone_cut"
    PHONE_SEVERAL = "phone_several"
    SEX_UNCLEAR = "sex_unclear"
    DOSE_UNCLEAR = "dose_unclear"
    CHANNEL_UNKNOWN = "channel_unknown"
    CATEGORY_UNKNOWN = "category_unknown"
    DITTO_PERSON = "ditto_person"
    CELL_ERROR = "cell_error"
    EXTRA_UNREADABLE = "extra_unreadable"
    ROW_HIDDEN = "row_hidden"
    ROW_COLOURED = "row_coloured"
    POSSIBLE_DUPLICATE = "possible_duplicate"


REFUSING = frozenset({Code.NAME_MISSING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something doubtful or wrong at one place of the file, with the value masked.

    ``row`` and ``column`` are what Excel shows (from 1, and a letter); ``other`` is the row or the ticket
    number that a possible duplicate resembles.
    """

    sheet: str
    row: int
    code: Code
    column: str = ""
    header: str = ""
    field: Field | None = None
    value: str = ""
    other: str = ""

    @property
    def refuses(self) -> bool:
        return self.code in REFUSING


class LeftOut(StrEnum):
    """Why a row of the file is no complaint."""

    TOTAL = "total"
    SIGNATURE = "signature"
    REMARK = "remark"
    EMPTY = "empty"
    COLUMN_NUMBERS = "column_numbers"
    JOINED = "joined"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutRow:
    """A row that isn't a complaint of its own, and why."""

    sheet: str
    row: int
    why: LeftOut


class SheetState(StrEnum):
    """What became of a sheet."""

    READ = "read"
    HIDDEN = "hidden"
    NO_HEADER = "no_header"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetReport:
    """One sheet: whether it was read, where its header stands, and what its columns were taken for."""

    name: str
    state: SheetState
    header_row: int | None = None
    columns: tuple[Column, ...] = ()
    complaints: int = 0
    left_out: tuple[LeftOutRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The file in figures: rows read as complaints, and how many of them can be filed."""

    read: int
    kept: int
    refused: int
    doubtful: int


def place(column: Column | None) -> dict[str, str]:
    """The column part of a finding."""
    return {"column": column_letter(column.index), "header": column.header} if column else {}


def doubtful(findings: Iterable[Finding]) -> bool:
    """Whether a row that is kept needs a second look."""
    return any(not finding.refuses for finding in findings)
