"""What the benchmarks share: a desk under LOKET_HOME, a signed-in client, and how a request is measured."""

import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from app import create_app
from config import load
from models import Role, User, db
from models.database import writing
from workflow import signins


@dataclass(frozen=True)
class Measure:
    """Medians of one act: CPU and wall milliseconds a request, and SQL statements."""

    act: str
    subject: str
    tickets: int
    cpu_ms: float
    wall_ms: float
    statements: int
    rows_per_s: float | None = None
    peak_mb: float | None = None

    def as_dict(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value is not None}


def open_desk() -> Flask:
    """The application on the desk under LOKET_HOME."""
    return create_app(load(os.environ))


def signed_in(app: Flask, role: Role) -> FlaskClient:
    """A client with a session of somebody of ``role``."""
    client = app.test_client()
    with app.app_context():
        with writing():
            user = db.session.scalars(select(User).where(User.role == role, User.active)).first()
            assert user is not None
            token, login_id = signins.begin(user, origin="127.0.0.1"), user.get_id()
        db.session.remove()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = login_id
        cookie["token"] = token
        cookie["seen"] = int(time.time())
    return client


class Statements:
    """Counts the SQL statements of every engine."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, *_: object) -> None:
        self.count += 1

    def watch(self, engine: Any) -> "Statements":
        event.listen(engine, "before_cursor_execute", self)
        return self


def measure(
    act: str, subject: str, tickets: int, statements: Statements, request: Callable[[], Any], runs: int
) -> Measure:
    """Median CPU and wall time of ``runs`` calls of ``request``, after three that warm up."""
    for _ in range(3):
        request()
    cpu, wall, counts = [], [], []
    for _ in range(runs):
        statements.count = 0
        began, clock = time.process_time(), time.perf_counter()
        request()
        cpu.append((time.process_time() - began) * 1000)
        wall.append((time.perf_counter() - clock) * 1000)
        counts.append(statements.count)
    return Measure(
        act,
        subject,
        tickets,
        round(statistics.median(cpu), 3),
        round(statistics.median(wall), 3),
        int(statistics.median(counts)),
    )
