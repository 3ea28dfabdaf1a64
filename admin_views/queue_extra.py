"""The extra fields that a list can be narrowed to: choices, yes and no, and days; never a masked one."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from access.actors import Actor
from web.extra_words import value_words
from workflow import extra
from workflow.definition import Field, FieldKind
from workflow.filters import BETWEEN, days_of
from workflow.terms import MOST_EXTRA

LISTED: Final = (FieldKind.CHOICE, FieldKind.YES_NO)
MOST_DAYS: Final = 92
"""So many days a span has at most: its tickets are sorted anew."""
MOST_VALUES: Final = 12


def filterable(actor: Actor) -> list[Field]:
    """The fields by which the actor's lists can be narrowed."""
    kinds = (*LISTED, FieldKind.DATE)
    return [field for field in extra.seen_by(actor.role) if field.kind in kinds and not field.masked]


def options(field: Field) -> list[tuple[str, str]]:
    """The values of a field with their words; none for one of days."""
    codes = {FieldKind.CHOICE: [one.code for one in field.choices], FieldKind.YES_NO: [extra.YES, extra.NO]}
    return [(code, value_words(field, code)) for code in codes.get(field.kind, [])]


def asked(arguments: MultiDict[str, str], actor: Actor) -> tuple[tuple[str, str], ...]:
    """What an address asks of extra fields; what does not exist, or is not shown to the actor, is not asked."""
    told = [(field, _value(arguments, field)) for field in filterable(actor)]
    listed = [(field.code, value) for field, value in told if value and field.kind in LISTED]
    spans = [(field.code, value) for field, value in told if value and field.kind not in LISTED]
    return (*listed[:MOST_EXTRA], *spans[:MOST_EXTRA])


def _value(arguments: MultiDict[str, str], field: Field) -> str:
    name = extra.name_of(field.code)
    if field.kind == FieldKind.DATE:
        return _span(arguments, name)
    said = {text for given in arguments.getlist(name) for text in given.split(",")}
    return ",".join(sorted(said & {code for code, _ in options(field)})[:MOST_VALUES])


def _span(arguments: Mapping[str, Any], name: str) -> str:
    """Two days, the later one no further than a span reaches; one day alone is the whole span."""
    since, until = (str(arguments.get(f"{name}-{end}", ""))[:10] for end in ("since", "until"))
    said = str(arguments.get(name, ""))[:24]
    if since or until:
        said = BETWEEN.join(sorted((since or until, until or since)))
    days = days_of(said, date(2000, 1, 1)) if BETWEEN in said else None
    if days is None:
        return ""
    last = min(days[1], days[0] + timedelta(days=MOST_DAYS - 1))
    return f"{days[0]}{BETWEEN}{last}"
