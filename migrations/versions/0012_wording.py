"""Ready texts and macros.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

from models.wall import grants, wall_of_rows
from models.wall_shape import Shape

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TEXT = Shape(
    "canned_text",
    dict.fromkeys(("code", "title", "purpose", "text_id", "text_en", "position", "retired"), "value"),
    ("ref", "code"),
)
MACRO = Shape(
    "macro",
    dict.fromkeys(
        ("code", "title", "takes", "priority", "to_me", "assignee_id", "note_code", "message_code", "position", "retired"),
        "value",
    ),
    ("ref", "code"),
)


def _id(name: str, *, nullable: bool = False, own: bool = False) -> sa.Column:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column(name, kind, autoincrement=True, nullable=False) if own else sa.Column(name, kind, nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "canned_text",
        _id("id", own=True),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("text_id", sa.String(length=2000), nullable=False),
        sa.Column("text_en", sa.String(length=2000), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        _id("last_event_id"),
        sa.CheckConstraint(
            "purpose IN ('note','message','hand_off','send_back','dismiss')", name=op.f("ck_canned_text_purpose_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_text")),
        sa.UniqueConstraint("code", name=op.f("uq_canned_text_code")),
        sa.UniqueConstraint("ref", name=op.f("uq_canned_text_ref")),
    )
    op.create_table(
        "macro",
        _id("id", own=True),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("takes", sa.Boolean(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=True),
        sa.Column("to_me", sa.Boolean(), nullable=False),
        _id("assignee_id", nullable=True),
        sa.Column("note_code", sa.String(length=32), nullable=False),
        sa.Column("message_code", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        _id("last_event_id"),
        sa.CheckConstraint("priority IS NULL OR priority BETWEEN 0 AND 2", name=op.f("ck_macro_priority_range")),
        sa.CheckConstraint("NOT (to_me AND assignee_id IS NOT NULL)", name=op.f("ck_macro_one_assignee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_macro")),
        sa.UniqueConstraint("code", name=op.f("uq_macro_code")),
        sa.UniqueConstraint("ref", name=op.f("uq_macro_ref")),
    )
    connection = op.get_bind().execution_options(no_parameters=True)
    dialect = op.get_bind().dialect.name
    for statement in (*wall_of_rows(dialect, [TEXT, MACRO]), *grants(dialect, [TEXT.table, MACRO.table], [])):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    raise RuntimeError("there is no way back past the first ready texts: restore a backup instead")
