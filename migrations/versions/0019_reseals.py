"""Orders to seal the extra values that a definition masks, and the index that finds what stands plain.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

from models.wall import grants

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

# What was masked before there were orders is sealed by the worker, under events.
FIRST_ORDER = """INSERT INTO reseal_order (why, ordered_at, changed)
  SELECT 'Pembaruan Loket', CURRENT_TIMESTAMP, 0 WHERE EXISTS (SELECT 1 FROM extra_value WHERE value IS NOT NULL)"""


def upgrade() -> None:
    op.create_table(
        "reseal_order",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reseal_order")),
    )
    plain = sa.text("value IS NOT NULL")
    op.create_index(
        "ix_extra_value_plain", "extra_value", ["code", "ticket_id"], sqlite_where=plain, postgresql_where=plain
    )
    connection = op.get_bind().execution_options(no_parameters=True)
    for statement in (*grants(op.get_bind().dialect.name, [], ["reseal_order"]), FIRST_ORDER):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    raise RuntimeError("there is no way back past the first sealing: restore a backup instead")
