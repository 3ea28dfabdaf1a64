"""Saved views, the columns people choose, and the indexes of more filters.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

from models.wall import grants, wall_of_rows
from models.wall_shape import Shape

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
VIEW = Shape(
    "saved_view",
    {
        "owner_id": "value",
        "name": "value",
        "query": "value",
        "columns": "value",
        "shared_with": "value",
        "shared_regions": "value",
        "position": "value",
        "saved_at": "moment",
        "retired": "value",
    },
    ("ref",),
)
LANES = {
    "ix_ticket_queue_priority": ["priority", "status", "region_code", "due_at", "id", "paused_since"],
    "ix_ticket_queue_outcome": ["outcome", "status", "region_code", "due_at", "id", "paused_since"],
    "ix_ticket_queue_received": ["status", "region_code", "received_at", "id"],
}


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("owner_id", BIG, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", sa.String(length=600), nullable=False),
        sa.Column("columns", sa.String(length=400), nullable=False),
        sa.Column("shared_with", sa.String(length=20), nullable=True),
        sa.Column("shared_regions", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("last_event_id", BIG, nullable=False),
        sa.CheckConstraint(
            "shared_with IN ('everyone','operator','verifier','supervisor','auditor')",
            name=op.f("ck_saved_view_shared_with_known"),
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_saved_view_named")),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_saved_view_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("ref", name=op.f("uq_saved_view_ref")),
    )
    op.create_index("ix_saved_view_owner_id", "saved_view", ["owner_id", "retired", "position"], unique=False)
    op.create_index("ix_saved_view_shared_with", "saved_view", ["shared_with", "retired", "position"], unique=False)
    op.create_table(
        "list_choice",
        sa.Column("user_id", BIG, autoincrement=False, nullable=False),
        sa.Column("columns", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_list_choice_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_list_choice")),
    )
    for name, columns in LANES.items():
        op.create_index(name, "ticket", columns, unique=False)
    connection = op.get_bind().execution_options(no_parameters=True)
    dialect = op.get_bind().dialect.name
    for statement in (*wall_of_rows(dialect, [VIEW]), *grants(dialect, [VIEW.table], ["list_choice"])):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    raise RuntimeError("there is no way back past the first saved view: restore a backup instead")
