"""Says who else is at a complaint, for the scripts that ask."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from sqlalchemy import Row

from web.words import initials
from workflow.presence import Doing


def told_people(rows: Iterable[Row[Any]]) -> list[dict[str, str]]:
    """Each person with their initials and what they do, as a sentence."""
    return [{"name": row.name, "initials": initials(row.name), "doing": row.doing, "words": _said(row)} for row in rows]


def told_by_number(rows: Iterable[Row[Any]]) -> dict[str, list[dict[str, str]]]:
    """The same, by the number of the complaint they are at."""
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row.number].append(row)
    return {number: told_people(there) for number, there in found.items()}


def _said(row: Row[Any]) -> str:
    if row.doing == Doing.EDIT:
        return str(gettext("%(name)s is changing this complaint", name=row.name))
    return str(gettext("%(name)s has this complaint open", name=row.name))
