"""Notices, text that is being typed, who is at which ticket, and how people want their desk.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

from models.wall import grants

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("notice", "typing_draft", "presence", "user_setting")
UNSEEN = sa.text("seen_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("ticket_id", BIG, nullable=False),
        sa.Column("event_id", BIG, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_notice_ticket_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_notice_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index(
        "ix_notice_unseen", "notice", ["user_id", "ticket_id"], sqlite_where=UNSEEN, postgresql_where=UNSEEN
    )
    op.create_index("ix_notice_user_id_id", "notice", ["user_id", "id"])
    op.create_index("ix_notice_at", "notice", ["at"])
    op.create_table(
        "typing_draft",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("place", sa.String(length=48), nullable=False),
        sa.Column("body_sealed", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_typing_draft_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_typing_draft")),
        sa.UniqueConstraint("user_id", "place", name=op.f("uq_typing_draft_user_id_place")),
    )
    op.create_index("ix_typing_draft_saved_at", "typing_draft", ["saved_at"])
    op.create_table(
        "presence",
        sa.Column("user_id", BIG, autoincrement=False, nullable=False),
        sa.Column("ticket_id", BIG, autoincrement=False, nullable=False),
        sa.Column("doing", sa.String(length=8), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_presence_ticket_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_presence_user_id")),
        sa.PrimaryKeyConstraint("user_id", "ticket_id", name=op.f("pk_presence")),
    )
    op.create_index("ix_presence_ticket_id_seen_at", "presence", ["ticket_id", "seen_at"])
    op.create_index("ix_presence_seen_at", "presence", ["seen_at"])
    op.create_table(
        "user_setting",
        sa.Column("user_id", BIG, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=24), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_user_setting_user_id")),
        sa.PrimaryKeyConstraint("user_id", "name", name=op.f("pk_user_setting")),
    )
    connection = op.get_bind().execution_options(no_parameters=True)
    for statement in grants(op.get_bind().dialect.name, [], TABLES):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    raise RuntimeError("there is no way back past the first notices: restore a backup instead")
