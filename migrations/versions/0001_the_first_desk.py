"""The first desk.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

from models.search_index import statements
from models.types import TransactionId
from models.wall import grants, wall_of_events, wall_of_rows
from models.wall_shape import Shape

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


FREE = ("signin_attempt", "ticket_counter", "user_session")
AUDITED = (
    Shape(
        "category",
        {
            "code": "value",
            "name_id": "value",
            "name_en": "value",
            "days": "value",
            "position": "value",
            "retired": "value",
        },
        ("ref", "code"),
    ),
    Shape(
        "cause",
        {"code": "value", "name_id": "value", "name_en": "value", "mended_by": "value", "retired": "value"},
        ("ref", "code"),
    ),
    Shape(
        "channel",
        {
            "code": "value",
            "name_id": "value",
            "name_en": "value",
            "icon": "value",
            "position": "value",
            "retired": "value",
        },
        ("ref", "code"),
    ),
    Shape(
        "facility",
        {"code": "value", "name": "value", "aliases": "value", "region_code": "value", "retired": "value"},
        ("ref", "code"),
    ),
    Shape("holiday", {"day": "value", "name": "value", "retired": "value"}, ("ref", "day")),
    Shape("region", {"code": "value", "name": "value", "retired": "value"}, ("ref", "code")),
    Shape(
        "user",
        {
            "email": "value",
            "name": "value",
            "role": "value",
            "region_codes": "value",
            "active": "value",
            "locale": "value",
            "password": "name",
            "fs_uniquifier": "name",
            "link_digest": "name",
            "link_until": "name",
        },
        ("ref", "email", "fs_uniquifier", "link_digest"),
    ),
    Shape(
        "import_batch",
        {
            "kind": "value",
            "filename": "value",
            "sha256": "value",
            "at": "moment",
            "actor_id": "value",
            "read": "value",
            "new": "value",
            "same": "value",
            "refused": "value",
            "doubtful": "value",
        },
        ("ref",),
    ),
    Shape(
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
    ),
    Shape(
        "attachment",
        {
            "ticket_id": "value",
            "kind": "value",
            "size": "value",
            "blob": "value",
            "added_at": "moment",
            "added_by_id": "value",
            "name_sealed": "value",
        },
        ("ref", "blob"),
    ),
    Shape(
        "note",
        {
            "ticket_id": "value",
            "to_reporter": "value",
            "added_at": "moment",
            "added_by_id": "value",
            "text_sealed": "value",
        },
        ("ref",),
    ),
    Shape(
        "correction",
        {
            "ticket_id": "value",
            "field": "value",
            "source": "value",
            "evidence_id": "value",
            "sent_to": "value",
            "added_at": "moment",
            "added_by_id": "value",
            "confirmed_at": "moment",
            "withdrawn": "value",
            "before_sealed": "value",
            "after_sealed": "value",
        },
        ("ref",),
    ),
)


def upgrade() -> None:
    op.create_table(
        "category",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name_id", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("last_event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
        sa.UniqueConstraint("code", name=op.f("uq_category_code")),
        sa.UniqueConstraint("ref", name=op.f("uq_category_ref")),
    )
    op.create_table(
        "cause",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name_id", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("mended_by", sa.String(length=120), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("last_event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause")),
        sa.UniqueConstraint("code", name=op.f("uq_cause_code")),
        sa.UniqueConstraint("ref", name=op.f("uq_cause_ref")),
    )
    op.create_table(
        "channel",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name_id", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("icon", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("last_event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
        sa.UniqueConstraint("code", name=op.f("uq_channel_code")),
        sa.UniqueConstraint("ref", name=op.f("uq_channel_ref")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("session", sa.String(length=36), nullable=False),
        sa.Column("origin", sa.String(length=80), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("object", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("xid", sa.Integer().with_variant(TransactionId(), "postgresql"), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_event_action_id", "event", ["action", "id"], unique=False)
    op.create_index("ix_event_actor_id_id", "event", ["actor_id", "id"], unique=False)
    op.create_index("ix_event_at", "event", ["at"], unique=False)
    op.create_index("ix_event_object_id", "event", ["object", "id"], unique=False)
    op.create_index("ix_event_role_id", "event", ["role", "id"], unique=False)
    op.create_table(
        "facility",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("aliases", sa.String(length=500), nullable=False),
        sa.Column("region_code", sa.String(length=4), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("last_event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility")),
        sa.UniqueConstraint("code", name=op.f("uq_facility_code")),
        sa.UniqueConstraint("ref", name=op.f("uq_facility_ref")),
    )
    op.create_index("ix_facility_region_code", "facility", ["region_code"], unique=False)
    op.create_table(
        "holiday",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("last_event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
        sa.UniqueConstraint("day", name=op.f("uq_holiday_day")),
        sa.UniqueConstraint("ref", name=op.f("uq_holiday_ref")),
    )
    op.create_table(
        "region",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("last_event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region")),
        sa.UniqueConstraint("code", name=op.f("uq_region_code")),
        sa.UniqueConstraint("ref", name=op.f("uq_region_ref")),
    )
    op.create_table(
        "signin_attempt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signin_attempt")),
    )
    op.create_index("ix_signin_attempt_key_at", "signin_attempt", ["key", "at"], unique=False)
    op.create_table(
        "ticket_counter",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_ticket_counter")),
    )
    op.create_table(
        "user",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "operator",
                "verifier",
                "supervisor",
                "auditor",
                "admin",
                "system",
                "stranger",
                name="role",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("region_codes", sa.String(length=120), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("link_digest", sa.String(length=64), nullable=True),
        sa.Column("link_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "role IN ('operator','verifier','supervisor','auditor','admin')", name=op.f("ck_user_role_known")
        ),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_user_email_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email", name=op.f("uq_user_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_user_fs_uniquifier")),
        sa.UniqueConstraint("link_digest", name=op.f("uq_user_link_digest")),
        sa.UniqueConstraint("ref", name=op.f("uq_user_ref")),
    )
    op.create_table(
        "audit_object",
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("object", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_audit_object_event_id")),
        sa.PrimaryKeyConstraint("event_id", "object", name=op.f("pk_audit_object")),
    )
    op.create_index("ix_audit_object_object_event_id", "audit_object", ["object", "event_id"], unique=False)
    op.create_table(
        "import_batch",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("filename", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("same", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("doubtful", sa.Integer(), nullable=False),
        sa.Column("last_event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_import_batch_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        sa.UniqueConstraint("ref", name=op.f("uq_import_batch_ref")),
    )
    op.create_index("ix_import_batch_kind_id", "import_batch", ["kind", "id"], unique=False)
    op.create_table(
        "ticket",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column(
            "status",
            sa.Enum("open", "verifying", "corrected", "closed", name="status", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "corrected",
                "no_fault_found",
                "not_our_authority",
                "duplicate",
                "withdrawn",
                "rejected",
                name="outcome",
                native_enum=False,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("category_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cause_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("channel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("facility_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("facility_text", sa.String(length=120), nullable=False),
        sa.Column("region_code", sa.String(length=4), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("assignee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("corrected_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_how", sa.String(length=32), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("duplicate_of_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("subject_name", sa.String(length=100), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=True),
        sa.Column("reporter_name", sa.String(length=100), nullable=False),
        sa.Column("relation", sa.String(length=40), nullable=False),
        sa.Column("dose", sa.String(length=20), nullable=False),
        sa.Column("vaccinated_on", sa.Date(), nullable=True),
        sa.Column("vaccine_ticket", sa.String(length=40), nullable=False),
        sa.Column(
            "nik_state",
            sa.Enum(
                "missing", "fits", "warned", "refused", "incomplete", name="nikstate", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("handled_by", sa.String(length=60), nullable=False),
        sa.Column("subject_nik_sealed", sa.Text(), nullable=True),
        sa.Column("subject_birth_date_sealed", sa.Text(), nullable=True),
        sa.Column("subject_phone_sealed", sa.Text(), nullable=True),
        sa.Column("reporter_phone_sealed", sa.Text(), nullable=True),
        sa.Column("address_sealed", sa.Text(), nullable=True),
        sa.Column("story_sealed", sa.Text(), nullable=True),
        sa.Column("wrapped_key", sa.String(length=200), nullable=True),
        sa.Column("nik_index", sa.String(length=64), nullable=True),
        sa.Column("phone_index", sa.String(length=64), nullable=True),
        sa.Column("reporter_phone_index", sa.String(length=64), nullable=True),
        sa.Column("person_key", sa.String(length=64), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("import_fingerprint", sa.String(length=64), nullable=True),
        sa.Column("source_row", sa.String(length=120), nullable=False),
        sa.Column("last_event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_ticket_closed_at_iff_closed")
        ),
        sa.CheckConstraint("(status = 'closed') = (outcome IS NOT NULL)", name=op.f("ck_ticket_outcome_iff_closed")),
        sa.CheckConstraint(
            "nik_state IN ('missing','fits','warned','refused','incomplete')", name=op.f("ck_ticket_nik_state_known")
        ),
        sa.CheckConstraint(
            "outcome <> 'duplicate' OR duplicate_of_id IS NOT NULL", name=op.f("ck_ticket_duplicate_names_original")
        ),
        sa.CheckConstraint(
            "outcome IN ('corrected','no_fault_found','not_our_authority','duplicate','withdrawn','rejected')",
            name=op.f("ck_ticket_outcome_known"),
        ),
        sa.CheckConstraint(
            "status <> 'corrected' OR corrected_by_id IS NOT NULL", name=op.f("ck_ticket_corrected_by_somebody")
        ),
        sa.CheckConstraint(
            "status = 'open' OR assignee_id IS NOT NULL OR status = 'closed'", name=op.f("ck_ticket_worked_by_somebody")
        ),
        sa.CheckConstraint("status IN ('open','verifying','corrected','closed')", name=op.f("ck_ticket_status_known")),
        sa.CheckConstraint("subject_name <> ''", name=op.f("ck_ticket_subject_named")),
        sa.CheckConstraint("priority BETWEEN 0 AND 2", name=op.f("ck_ticket_priority_range")),
        sa.ForeignKeyConstraint(["assignee_id"], ["user.id"], name=op.f("fk_ticket_assignee_id")),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_ticket_category_id")),
        sa.ForeignKeyConstraint(["cause_id"], ["cause.id"], name=op.f("fk_ticket_cause_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_ticket_channel_id")),
        sa.ForeignKeyConstraint(["corrected_by_id"], ["user.id"], name=op.f("fk_ticket_corrected_by_id")),
        sa.ForeignKeyConstraint(["duplicate_of_id"], ["ticket.id"], name=op.f("fk_ticket_duplicate_of_id")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_ticket_facility_id")),
        sa.ForeignKeyConstraint(["filed_by_id"], ["user.id"], name=op.f("fk_ticket_filed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("import_fingerprint", name=op.f("uq_ticket_import_fingerprint")),
        sa.UniqueConstraint("number", name=op.f("uq_ticket_number")),
        sa.UniqueConstraint("ref", name=op.f("uq_ticket_ref")),
    )
    op.create_index("ix_ticket_duplicate_of_id", "ticket", ["duplicate_of_id"], unique=False)
    op.create_index("ix_ticket_nik_index", "ticket", ["nik_index"], unique=False)
    op.create_index("ix_ticket_person_key", "ticket", ["person_key"], unique=False)
    op.create_index("ix_ticket_phone_index", "ticket", ["phone_index"], unique=False)
    op.create_index("ix_ticket_queue", "ticket", ["status", "region_code", "due_at", "id"], unique=False)
    op.create_index(
        "ix_ticket_queue_assignee", "ticket", ["assignee_id", "status", "region_code", "due_at", "id"], unique=False
    )
    op.create_index(
        "ix_ticket_queue_category", "ticket", ["category_id", "status", "region_code", "due_at", "id"], unique=False
    )
    op.create_index(
        "ix_ticket_queue_channel", "ticket", ["channel_id", "status", "region_code", "due_at", "id"], unique=False
    )
    op.create_index("ix_ticket_reporter_phone_index", "ticket", ["reporter_phone_index"], unique=False)
    op.create_table(
        "user_session",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("origin", sa.String(length=80), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_user_session_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_session")),
        sa.UniqueConstraint("digest", name=op.f("uq_user_session_digest")),
        sa.UniqueConstraint("ref", name=op.f("uq_user_session_ref")),
    )
    op.create_index("ix_user_session_user_id", "user_session", ["user_id"], unique=False)
    op.create_table(
        "attachment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("blob", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name_sealed", sa.Text(), nullable=True),
        sa.Column("last_event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["user.id"], name=op.f("fk_attachment_added_by_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_attachment_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("blob", name=op.f("uq_attachment_blob")),
        sa.UniqueConstraint("ref", name=op.f("uq_attachment_ref")),
    )
    op.create_index("ix_attachment_ticket_id", "attachment", ["ticket_id"], unique=False)
    op.create_table(
        "note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("to_reporter", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("text_sealed", sa.Text(), nullable=True),
        sa.Column("last_event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["user.id"], name=op.f("fk_note_added_by_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_note_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sa.UniqueConstraint("ref", name=op.f("uq_note_ref")),
    )
    op.create_index("ix_note_ticket_id", "note", ["ticket_id"], unique=False)
    op.create_table(
        "correction",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("evidence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sent_to", sa.String(length=80), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("before_sealed", sa.Text(), nullable=True),
        sa.Column("after_sealed", sa.Text(), nullable=True),
        sa.Column("last_event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["user.id"], name=op.f("fk_correction_added_by_id")),
        sa.ForeignKeyConstraint(["evidence_id"], ["attachment.id"], name=op.f("fk_correction_evidence_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_correction_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        sa.UniqueConstraint("ref", name=op.f("uq_correction_ref")),
    )
    op.create_index("ix_correction_ticket_id", "correction", ["ticket_id"], unique=False)
    connection = op.get_bind().execution_options(no_parameters=True)
    dialect = op.get_bind().dialect.name
    for statement in (
        *wall_of_events(dialect),
        *wall_of_rows(dialect, AUDITED),
        *statements(dialect),
        *grants(dialect, [shape.table for shape in AUDITED], FREE),
    ):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    raise RuntimeError("there is no way back past the first desk: restore a backup instead")
