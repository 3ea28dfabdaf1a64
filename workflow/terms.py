"""How each filter narrows the queue: what it binds, its condition, and whether an index begins with it.

A new filter is a field of ``Filters``, a line in ``TERMS``, and its choices in ``admin_views/queue_filters.py``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, and_, func, literal_column, select
from sqlalchemy.orm import aliased

from access.actors import Actor
from models import Category, Channel, ExtraPlace, Ticket, clock
from models.extra import key_of
from models.types import UtcDateTime
from workflow import deadlines
from workflow.filters import BETWEEN, Filters, is_narrow, moments_of, values_in

Binds = Sequence[Any]
MOST_LANES: Final = 144
NOBODY: Final = 0
VALUE, SPAN = "value", "span"
MOST_EXTRA: Final = 3
"""So many extra fields of a kind narrow a list at once."""


@dataclass(frozen=True, slots=True)
class Term:
    """One way to narrow. ``values`` is what it binds, none where it is not asked; ``condition`` is made of as many.

    ``leads`` names, for one of its values, the condition of ``LEADS`` by which an index gives that value in order.
    ``kind`` is the type of what is bound, where the database would not know it by itself; ``whole``: what is bound
    leads as one, not value by value.
    """

    values: Callable[[Filters, Actor], tuple[Any, ...]]
    condition: Callable[[Binds], ColumnElement[bool]]
    leads: Callable[[Any], str] | None = None
    kind: Any = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """What a question looks like, not what it asks for: so many places (a status in a region), led by, narrowed by."""

    places: int
    leads: tuple[str, ...] = ()
    rest: tuple[tuple[str, int], ...] = ()
    by_received: bool = False
    sorted_anew: bool = False
    """The rows come from the index of days and are few enough to be sorted."""

    @property
    def by_value(self) -> bool:
        """Whether the rows come from the index of extra values."""
        return self.leads[:1] in ((VALUE,), (SPAN,))


def _people(filters: Filters, actor: Actor) -> tuple[int, ...]:
    """Whose tickets; one's own are also those of the people one stands in for."""
    known = {"me": sorted(actor.persons), "none": [NOBODY]}
    asked = (known.get(text) or [_number(text)] for text in values_in(filters.assignee))
    return tuple(dict.fromkeys(person for people in asked for person in people))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 and int(text) else -1


def _soon(filters: Filters, _actor: Actor) -> tuple[datetime, ...]:
    """Now, a moment no nearer than any deadline that is near, and the end of today."""
    now = clock.now()
    return (now, deadlines.soon_until(now), deadlines.midnight_after(now)) if filters.due == "soon" else ()


def _is_soon(now: Any, until: Any, today: Any) -> ColumnElement[bool]:
    """Not yet past its deadline, but near it or due today, and not resting."""
    near = (Ticket.amber_at <= now) | (Ticket.due_at < today)
    return and_(Ticket.due_at > now, Ticket.due_at <= until, near, Ticket.paused_since.is_(None))


def _with_code(table: Any, binds: Binds) -> Any:
    return select(table.id).where(table.code.in_(binds))


def _only(bind: Any, table: Any) -> Any:
    return select(table.id).where(table.code == bind).scalar_subquery()


def _past_index(column: Any, nothing: str = "0") -> Any:
    """The column as no index knows it: it only narrows what another index gives in order."""
    return func.coalesce(column, literal_column(nothing))


LEADS: Final[Mapping[str, Callable[[Any], ColumnElement[bool]]]] = MappingProxyType(
    {
        "person": lambda bind: Ticket.assignee_id == bind,
        "nobody": lambda _bind: Ticket.assignee_id.is_(None),
        "waiting": lambda bind: Ticket.waits_for == bind,
        "outcome": lambda bind: Ticket.outcome == bind,
        "priority": lambda bind: Ticket.priority == bind,
        "category": lambda bind: Ticket.category_id == _only(bind, Category),
        "channel": lambda bind: Ticket.channel_id == _only(bind, Channel),
        VALUE: lambda bind: ExtraPlace.key == bind,
    }
)


def _extra(number: int, *, days: bool) -> Callable[[Filters, Actor], tuple[str, ...]]:
    """The keys of the filter of this number: of its values, or of its first and last day."""

    def values(filters: Filters, _actor: Actor) -> tuple[str, ...]:
        found = [(code, text) for code, text in filters.extra if (BETWEEN in text) is days]
        code, text = found[number] if number < len(found) else ("", "")
        told = text.split(BETWEEN) if text and days else values_in(text)
        return tuple(key_of(code, one) for one in told)

    return values


def _has(condition: Callable[[Any, Binds], ColumnElement[bool]]) -> Callable[[Binds], ColumnElement[bool]]:
    """That a ticket has a value, asked of one ticket at a time."""
    place = aliased(ExtraPlace)
    of_ticket: Any = select(literal_column("1")).where(place.ticket_id == Ticket.id).correlate(Ticket)
    return lambda binds: of_ticket.where(condition(place, binds)).exists()


EXTRA: Final[Mapping[str, Term]] = MappingProxyType(
    {
        **{
            f"{VALUE}{number}": Term(
                _extra(number, days=False), _has(lambda place, binds: place.key.in_(binds)), lambda _: VALUE
            )
            for number in range(MOST_EXTRA)
        },
        **{
            f"{SPAN}{number}": Term(
                _extra(number, days=True),
                _has(lambda place, binds: place.key.between(*binds)),
                lambda _: SPAN,
                whole=True,
            )
            for number in range(MOST_EXTRA)
        },
    }
)
# In the order in which they are let lead: what narrows most comes first.
TERMS: Final[Mapping[str, Term]] = MappingProxyType(
    {
        "assignee": Term(
            _people,
            lambda binds: _past_index(Ticket.assignee_id).in_(binds),
            lambda value: "nobody" if value == NOBODY else "person",
        ),
        "waiting": Term(
            lambda filters, _: values_in(filters.waiting),
            lambda binds: _past_index(Ticket.waits_for, "''").in_(binds),
            lambda _: "waiting",
        ),
        **EXTRA,
        "outcome": Term(
            lambda filters, _: values_in(filters.outcome),
            lambda binds: _past_index(Ticket.outcome, "''").in_(binds),
            lambda _: "outcome",
        ),
        "priority": Term(
            lambda filters, _: tuple(map(int, values_in(filters.priority))),
            lambda binds: _past_index(Ticket.priority).in_(binds),
            lambda _: "priority",
        ),
        "category": Term(
            lambda filters, _: values_in(filters.category),
            lambda binds: _past_index(Ticket.category_id).in_(_with_code(Category, binds)),
            lambda _: "category",
        ),
        "channel": Term(
            lambda filters, _: values_in(filters.channel),
            lambda binds: _past_index(Ticket.channel_id).in_(_with_code(Channel, binds)),
            lambda _: "channel",
        ),
        "received": Term(
            lambda filters, _: moments_of(filters.received) or (),
            lambda binds: (Ticket.received_at >= binds[0]) & (Ticket.received_at < binds[1]),
            kind=UtcDateTime,
        ),
        "late": Term(
            lambda filters, _: (clock.now(),) if filters.due == "late" else (),
            lambda binds: (Ticket.due_at <= binds[0]) & (Ticket.due_at <= func.coalesce(Ticket.paused_since, binds[0])),
            kind=UtcDateTime,
        ),
        "soon": Term(_soon, lambda binds: _is_soon(*binds), kind=UtcDateTime),
        "response": Term(
            lambda filters, _: (clock.now(),) if filters.due == "response" else (),
            lambda binds: Ticket.responded_at.is_(None) & (Ticket.response_due_at <= binds[0]),
            kind=UtcDateTime,
        ),
        "chase": Term(
            lambda filters, _: (clock.today(),) if filters.chase else (),
            lambda binds: Ticket.chase_on <= binds[0],
            kind=Date,
        ),
    }
)


def bound(filters: Filters, actor: Actor) -> dict[str, tuple[Any, ...]]:
    """What each asked term binds."""
    found = {name: term.values(filters, actor) for name, term in TERMS.items()}
    return {name: values for name, values in found.items() if values}


def shape_of(filters: Filters, asked: Mapping[str, tuple[Any, ...]], places: int) -> tuple[Shape, str]:
    """How the question is put to the database, and the term that leads it (or none)."""
    by_received = filters.order != ""
    sorted_anew = not by_received and bool(filters.received) and is_narrow(filters.received)
    lead = "" if by_received or sorted_anew else _lead(asked, places)
    leading = asked[lead][: 1 if TERMS[lead].whole else None] if lead else ()
    leads = tuple(TERMS[lead].leads(value) for value in leading)  # type: ignore[misc]
    rest = tuple((name, len(values)) for name, values in asked.items() if name != lead)
    return Shape(places, leads, rest, by_received, sorted_anew), lead


def _lead(asked: Mapping[str, tuple[Any, ...]], places: int) -> str:
    arms = {name: 1 if TERMS[name].whole else len(values) for name, values in asked.items() if TERMS[name].leads}
    return next((name for name, count in arms.items() if places * count <= MOST_LANES), "")
