"""What a verifier decided about the records found, and what follows from a cause.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

from models.wall import grants, no_wall_of_rows, wall_of_rows
from models.wall_shape import Shape

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CAUSE = Shape(
    "cause",
    {
        "code": "value",
        "name_id": "value",
        "name_en": "value",
        "mended_by": "value",
        "party": "value",
        "ask_id": "value",
        "ask_en": "value",
        "retired": "value",
    },
    ("ref", "code"),
)
MATCH = Shape(
    "match",
    {
        "ticket_id": "value",
        "record_id": "value",
        "record": "value",
        "tier": "value",
        "reasons": "value",
        "shown": "value",
        "reason": "value",
        "decided_at": "moment",
        "decided_by_id": "value",
        "withdrawn": "value",
    },
    ("ref",),
)


def upgrade() -> None:
    connection = op.get_bind().execution_options(no_parameters=True)
    dialect = op.get_bind().dialect.name
    for statement in no_wall_of_rows(dialect, ["cause"]):
        connection.exec_driver_sql(statement)
    op.add_column("cause", sa.Column("party", sa.String(length=20), nullable=True))
    op.add_column("cause", sa.Column("ask_id", sa.String(length=400), nullable=True))
    op.add_column("cause", sa.Column("ask_en", sa.String(length=400), nullable=True))
    op.create_table(
        "match",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("record_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("record", sa.String(length=60), nullable=False),
        sa.Column("tier", sa.String(length=20), nullable=False),
        sa.Column("reasons", sa.String(length=400), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("last_event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("(record_id IS NULL) = (tier = '')", name=op.f("ck_match_tier_of_a_record")),
        sa.CheckConstraint("record_id IS NOT NULL OR reason <> ''", name=op.f("ck_match_none_for_a_reason")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_match_ticket_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_match_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match")),
        sa.UniqueConstraint("ref", name=op.f("uq_match_ref")),
    )
    op.create_index("ix_match_ticket_id", "match", ["ticket_id"], unique=False)
    for statement in (*wall_of_rows(dialect, [CAUSE, MATCH]), *grants(dialect, ["match"], [])):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    raise RuntimeError("there is no way back past the first decisions: restore a backup instead")
