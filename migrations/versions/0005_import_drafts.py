"""Files on their way in, and the layouts of their columns.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

from models.wall import wall_of_rows
from models.wall_shape import Shape

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AUDITED = (
    Shape(
        "import_draft",
        {
            "kind": "value",
            "filename": "value",
            "size": "value",
            "sha256": "value",
            "at": "moment",
            "actor_id": "value",
            "stage": "value",
            "columns": "value",
            "only_ready": "value",
            "started_by_id": "value",
            "attempts": "value",
            "fault": "value",
            "batch_ref": "value",
            "mends_sealed": "name",
        },
        ("ref",),
    ),
    Shape(
        "import_layout",
        {
            "kind": "value",
            "name": "value",
            "signature": "value",
            "columns": "value",
            "headers": "value",
            "at": "moment",
            "actor_id": "value",
            "retired": "value",
        },
        ("ref",),
    ),
)
GRANTS = """DO $do$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'loket_app') THEN
    GRANT SELECT, INSERT, UPDATE ON import_draft, import_layout TO loket_app;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO loket_app;
  END IF;
END $do$"""


def upgrade() -> None:
    op.create_table(
        "import_draft",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("filename", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", BIG, nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("only_ready", sa.Boolean(), nullable=False),
        sa.Column("started_by_id", BIG, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(length=32), nullable=False),
        sa.Column("batch_ref", sa.String(length=36), nullable=True),
        sa.Column("mends_sealed", sa.Text(), nullable=True),
        sa.Column("last_event_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_import_draft_actor_id")),
        sa.ForeignKeyConstraint(["started_by_id"], ["user.id"], name=op.f("fk_import_draft_started_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_draft")),
        sa.UniqueConstraint("ref", name=op.f("uq_import_draft_ref")),
    )
    op.create_index("ix_import_draft_stage_id", "import_draft", ["stage", "id"], unique=False)
    op.create_table(
        "import_layout",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("signature", sa.String(length=32), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", BIG, nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("last_event_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_import_layout_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_layout")),
        sa.UniqueConstraint("ref", name=op.f("uq_import_layout_ref")),
    )
    op.create_index("ix_import_layout_kind_signature", "import_layout", ["kind", "signature"], unique=False)
    connection = op.get_bind().execution_options(no_parameters=True)
    dialect = op.get_bind().dialect.name
    for statement in wall_of_rows(dialect, AUDITED):
        connection.exec_driver_sql(statement)
    if dialect == "postgresql":
        connection.exec_driver_sql(GRANTS)


def downgrade() -> None:
    raise RuntimeError("there is no way back past the first file on its way in: restore a backup instead")
