"""The extra fields of a ticket: their values, and where tickets stand in the lists narrowed by them.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

from models.wall import grants, no_wall_of_rows, wall_of_rows
from models.wall_shape import Shape

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
VALUE = Shape(
    "extra_value",
    {"ticket_id": "value", "code": "value", "value": "value", "secret_sealed": "value"},
    ("ref",),
)
TICKET = Shape(
    "ticket",
    {
        "number": "value",
        "status": "value",
        "outcome": "value",
        "category_id": "value",
        "cause_id": "value",
        "channel_id": "value",
        "facility_id": "value",
        "facility_text": "value",
        "region_code": "value",
        "priority": "value",
        "received_at": "moment",
        "due_at": "moment",
        "amber_at": "moment",
        "response_due_at": "moment",
        "responded_at": "moment",
        "escalated_at": "moment",
        "filed_at": "moment",
        "filed_by_id": "value",
        "assignee_id": "value",
        "corrected_by_id": "value",
        "corrected_at": "moment",
        "closed_at": "moment",
        "paused_since": "moment",
        "waits_for": "value",
        "chase_on": "value",
        "told_how": "value",
        "told_at": "moment",
        "satisfaction": "value",
        "satisfaction_at": "moment",
        "duplicate_of_id": "value",
        "subject_name": "value",
        "sex": "value",
        "reporter_name": "value",
        "relation": "value",
        "dose": "value",
        "vaccinated_on": "value",
        "vaccine_ticket": "value",
        "nik_state": "value",
        "handled_by": "value",
        "subject_nik_sealed": "value",
        "subject_birth_date_sealed": "value",
        "subject_phone_sealed": "value",
        "reporter_phone_sealed": "value",
        "address_sealed": "value",
        "story_sealed": "value",
        "satisfaction_words_sealed": "value",
        "source_row": "value",
        "extra_changes": "value",
    },
    ("ref", "number", "import_fingerprint"),
)
# By plain SQL: a batch that copies the table on SQLite would lose its search index and the references to it.
ADDED = "ALTER TABLE ticket ADD COLUMN extra_changes INTEGER"


def upgrade() -> None:
    op.create_table(
        "extra_value",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("ticket_id", BIG, nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("value", sa.String(length=300), nullable=True),
        sa.Column("secret_sealed", sa.Text(), nullable=True),
        sa.Column("last_event_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_extra_value_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extra_value")),
        sa.UniqueConstraint("ref", name=op.f("uq_extra_value_ref")),
        sa.UniqueConstraint("ticket_id", "code", name=op.f("uq_extra_value_ticket_id_code")),
    )
    op.create_table(
        "extra_place",
        sa.Column("ticket_id", BIG, autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("region_code", sa.String(length=4), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_extra_place_ticket_id")),
        sa.PrimaryKeyConstraint("ticket_id", "code", name=op.f("pk_extra_place")),
        sqlite_with_rowid=False,
    )
    queue = ["status", "region_code", "key", "due_at", "ticket_id"]
    op.create_index("ix_extra_place_queue", "extra_place", queue, unique=False)
    connection = op.get_bind().execution_options(no_parameters=True)
    dialect = op.get_bind().dialect.name
    for statement in (
        *no_wall_of_rows(dialect, [TICKET.table]),
        ADDED,
        *wall_of_rows(dialect, [TICKET, VALUE]),
        *grants(dialect, [VALUE.table], ["extra_place"]),
    ):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    raise RuntimeError("there is no way back past the first extra value: restore a backup instead")
