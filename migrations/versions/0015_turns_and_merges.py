"""Assignment by turn or by load, and complaints merged with the origin of each value.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

from models.wall import grants, no_wall_of_rows, wall_of_rows
from models.wall_shape import Shape

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REGION = Shape("region", {"code": "value", "name": "value", "assign": "value", "retired": "value"}, ("ref", "code"))
MERGE = Shape(
    "merge",
    {
        "ticket_id": "value",
        "from_id": "value",
        "field": "value",
        "merged_at": "moment",
        "merged_by_id": "value",
        "withdrawn": "value",
        "before_sealed": "value",
        "after_sealed": "value",
    },
    ("ref",),
)
ASSIGN = (
    "ALTER TABLE region ADD COLUMN assign VARCHAR(8) CONSTRAINT ck_region_assign_known"
    " CHECK (assign IN ('turn','load'))"
)


def upgrade() -> None:
    op.create_table(
        "turn",
        sa.Column("region_code", sa.String(length=4), nullable=False),
        sa.Column("user_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_turn_user_id")),
        sa.PrimaryKeyConstraint("region_code", name=op.f("pk_turn")),
    )
    op.create_table(
        "merge",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("ticket_id", BIG, nullable=False),
        sa.Column("from_id", BIG, nullable=False),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by_id", BIG, nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("before_sealed", sa.Text(), nullable=True),
        sa.Column("after_sealed", sa.Text(), nullable=True),
        sa.Column("last_event_id", BIG, nullable=False),
        sa.CheckConstraint("ticket_id <> from_id", name=op.f("ck_merge_of_two")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_merge_ticket_id")),
        sa.ForeignKeyConstraint(["from_id"], ["ticket.id"], name=op.f("fk_merge_from_id")),
        sa.ForeignKeyConstraint(["merged_by_id"], ["user.id"], name=op.f("fk_merge_merged_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge")),
        sa.UniqueConstraint("ref", name=op.f("uq_merge_ref")),
    )
    op.create_index("ix_merge_ticket_id", "merge", ["ticket_id"], unique=False)
    op.create_index("ix_merge_from_id", "merge", ["from_id"], unique=False)
    connection = op.get_bind().execution_options(no_parameters=True)
    dialect = op.get_bind().dialect.name
    for statement in (
        *no_wall_of_rows(dialect, ["region"]),
        ASSIGN,
        *wall_of_rows(dialect, [REGION, MERGE]),
        *grants(dialect, [MERGE.table], ["turn"]),
    ):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    raise RuntimeError("there is no way back past the first turn: restore a backup instead")
