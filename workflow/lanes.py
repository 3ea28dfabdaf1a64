"""The statements of the queue, written once for each shape of question and kept as text.

Building eighteen arms with SQLAlchemy costs more than running them; a shape is built once in a process and then only
bound to its values. A lane is one status in one region (of one assignee), in the order of an index.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    TextualSelect,
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
from sqlalchemy.orm import aliased

from models import Category, Channel, Notice, Ticket, User
from models.types import UtcDateTime

COUNT_CAP = 1000
UNSEEN = "unseen"
UNSEEN_CAP = 100
DIALECTS: dict[str, Any] = {"sqlite": SQLiteDialect, "postgresql": PGDialect}
MOMENTS = ("place_due", "now", "soon_until", "today_until")
ROW_COLUMNS = (
    Ticket.id, Ticket.number, Ticket.status, Ticket.outcome, Ticket.subject_name, Ticket.reporter_name, Ticket.relation,
    Ticket.category_id, Ticket.channel_id, Ticket.region_code, Ticket.priority, Ticket.due_at, Ticket.received_at,
    Ticket.closed_at, Ticket.assignee_id, Ticket.nik_state, Ticket.paused_since, Ticket.waits_for, Ticket.amber_at,
    Ticket.response_due_at, Ticket.responded_at,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which filters narrow a question, not to what: category, channel, somebody or nobody, deadline, to be chased."""

    category: bool = False
    channel: bool = False
    assignee: str = ""  # "person" or "none"
    due: str = ""  # "late", "soon" or "response"
    waiting: bool = False
    chase: bool = False


@lru_cache(maxsize=256)
def page_of(dialect: str, lanes: int, narrowing: Narrowing, *, cursor: bool, descending: bool) -> TextualSelect:
    """One page: the first rows of each lane, merged.

    Binds status_N, region_N, assignee_N, size and what is narrowed to.
    """
    arms = [_arm(lane, narrowing, cursor=cursor, descending=descending) for lane in range(lanes)]
    merged = union_all(*arms).subquery("lanes") if lanes > 1 else arms[0].subquery("lanes")
    keys = _ordered(select(merged.c.id), merged.c, descending=descending).limit(bindparam("size")).subquery("keys")
    assignee = aliased(User)
    rows = (
        select(*ROW_COLUMNS, assignee.name.label("assignee"))
        .join(keys, keys.c.id == Ticket.id)
        .outerjoin(assignee, assignee.id == Ticket.assignee_id)
    )
    ordered = _ordered(rows, Ticket, descending=descending)
    return _kept(ordered, dialect, ordered.selected_columns)


@lru_cache(maxsize=256)
def counts_of(dialect: str, asked: tuple[tuple[str, int, Narrowing], ...], regions: int = 0) -> TextualSelect:
    """Capped counts in one row: ``asked`` names each, its number of lanes and its narrowing.

    Where there are ``regions``, the unseen notices of one person in so many regions are counted as well.
    """
    columns = []
    for prefix, lanes, narrowing in asked:
        arms = [
            select(literal_column("1").label("one"))
            .where(*_lane(lane, prefix), *_narrowed(narrowing, prefix, lane))
            .limit(literal_column(str(COUNT_CAP)))
            .subquery()
            for lane in range(lanes)
        ]
        one = union_all(*(select(arm.c.one) for arm in arms)).limit(literal_column(str(COUNT_CAP))).subquery()
        columns.append(select(func.count()).select_from(one).scalar_subquery().label(prefix))
    names = [name for name, _, _ in asked]
    if regions:
        columns.append(_unseen(regions))
        names.append(UNSEEN)
    return _kept(select(*columns), dialect, [column(name, Integer) for name in names])


def _unseen(regions: int) -> Any:
    """The notices of :unseen_of that nobody has read, about tickets of :unseen_region_N."""
    seen: list[Any] = [bindparam(f"{UNSEEN}_region_{place}") for place in range(regions)]
    waiting = (
        select(literal_column("1").label("one"))
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


def _arm(lane: int, narrowing: Narrowing, *, cursor: bool, descending: bool) -> Select[Any, Any]:
    query = select(Ticket.id, Ticket.due_at).where(*_lane(lane, ""), *_narrowed(narrowing, "", lane))
    if cursor:
        place = tuple_(bindparam("place_due", type_=UtcDateTime), bindparam("place_id"))
        here = tuple_(Ticket.due_at, Ticket.id)
        query = query.where(here < place if descending else here > place)
    limited = _ordered(query, Ticket, descending=descending).limit(bindparam("size")).subquery()
    return select(limited.c.id, limited.c.due_at)


def _ordered(query: Select[*tuple[Any, ...]], columns: Any, *, descending: bool) -> Any:
    order = [columns.due_at, columns.id]
    return query.order_by(*(column.desc() if descending else column for column in order))


def _lane(lane: int, prefix: str) -> tuple[ColumnElement[bool], ...]:
    status: Any = bindparam(f"{prefix}status_{lane}")
    region: Any = bindparam(f"{prefix}region_{lane}")
    return Ticket.status == status, Ticket.region_code == region


def _narrowed(narrowing: Narrowing, prefix: str, lane: int) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if narrowing.category:
        code = Category.code == bindparam(f"{prefix}category")
        found.append(Ticket.category_id == select(Category.id).where(code).scalar_subquery())
    if narrowing.channel:
        code = Channel.code == bindparam(f"{prefix}channel")
        found.append(Ticket.channel_id == select(Channel.id).where(code).scalar_subquery())
    if narrowing.assignee == "none":
        found.append(Ticket.assignee_id.is_(None))
    elif narrowing.assignee:
        found.append(Ticket.assignee_id == bindparam(f"{prefix}assignee_{lane}"))
    if narrowing.waiting:
        found.append(Ticket.waits_for == bindparam(f"{prefix}waiting"))
    if narrowing.chase:
        found.append(Ticket.chase_on <= bindparam(f"{prefix}today", type_=Date))
    return found + _due(narrowing.due, prefix)


def _due(due: str, prefix: str) -> list[ColumnElement[bool]]:
    """Late: past its deadline, or it was when it began to rest. Soon: not yet, but near it or due today.

    ``soon_until`` is no narrower than that. Response: the first response is overdue.
    """
    now: Any = bindparam(f"{prefix}now", type_=UtcDateTime)
    if due == "late":
        return [Ticket.due_at <= now, Ticket.due_at <= func.coalesce(Ticket.paused_since, now)]
    if due == "soon":
        until, today = (bindparam(f"{prefix}{name}", type_=UtcDateTime) for name in ("soon_until", "today_until"))
        is_near = or_(Ticket.amber_at <= now, Ticket.due_at < today)
        return [Ticket.due_at > now, Ticket.due_at <= until, is_near, Ticket.paused_since.is_(None)]
    return [Ticket.responded_at.is_(None), Ticket.response_due_at <= now] if due else []


def _kept(query: Select[*tuple[Any, ...]], dialect: str, columns: Iterable[Any]) -> TextualSelect:
    """``query`` as text with named parameters, its result columns typed as ``columns``."""
    compiled = query.compile(dialect=DIALECTS[dialect](paramstyle="named"))
    moments = [bindparam(name, type_=UtcDateTime) for name in compiled.params if name.endswith(MOMENTS)]
    days = [bindparam(name, type_=Date) for name in compiled.params if name.endswith("today")]
    fixed = {name: value for name, value in compiled.params.items() if value is not None}
    return text(str(compiled)).bindparams(*moments, *days, **fixed).columns(*columns)
