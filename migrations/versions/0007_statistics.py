"""The application may count the rows of the registry anew.

Revision ID: 0007
Revises: 0006
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# MAINTAIN is of PostgreSQL 17; an older one counts by itself, a minute later.
GRANT = """DO $do$ BEGIN
  IF current_setting('server_version_num')::int >= 170000
     AND EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'loket_app') THEN
    EXECUTE 'GRANT MAINTAIN ON record, record_key, record_batch TO loket_app';
  END IF;
END $do$"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.get_bind().execution_options(no_parameters=True).exec_driver_sql(GRANT)


def downgrade() -> None:
    raise RuntimeError("there is no way back past the first records: restore a backup instead")
