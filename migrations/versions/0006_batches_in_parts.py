"""Registries are imported in parts, and batches can be described and taken back.

Revision ID: 0006
Revises: 0005
"""

from alembic import op

from models.batch_wall import wall_of_batches
from models.record_wall import no_wall_of_records, wall_of_records
from models.wall import no_wall_of_rows, wall_of_rows
from models.wall_shape import Shape

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BATCH = Shape(
    "import_batch",
    {
        "kind": "value",
        "filename": "value",
        "sha256": "value",
        "at": "moment",
        "actor_id": "value",
        "read": "value",
        "new": "value",
        "same": "value",
        "refused": "value",
        "doubtful": "value",
        "absent": "value",
        "columns": "value",
        "plan": "value",
        "kept": "value",
        "to_keep": "value",
        "description": "value",
        "came_from": "value",
    },
    ("ref",),
)
# By plain SQL: what SQLite can add to a table it can add only together with the column.
CHANGES = (
    "ALTER TABLE import_batch ADD COLUMN absent VARCHAR(20) CONSTRAINT ck_import_batch_absent_known"
    " CHECK (absent IN ('loading','given_up','taken_back'))",
    "ALTER TABLE import_batch ADD COLUMN columns VARCHAR(400)",
    "ALTER TABLE import_batch ADD COLUMN plan VARCHAR(64)",
    "ALTER TABLE import_batch ADD COLUMN kept BIGINT",
    "ALTER TABLE import_batch ADD COLUMN to_keep BIGINT",
    "ALTER TABLE import_batch ADD COLUMN description VARCHAR(500)",
    "ALTER TABLE import_batch ADD COLUMN came_from VARCHAR(200)",
    "CREATE UNIQUE INDEX ix_import_batch_loading ON import_batch (kind) WHERE absent = 'loading'",
    "ALTER TABLE record ADD COLUMN first_id {big_id} CONSTRAINT fk_record_first_id REFERENCES record (id)",
    """WITH RECURSIVE told (id, first_id) AS (
         SELECT r.id, r.replaces_id FROM record r JOIN record o ON o.id = r.replaces_id WHERE o.replaces_id IS NULL
         UNION ALL SELECT r.id, t.first_id FROM record r JOIN told t ON r.replaces_id = t.id)
       UPDATE record SET first_id = (SELECT t.first_id FROM told t WHERE t.id = record.id)
       WHERE replaces_id IS NOT NULL""",
    "DROP INDEX ix_record_replaces_id",
    "CREATE UNIQUE INDEX ix_record_first_id_batch_id ON record (first_id, batch_id) WHERE first_id IS NOT NULL",
)


def upgrade() -> None:
    connection = op.get_bind().execution_options(no_parameters=True)
    dialect = op.get_bind().dialect.name
    big_id = "INTEGER" if dialect == "sqlite" else "BIGINT"
    for statement in (
        *no_wall_of_rows(dialect, ["import_batch"]),
        *no_wall_of_records(dialect),
        *(change.format(big_id=big_id) for change in CHANGES),
        *wall_of_rows(dialect, [BATCH]),
        *wall_of_records(dialect),
        *wall_of_batches(dialect),
    ):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    raise RuntimeError("there is no way back past batches in parts: restore a backup instead")
