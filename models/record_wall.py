"""The wall of the registry: records come with the event of their import, and nothing happens to them afterwards.

Only the newest batch is open, only while it is loading, and only while its newest event is of this transaction (SQLite,
with its one writer: the newest there is): each part of an import has an event of its own. Keys are checked against the
batch's range of records, for there are twenty to a record. ``models.batch_wall`` guards what becomes of batches.
"""

import re
from collections.abc import Iterator

_OPEN_SQLITE = """SELECT 1 FROM record_batch v JOIN import_batch b ON b.id = v.batch_id
  WHERE v.batch_id = (SELECT max(batch_id) FROM record_batch) AND b.absent = 'loading'
  AND b.last_event_id = (SELECT max(id) FROM event)"""

SQLITE = f"""

CREATE TRIGGER record_batch_insert BEFORE INSERT ON record_batch
WHEN NOT EXISTS (SELECT 1 FROM import_batch WHERE id = NEW.batch_id AND kind = 'registry'
                 AND absent = 'loading' AND last_event_id = (SELECT max(id) FROM event))
  OR EXISTS (SELECT 1 FROM record_batch WHERE batch_id >= NEW.batch_id)
  OR NEW.first_record_id <= coalesce((SELECT max(last_record_id) FROM record_batch), 0)
BEGIN SELECT RAISE(ABORT, 'loket: records come with the event of their import'); END;

CREATE TRIGGER record_batch_update BEFORE UPDATE ON record_batch
WHEN NEW.batch_id IS NOT OLD.batch_id OR NEW.first_record_id IS NOT OLD.first_record_id
  OR NEW.last_record_id IS NOT OLD.last_record_id OR NEW.wrapped_key IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'loket: of a batch only the key is ever destroyed'); END;

CREATE TRIGGER record_batch_delete BEFORE DELETE ON record_batch
BEGIN SELECT RAISE(ABORT, 'loket: records are never deleted'); END;

CREATE TRIGGER record_insert BEFORE INSERT ON record
WHEN NOT EXISTS ({_OPEN_SQLITE}
                 AND v.batch_id = NEW.batch_id AND NEW.id BETWEEN v.first_record_id AND v.last_record_id)
  OR EXISTS (SELECT 1 FROM record WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM record WHERE batch_id = NEW.batch_id AND source_row = NEW.source_row)
  OR NEW.first_id IS NOT coalesce((SELECT first_id FROM record WHERE id = NEW.replaces_id), NEW.replaces_id)
  OR EXISTS (SELECT 1 FROM record WHERE first_id = NEW.first_id AND batch_id = NEW.batch_id)
BEGIN SELECT RAISE(ABORT, 'loket: records come with the event of their import'); END;

CREATE TRIGGER record_update BEFORE UPDATE ON record
BEGIN SELECT RAISE(ABORT, 'loket: records are never changed'); END;

CREATE TRIGGER record_delete BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'loket: records are never deleted'); END;

CREATE TRIGGER record_key_insert BEFORE INSERT ON record_key
WHEN NOT EXISTS ({_OPEN_SQLITE}
                 AND NEW.record_id BETWEEN v.first_record_id AND v.last_record_id)
BEGIN SELECT RAISE(ABORT, 'loket: records come with the event of their import'); END;

CREATE TRIGGER record_key_update BEFORE UPDATE ON record_key
BEGIN SELECT RAISE(ABORT, 'loket: records are never changed'); END;

CREATE TRIGGER record_key_delete BEFORE DELETE ON record_key
BEGIN SELECT RAISE(ABORT, 'loket: records are never deleted'); END;
"""  # noqa: S608 - a constant

_PATH = "SET search_path = pg_catalog, public, pg_temp"
_OPEN_POSTGRESQL = """SELECT 1 FROM public.record_batch v JOIN public.import_batch b ON b.id = v.batch_id
      JOIN public.event e ON e.id = b.last_event_id
      WHERE v.batch_id = (SELECT max(batch_id) FROM public.record_batch) AND b.absent = 'loading'
      AND e.xid = pg_current_xact_id()"""

POSTGRESQL = f"""
CREATE FUNCTION loket_record_batch_insert() RETURNS trigger LANGUAGE plpgsql {_PATH} AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM import_batch b JOIN event e ON e.id = b.last_event_id
                 WHERE b.id = NEW.batch_id AND b.kind = 'registry' AND b.absent = 'loading'
                 AND e.xid = pg_current_xact_id())
     OR EXISTS (SELECT 1 FROM record_batch WHERE batch_id > NEW.batch_id)
     OR NEW.first_record_id <= coalesce((SELECT max(last_record_id) FROM record_batch), 0) THEN
    RAISE EXCEPTION 'loket: records come with the event of their import'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION loket_record_batch_update() RETURNS trigger LANGUAGE plpgsql {_PATH} AS $$
BEGIN
  IF ROW(NEW.batch_id, NEW.first_record_id, NEW.last_record_id)
     IS DISTINCT FROM ROW(OLD.batch_id, OLD.first_record_id, OLD.last_record_id) OR NEW.wrapped_key IS NOT NULL THEN
    RAISE EXCEPTION 'loket: of a batch only the key is ever destroyed'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION loket_record_insert() RETURNS trigger LANGUAGE plpgsql {_PATH} AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM added a WHERE NOT EXISTS ({_OPEN_POSTGRESQL}
      AND v.batch_id = a.batch_id AND a.id BETWEEN v.first_record_id AND v.last_record_id))
     OR EXISTS (SELECT 1 FROM added a LEFT JOIN public.record r ON r.id = a.replaces_id
                WHERE a.first_id IS DISTINCT FROM coalesce(r.first_id, a.replaces_id)) THEN
    RAISE EXCEPTION 'loket: records come with the event of their import'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION loket_record_key_insert() RETURNS trigger LANGUAGE plpgsql {_PATH} AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM (SELECT min(record_id) AS low, max(record_id) AS high FROM added) a
      WHERE a.low IS NOT NULL AND NOT EXISTS ({_OPEN_POSTGRESQL}
      AND a.low >= v.first_record_id AND a.high <= v.last_record_id)) THEN
    RAISE EXCEPTION 'loket: records come with the event of their import'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER record_batch_insert BEFORE INSERT ON record_batch
  FOR EACH ROW EXECUTE FUNCTION loket_record_batch_insert();

ALTER TABLE record_batch ENABLE ALWAYS TRIGGER record_batch_insert;

CREATE TRIGGER record_batch_update BEFORE UPDATE ON record_batch
  FOR EACH ROW EXECUTE FUNCTION loket_record_batch_update();

ALTER TABLE record_batch ENABLE ALWAYS TRIGGER record_batch_update;

CREATE TRIGGER record_insert AFTER INSERT ON record REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION loket_record_insert();

ALTER TABLE record ENABLE ALWAYS TRIGGER record_insert;

CREATE TRIGGER record_key_insert AFTER INSERT ON record_key REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION loket_record_key_insert();

ALTER TABLE record_key ENABLE ALWAYS TRIGGER record_key_insert;
"""  # noqa: S608 - a constant

_KEPT = """
CREATE TRIGGER {t}_kept BEFORE {acts} ON {t}
  FOR EACH ROW EXECUTE FUNCTION loket_refuse('records are never changed or deleted');

ALTER TABLE {t} ENABLE ALWAYS TRIGGER {t}_kept;

CREATE TRIGGER {t}_no_truncate BEFORE TRUNCATE ON {t}
  FOR EACH STATEMENT EXECUTE FUNCTION loket_refuse('records are never changed or deleted');

ALTER TABLE {t} ENABLE ALWAYS TRIGGER {t}_no_truncate;
"""
# Only what the desk does with records; where there is no role of the application, nothing is granted.
_GRANTS = """DO $do$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'loket_app') THEN
    GRANT SELECT, INSERT ON record_batch, record, record_key TO loket_app;
    GRANT UPDATE (wrapped_key) ON record_batch TO loket_app;
  END IF;
END $do$"""
_FORBIDDEN = {"record_batch": "DELETE", "record": "UPDATE OR DELETE", "record_key": "UPDATE OR DELETE"}


def wall_of_records(dialect: str) -> Iterator[str]:
    """The statements that guard the registry, in order, for ``sqlite`` or ``postgresql``."""
    if dialect == "sqlite":
        yield from _statements(SQLITE)
        return
    yield from _statements(POSTGRESQL)
    for table, acts in _FORBIDDEN.items():
        yield from _statements(_KEPT.format(t=table, acts=acts))
    yield _GRANTS


def no_wall_of_records(dialect: str) -> Iterator[str]:
    """What takes that wall off, for a migration that then changes the tables and puts it back."""
    for statement in wall_of_records(dialect):
        words = statement.split()
        if words[:2] == ["CREATE", "TRIGGER"]:
            on = f" ON {words[words.index('ON') + 1]}" if dialect == "postgresql" else ""
            yield f"DROP TRIGGER {words[2]}{on}"
    if dialect == "postgresql":
        yield from (f"DROP FUNCTION {name}" for name in re.findall(r"FUNCTION (loket\w+\(\)) RETURNS", POSTGRESQL))


def _statements(script: str) -> list[str]:
    """The statements of a script in which an empty line parts them."""
    return script.strip().split("\n\n")
