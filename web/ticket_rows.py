"""Rows of the queue as lists show them: every word ready, so that a template only writes it down."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from flask_babel import gettext
from sqlalchemy import Row

from models import Status, clock
from web.due_words import Due, age_of, due_of
from web.language import language
from web.reference_names import Name, Names
from web.words import initials, status_name

NOBODY = Name(id=0, code="", name="–")
URGENT = 2


class ShownTicket(NamedTuple):
    """One ticket as a row of a table and as a card."""

    number: str
    name: str
    reporter: str
    priority: int
    priority_words: str
    category: str
    status: str
    status_words: str
    region: str
    assignee: str
    initials: str
    due: Due
    channel: str
    channel_icon: str
    age: str


def shown(rows: Iterable[Row[Any]], names: Names) -> list[ShownTicket]:
    """Turn rows of ``workflow.queue`` or ``workflow.search`` into what is shown of them."""
    now, code = clock.now(), language()
    return [_shown(row, names, now, code) for row in rows]


def _shown(row: Row[Any], names: Names, now: datetime, code: str) -> ShownTicket:
    channel = names.channels.get(row.channel_id, NOBODY)
    region = names.regions.get(row.region_code)
    return ShownTicket(
        number=row.number,
        name=row.subject_name,
        reporter=_reporter(code, row.reporter_name, row.relation) if row.reporter_name != row.subject_name else "",
        priority=row.priority,
        priority_words=_priority(code, row.priority) if row.priority else "",
        category=names.categories.get(row.category_id, NOBODY).name,
        status=row.status.value,
        status_words=_status(code, row.status),
        region=region.short if region else row.region_code,
        assignee=row.assignee or "",
        initials=_initials(row.assignee) if row.assignee else "",
        due=due_of(row.status, row.outcome, row.due_at, now),
        channel=channel.name,
        channel_icon=channel.icon,
        age=age_of(row.received_at, row.closed_at, now),
    )


def _reporter(code: str, name: str, relation: str) -> str:
    alone, related = _by(code)
    if not name:
        return ""
    return related % {"name": name, "relation": relation.lower()} if relation else alone % {"name": name}


@lru_cache(maxsize=8)
def _by(_language: str) -> tuple[str, str]:
    return gettext("By %(name)s"), gettext("By %(name)s (%(relation)s)")


@lru_cache(maxsize=8)
def _priority(_language: str, priority: int) -> str:
    return str(gettext("Urgent") if priority == URGENT else gettext("High priority"))


@lru_cache(maxsize=32)
def _status(_language: str, status: Status) -> str:
    return status_name(status.value)


@lru_cache(maxsize=512)
def _initials(name: str) -> str:
    return initials(name)
