"""Vaccination records.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from models.record_wall import wall_of_records

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "record_batch",
        sa.Column(
            "batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("first_record_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_record_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("wrapped_key", sa.String(length=200), nullable=True),
        sa.CheckConstraint("last_record_id >= first_record_id - 1", name=op.f("ck_record_batch_range")),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_record_batch_batch_id")),
        sa.PrimaryKeyConstraint("batch_id", name=op.f("pk_record_batch")),
    )
    op.create_table(
        "record",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source_row", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("dose", sa.String(length=20), nullable=False),
        sa.Column("vaccinated_on", sa.Date(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=True),
        sa.Column("facility", sa.String(length=120), nullable=False),
        sa.Column("vaccine", sa.String(length=40), nullable=False),
        sa.Column("lot", sa.String(length=40), nullable=False),
        sa.Column("region_code", sa.String(length=4), nullable=False),
        sa.Column("certificate", sa.String(length=40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("source_row > 0", name=op.f("ck_record_source_row_from_one")),
        sa.ForeignKeyConstraint(["batch_id"], ["record_batch.batch_id"], name=op.f("fk_record_batch_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["record.id"], name=op.f("fk_record_replaces_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
    )
    op.create_index("ix_record_batch_id_source_row", "record", ["batch_id", "source_row"], unique=True)
    op.create_index(
        "ix_record_replaces_id",
        "record",
        ["replaces_id"],
        unique=True,
        sqlite_where=sa.text("replaces_id IS NOT NULL"),
        postgresql_where=sa.text("replaces_id IS NOT NULL"),
    )
    op.create_table(
        "record_key",
        sa.Column("kind", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "record_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.PrimaryKeyConstraint("kind", "hash", "record_id", name=op.f("pk_record_key")),
        sqlite_with_rowid=False,
    )
    connection = op.get_bind().execution_options(no_parameters=True)
    for statement in wall_of_records(op.get_bind().dialect.name):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    raise RuntimeError("there is no way back past the first records: restore a backup instead")
