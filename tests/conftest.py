"""The cast and the desks that the tests share; every test that touches a database runs on both."""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from access.actors import Actor, actor_of, system_actor
from audit.context import acting
from models import Role, Ticket, User, clock, db
from models.database import writing
from tests.databases import Desks, PostgresDesks, SqliteDesks, Start, postgres_server
from workflow import deadlines, tickets
from workflow.drafts import Draft

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
PASSWORD_DIGEST = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$x"


MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of this run alone is made in it


def pytest_configure(config: pytest.Config) -> None:
    """One folder for the desks of a run, in memory where there is such a place: nobody waits for a disk."""
    gc.disable()
    if "PYTEST_XDIST_WORKER" not in os.environ:
        place = MEMORY if os.access(MEMORY, os.W_OK) else None
        os.environ["LOKET_TEST_DESKS"] = tempfile.mkdtemp(prefix="loket-tests-", dir=place)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Thousands of tests and all they import stay to the end: nobody looks through them for garbage again."""
    gc.collect()
    gc.freeze()
    gc.enable()


def pytest_unconfigure(config: pytest.Config) -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        shutil.rmtree(os.environ.pop("LOKET_TEST_DESKS"), ignore_errors=True)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def desks(request: pytest.FixtureRequest) -> Iterator[Desks]:
    shared = Path(os.environ["LOKET_TEST_DESKS"])
    shared.chmod(0o755)  # the server's own user looks in
    folder = Path(tempfile.mkdtemp(prefix=f"{request.param}-", dir=shared))
    made = SqliteDesks(folder) if request.param == "sqlite" else PostgresDesks(folder, postgres_server(shared))
    yield made
    made.close()


@pytest.fixture
def begun_with(request: pytest.FixtureRequest) -> Start | None:
    """What a desk holds before its test begins: the cast, where a test asks for it. A module may have its own."""
    return people if "cast" in request.fixturenames else None


@pytest.fixture
def app(desks: Desks, begun_with: Start | None) -> Iterator[Flask]:
    """A fresh desk with its reference data; an application context is open."""
    fresh = desks.fresh(begun_with)
    with fresh.app_context():
        yield fresh
        db.session.remove()
    clock.set_clock(None)
    deadlines.forget()  # the next desk numbers its events alike


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def set_clock() -> Iterator[Callable[[datetime], None]]:
    """Set the desk's clock to a moment."""
    yield lambda moment: clock.set_clock(lambda: moment)
    clock.set_clock(None)


@dataclass(frozen=True)
class Cast:
    """Who may, who may only read, and who has no business there. Bulungan is 6501, Tarakan 6571."""

    operator: Actor
    verifier: Actor
    second_verifier: Actor
    supervisor: Actor
    auditor: Actor
    admin: Actor
    outsider: Actor  # a verifier of another region
    other_supervisor: Actor
    system: Actor

    def of_role(self, role: Role) -> Actor:
        return {actor.role: actor for actor in (self.operator, self.verifier, self.supervisor, self.auditor)}.get(
            role, self.admin if role == Role.ADMIN else self.system
        )


PEOPLE = {
    "operator": (Role.OPERATOR, "6501"),
    "verifier": (Role.VERIFIER, "6501"),
    "second_verifier": (Role.VERIFIER, "6501"),
    "supervisor": (Role.SUPERVISOR, "6501"),
    "auditor": (Role.AUDITOR, ""),
    "admin": (Role.ADMIN, ""),
    "outsider": (Role.VERIFIER, "6571"),
    "other_supervisor": (Role.SUPERVISOR, "6571"),
}


def make_user(name: str, role: Role, regions: str) -> User:
    """A user row, inside a unit of work."""
    user = User(
        email=f"{name}@loket.test",
        name=name.replace("_", " ").title(),
        role=role,
        region_codes=regions,
        fs_uniquifier=f"uniquifier-of-{name}",
    )
    with acting(system_actor("Tests", origin="tests"), "user.create"):
        db.session.add(user)
    return user


def people() -> Cast:
    """The cast, written into an empty desk."""
    with writing():
        users = {name: make_user(name, role, regions) for name, (role, regions) in PEOPLE.items()}
        actors = {name: actor_of(user, session=f"session-{name}", origin="10.0.0.1") for name, user in users.items()}
    return Cast(**actors, system=system_actor("Impor", origin="tests"))


@pytest.fixture
def cast(app: Flask, desks: Desks, begun_with: Start) -> Cast:
    """Who is there: a start that a test with a cast begins from tells it."""
    told: Cast = desks.made[begun_with]
    return told


def whole(**changes: Any) -> Draft:
    """A whole complaint, with what a test wants changed."""
    known: dict[str, Any] = {
        "category": "nik_not_found",
        "channel": "counter",
        "subject_name": "Sri Wahyuni",
        "subject_nik": "6501056504859012",
        "subject_phone": "081200009391",
        "region": "6501",
        "story": "Sertifikat belum muncul.",
    }
    return Draft(**(known | changes))


@pytest.fixture
def draft() -> Callable[..., Draft]:
    return whole


@pytest.fixture
def make_ticket(cast: Cast, draft: Callable[..., Draft]) -> Callable[..., Ticket]:
    """File a complaint; ``actor`` files it, the rest goes into its draft."""

    def make(actor: Actor | None = None, **changes: Any) -> Ticket:
        with writing():
            return tickets.file(draft(**changes), actor=actor or cast.system)

    return make
