"""Shows how a registry file is understood before a row of it is taken in: its header, and what each column means."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Final

from identity.cells import text_of
from intake.registry_file import Source, examine, tables
from intake.registry_rows import Cells
from registry.columns import Columns

SAMPLES: Final = 3
LOOKED_AT: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Peek:
    """The first table of a file; ``samples`` are the first cells that are not blank, by column, as they stand.

    ``columns`` may be too few to import by (``registry.columns.is_enough``): then a person says what is what.
    """

    header: tuple[str, ...]
    header_row: int
    samples: tuple[tuple[str, ...], ...]
    columns: Columns


def peek(source: Source, filename: str) -> Peek:
    """The header of a file with a few cells of each column; the edge masks them. Raises UnreadableFile, OSError."""
    with closing(tables(source, filename, examine(source), _nobody, guess=True)) as found:
        table = next(found)
        rows = list(islice(table.rows, LOOKED_AT))
    return Peek(
        header=tuple(map(text_of, table.header)),
        header_row=table.header_row,
        samples=tuple(_samples(rows, column) for column in range(len(table.header))),
        columns=table.columns,
    )


def _samples(rows: Sequence[Cells], column: int) -> tuple[str, ...]:
    texts = (text_of(cells[column]) for cells in rows if column < len(cells))
    return tuple(islice(filter(None, texts), SAMPLES))


def _nobody(_at: int) -> None:
    """Nobody watches."""
