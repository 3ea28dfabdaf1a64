"""Plain rows written over the one of the same key, in one statement: two who write at once never meet an error."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy.dialects import postgresql, sqlite

from models.base import db

INSERTS: Final[dict[str, Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def write_over(model: Any, keys: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Write ``values`` into the row of ``keys``, which is made where there is none; within a unit of work."""
    said = _insert(db.session, model, keys, values)
    there = {name: said.excluded[name] for name in values}
    db.session.execute(said.on_conflict_do_update(index_elements=list(keys), set_=there))


def add_onto(session: Any, model: Any, keys: Mapping[str, Any], values: Mapping[str, int]) -> None:
    """Add ``values`` to the figures in the row of ``keys``, which is made where there is none."""
    said = _insert(session, model, keys, values)
    there = {name: getattr(model, name) + more for name, more in values.items()}
    session.execute(said.on_conflict_do_update(index_elements=list(keys), set_=there))


def _insert(session: Any, model: Any, keys: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
    return INSERTS[session.get_bind().dialect.name](model).values(**keys, **values)
