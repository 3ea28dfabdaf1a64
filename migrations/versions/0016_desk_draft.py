"""The draft of the next desk definition.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

from models.wall import grants, wall_of_rows
from models.wall_shape import Shape

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

DRAFT = Shape(
    "desk_draft",
    {
        "slot": "value",
        "text": "value",
        "based_on": "value",
        "repeats": "value",
        "writers": "value",
        "begun_at": "moment",
        "changed_at": "moment",
        "ended_at": "moment",
    },
    ("ref", "slot"),
)


def upgrade() -> None:
    big_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "desk_draft",
        sa.Column("id", big_id, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("repeats", sa.Integer(), nullable=True),
        sa.Column("writers", sa.String(length=400), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_event_id", big_id, nullable=False),
        sa.CheckConstraint("slot IS NULL OR slot = 1", name=op.f("ck_desk_draft_one_stands")),
        sa.CheckConstraint("(slot IS NULL) = (ended_at IS NOT NULL)", name=op.f("ck_desk_draft_ended_or_stands")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_draft")),
        sa.UniqueConstraint("slot", name=op.f("uq_desk_draft_slot")),
        sa.UniqueConstraint("ref", name=op.f("uq_desk_draft_ref")),
    )
    connection = op.get_bind().execution_options(no_parameters=True)
    dialect = op.get_bind().dialect.name
    for statement in (*wall_of_rows(dialect, [DRAFT]), *grants(dialect, [DRAFT.table], [])):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    raise RuntimeError("there is no way back past the first draft: restore a backup instead")
