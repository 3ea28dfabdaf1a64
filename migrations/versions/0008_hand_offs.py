"""Hand-offs, and the tickets that wait for one.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

from models.wall import grants, no_wall_of_rows, wall_of_rows
from models.wall_shape import Shape

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
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
        "source_row": "value",
    },
    ("ref", "number", "import_fingerprint"),
)
HAND_OFF = Shape(
    "hand_off",
    {
        "ticket_id": "value",
        "party": "value",
        "facility_id": "value",
        "office": "value",
        "reference": "value",
        "chase_on": "value",
        "chased": "value",
        "chased_at": "moment",
        "opened_at": "moment",
        "opened_by_id": "value",
        "answered_at": "moment",
        "answered_by_id": "value",
        "result": "value",
        "theirs_on": "value",
        "asked_sealed": "value",
        "answer_sealed": "value",
    },
    ("ref",),
)
PARTIES = "'complainant','facility','dukcapil','national_helpdesk','another_office'"
# By plain SQL: what SQLite can add to a table it can add only together with the column.
CHANGES = (
    "ALTER TABLE ticket ADD COLUMN paused_since {moment} CONSTRAINT ck_ticket_paused_while_verifying"
    " CHECK (paused_since IS NULL OR status = 'verifying')",
    f"ALTER TABLE ticket ADD COLUMN waits_for VARCHAR(20) CONSTRAINT ck_ticket_waits_for_known"
    f" CHECK (waits_for IN ({PARTIES})) CONSTRAINT ck_ticket_waits_while_paused"
    " CHECK ((paused_since IS NULL) = (waits_for IS NULL))",
    "ALTER TABLE ticket ADD COLUMN chase_on DATE CONSTRAINT ck_ticket_chased_while_paused"
    " CHECK ((paused_since IS NULL) = (chase_on IS NULL))",
    "CREATE INDEX ix_ticket_chase ON ticket (status, region_code, chase_on) WHERE chase_on IS NOT NULL",
    "CREATE INDEX ix_ticket_queue_waiting ON ticket (waits_for, status, region_code, due_at, id, paused_since)"
    " WHERE waits_for IS NOT NULL",
)
QUEUES = {
    "ix_ticket_queue": (),
    "ix_ticket_queue_category": ("category_id",),
    "ix_ticket_queue_channel": ("channel_id",),
    "ix_ticket_queue_assignee": ("assignee_id",),
}


def upgrade() -> None:
    connection = op.get_bind().execution_options(no_parameters=True)
    dialect = op.get_bind().dialect.name
    moment = "DATETIME" if dialect == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    for statement in (*no_wall_of_rows(dialect, ["ticket"]), *(change.format(moment=moment) for change in CHANGES)):
        connection.exec_driver_sql(statement)
    for name, first in QUEUES.items():
        op.drop_index(name, "ticket")
        op.create_index(name, "ticket", [*first, "status", "region_code", "due_at", "id", "paused_since"])
    _make_hand_off()
    for statement in (*wall_of_rows(dialect, [TICKET, HAND_OFF]), *grants(dialect, ["hand_off"], [])):
        connection.exec_driver_sql(statement)


def _make_hand_off() -> None:
    op.create_table(
        "hand_off",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("ticket_id", BIG, nullable=False),
        sa.Column("party", sa.String(length=20), nullable=False),
        sa.Column("facility_id", BIG, nullable=True),
        sa.Column("office", sa.String(length=80), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("chase_on", sa.Date(), nullable=False),
        sa.Column("chased", sa.Integer(), nullable=False),
        sa.Column("chased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", BIG, nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", BIG, nullable=True),
        sa.Column("result", sa.String(length=20), nullable=True),
        sa.Column("theirs_on", sa.Date(), nullable=True),
        sa.Column("asked_sealed", sa.Text(), nullable=True),
        sa.Column("answer_sealed", sa.Text(), nullable=True),
        sa.Column("last_event_id", BIG, nullable=False),
        sa.CheckConstraint(f"party IN ({PARTIES})", name=op.f("ck_hand_off_party_known")),
        sa.CheckConstraint(
            "result IN ('mended','right_already','not_there','other','withdrawn')",
            name=op.f("ck_hand_off_result_known"),
        ),
        sa.CheckConstraint(
            "(party = 'facility') = (facility_id IS NOT NULL)", name=op.f("ck_hand_off_facility_of_facility")
        ),
        sa.CheckConstraint("(party = 'another_office') = (office <> '')", name=op.f("ck_hand_off_office_of_office")),
        sa.CheckConstraint("(answered_at IS NULL) = (result IS NULL)", name=op.f("ck_hand_off_answered_with_result")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_hand_off_ticket_id")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_hand_off_facility_id")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["user.id"], name=op.f("fk_hand_off_opened_by_id")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["user.id"], name=op.f("fk_hand_off_answered_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_off")),
        sa.UniqueConstraint("ref", name=op.f("uq_hand_off_ref")),
    )
    op.create_index("ix_hand_off_ticket_id", "hand_off", ["ticket_id"])
    for name, first in {"chase": (), "party": ("party",), "facility": ("facility_id",)}.items():
        still_open = sa.text("answered_at IS NULL")
        op.create_index(
            f"ix_hand_off_{name}",
            "hand_off",
            [*first, "chase_on", "id"],
            sqlite_where=still_open,
            postgresql_where=still_open,
        )


def downgrade() -> None:
    raise RuntimeError("there is no way back past the first hand-off: restore a backup instead")
