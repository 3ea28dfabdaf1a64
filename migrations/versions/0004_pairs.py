"""Pairs of tickets: the keys by which nearly equal NIKs are found, and what people decided of two tickets.

Revision ID: 0004
Revises: 0003
"""

from collections.abc import Iterator
from itertools import islice

import sqlalchemy as sa
from alembic import op

from models.keyring import open_key
from models.wall import grants, wall_of_rows
from models.wall_shape import Shape
from privacy.seal import unseal
from workflow.near_nik import keys_of

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

LINK = Shape(
    "ticket_link",
    {
        "ticket_id": "value",
        "other_id": "value",
        "kind": "value",
        "pair": "value",
        "reason": "value",
        "decided_by_id": "value",
        "decided_at": "moment",
        "withdrawn": "value",
    },
    ("ref", "pair"),
)
BATCH = 2000


def upgrade() -> None:
    _make_ticket_key()
    _make_ticket_link()
    connection = op.get_bind().execution_options(no_parameters=True)
    dialect = op.get_bind().dialect.name
    for statement in (*wall_of_rows(dialect, [LINK]), *grants(dialect, [LINK.table], ["ticket_key"])):
        connection.exec_driver_sql(statement)
    _fill_keys()


def _make_ticket_key() -> None:
    op.create_table(
        "ticket_key",
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_key_ticket_id")),
        sa.PrimaryKeyConstraint("hash", "ticket_id", name=op.f("pk_ticket_key")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_ticket_key_ticket_id", "ticket_key", ["ticket_id"], unique=False)


def _make_ticket_link() -> None:
    op.create_table(
        "ticket_link",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("other_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind", sa.Enum("not_duplicate", "swap", name="linkkind", native_enum=False, length=20), nullable=False
        ),
        sa.Column("pair", sa.String(length=48), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("last_event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("kind IN ('not_duplicate','swap')", name=op.f("ck_ticket_link_kind_known")),
        sa.CheckConstraint("ticket_id <> other_id", name=op.f("ck_ticket_link_of_two")),
        sa.CheckConstraint("withdrawn = (pair IS NULL)", name=op.f("ck_ticket_link_pair_while_it_stands")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_ticket_link_decided_by_id")),
        sa.ForeignKeyConstraint(["other_id"], ["ticket.id"], name=op.f("fk_ticket_link_other_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_link_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_link")),
        sa.UniqueConstraint("pair", name=op.f("uq_ticket_link_pair")),
        sa.UniqueConstraint("ref", name=op.f("uq_ticket_link_ref")),
    )
    op.create_index("ix_ticket_link_other_id", "ticket_link", ["other_id"], unique=False)
    op.create_index("ix_ticket_link_ticket_id", "ticket_link", ["ticket_id"], unique=False)


def _fill_keys() -> None:
    keys = sa.table("ticket_key", sa.column("hash"), sa.column("ticket_id"))
    found = keys_of_tickets(op.get_bind())
    while part := list(islice(found, BATCH)):
        op.get_bind().execute(keys.insert(), part)


def keys_of_tickets(connection: sa.Connection) -> Iterator[dict[str, int]]:
    """The keys of the tickets that are there already; a NIK whose key was destroyed stays unfindable."""
    ticket = sa.table("ticket", *map(sa.column, ("id", "ref", "wrapped_key", "subject_nik_sealed")))
    readable = sa.and_(ticket.c.wrapped_key.is_not(None), ticket.c.subject_nik_sealed.is_not(None))
    query, last = sa.select(ticket).where(readable).order_by(ticket.c.id).limit(BATCH), 0
    while rows := connection.execute(query.where(ticket.c.id > last)).all():
        last = rows[-1].id
        yield from ({"hash": key, "ticket_id": row.id} for row in rows for key in sorted(keys_of(_nik(row))))


def _nik(row: sa.Row) -> str:
    key = open_key(row.wrapped_key, row.ref)
    return unseal(key, row.subject_nik_sealed, place=f"ticket.subject_nik:{row.ref}")


def downgrade() -> None:
    raise RuntimeError("there is no way back past the first pairs: restore a backup instead")
