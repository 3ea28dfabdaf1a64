"""The wall on SQLite, which has one writer: the event of a change is the newest there is."""

from collections.abc import Iterator

from models.wall_shape import Shape

EVENTS = """
CREATE TRIGGER event_no_replace BEFORE INSERT ON event
WHEN NEW.id IS NOT NULL AND NEW.id <> -1 AND EXISTS (SELECT 1 FROM event WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'loket: an event cannot be replaced'); END;
CREATE TRIGGER event_no_gap AFTER INSERT ON event
WHEN NEW.id < 1 OR (NEW.id > 1 AND NOT EXISTS (SELECT 1 FROM event WHERE id = NEW.id - 1))
BEGIN SELECT RAISE(ABORT, 'loket: the trail has no gaps'); END;
CREATE TRIGGER event_columns AFTER INSERT ON event
WHEN typeof(NEW.body) <> 'text' OR NOT json_valid(NEW.body)
  OR NEW.action IS NOT json_extract(NEW.body, '$.action') OR NEW.at IS NOT json_extract(NEW.body, '$.at')
  OR NEW.actor IS NOT json_extract(NEW.body, '$.actor.name')
  OR NEW.actor_id IS NOT json_extract(NEW.body, '$.actor.id')
  OR NEW.role IS NOT json_extract(NEW.body, '$.role')
  OR NEW.session IS NOT coalesce(json_extract(NEW.body, '$.session'), '')
  OR NEW.origin IS NOT coalesce(json_extract(NEW.body, '$.origin'), '')
  OR NEW.object IS NOT coalesce(json_extract(NEW.body, '$.object'), '')
  OR NEW.reason IS NOT coalesce(json_extract(NEW.body, '$.reason'), '')
BEGIN SELECT RAISE(ABORT, 'loket: the columns of an event are derived from its body'); END;
CREATE TRIGGER event_objects AFTER INSERT ON event
BEGIN INSERT INTO audit_object (event_id, object)
  SELECT NEW.id, value FROM json_each(NEW.body, '$.objects'); END;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'loket: an event is never changed'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'loket: an event is never deleted'); END;
CREATE TRIGGER audit_object_insert BEFORE INSERT ON audit_object
WHEN EXISTS (SELECT 1 FROM audit_object WHERE event_id = NEW.event_id AND object = NEW.object)
  OR NOT EXISTS (SELECT 1 FROM event e, json_each(e.body, '$.objects') j
                 WHERE e.id = NEW.event_id AND j.value = NEW.object)
BEGIN SELECT RAISE(ABORT, 'loket: the body of the event names its objects'); END;
CREATE TRIGGER audit_object_no_update BEFORE UPDATE ON audit_object
BEGIN SELECT RAISE(ABORT, 'loket: the index of the trail is never changed'); END;
CREATE TRIGGER audit_object_no_delete BEFORE DELETE ON audit_object
BEGIN SELECT RAISE(ABORT, 'loket: the index of the trail is never deleted'); END;
"""

# The guards on unique columns are for connections without recursive_triggers: there a REPLACE would delete
# the row it meets in silence, for no delete trigger fires.
_ROW = """
CREATE TRIGGER {t}_wall_insert BEFORE INSERT ON "{t}"
WHEN NEW.last_event_id IS NOT (SELECT max(id) FROM event)
  OR NOT EXISTS (SELECT 1 FROM audit_object
                 WHERE event_id = NEW.last_event_id AND object = '{t}:' || NEW.ref)
  OR (NEW.id IS NOT NULL AND NEW.id <> -1 AND EXISTS (SELECT 1 FROM "{t}" WHERE id = NEW.id))
  OR {taken_by_any}
  OR EXISTS ({first_values}
    EXCEPT {told})
BEGIN SELECT RAISE(ABORT, 'loket: no change without its event'); END;
CREATE TRIGGER {t}_wall_id AFTER INSERT ON "{t}" WHEN NEW.id < 1
BEGIN SELECT RAISE(ABORT, 'loket: rows are numbered from 1'); END;
CREATE TRIGGER {t}_wall_update BEFORE UPDATE ON "{t}"
WHEN NEW.ref IS NOT OLD.ref OR NEW.id IS NOT OLD.id
  OR NEW.last_event_id IS NOT (SELECT max(id) FROM event)
  OR NEW.last_event_id <= OLD.last_event_id
  OR NOT EXISTS (SELECT 1 FROM audit_object
                 WHERE event_id = NEW.last_event_id AND object = '{t}:' || NEW.ref)
  OR {taken_by_other}
  OR NOT EXISTS ({told})
  OR EXISTS ({differences}
    EXCEPT {told})
BEGIN SELECT RAISE(ABORT, 'loket: no change without its event'); END;
CREATE TRIGGER {t}_wall_delete BEFORE DELETE ON "{t}"
BEGIN SELECT RAISE(ABORT, 'loket: rows are retired, never deleted'); END;
"""

_TOLD = """SELECT json_extract(c.value, '$.field'), json_extract(c.value, '$.before'),
      json_extract(c.value, '$.after') FROM event e, json_each(e.body, '$.changes') c
      WHERE e.id = NEW.last_event_id AND json_extract(c.value, '$.object') = '{t}:' || NEW.ref"""


def row_script(shape: Shape) -> str:
    """The triggers of one audited table."""
    table = shape.table
    return _ROW.format(
        t=table,
        taken_by_any=_taken(shape, ""),
        taken_by_other=_taken(shape, " AND id <> NEW.id"),
        first_values="\n    UNION ALL ".join(_first_values(shape)),
        differences="\n    UNION ALL ".join(_differences(shape)),
        told=_TOLD.format(t=table),
    )


def _taken(shape: Shape, unless: str) -> str:
    guard = 'EXISTS (SELECT 1 FROM "{t}" WHERE "{c}" = NEW."{c}"{unless})'
    return "\n  OR ".join(guard.format(t=shape.table, c=column, unless=unless) for column in shape.unique)


def _first_values(shape: Shape) -> Iterator[str]:
    for column, kind in shape.columns.items():
        after = "NULL" if kind == "name" else _as_told(f'NEW."{column}"', kind)
        yield f"SELECT '{column}', NULL, {after} WHERE NEW.\"{column}\" IS NOT NULL"


def _differences(shape: Shape) -> Iterator[str]:
    for column, kind in shape.columns.items():
        old, new = f'OLD."{column}"', f'NEW."{column}"'
        values = "NULL, NULL" if kind == "name" else f"{_as_told(old, kind)}, {_as_told(new, kind)}"
        yield f"SELECT '{column}', {values} WHERE {new} IS NOT {old}"


def _as_told(value: str, kind: str) -> str:
    """A stored value in the spelling of an event: a moment is ISO 8601 with Z there."""
    return f"replace({value}, ' ', 'T') || 'Z'" if kind == "moment" else value
