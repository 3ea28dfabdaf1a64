"""The wall behind the listener: triggers by which the database itself refuses a change without its event.

Tried against ORM, bulk, Core, raw SQL and REPLACE on both databases (tests/audit/test_wall.py).
"""

from collections.abc import Iterable, Iterator

_SQLITE_EVENT = """
CREATE TRIGGER event_no_replace BEFORE INSERT ON event
WHEN NEW.id IS NOT NULL AND NEW.id <> -1 AND EXISTS (SELECT 1 FROM event WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'loket: an event cannot be replaced'); END;
CREATE TRIGGER event_no_gap AFTER INSERT ON event
WHEN NEW.id < 1 OR (NEW.id > 1 AND NOT EXISTS (SELECT 1 FROM event WHERE id = NEW.id - 1))
BEGIN SELECT RAISE(ABORT, 'loket: the trail has no gaps'); END;
CREATE TRIGGER event_columns AFTER INSERT ON event
WHEN NEW.action IS NOT json_extract(NEW.body, '$.action') OR NEW.at IS NOT json_extract(NEW.body, '$.at')
  OR NEW.reason IS NOT coalesce(json_extract(NEW.body, '$.reason'), '')
  OR NEW.actor IS NOT json_extract(NEW.body, '$.actor.name')
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

_SQLITE_ROW = """
CREATE TRIGGER {t}_wall_insert BEFORE INSERT ON "{t}"
WHEN NEW.last_event_id IS NOT (SELECT max(id) FROM event)
  OR NOT EXISTS (SELECT 1 FROM audit_object
                 WHERE event_id = NEW.last_event_id AND object = '{t}:' || NEW.ref)
  OR EXISTS (SELECT 1 FROM "{t}" WHERE ref = NEW.ref)
  OR (NEW.id IS NOT NULL AND NEW.id <> -1 AND EXISTS (SELECT 1 FROM "{t}" WHERE id = NEW.id))
BEGIN SELECT RAISE(ABORT, 'loket: no change without its event'); END;
CREATE TRIGGER {t}_wall_update BEFORE UPDATE ON "{t}"
WHEN NEW.ref IS NOT OLD.ref OR NEW.id IS NOT OLD.id
  OR NEW.last_event_id IS NOT (SELECT max(id) FROM event)
  OR NEW.last_event_id <= OLD.last_event_id
  OR NOT EXISTS (SELECT 1 FROM audit_object
                 WHERE event_id = NEW.last_event_id AND object = '{t}:' || NEW.ref)
BEGIN SELECT RAISE(ABORT, 'loket: no change without its event'); END;
CREATE TRIGGER {t}_wall_delete BEFORE DELETE ON "{t}"
BEGIN SELECT RAISE(ABORT, 'loket: rows are retired, never deleted'); END;
"""

_POSTGRES_EVENT = """
CREATE FUNCTION loket_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'loket: %', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE FUNCTION loket_event_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE b jsonb := NEW.body::jsonb; seq text := pg_get_serial_sequence('event', 'id');
BEGIN
  IF NEW.id IS DISTINCT FROM currval(seq) THEN
    RAISE EXCEPTION 'loket: the trail numbers its events itself' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.action IS DISTINCT FROM b->>'action' OR NEW.at IS DISTINCT FROM b->>'at'
     OR NEW.reason IS DISTINCT FROM coalesce(b->>'reason', '')
     OR NEW.actor IS DISTINCT FROM b->'actor'->>'name' THEN
    RAISE EXCEPTION 'loket: the columns of an event are derived from its body'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  NEW.xid := pg_current_xact_id();
  RETURN NEW;
END $$;
CREATE FUNCTION loket_event_objects() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_object (event_id, object)
    SELECT NEW.id, value FROM jsonb_array_elements_text(coalesce(NEW.body::jsonb->'objects', '[]'));
  RETURN NULL;
END $$;
CREATE FUNCTION loket_audit_object_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM event e WHERE e.id = NEW.event_id
                 AND e.xid = pg_current_xact_id() AND e.body::jsonb->'objects' ? NEW.object) THEN
    RAISE EXCEPTION 'loket: the body of the event names its objects'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION loket_wall() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.ref <> OLD.ref OR NEW.id <> OLD.id
                           OR NEW.last_event_id <= OLD.last_event_id) THEN
    RAISE EXCEPTION 'loket: no change without its event' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM event e JOIN audit_object o ON o.event_id = e.id
                 WHERE e.id = NEW.last_event_id AND e.xid = pg_current_xact_id()
                   AND o.object = TG_TABLE_NAME || ':' || NEW.ref) THEN
    RAISE EXCEPTION 'loket: no change without its event' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER event_insert BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION loket_event_insert();
ALTER TABLE event ENABLE ALWAYS TRIGGER event_insert;
CREATE TRIGGER event_objects AFTER INSERT ON event FOR EACH ROW EXECUTE FUNCTION loket_event_objects();
ALTER TABLE event ENABLE ALWAYS TRIGGER event_objects;
CREATE TRIGGER audit_object_insert BEFORE INSERT ON audit_object
  FOR EACH ROW EXECUTE FUNCTION loket_audit_object_insert();
ALTER TABLE audit_object ENABLE ALWAYS TRIGGER audit_object_insert;
"""

_POSTGRES_FROZEN = """
CREATE TRIGGER {t}_no_change BEFORE UPDATE OR DELETE ON "{t}"
  FOR EACH ROW EXECUTE FUNCTION loket_refuse('an event is never changed');
ALTER TABLE "{t}" ENABLE ALWAYS TRIGGER {t}_no_change;
CREATE TRIGGER {t}_no_truncate BEFORE TRUNCATE ON "{t}"
  FOR EACH STATEMENT EXECUTE FUNCTION loket_refuse('the trail is never emptied');
ALTER TABLE "{t}" ENABLE ALWAYS TRIGGER {t}_no_truncate;
"""

_POSTGRES_ROW = """
CREATE TRIGGER {t}_wall BEFORE INSERT OR UPDATE ON "{t}" FOR EACH ROW EXECUTE FUNCTION loket_wall();
ALTER TABLE "{t}" ENABLE ALWAYS TRIGGER {t}_wall;
CREATE TRIGGER {t}_wall_delete BEFORE DELETE ON "{t}"
  FOR EACH ROW EXECUTE FUNCTION loket_refuse('rows are retired, never deleted');
ALTER TABLE "{t}" ENABLE ALWAYS TRIGGER {t}_wall_delete;
CREATE TRIGGER {t}_wall_truncate BEFORE TRUNCATE ON "{t}"
  FOR EACH STATEMENT EXECUTE FUNCTION loket_refuse('rows are retired, never deleted');
ALTER TABLE "{t}" ENABLE ALWAYS TRIGGER {t}_wall_truncate;
"""


def wall_of_events(dialect: str) -> Iterator[str]:
    """The statements that guard the trail itself, in order, for ``sqlite`` or ``postgresql``."""
    yield from _statements(_SQLITE_EVENT if dialect == "sqlite" else _POSTGRES_EVENT)
    if dialect == "postgresql":
        for table in ("event", "audit_object"):
            yield from _statements(_POSTGRES_FROZEN.format(t=table))


def wall_of_rows(dialect: str, tables: Iterable[str]) -> Iterator[str]:
    """The statements that guard each of the audited ``tables``."""
    template = _SQLITE_ROW if dialect == "sqlite" else _POSTGRES_ROW
    for table in tables:
        yield from _statements(template.format(t=table))


def _statements(script: str) -> Iterator[str]:
    """Split a script at the semicolons that end a line, keeping trigger and function bodies whole."""
    part: list[str] = []
    for line in script.strip().splitlines():
        part.append(line)
        text = "\n".join(part)
        if line.endswith(";") and _is_whole(text):
            yield text
            part = []


def _is_whole(text: str) -> bool:
    if "$$" in text:
        return text.count("$$") == 2
    if text.startswith("CREATE TRIGGER") and "EXECUTE FUNCTION" not in text:
        return text.endswith("END;")
    return True
