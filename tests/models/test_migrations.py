"""The migrations make what the models say, on both databases, and run twice without harm."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.dialects.postgresql.base import ischema_names

from models import db
from models.schema import current_revision, migrate, newest_revision, schema_is_current
from models.types import TransactionId

SEARCH_INDEX = ("ticket_words", "ix_ticket_words", "words", "alembic_version")


def is_ours(thing, name, kind, reflected, compare_to):
    """The word index is made by hand: FTS5's tables on SQLite, a generated column on PostgreSQL."""
    return not (reflected and name and name.startswith(SEARCH_INDEX))


def test_a_migrated_desk_has_the_tables_of_the_models(app, monkeypatch):
    monkeypatch.setitem(ischema_names, "xid8", TransactionId)
    context = MigrationContext.configure(db.session.connection(), opts={"include_object": is_ours})
    assert compare_metadata(context, db.metadata) == []


def test_a_desk_knows_that_its_schema_is_current(app):
    assert schema_is_current(db.session.connection())
    assert current_revision(db.session.connection()) == newest_revision()


def test_migrating_again_changes_nothing(app):
    settings = app.config["LOKET"]
    db.session.remove()
    migrate(settings)
    assert schema_is_current(db.session.connection())
