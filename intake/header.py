"""Finds the header rows of a sheet by themselves: under titles, in one row or two, and again further down."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from identity.cells import plain_label, text_of
from intake.fields import WEAK, Field, field_of
from intake.sheets import Cell, Row, Sheet, is_blank

FEWEST_NAMED = 3
FEWEST_NAMED_IN_TWO_ROWS = 2
# A bare "Tgl" or "No" means what the group over it says.
SAID_BY_GROUP = frozenset({Field.REPORTED, Field.NUMBER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One header and the rows under it, up to the next header; rows are counted from 0."""

    header_row: int
    labels: Mapping[int, str]
    first: int
    last: int


def find_tables(sheet: Sheet) -> tuple[Table, ...]:
    """Every table of ``sheet`` in file order; none where no row looks like a header."""
    headers = list(_headers(sheet))
    ends = [row for row, _, _ in headers[1:]] + [len(sheet.rows)]
    return tuple(
        Table(header_row=row, labels=labels, first=first, last=end)
        for (row, first, labels), end in zip(headers, ends, strict=False)
    )


def title_texts(sheet: Sheet, tables: tuple[Table, ...]) -> tuple[str, ...]:
    """What stands above the first header: titles, and lines such as KABUPATEN: BULUNGAN."""
    above = sheet.rows[: tables[0].header_row] if tables else ()
    return tuple(text for row in above if (text := " ".join(filter(None, map(text_of, row)))))


def _headers(sheet: Sheet) -> Iterator[tuple[int, int, Mapping[int, str]]]:
    """(header row, first row under it, label of each column) of every header."""
    at = 0
    found: set[str] = set()
    while at < len(sheet.rows):
        labels = header_labels(sheet, at)
        if labels is None or not _may_begin(sheet, at, found):
            at += 1
            continue
        first = at + (2 if _has_second_row(sheet, at) else 1)
        if first < len(sheet.rows) and is_column_numbers(sheet.rows[first]):
            first += 1
        yield at, first, labels
        found |= {plain_label(label) for label in labels.values()}
        at = first


def _may_begin(sheet: Sheet, at: int, found: set[str]) -> bool:
    """Whether another header may stand at ``at``: it repeats the one before, or nothing stands right above it."""
    repeated = [text for text in _texts(sheet.rows[at]).values() if plain_label(text) in found]
    return not found or len(repeated) >= FEWEST_NAMED_IN_TWO_ROWS or all(map(is_blank, sheet.rows[at - 1]))


def header_labels(sheet: Sheet, at: int) -> Mapping[int, str] | None:
    """The labels of the header that begins at row ``at``, or None where it doesn't."""
    row = sheet.rows[at]
    upper = _texts(row)
    if not _looks_like_labels(row):
        return None
    if _has_second_row(sheet, at):
        lower = _texts(sheet.rows[at + 1])
        groups = _spread(sheet, at, upper)
        return {
            column: _under_group(groups.get(column, ""), lower.get(column, ""))
            for column in sorted(groups.keys() | lower.keys())
        }
    return upper if _fields(upper) >= FEWEST_NAMED else None


def _under_group(group: str, label: str) -> str:
    """The label of a column under a group: VAKSINASI over TGL is no TGL of the complaint."""
    field = field_of(label)
    if field is None:
        return " ".join(filter(None, (group, label)))
    joined = f"{label} {group}".strip()
    return joined if field in SAID_BY_GROUP and field_of(joined) is not None else label


def _has_second_row(sheet: Sheet, at: int) -> bool:
    """Whether row ``at`` is the upper half of a header: the row below fills its gaps with names."""
    if at + 1 >= len(sheet.rows) or not _looks_like_labels(sheet.rows[at + 1]):
        return False
    upper, lower = _texts(sheet.rows[at]), _texts(sheet.rows[at + 1])
    fills_gaps = any(column not in upper for column in lower)
    adds_to_it = any(column not in lower for column in upper) or _has_group(sheet, at, lower)
    both = {**upper, **lower}
    return (
        fills_gaps
        and adds_to_it
        and _fields(upper) < len(upper.keys() | lower.keys())
        and _fields(lower) >= FEWEST_NAMED_IN_TWO_ROWS
        and _fields(both) >= FEWEST_NAMED
        and _fields(upper) >= 1
    )


def _has_group(sheet: Sheet, at: int, lower: Mapping[int, str]) -> bool:
    """Whether a merged cell of row ``at`` stands over some of the names below: one over all of them is a title."""
    spans = [range(left, right + 1) for top, left, _, right in sheet.merges if top == at and right > left]
    return any(1 < sum(column in span for column in lower) < len(lower) for span in spans)


def _spread(sheet: Sheet, at: int, upper: Mapping[int, str]) -> dict[int, str]:
    """The upper labels, a merged one over every column it covers."""
    spread = dict(upper)
    for top, left, _bottom, right in sheet.merges:
        if top == at and left in upper:
            spread.update(dict.fromkeys(range(left, right + 1), upper[left]))
    return spread


def is_column_numbers(row: Sequence[object]) -> bool:
    """Whether ``row`` only numbers the columns: 1, 2, 3 ... or (1), (2), (3) ..."""
    texts = [text for cell in row if (text := text_of(cell).strip("() "))]
    return len(texts) >= FEWEST_NAMED and texts == [str(number) for number in range(1, len(texts) + 1)]


def _looks_like_labels(row: Row) -> bool:
    filled = [cell for cell in row if not is_blank(cell)]
    strange = sum(not _is_label(cell) for cell in filled)
    return bool(filled) and strange <= len(filled) // 5


def _is_label(cell: Cell) -> bool:
    return isinstance(cell, str) and sum(sign.isdigit() for sign in cell) <= 2


def _texts(row: Row) -> dict[int, str]:
    return {column: text_of(cell) for column, cell in enumerate(row) if not is_blank(cell)}


def _fields(labels: Mapping[int, str]) -> int:
    """How many different things the labels name, a lone "No" not counted."""
    return len({field for label in labels.values() if (field := field_of(label))} - WEAK)
