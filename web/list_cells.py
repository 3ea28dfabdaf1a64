"""A row of the list as the cells of a file: what the list shows, in whole days and moments, masked as it is there."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from flask_babel import gettext
from sqlalchemy import Connection, Row

from audit.masked import mask_numbers
from exports.workbook import Cell
from models import Role, clock
from web.event_values import CODES
from web.language import language
from web.list_columns import Facts, column, extra_cells
from web.reference_names import Names
from web.ticket_rows import facts_of
from web.words import status_name
from workflow import extra

CELLS: Final[Mapping[str, Callable[[Facts], Cell]]] = MappingProxyType(
    {
        "category": lambda facts: facts.category,
        "status": lambda facts: status_name(facts.row.status.value),
        "region": lambda facts: facts.region,
        "assignee": lambda facts: facts.person[0],
        "deadline": lambda facts: _moment(facts.row.due_at),
        "channel": lambda facts: facts.way[1],
        "age": lambda facts: facts.age,
        "received": lambda facts: _moment(facts.row.received_at),
        "closed": lambda facts: _moment(facts.row.closed_at),
        "priority": lambda facts: str(CODES["priority"][facts.row.priority]),
        "vaccinated_on": lambda facts: facts.row.vaccinated_on,
        "dose": lambda facts: facts.row.dose,
    }
)
"""The columns whose cell in a file is no sentence of the list's card."""


def columns_with_extra(columns: Iterable[str], role: Role) -> tuple[str, ...]:
    """The columns that were chosen, and behind them every other extra field that ``role`` sees."""
    return tuple(dict.fromkeys([*columns, *(extra.name_of(field.code) for field in extra.seen_by(role))]))


def header(columns: Iterable[str]) -> list[str]:
    """What stands over the cells."""
    fixed = (gettext("Number"), gettext("Name"), gettext("Reporter"), gettext("Relation"))
    return [*fixed, *(str(column(key).label) for key in columns)]


def cells(
    batches: Iterable[list[Row[Any]]], names: Names, columns: Sequence[str], reader: Connection
) -> Iterator[list[list[Cell]]]:
    """The cells of each batch of rows; the extra fields of a batch are one statement of ``reader``."""
    now, code = clock.now().astimezone(clock.WITA), language()
    says = [_cell_of(key) for key in columns]
    for rows in batches:
        more = extra_cells([row.id for row in rows], columns, reader)
        yield [_cells(facts_of(row, names, now, code, more.get(row.id, {})), says) for row in rows]


def _cells(facts: Facts, says: Iterable[Callable[[Facts], Cell]]) -> list[Cell]:
    row = facts.row
    fixed = (row.number, row.subject_name, row.reporter_name, row.relation)
    return [*map(_masked, fixed), *(_masked(say(facts)) for say in says)]


def _cell_of(key: str) -> Callable[[Facts], Cell]:
    return CELLS.get(key) or column(key).says or (lambda _facts: "")


def _masked(cell: Cell) -> Cell:
    return mask_numbers(cell) if isinstance(cell, str) else cell


def _moment(moment: datetime | None) -> datetime | None:
    """A moment as the clock at the desk shows it, without its zone: a spreadsheet knows none."""
    return moment.astimezone(clock.WITA).replace(tzinfo=None, second=0, microsecond=0) if moment else None
