"""The wall on PostgreSQL, which has many writers: the event of a change is of the same transaction.

Every function fixes its search_path, or a temporary table called ``event`` would be read instead of ours.
"""

from collections.abc import Iterator

from models.wall_shape import Shape

_PATH = "SET search_path = pg_catalog, public, pg_temp"

EVENTS = f"""
CREATE FUNCTION loket_refuse() RETURNS trigger LANGUAGE plpgsql {_PATH} AS $$
BEGIN RAISE EXCEPTION 'loket: %', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE FUNCTION loket_event_insert() RETURNS trigger LANGUAGE plpgsql {_PATH} AS $$
DECLARE b jsonb := NEW.body::jsonb; seq text := pg_get_serial_sequence('event', 'id');
BEGIN
  IF NEW.id IS DISTINCT FROM currval(seq) THEN
    RAISE EXCEPTION 'loket: the trail numbers its events itself' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.action IS DISTINCT FROM b->>'action' OR NEW.at IS DISTINCT FROM b->>'at'
     OR NEW.actor IS DISTINCT FROM b->'actor'->>'name'
     OR NEW.actor_id IS DISTINCT FROM (b->'actor'->>'id')::bigint
     OR NEW.role IS DISTINCT FROM b->>'role'
     OR NEW.session IS DISTINCT FROM coalesce(b->>'session', '')
     OR NEW.origin IS DISTINCT FROM coalesce(b->>'origin', '')
     OR NEW.object IS DISTINCT FROM coalesce(b->>'object', '')
     OR NEW.reason IS DISTINCT FROM coalesce(b->>'reason', '') THEN
    RAISE EXCEPTION 'loket: the columns of an event are derived from its body'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  NEW.xid := pg_current_xact_id();
  RETURN NEW;
END $$;
CREATE FUNCTION loket_event_objects() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER {_PATH} AS $$
BEGIN
  INSERT INTO audit_object (event_id, object)
    SELECT NEW.id, value FROM jsonb_array_elements_text(coalesce(NEW.body::jsonb->'objects', '[]'));
  RETURN NULL;
END $$;
CREATE FUNCTION loket_audit_object_insert() RETURNS trigger LANGUAGE plpgsql {_PATH} AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM event e WHERE e.id = NEW.event_id
                 AND e.xid = pg_current_xact_id() AND e.body::jsonb->'objects' ? NEW.object) THEN
    RAISE EXCEPTION 'loket: the body of the event names its objects'
      USING ERRCODE = 'integrity_constraint_violation';
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
"""  # noqa: S608 - a constant

FROZEN = """
CREATE TRIGGER {t}_no_change BEFORE UPDATE OR DELETE ON "{t}"
  FOR EACH ROW EXECUTE FUNCTION loket_refuse('an event is never changed');
ALTER TABLE "{t}" ENABLE ALWAYS TRIGGER {t}_no_change;
CREATE TRIGGER {t}_no_truncate BEFORE TRUNCATE ON "{t}"
  FOR EACH STATEMENT EXECUTE FUNCTION loket_refuse('the trail is never emptied');
ALTER TABLE "{t}" ENABLE ALWAYS TRIGGER {t}_no_truncate;
"""

# A row's own function compares what an event tells with what the row becomes, field by field.
_ROW = """
CREATE FUNCTION loket_wall_{t}() RETURNS trigger LANGUAGE plpgsql {path} AS $$
DECLARE told jsonb; was "{t}"%ROWTYPE;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    was := OLD;
    IF NEW.ref <> OLD.ref OR NEW.id <> OLD.id OR NEW.last_event_id <= OLD.last_event_id THEN
      RAISE EXCEPTION 'loket: no change without its event' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
  END IF;
  SELECT (SELECT coalesce(jsonb_object_agg(c->>'field', c), '{{}}')
          FROM jsonb_array_elements(coalesce(e.body::jsonb->'changes', '[]')) c WHERE c->>'object' = o.object)
    INTO told FROM event e JOIN audit_object o ON o.event_id = e.id
    WHERE e.id = NEW.last_event_id AND e.xid = pg_current_xact_id() AND o.object = '{t}:' || NEW.ref;
  IF NOT FOUND OR (TG_OP = 'UPDATE' AND told = '{{}}') OR EXISTS (
    SELECT 1 FROM (VALUES
      {values}
    ) AS v (field, differs, before, after)
    WHERE v.differs AND (NOT told ? v.field OR told->v.field->'before' IS DISTINCT FROM v.before
                         OR told->v.field->'after' IS DISTINCT FROM v.after)) THEN
    RAISE EXCEPTION 'loket: no change without its event' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER {t}_wall BEFORE INSERT OR UPDATE ON "{t}" FOR EACH ROW EXECUTE FUNCTION loket_wall_{t}();
ALTER TABLE "{t}" ENABLE ALWAYS TRIGGER {t}_wall;
CREATE TRIGGER {t}_wall_delete BEFORE DELETE ON "{t}"
  FOR EACH ROW EXECUTE FUNCTION loket_refuse('rows are retired, never deleted');
ALTER TABLE "{t}" ENABLE ALWAYS TRIGGER {t}_wall_delete;
CREATE TRIGGER {t}_wall_truncate BEFORE TRUNCATE ON "{t}"
  FOR EACH STATEMENT EXECUTE FUNCTION loket_refuse('rows are retired, never deleted');
ALTER TABLE "{t}" ENABLE ALWAYS TRIGGER {t}_wall_truncate;
"""


def row_script(shape: Shape) -> str:
    """The function and triggers of one audited table."""
    return _ROW.format(t=shape.table, path=_PATH, values=",\n      ".join(_values(shape)))


def _values(shape: Shape) -> Iterator[str]:
    for column, kind in shape.columns.items():
        old, new = f'was."{column}"', f'NEW."{column}"'
        shown = "NULL::jsonb, NULL::jsonb" if kind == "name" else f"{_as_told(old, kind)}, {_as_told(new, kind)}"
        yield f"('{column}', {new} IS DISTINCT FROM {old}, {shown})"


def _as_told(value: str, kind: str) -> str:
    """A stored value in the spelling of an event: a moment is ISO 8601 in UTC with Z there."""
    if kind == "moment":
        value = f"to_char({value} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    return f"to_jsonb({value})"
