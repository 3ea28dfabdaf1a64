"""Runs migrations on the connection that models.schema.migrate gives, or on the configured database."""

import os

from alembic import context
from sqlalchemy import create_engine

from config import load
from models import db
from models.database import prepare
from models.schema import give_keys


def _run(connection):
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        compare_type=True,
        render_as_batch=False,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


connection = context.config.attributes.get("connection")
if connection is not None:
    _run(connection)
else:
    settings = load(os.environ)
    give_keys(settings)
    engine = create_engine(settings.database_url)
    prepare(engine, guarded=False)
    with engine.begin() as own:
        _run(own)
