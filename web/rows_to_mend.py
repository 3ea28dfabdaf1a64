"""The rows of an import that need mending as a workbook, as they stand in the file, with the reasons."""

from collections.abc import Iterator
from itertools import groupby

from flask_babel import gettext

from exports.workbook import Block, Cell, SheetOut, write_workbook
from identity import nik
from identity.cells import text_of
from intake.read import Reading, ReadRow
from intake.registry_report import RegistryReport
from web.import_words import finding_words
from web.registry_words import REASONS


def rows_to_mend(reading: Reading) -> bytes:
    """The bytes of an xlsx with a sheet of refused rows and one of doubtful ones; it can be imported again."""
    return write_workbook(
        (
            SheetOut(name=gettext("Refused"), blocks=_blocks(reading.refused)),
            SheetOut(name=gettext("To be checked"), blocks=_blocks(reading.doubtful)),
        )
    )


def refused_workbook(report: RegistryReport) -> bytes:
    """The refused rows of a registry under their header, each with its number and reason; it can be imported again."""
    first = next(report.refused_rows())
    header = [*map(text_of, first.header), gettext("Row"), gettext("Reason")]
    rows = (
        [
            *map(text_of, map(nik.certain, (*row.cells, *[""] * len(row.header))[: len(row.header)])),
            str(row.row),
            str(REASONS[row.reason]),
        ]
        for row in report.refused_rows()
    )
    return write_workbook([SheetOut(name=gettext("Refused"), blocks=[Block(header=header, rows=rows)])])


def _blocks(rows: tuple[ReadRow, ...]) -> Iterator[Block]:
    for labels, group in groupby(rows, key=lambda row: row.labels):
        yield Block(header=(*labels, gettext("Row"), gettext("Reason")), rows=map(_line, group))


def _line(row: ReadRow) -> tuple[Cell, ...]:
    cells = (*row.cells, *[""] * len(row.labels))[: len(row.labels)]
    return (*cells, f"{row.sheet}!{row.row}", " ".join(map(finding_words, row.findings)))
