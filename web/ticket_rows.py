"""Rows of the queue as lists show them: what repeats is drawn once and kept, so that a page only writes it down."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from flask_babel import gettext
from markupsafe import Markup
from sqlalchemy import Row

from models import Status, clock
from web.due_words import age_of, ended, standing
from web.language import language
from web.list_columns import USUAL, Column, Facts, column, drawn, extra_cells
from web.reference_names import Name, Names
from web.words import initials

UNNAMED = Name(id=0, code="", name="–", short="–")
NOTHING = Markup("")


class ShownTicket(NamedTuple):
    """One ticket as a row of a table and as a card; the marked-up parts come from the macros of ``_cells.html``.

    ``cells`` are the chosen columns behind number and person; ``more`` what a card says of those it has no place for.
    """

    number: str
    name: str
    reporter: str
    priority: Markup | str
    category: str
    region: str
    age: str
    glyph: Markup
    due: Markup
    cells: Markup
    more: Markup
    head: Markup
    channel: Markup
    face: Markup


def shown(rows: Iterable[Row[Any]], names: Names, columns: Sequence[str] = USUAL) -> list[ShownTicket]:
    """Turn rows of ``workflow.queue`` or ``workflow.search`` into what is shown of them."""
    now, code, rows = clock.now().astimezone(clock.WITA), language(), list(rows)
    drawn_as = {key: column(key) for key in columns}
    cells = extra_cells([row.id for row in rows], columns)
    return [_shown(row, facts_of(row, names, now, code, cells.get(row.id, {})), drawn_as) for row in rows]


def _shown(row: Row[Any], facts: Facts, columns: Mapping[str, Column]) -> ShownTicket:
    status, reporter = row.status.value, row.reporter_name
    due, code = facts.due, facts.code
    return ShownTicket(
        number=row.number,
        name=row.subject_name,
        reporter=_reporter(code, reporter, row.relation) if reporter and reporter != row.subject_name else "",
        priority=drawn(code, "priority", row.priority) if row.priority else "",
        category=facts.category,
        region=facts.region,
        age=facts.age,
        glyph=drawn(code, "glyph", status),
        due=drawn(code, "due", *due),
        cells=NOTHING.join([one.cell(facts) for one in columns.values()]),
        more=_more(facts, columns),
        head=drawn(code, "head", status if "status" in columns else "", *(due if "deadline" in columns else ("", ""))),
        channel=drawn(code, "channel", *facts.way),
        face=drawn(code, "face", *facts.person),
    )


def facts_of(row: Row[Any], names: Names, now: datetime, code: str, extra: Mapping[str, str]) -> Facts:
    """What is said of a row, whichever columns then show it."""
    channel = names.channels.get(row.channel_id, UNNAMED)
    return Facts(
        row=row,
        now=now,
        code=code,
        category=names.categories.get(row.category_id, UNNAMED).name,
        region=names.regions.get(row.region_code, UNNAMED).short,
        way=(channel.code, channel.name, channel.icon),
        person=(row.assignee, _initials(row.assignee)) if row.assignee else ("", ""),
        due=ended(code, row.outcome) if row.status == Status.CLOSED else standing(code, row, now),
        age=age_of(code, row.received_at, row.closed_at or now),
        extra=extra,
    )


def _more(facts: Facts, columns: Mapping[str, Column]) -> Markup:
    """What a card adds for chosen columns without a place of their own on it."""
    said = [(one.label, says(facts)) for one in columns.values() if (says := one.says)]
    lines = [Markup("<span>{}: {}</span>").format(label, words) for label, words in said if words]
    return NOTHING.join(lines)


def _reporter(code: str, name: str, relation: str) -> str:
    alone, related = _by(code)
    return related % {"name": name, "relation": relation.lower()} if relation else alone % {"name": name}


@lru_cache(maxsize=8)
def _by(_language: str) -> tuple[str, str]:
    return gettext("By %(name)s"), gettext("By %(name)s (%(relation)s)")


@lru_cache(maxsize=512)
def _initials(name: str) -> str:
    return initials(name)
