"""The statements of the queue, written once for each shape of question and kept as text.

Building eighteen arms with SQLAlchemy costs more than running them; a shape is built once in a process and then only
bound to its values. A lane is one status in one region (of one category, one assignee...), in the order of an index.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    TextualSelect,
    and_,
    bindparam,
    column,
    func,
    literal_column,
    or_,
    select,
    text,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect

from models import ExtraPlace, Notice, Ticket
from models.types import UtcDateTime
from workflow.row_columns import rows_with
from workflow.terms import LEADS, SPAN, TERMS, Shape

COUNT_CAP = 1000
UNSEEN = "unseen"
UNSEEN_CAP = 100
CAP: Final[Any] = literal_column(str(COUNT_CAP))
ONE: Final[Any] = literal_column("1")
DIALECTS: dict[str, Any] = {"sqlite": SQLiteDialect, "postgresql": PGDialect}
NEIGHBOURS: Final[dict[str, Any]] = {
    "next": String, "previous": String, "before": Integer, "total": Integer, "here": Integer,
}  # fmt: skip
KINDS: Final[dict[str, Any]] = {
    **{f"{name}_{n}": term.kind for name, term in TERMS.items() if term.kind for n in range(3)},
    "place_key": UtcDateTime,
}


@lru_cache(maxsize=512)
def page_of(dialect: str, shape: Shape, *, cursor: bool, descending: bool) -> TextualSelect:
    """One page: the first rows of each lane, merged. Binds status_N, region_N, size and what is narrowed to."""
    beyond = _beyond(shape, descending=descending) if cursor else []
    keys = _first(shape, bindparam("size"), beyond, descending=descending).subquery("keys")
    rows = rows_with(keys)
    ordered = rows.order_by(*_order(keys.c, descending=descending))
    return _kept(ordered, dialect, ordered.selected_columns)


@lru_cache(maxsize=512)
def counts_of(dialect: str, asked: tuple[tuple[str, Shape], ...], regions: int = 0) -> TextualSelect:
    """Capped counts in one row: ``asked`` names each, with the shape of its question.

    Where there are ``regions``, the unseen notices of one person in so many regions are counted as well.
    """
    columns = [_count(shape, f"{prefix}_", []).label(prefix) for prefix, shape in asked]
    names = [name for name, _ in asked]
    if regions:
        columns.append(_unseen(regions))
        names.append(UNSEEN)
    return _kept(select(*columns), dialect, [column(name, Integer) for name in names])


@lru_cache(maxsize=256)
def size_of(dialect: str, shape: Shape, most: int) -> TextualSelect:
    """How many rows a list holds, none counted past ``most``."""
    counted = _count(shape, "", [], literal_column(str(most)))
    return _kept(select(counted.label("total")), dialect, [column("total", Integer)])


def _unseen(regions: int) -> Any:
    """The notices of :unseen_of that nobody has read, about tickets of :unseen_region_N."""
    seen: list[Any] = [bindparam(f"{UNSEEN}_region_{place}") for place in range(regions)]
    waiting = (
        select(ONE.label("one"))
        .select_from(Notice)
        .join(Ticket, Ticket.id == Notice.ticket_id)
        .where(
            Notice.user_id == bindparam(f"{UNSEEN}_of"),
            Notice.seen_at.is_(None),
            or_(*(Ticket.region_code == one for one in seen)),
        )
        .limit(literal_column(str(UNSEEN_CAP)))
        .subquery()
    )
    return select(func.count()).select_from(waiting).scalar_subquery().label(UNSEEN)


@lru_cache(maxsize=256)
def neighbours_of(dialect: str, shape: Shape, *, descending: bool) -> TextualSelect:
    """The two beside one ticket in one row, how many stand before it and in all (capped), and whether it is there."""
    after, before = _beyond(shape, descending=descending), _beyond(shape, descending=not descending)
    columns = (
        _nearest(shape, after, descending=descending).label("next"),
        _nearest(shape, before, descending=not descending).label("previous"),
        _count(shape, "", before).label("before"),
        _count(shape, "", []).label("total"),
        _here(shape).label("here"),
    )
    told = [column(name, kind) for name, kind in NEIGHBOURS.items()]
    return _kept(select(*columns), dialect, told)


def _key(shape: Shape) -> Any:
    if shape.by_value:
        return ExtraPlace.due_at
    return Ticket.received_at if shape.by_received else Ticket.due_at


def _id(shape: Shape) -> Any:
    return ExtraPlace.ticket_id if shape.by_value else Ticket.id


def _from(shape: Shape, query: Select[Any], *, whole: bool = False) -> Select[Any]:
    """``query`` over the tickets, or over the places of extra values; the ticket beside those only where asked."""
    if not shape.by_value:
        return query.select_from(Ticket)
    joined = query.select_from(ExtraPlace)
    return joined.join(Ticket, Ticket.id == ExtraPlace.ticket_id) if whole or shape.rest else joined


def _beyond(shape: Shape, *, descending: bool) -> list[ColumnElement[bool]]:
    place = tuple_(bindparam("place_key", type_=UtcDateTime), bindparam("place_id"))
    here = tuple_(_key(shape), _id(shape))
    return [here < place if descending else here > place]


def _first(shape: Shape, size: Any, more: list[ColumnElement[bool]], *, descending: bool) -> Select[Any, Any]:
    """The ids and keys of the first rows over all lanes."""
    arms = [_arm(shape, lane, size, more, descending=descending) for lane in _lanes(shape, "")]
    merged = union_all(*arms).subquery("lanes") if len(arms) > 1 else arms[0].subquery("lanes")
    return select(merged.c.id, merged.c.key).order_by(*_order(merged.c, descending=descending)).limit(size)


def _arm(
    shape: Shape, lane: list[ColumnElement[bool]], size: Any, more: list[ColumnElement[bool]], *, descending: bool
) -> Select[Any, Any]:
    key = _key(shape)
    ordered_by: Any = func.coalesce(key, key) if shape.sorted_anew else key
    order = [one.desc() if descending else one for one in (ordered_by, _id(shape))]
    query = _from(shape, select(_id(shape).label("id"), key.label("key"))).where(*lane, *_rest(shape, ""), *more)
    limited = query.order_by(*order).limit(size).subquery()
    return select(limited.c.id, limited.c.key)


def _nearest(shape: Shape, beyond: list[ColumnElement[bool]], *, descending: bool) -> Any:
    first = _first(shape, ONE, beyond, descending=descending).subquery()
    return select(Ticket.number).where(Ticket.id == select(first.c.id).scalar_subquery()).scalar_subquery()


def _count(shape: Shape, prefix: str, more: list[ColumnElement[bool]], cap: Any = CAP) -> Any:
    """How many rows, none counted past the cap. Without an order the places need no arms of their own."""
    lanes = _lanes(shape, prefix) if more else _bands(shape, prefix)
    arms = [
        _from(shape, select(ONE.label("one"))).where(*lane, *_rest(shape, prefix), *more).limit(cap).subquery()
        for lane in lanes
    ]
    one = union_all(*(select(arm.c.one) for arm in arms)).limit(cap).subquery()
    return select(func.count()).select_from(one).scalar_subquery()


def _bands(shape: Shape, prefix: str) -> Iterator[list[ColumnElement[bool]]]:
    """All places at once, for each value that leads: every status is asked for in every region."""
    statuses: list[Any] = [bindparam(f"{prefix}status_{place}") for place in range(shape.places)]
    regions: list[Any] = [bindparam(f"{prefix}region_{place}") for place in range(shape.places)]
    stands: Any = ExtraPlace if shape.by_value else Ticket
    yield from _led([stands.status.in_(statuses), stands.region_code.in_(regions)], shape, prefix)


def _led(within: list[Any], shape: Shape, prefix: str) -> Iterator[list[ColumnElement[bool]]]:
    """What is asked of a place, for each value that leads."""
    binds = [_bind(f"{prefix}lead_{number}") for number in range(max(len(shape.leads), 2))]
    if not shape.leads:
        yield within
    elif shape.leads == (SPAN,):
        yield [*within, ExtraPlace.key.between(*binds)]
    else:
        for bind, lead in zip(binds, shape.leads, strict=False):
            yield [*within, LEADS[lead](bind)]


def _here(shape: Shape) -> Any:
    lanes = or_(*(and_(*lane) for lane in _lanes(shape, "")))
    here = _from(shape, select(func.count()), whole=True)
    return here.where(_id(shape) == bindparam("place_id"), lanes, *_rest(shape, "")).scalar_subquery()


def _order(columns: Any, *, descending: bool) -> list[Any]:
    return [one.desc() if descending else one for one in (columns.key, columns.id)]


def _lanes(shape: Shape, prefix: str) -> Iterator[list[ColumnElement[bool]]]:
    for place in range(shape.places):
        status: Any = bindparam(f"{prefix}status_{place}")
        region: Any = bindparam(f"{prefix}region_{place}")
        stands: Any = ExtraPlace if shape.by_value else Ticket
        yield from _led([stands.status == status, stands.region_code == region], shape, prefix)


def _rest(shape: Shape, prefix: str) -> list[ColumnElement[bool]]:
    return [
        TERMS[name].condition([_bind(f"{prefix}{name}_{number}") for number in range(count)])
        for name, count in shape.rest
    ]


def _bind(name: str) -> Any:
    return bindparam(name, type_=_kind(name))


def _kind(name: str) -> Any:
    """The type of a parameter that is no plain text or number; a prefix may stand before its name."""
    return next((kind for ending, kind in KINDS.items() if name.endswith(ending)), None)


def _kept(query: Select[*tuple[Any, ...]], dialect: str, columns: Iterable[Any]) -> TextualSelect:
    """``query`` as text with named parameters, its result columns typed as ``columns``."""
    compiled = query.compile(dialect=DIALECTS[dialect](paramstyle="named"))
    typed = [bindparam(name, type_=kind) for name in compiled.params if (kind := _kind(name))]
    fixed = {name: value for name, value in compiled.params.items() if value is not None}
    return text(str(compiled)).bindparams(*typed, **fixed).columns(*columns)
