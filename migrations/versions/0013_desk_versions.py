"""The versions of the desk definition.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

from models.wall import grants, wall_of_rows
from models.wall_shape import Shape

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

VERSION = Shape(
    "desk_version",
    {
        "number": "value",
        "text": "value",
        "digest": "value",
        "made_by_id": "value",
        "published_by_id": "value",
        "published_at": "moment",
        "note": "value",
        "replaces": "value",
        "repeats": "value",
    },
    ("ref", "number"),
)


def upgrade() -> None:
    big_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "desk_version",
        sa.Column("id", big_id, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_by_id", big_id, nullable=True),
        sa.Column("published_by_id", big_id, nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("replaces", sa.Integer(), nullable=True),
        sa.Column("repeats", sa.Integer(), nullable=True),
        sa.Column("last_event_id", big_id, nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_desk_version_counted_from_one")),
        sa.CheckConstraint(
            "replaces IS NULL OR replaces = number - 1", name=op.f("ck_desk_version_replaces_the_one_before")
        ),
        sa.CheckConstraint("repeats IS NULL OR repeats < number", name=op.f("ck_desk_version_repeats_an_older")),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_desk_version_made_by_id")),
        sa.ForeignKeyConstraint(["published_by_id"], ["user.id"], name=op.f("fk_desk_version_published_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_version")),
        sa.UniqueConstraint("number", name=op.f("uq_desk_version_number")),
        sa.UniqueConstraint("ref", name=op.f("uq_desk_version_ref")),
    )
    connection = op.get_bind().execution_options(no_parameters=True)
    dialect = op.get_bind().dialect.name
    for statement in (*wall_of_rows(dialect, [VERSION]), *grants(dialect, [VERSION.table], [])):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    raise RuntimeError("there is no way back past the first definition: restore a backup instead")
