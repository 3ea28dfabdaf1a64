"""Absence with a substitute, how satisfied a reporter is, and the figures of quality.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

from models.wall import grants, no_wall_of_rows, wall_of_rows
from models.wall_shape import Shape
from workflow.quality_recount import recount

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ABSENCE = Shape(
    "absence",
    {
        "user_id": "value",
        "substitute_id": "value",
        "since": "value",
        "until": "value",
        "remark": "value",
        "entered_at": "moment",
        "withdrawn": "value",
    },
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
    },
    ("ref", "number", "import_fingerprint"),
)
# By plain SQL: what SQLite can add to a table it can add only together with the column.
CHANGES = (
    "ALTER TABLE ticket ADD COLUMN satisfaction INTEGER CONSTRAINT ck_ticket_satisfaction_range"
    " CHECK (satisfaction BETWEEN 1 AND 4) CONSTRAINT ck_ticket_satisfaction_of_a_closed_one"
    " CHECK (satisfaction IS NULL OR status = 'closed')",
    "ALTER TABLE ticket ADD COLUMN satisfaction_at {moment} CONSTRAINT ck_ticket_satisfaction_has_its_moment"
    " CHECK ((satisfaction IS NULL) = (satisfaction_at IS NULL))",
    "ALTER TABLE ticket ADD COLUMN satisfaction_words_sealed TEXT",
    "ALTER TABLE ticket ADD COLUMN reopened_count INTEGER DEFAULT 0 NOT NULL",
)
FIGURES = ("closed", "reopened", "rated_1", "rated_2", "rated_3", "rated_4")


def upgrade() -> None:
    _make_absence()
    op.create_table(
        "quality_month",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("region_code", sa.String(length=4), nullable=False),
        *(sa.Column(name, sa.Integer(), server_default="0", nullable=False) for name in FIGURES),
        sa.PrimaryKeyConstraint("month", "region_code", name=op.f("pk_quality_month")),
    )
    connection = op.get_bind().execution_options(no_parameters=True)
    dialect = op.get_bind().dialect.name
    moment = "DATETIME" if dialect == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    for statement in (
        *no_wall_of_rows(dialect, ["ticket"]),
        *(change.format(moment=moment) for change in CHANGES),
    ):
        connection.exec_driver_sql(statement)
    _fill()
    for statement in (
        *wall_of_rows(dialect, [TICKET, ABSENCE]),
        *grants(dialect, [ABSENCE.table], ["quality_month"]),
    ):
        connection.exec_driver_sql(statement)


def _make_absence() -> None:
    op.create_table(
        "absence",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("substitute_id", BIG, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("remark", sa.String(length=300), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("last_event_id", BIG, nullable=False),
        sa.CheckConstraint("since <= until", name=op.f("ck_absence_in_order")),
        sa.CheckConstraint("user_id <> substitute_id", name=op.f("ck_absence_of_two")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_absence_user_id")),
        sa.ForeignKeyConstraint(["substitute_id"], ["user.id"], name=op.f("fk_absence_substitute_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.UniqueConstraint("ref", name=op.f("uq_absence_ref")),
    )
    op.create_index("ix_absence_substitute_id_until", "absence", ["substitute_id", "until"], unique=False)
    op.create_index("ix_absence_user_id_until", "absence", ["user_id", "until"], unique=False)
    op.create_index("ix_absence_until", "absence", ["until"], unique=False)


def _fill() -> None:
    """Count what the trail tells already; while the wall is down, for none of it is a change of the desk."""
    figures, reopened = recount(op.get_bind())
    rows: dict[tuple[str, str], dict[str, int]] = {}
    for (month, region, name), count in figures.items():
        rows.setdefault((month, region), dict.fromkeys(FIGURES, 0))[name] = count
    table = sa.table("quality_month", *map(sa.column, ("month", "region_code", *FIGURES)))
    for (month, region), counted in rows.items():
        op.get_bind().execute(table.insert(), {"month": month, "region_code": region, **counted})
    ticket = sa.table("ticket", *map(sa.column, ("ref", "reopened_count")))
    for ref, count in reopened.items():
        op.get_bind().execute(ticket.update().where(ticket.c.ref == ref).values(reopened_count=count))


def downgrade() -> None:
    raise RuntimeError("there is no way back past the first absence: restore a backup instead")
