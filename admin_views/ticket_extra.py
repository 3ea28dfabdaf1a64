"""The extra fields of one complaint as its page and its sheet of paper show them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from access.actors import Actor
from audit.masked import mask_numbers
from models import ExtraValue, Ticket
from privacy.masks import mask_text
from web.extra_words import value_words
from web.language import language
from workflow import extra, reveals
from workflow.definition import Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A personal value: masked, or open until a moment; ``masked`` is None where there is no value."""

    field: str
    label: Any
    masked: str | None
    shown: str | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownExtra:
    """One field: its words, or its ``secret``; ``odd`` where the value is none of the field as it is now."""

    label: str
    words: str = ""
    odd: bool = False
    secret: Secret | None = None


def shown_extra(ticket: Ticket, actor: Actor, opened: dict[str, str] | None = None) -> list[ShownExtra]:
    """The fields that the actor sees, in the order of the definition."""
    fields = extra.seen_by(actor.role)
    rows = extra.by_code(ticket) if fields else {}
    return [_shown(field, rows.get(field.code), opened or {}) for field in fields]


def _shown(field: Field, row: ExtraValue | None, opened: dict[str, str]) -> ShownExtra:
    label, kept = field.label(language()), row.text if row else ""
    if field.masked or (row and row.secret_sealed):
        return ShownExtra(label=label, secret=_secret(field, label, kept, opened))
    odd = bool(kept) and not extra.is_readable(field, kept)
    return ShownExtra(label=label, words=mask_numbers(value_words(field, kept)) if kept else "", odd=odd)


def _secret(field: Field, label: str, kept: str, opened: dict[str, str]) -> Secret:
    name = extra.name_of(field.code)
    if not kept:
        return Secret(field=name, label=label, masked=None)
    at = opened.get(name)
    if at is None:
        return Secret(field=name, label=label, masked=mask_text(kept))
    until = datetime.fromisoformat(at) + timedelta(minutes=reveals.MINUTES)
    return Secret(field=name, label=label, masked=mask_text(kept), shown=value_words(field, kept), until=until)
