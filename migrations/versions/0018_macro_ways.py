"""A macro that assigns by turn or by load.

Revision ID: 0018
Revises: 0017
"""

from alembic import op

from models.wall import no_wall_of_rows, wall_of_rows
from models.wall_shape import Shape

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MACRO = Shape(
    "macro",
    dict.fromkeys(
        (
            "code", "title", "takes", "priority", "to_me", "assignee_id", "assign_by", "note_code", "message_code",
            "position", "retired",
        ),
        "value",
    ),
    ("ref", "code"),
)  # fmt: skip
ASSIGN_BY = (
    "ALTER TABLE macro ADD COLUMN assign_by VARCHAR(8) CONSTRAINT ck_macro_assigned_once"
    " CHECK (assign_by IS NULL OR (assign_by IN ('turn','load') AND NOT to_me AND assignee_id IS NULL))"
)


def upgrade() -> None:
    connection = op.get_bind().execution_options(no_parameters=True)
    dialect = op.get_bind().dialect.name
    for statement in (*no_wall_of_rows(dialect, ["macro"]), ASSIGN_BY, *wall_of_rows(dialect, [MACRO])):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    raise RuntimeError("there is no way back past the first macro that assigns by turn: restore a backup instead")
