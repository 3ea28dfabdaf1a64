"""Reads the dates of a row and notes what is doubtful about each."""

import datetime as dt

from identity import dates
from intake.fields import Field
from intake.notes import Notes
from intake.report import Code
from intake.rows import RawRow

DATE_CODES: dict[object, Code] = {
    dates.Problem.UNREADABLE: Code.DATE_UNREADABLE,
    dates.Problem.IMPOSSIBLE: Code.DATE_IMPOSSIBLE,
    dates.Problem.SEVERAL: Code.DATE_SEVERAL,
    dates.Problem.FUTURE: Code.DATE_FUTURE,
    dates.Problem.TOO_EARLY: Code.DATE_TOO_EARLY,
    dates.Problem.SWAPPED_LIKELY: Code.DATE_SWAPPED,
    dates.Problem.MONTH_FIRST: Code.DATE_SWAPPED,
}


def read_date(raw: RawRow, wanted: Field, notes: Notes, *, today: dt.date, earliest: dt.date) -> dt.date | None:
    """The date in a field, as written even where it is doubtful; None where there is none to be read."""
    cell = raw.cells.get(wanted, "")
    reading = dates.read(cell, today=today, earliest=earliest, from_1904=raw.sheet.marks.since_1904)
    notes.add_all(DATE_CODES, reading.problems, wanted)
    return reading.date
