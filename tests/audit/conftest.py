"""The rows that the tests of the wall try to write to, and in vain: one desk serves a whole module."""

from collections.abc import Iterator
from typing import Any

import pytest

from models import audited_tables, db
from models.wall import TRAIL, grants
from tests.audit.outside import outside, run
from tests.audit.rows import Target, two_of_each


@pytest.fixture(scope="module")
def walled(desks: Any) -> Iterator[list[Target]]:
    """A desk with two rows in every audited table."""
    with desks.fresh().app_context():
        _grant()
        yield two_of_each()
        db.session.remove()


def _grant() -> None:
    """Grant again what the migration granted: rights on a database are not copied with its template."""
    free = set(db.metadata.tables) - set(audited_tables()) - set(TRAIL)
    with outside() as connection:
        run(connection, ";;".join(grants(db.engine.dialect.name, audited_tables(), sorted(free))))


@pytest.fixture
def targets(walled: list[Target]) -> Iterator[list[Target]]:
    """A row of every audited table."""
    yield walled
    db.session.rollback()
