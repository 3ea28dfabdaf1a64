"""First responses, amber and escalations of tickets, and orders to compute deadlines anew.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

from models.wall import grants, no_wall_of_rows, wall_of_rows
from models.wall_shape import Shape

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

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
# By plain SQL: a batch that copies the table on SQLite would lose its search index and the references to it.
CHANGES = (
    "ALTER TABLE ticket ADD COLUMN amber_at {moment}",
    "ALTER TABLE ticket ADD COLUMN response_due_at {moment}",
    "ALTER TABLE ticket ADD COLUMN responded_at {moment}",
    "ALTER TABLE ticket ADD COLUMN escalated_at {moment}",
    "DROP INDEX ix_ticket_queue",
    "CREATE INDEX ix_ticket_queue ON ticket (status, region_code, due_at, id, paused_since, amber_at)",
    "CREATE INDEX ix_ticket_queue_response ON ticket (status, region_code, due_at, id, paused_since, response_due_at)"
    " WHERE responded_at IS NULL",
    "CREATE INDEX ix_ticket_active ON ticket (id) WHERE status <> 'closed'",
    "CREATE INDEX ix_ticket_to_escalate ON ticket (due_at) WHERE status <> 'closed' AND escalated_at IS NULL",
)
# Tickets that are open now get their new times from the worker, under events.
FIRST_ORDER = """INSERT INTO recompute_order (why, ordered_at, after_id, changed)
  SELECT 'Pembaruan Loket', CURRENT_TIMESTAMP, 0, 0 WHERE EXISTS (SELECT 1 FROM ticket WHERE status <> 'closed')"""


def upgrade() -> None:
    op.create_table(
        "recompute_order",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("after_id", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recompute_order")),
    )
    connection = op.get_bind().execution_options(no_parameters=True)
    dialect = op.get_bind().dialect.name
    moment = "DATETIME" if dialect == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    for statement in (
        *no_wall_of_rows(dialect, ["ticket"]),
        *(change.format(moment=moment) for change in CHANGES),
        *wall_of_rows(dialect, [TICKET]),
        *grants(dialect, [], ["recompute_order"]),
        FIRST_ORDER,
    ):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    raise RuntimeError("there is no way back past the first escalations: restore a backup instead")
