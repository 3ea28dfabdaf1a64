"""Ways of writing to an audited row without an event of its own; each is a function that tries."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, insert, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from audit.recorder import note_event
from models import Event, db
from tests.audit.rows import TESTER, Target, force, forge

Way = Callable[[Session, Target], Any]


def _row(session: Session, target: Target) -> Any:
    return session.get_one(target.model, target.id)


def _dialect() -> str:
    return str(db.engine.dialect.name)


def orm_attribute(session: Session, target: Target) -> None:
    setattr(_row(session, target), target.column, "Forged")
    session.flush()


def orm_attribute_and_event_number(session: Session, target: Target) -> None:
    row = _row(session, target)
    setattr(row, target.column, "Forged")
    row.last_event_id += 1
    session.flush()


def orm_new_row(session: Session, target: Target) -> None:
    session.add(target.model(**{key: value for key, value in target.copy().items() if key not in ("id", "ref")}))
    session.flush()


def orm_merge(session: Session, target: Target) -> None:
    session.merge(target.model(id=target.id, ref=target.ref, **{target.column: "Forged"}))
    session.flush()


def orm_delete(session: Session, target: Target) -> None:
    session.delete(_row(session, target))
    session.flush()


def bulk_insert_mappings(session: Session, target: Target) -> None:
    session.bulk_insert_mappings(target.model, [target.copy()])


def bulk_update_mappings(session: Session, target: Target) -> None:
    row = _row(session, target)
    values = {"id": target.id, "last_event_id": row.last_event_id, target.column: "Forged"}
    session.bulk_update_mappings(target.model, [values])


def bulk_save_objects(session: Session, target: Target) -> None:
    row = _row(session, target)
    setattr(row, target.column, "Forged")
    session.bulk_save_objects([row])


def core_insert(session: Session, target: Target) -> None:
    session.execute(insert(target.table).values(target.copy()))


def core_insert_many(session: Session, target: Target) -> None:
    session.execute(insert(target.table), [target.copy(), target.copy()])


def core_update(session: Session, target: Target) -> None:
    session.connection().execute(update(target.table).values({target.column: "Forged"}))


def core_delete(session: Session, target: Target) -> None:
    session.connection().execute(delete(target.table).where(target.table.c.id == target.id))


def orm_enabled_insert(session: Session, target: Target) -> None:
    session.execute(insert(target.model), [target.copy()])


def orm_enabled_update(session: Session, target: Target) -> None:
    session.execute(update(target.model).where(target.table.c.id == target.id).values({target.column: "Forged"}))


def orm_enabled_delete(session: Session, target: Target) -> None:
    session.execute(delete(target.model).where(target.table.c.id == target.id))


def query_update(session: Session, target: Target) -> None:
    session.query(target.model).update({target.column: "Forged"})


def query_delete(session: Session, target: Target) -> None:
    session.query(target.model).delete()


def raw_update(session: Session, target: Target) -> None:
    session.execute(text(f'UPDATE "{target.name}" SET {target.column} = :v'), {"v": "Forged"})


def raw_delete(session: Session, target: Target) -> None:
    session.execute(text(f'DELETE FROM "{target.name}" WHERE id = {target.id}'))


def driver_sql(session: Session, target: Target) -> None:
    session.connection().exec_driver_sql(f"UPDATE \"{target.name}\" SET {target.column} = 'Forged'")


def cursor(session: Session, target: Target) -> None:
    raw = session.connection().connection.cursor()
    raw.execute(f"UPDATE \"{target.name}\" SET {target.column} = 'Forged' WHERE id = {target.id}")


def execute_many(session: Session, target: Target) -> None:
    change = text(f'UPDATE "{target.name}" SET {target.column} = :v WHERE id = :id')
    session.connection().execute(change, [{"v": "Forged", "id": target.id}, {"v": "Forged", "id": target.id + 1}])


def update_from(session: Session, target: Target) -> None:
    session.execute(text(f'UPDATE "{target.name}" SET {target.column} = e.actor FROM event e WHERE e.id = 1'))


def upsert(session: Session, target: Target) -> None:
    made = (
        (sqlite if _dialect() == "sqlite" else postgresql)
        .insert(target.table)
        .values(target.copy() | {"ref": target.ref})
    )
    session.execute(made.on_conflict_do_update(index_elements=["ref"], set_={target.column: "Forged"}))


def upsert_on_id(session: Session, target: Target) -> None:
    made = (
        (sqlite if _dialect() == "sqlite" else postgresql)
        .insert(target.table)
        .values(target.copy() | {"id": target.id})
    )
    session.execute(made.on_conflict_do_update(index_elements=["id"], set_={target.column: "Forged"}))


def own_event_again(session: Session, target: Target) -> None:
    """The event of the last change, used for one more."""
    force(target, session.connection(), _row(session, target).last_event_id)


def older_event(session: Session, target: Target) -> None:
    force(target, session.connection(), 1)


def future_event(session: Session, target: Target) -> None:
    newest = session.query(Event.id).order_by(Event.id.desc()).limit(1).scalar() or 0
    force(target, session.connection(), newest + 1)


def event_of_another_row(session: Session, target: Target) -> None:
    change = {"object": f"{target.name}:{target.other_ref}", "field": target.column, "after": "Forged"}
    force(target, session.connection(), forge(session.connection(), objects=[change["object"]], changes=[change]))


def event_of_another_table(session: Session, target: Target) -> None:
    change = {"object": f"other:{target.ref}", "field": target.column, "after": "Forged"}
    force(target, session.connection(), forge(session.connection(), objects=[change["object"]], changes=[change]))


def event_that_only_names_the_row(session: Session, target: Target) -> None:
    """Somebody read the row; under that event it is changed."""
    force(target, session.connection(), note_event(TESTER, "ticket.read", on=[_row(session, target)]))


def derived_column_under_a_reading(session: Session, target: Target) -> None:
    """What is computed, an index or a wrapped key, is not told; under an event that tells nothing it stays too."""
    written = note_event(TESTER, "ticket.read", on=[_row(session, target)])
    session.execute(update(target.table).where(target.table.c.id == target.id).values(last_event_id=written))


def event_of_another_field(session: Session, target: Target) -> None:
    name = f"{target.name}:{target.ref}"
    written = forge(session.connection(), objects=[name], changes=[{"object": name, "field": "x", "after": "Forged"}])
    force(target, session.connection(), written)


def event_of_another_value(session: Session, target: Target) -> None:
    name, before = f"{target.name}:{target.ref}", getattr(_row(session, target), target.column)
    change = {"object": name, "field": target.column, "before": before, "after": "Told"}
    force(target, session.connection(), forge(session.connection(), objects=[name], changes=[change]))


def event_that_lies_about_before(session: Session, target: Target) -> None:
    name = f"{target.name}:{target.ref}"
    change = {"object": name, "field": target.column, "before": "Lie", "after": "Forged"}
    force(target, session.connection(), forge(session.connection(), objects=[name], changes=[change]))


def changes_without_objects(session: Session, target: Target) -> None:
    name, before = f"{target.name}:{target.ref}", getattr(_row(session, target), target.column)
    change = {"object": name, "field": target.column, "before": before, "after": "Forged"}
    force(target, session.connection(), forge(session.connection(), objects=[], changes=[change]))


def two_changes_under_one_event(session: Session, target: Target) -> None:
    name, before = f"{target.name}:{target.ref}", getattr(_row(session, target), target.column)
    change = {"object": name, "field": target.column, "before": before, "after": "Forged"}
    written = forge(session.connection(), objects=[name], changes=[change])
    force(target, session.connection(), written)
    force(target, session.connection(), written, "Forged again")


def event_taken_back_by_savepoint(session: Session, target: Target) -> None:
    name, before = f"{target.name}:{target.ref}", getattr(_row(session, target), target.column)
    change = {"object": name, "field": target.column, "before": before, "after": "Forged"}
    savepoint = session.connection().begin_nested()
    written = forge(session.connection(), objects=[name], changes=[change])
    savepoint.rollback()
    force(target, session.connection(), written)


def another_ref(session: Session, target: Target) -> None:
    """The row takes the name of another, which an event speaks of."""
    name = f"{target.name}:0"
    written = forge(session.connection(), objects=[name], changes=[])
    session.execute(update(target.table).where(target.table.c.id == target.id).values(ref="0", last_event_id=written))


def another_id(session: Session, target: Target) -> None:
    written = forge(session.connection(), objects=[f"{target.name}:{target.ref}"], changes=[])
    values = {"id": target.id + 100_000, "last_event_id": written}
    session.execute(update(target.table).where(target.table.c.id == target.id).values(values))


def insert_with_untold_values(session: Session, target: Target) -> None:
    values = target.copy()
    values.pop("id")
    written = forge(session.connection(), objects=[f"{target.name}:{values['ref']}"], changes=[])
    session.execute(insert(target.table).values(values | {"last_event_id": written}))


WAYS: tuple[Way, ...] = (
    orm_attribute, orm_attribute_and_event_number, orm_new_row, orm_merge, orm_delete, bulk_insert_mappings,
    bulk_update_mappings, bulk_save_objects, core_insert, core_insert_many, core_update, core_delete,
    orm_enabled_insert, orm_enabled_update, orm_enabled_delete, query_update, query_delete, raw_update, raw_delete,
    driver_sql, cursor,
    execute_many, update_from, upsert, upsert_on_id, own_event_again, older_event, future_event, event_of_another_row,
    event_of_another_table, event_that_only_names_the_row,
    derived_column_under_a_reading, event_of_another_field, event_of_another_value,
    event_that_lies_about_before, changes_without_objects, two_changes_under_one_event, event_taken_back_by_savepoint,
    another_ref, another_id, insert_with_untold_values,
)  # fmt: skip
