"""Finds the header of a registry's table: the row, or the two rows, that name the most of its columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from identity.cells import text_of
from intake.registry_rows import Cells
from registry.columns import FEWEST_NAMED, Columns, field_of, named_in, recognise


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Where a header begins (from 0), how many rows it has, the label of each column, and what they name."""

    at: int
    height: int
    labels: Cells
    columns: Columns


def header_of(rows: Sequence[Cells]) -> Header | None:
    """The header that names the most columns, one row before two and the first before the next."""
    return max(_headers(rows), key=lambda header: (len(header.columns), -header.height, -header.at), default=None)


def _headers(rows: Sequence[Cells]) -> Iterator[Header]:
    for at, row in enumerate(rows):
        if columns := recognise(row):
            yield Header(at=at, height=1, labels=row, columns=columns)
        below = rows[at + 1] if at + 1 < len(rows) else ()
        labels = _in_two_rows(row, below)
        if labels and (columns := recognise(labels)):
            yield Header(at=at, height=2, labels=labels, columns=columns)


def _in_two_rows(upper: Cells, lower: Cells) -> tuple[str, ...]:
    """The labels of groups (IDENTITAS) over names (NAMA, NIK); nothing where one of the rows adds no label.

    A line such as KABUPATEN: MALINAU right above a header adds none.
    """
    filled = [bool(text_of(cell)) for cell in lower]
    adds = any(text_of(cell) and not (place < len(lower) and filled[place]) for place, cell in enumerate(upper))
    if len(named_in(lower)) < 2 or not adds:
        return ()
    labels, group = [], ""
    for place in range(max(len(upper), len(lower))):
        over = text_of(upper[place]) if place < len(upper) else ""
        under = text_of(lower[place]) if place < len(lower) else ""
        group = over or group
        labels.append(under if not under or field_of(under) else f"{under} {group}".strip())
        labels[-1] = labels[-1] or over
    return tuple(labels)


def likely_header(rows: Sequence[Cells]) -> Header | None:
    """The first of the rows with the most cells of text: a header whose words nobody knows yet."""
    texts = [sum(isinstance(cell, str) and any(map(str.isalpha, cell)) for cell in row) for row in rows]
    if max(texts, default=0) < FEWEST_NAMED:
        return None
    at = texts.index(max(texts))
    return Header(at=at, height=1, labels=rows[at], columns=named_in(rows[at]))
