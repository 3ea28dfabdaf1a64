"""Rows of the queue as lists show them: what repeats is drawn once and kept, so that a page only writes it down."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from flask import current_app
from flask_babel import gettext
from markupsafe import Markup
from sqlalchemy import Row

from models import Status, clock
from web.due_words import age_of, ended, standing
from web.language import language
from web.reference_names import Name, Names
from web.words import initials

UNNAMED = Name(id=0, code="", name="–", short="–")
DRAWING = "admin/tickets/_cells.html"


class ShownTicket(NamedTuple):
    """One ticket as a row of a table and as a card; the marked-up parts come from the macros of ``_cells.html``."""

    number: str
    name: str
    reporter: str
    priority: Markup | str
    category: str
    region: str
    age: str
    glyph: Markup
    due: Markup
    middle: Markup
    end: Markup
    head: Markup
    channel: Markup
    face: Markup


def shown(rows: Iterable[Row[Any]], names: Names) -> list[ShownTicket]:
    """Turn rows of ``workflow.queue`` or ``workflow.search`` into what is shown of them."""
    now, code = clock.now(), language()
    return [_shown(row, names, now, code) for row in rows]


def _shown(row: Row[Any], names: Names, now: datetime, code: str) -> ShownTicket:
    status, reporter = row.status.value, row.reporter_name
    due = ended(code, row.outcome) if row.status == Status.CLOSED else standing(code, row, now)
    category = names.categories.get(row.category_id, UNNAMED).name
    channel = names.channels.get(row.channel_id, UNNAMED)
    region = names.regions.get(row.region_code, UNNAMED).short
    person = (row.assignee, _initials(row.assignee)) if row.assignee else ("", "")
    way = (channel.code, channel.name, channel.icon)
    return ShownTicket(
        number=row.number,
        name=row.subject_name,
        reporter=_reporter(code, reporter, row.relation) if reporter and reporter != row.subject_name else "",
        priority=_drawn(code, "priority", row.priority) if row.priority else "",
        category=category,
        region=region,
        age=age_of(code, row.received_at, row.closed_at or now),
        glyph=_drawn(code, "glyph", status),
        due=_drawn(code, "due", *due),
        middle=_drawn(code, "middle", category, status, region, *person),
        end=_drawn(code, "end", *due, *way),
        head=_drawn(code, "head", status, *due),
        channel=_drawn(code, "channel", *way),
        face=_drawn(code, "face", *person),
    )


def _reporter(code: str, name: str, relation: str) -> str:
    alone, related = _by(code)
    return related % {"name": name, "relation": relation.lower()} if relation else alone % {"name": name}


@lru_cache(maxsize=8)
def _by(_language: str) -> tuple[str, str]:
    return gettext("By %(name)s"), gettext("By %(name)s (%(relation)s)")


@lru_cache(maxsize=8192)
def _drawn(_language: str, macro: str, *told: str | int) -> Markup:
    """What a macro makes of these words; its arguments are all it depends on, and no value of a ticket's person."""
    drawing = current_app.jinja_env.get_template(DRAWING).module
    drawn: Markup = getattr(drawing, macro)(*told)
    return drawn


@lru_cache(maxsize=512)
def _initials(name: str) -> str:
    return initials(name)
