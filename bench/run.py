"""Times Loket and, in the same run, a stock Flask-Admin view: ``python3 bench/run.py --tickets N --json FILE``."""

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask.testing import FlaskClient
from sqlalchemy import func, select

from access.actors import actor_of, system_actor
from audit.trail import Filters
from bench.desk import Measure, Statements, measure, open_desk, signed_in
from bench.load import RARE, build
from bench.stock import stock_app
from exports import trail
from models import Role, Status, Ticket, User, db
from models.database import writing
from workflow import queue, tickets
from workflow.moves import move

RUNS = 30


def main() -> None:
    """Measure every act, print a table, and write the figures as JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tickets", type=int, default=10_000)
    options.add_argument("--json", type=Path)
    options.add_argument("--runs", type=int, default=RUNS)
    asked = options.parse_args()
    found = []
    for one in chain(loket(asked.tickets, asked.runs), stock(asked.runs)):
        found.append(one)
        print(
            f"{one.subject:6} {one.act:13} {one.cpu_ms:9.2f} ms CPU {one.wall_ms:9.2f} ms wall {one.statements:4}",
            flush=True,
        )
    if asked.json:
        asked.json.write_text(json.dumps([one.as_dict() for one in found], indent=1), encoding="utf-8")


def loket(wanted: int, runs: int) -> Iterator[Measure]:
    """Every act on the desk itself, as a supervisor of all regions."""
    app = open_desk()
    with app.app_context():
        build(wanted)
        held = db.session.scalar(select(func.count()).select_from(Ticket)) or 0
        counted = Statements().watch(db.engine)
        sought = _sought()
        deep = _deep_cursor()
        db.session.remove()
    client = signed_in(app, Role.SUPERVISOR)
    for act, path in _paths(sought, deep).items():
        yield measure(act, "loket", held, counted, _getter(client, path), runs)
    yield measure("move", "loket", held, counted, _mover(app), runs)
    yield _export(held, _audit_export(app))


def _paths(sought: dict[str, Any], deep: str) -> dict[str, str]:
    return {
        "list_first": "/admin/tickets/",
        "list_deep": f"/admin/tickets/?tab=closed&after={deep}",
        "filter_status": "/admin/tickets/?status=verifying",
        "search_name": "/admin/tickets/?q=siti+wah",
        "search_rare": f"/admin/tickets/?q={RARE}",
        "search_nik": f"/admin/tickets/?q={sought['nik']}",
        "ticket": f"/admin/tickets/{sought['number']}",
    }


def _sought() -> dict[str, Any]:
    ticket = db.session.scalars(select(Ticket).where(Ticket.status == Status.VERIFYING).order_by(Ticket.id)).first()
    assert ticket is not None
    return {"nik": ticket.subject_nik, "number": ticket.number}


def _deep_cursor() -> str:
    """The cursor of a closed ticket from the middle of the order."""
    closed = select(Ticket.id, Ticket.due_at).where(Ticket.status == Status.CLOSED).order_by(Ticket.due_at)
    size = db.session.scalar(select(func.count()).where(Ticket.status == Status.CLOSED)) or 0
    row = db.session.execute(closed.offset(size // 2).limit(1)).one()
    return queue.write_cursor(row)


def _getter(client: FlaskClient, path: str) -> Callable[[], None]:
    def get() -> None:
        answer = client.get(path)
        answer.get_data()
        assert answer.status_code == 200, (path, answer.status_code)

    return get


def _mover(app: Any) -> Callable[[], None]:
    """Take one open ticket after the other, through the rule and in its own transaction."""

    def take() -> None:
        with app.app_context():
            with writing():
                worker = db.session.scalars(select(User).where(User.role == Role.SUPERVISOR)).first()
                actor = actor_of(worker, session="bench", origin="bench")
                page = queue.page(actor, queue.Filters(tab="open"), size=1)
                move(tickets.by_number(page.rows[0].number, actor=actor), "take", actor=actor)
            db.session.remove()

    return take


def _audit_export(app: Any) -> Callable[[], Iterator[bytes]]:
    def run() -> Iterator[bytes]:
        with app.app_context():
            with writing():
                taken = trail.take(Filters(), "csv", actor=system_actor("bench", origin="bench"), reason="bench")
            yield from trail.stream(taken)
            db.session.remove()

    return run


def _export(held: int, pieces: Callable[[], Iterator[bytes]]) -> Measure:
    """One export of the whole trail, and by how much it raised the highest memory of the process."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, clock = time.process_time(), time.perf_counter()
    lines = sum(piece.count(b"\n") for piece in pieces())
    cpu, wall = time.process_time() - began, time.perf_counter() - clock
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000
    return Measure(
        "export_csv", "loket", held, round(cpu * 1000), round(wall * 1000), 0, round(lines / wall), round(peak, 1)
    )


def stock(runs: int) -> Iterator[Measure]:
    """The same acts, as far as stock Flask-Admin has them."""
    app, database = stock_app()
    with app.app_context():
        counted = Statements().watch(database.engine)
        held = database.session.execute(database.text("SELECT count(*) FROM ticket")).scalar() or 0
        row = database.session.execute(
            database.text("SELECT id, nik_index FROM ticket WHERE status = 'verifying' ORDER BY id LIMIT 1")
        ).one()
    client = app.test_client()
    deep = held // 2 // 50
    for act, path in {
        "list_first": "/admin/stock/",
        "list_deep": f"/admin/stock/?page={deep}",
        "filter_status": "/admin/stock/?flt0_0=verifying",
        "search_name": "/admin/stock/?search=siti+wah",
        "search_rare": f"/admin/stock/?search={RARE}",
        "search_nik": f"/admin/stock/?search={row.nik_index}",
        "ticket": f"/admin/stock/details/?id={row.id}",
    }.items():
        yield measure(act, "stock", held, counted, _getter(client, path), max(5, runs // 3))


if __name__ == "__main__":
    main()
