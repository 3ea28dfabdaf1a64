"""The wall of batches: a registry's batch is loading, then kept or given up; a kept one may be taken back, no more.

It is kept only when all is there that its event of beginning told, and while a batch is loading none is taken back,
for what it is to keep was told by comparing with what was there. Of other kinds a batch is kept from the start.
"""

from collections.abc import Iterator

_FIRST = "NEW.absent IS DISTINCT FROM CASE NEW.kind WHEN 'registry' THEN 'loading' END"
_WHOLE = """NEW.kept = NEW.to_keep AND EXISTS (SELECT 1 FROM record_batch v WHERE v.batch_id = NEW.id
      AND (v.last_record_id < v.first_record_id OR EXISTS (SELECT 1 FROM record WHERE id = v.last_record_id)))"""
_WRONG = f"""NEW.kind IS DISTINCT FROM OLD.kind OR (NEW.absent IS DISTINCT FROM OLD.absent AND NOT coalesce(
    OLD.kind = 'registry' AND (
    (OLD.absent = 'loading' AND NEW.absent = 'given_up')
    OR (OLD.absent = 'loading' AND NEW.absent IS NULL AND {_WHOLE})
    OR (OLD.absent IS NULL AND NEW.absent = 'taken_back'
        AND NOT EXISTS (SELECT 1 FROM import_batch WHERE kind = 'registry' AND absent = 'loading'))), false))
  OR (OLD.absent IS DISTINCT FROM 'loading' AND NEW.kept IS DISTINCT FROM OLD.kept)
  OR NEW.to_keep IS DISTINCT FROM OLD.to_keep OR NEW.plan IS DISTINCT FROM OLD.plan"""  # noqa: S608 - a constant
_SAYS = "loket: a batch is loading, then kept or given up, and taken back once"

SQLITE = f"""
CREATE TRIGGER import_batch_begins BEFORE INSERT ON import_batch
WHEN {_FIRST}
BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END;

CREATE TRIGGER import_batch_states BEFORE UPDATE ON import_batch
WHEN {_WRONG}
BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END;
""".replace("IS DISTINCT FROM", "IS NOT")

POSTGRESQL = f"""
CREATE FUNCTION loket_import_batch_states() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (CASE TG_OP WHEN 'INSERT' THEN {_FIRST} ELSE {_WRONG} END) THEN
    RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER import_batch_states BEFORE INSERT OR UPDATE ON import_batch
  FOR EACH ROW EXECUTE FUNCTION loket_import_batch_states();

ALTER TABLE import_batch ENABLE ALWAYS TRIGGER import_batch_states;
"""


def wall_of_batches(dialect: str) -> Iterator[str]:
    """The statements that guard the states of batches, in order, for ``sqlite`` or ``postgresql``."""
    yield from (SQLITE if dialect == "sqlite" else POSTGRESQL).strip().split("\n\n")
