"""Times the search for a record, from the complaint to the opened candidates, on a desk of any size."""

import pickle
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask
from sqlalchemy import func, select, text, true

from app import create_app
from bench.homes import ROOT, Desk
from config import load
from models import Ticket, db
from models.record import Record
from registry.match import candidates
from registry.told import Subject
from workflow.subjects import subject_of

QUERIES = 2_000
WARM_UP = 200
P50, P95, GROWTH = 5.0, 20.0, 1.5


@contextmanager
def opened(desk: Desk) -> Iterator[Flask]:
    """The application on ``desk``, let go of afterwards."""
    app = create_app(load(desk.env))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def subjects(desk: Desk, most: int = QUERIES) -> list[Subject]:
    """The persons of imported complaints, evenly from the first to the last."""
    with opened(desk):
        ids = list(db.session.scalars(select(Ticket.id).where(Ticket.source_row != "").order_by(Ticket.id)))
        chosen = ids[:: max(1, len(ids) // most)][:most]
        return [subject_of(db.session.get_one(Ticket, one)) for one in chosen]


def timed(desk: Desk, asked: Sequence[Subject]) -> dict[str, Any]:
    """Milliseconds of CPU and of the clock for each of ``asked``, in a process of its own."""
    work = desk.home / "subjects.pickle"
    work.write_bytes(pickle.dumps((desk.home, desk.env, list(asked))))
    try:
        done = subprocess.run([sys.executable, __file__, str(work)], cwd=ROOT, check=True, capture_output=True)  # noqa: S603
    finally:
        work.unlink()
    return dict(pickle.loads(done.stdout))  # noqa: S301 - from our own child


def _child(work: Path) -> dict[str, Any]:
    home, env, asked = pickle.loads(work.read_bytes())  # noqa: S301 - from our own parent
    desk = Desk(home)
    desk.env = env
    with opened(desk):
        rows = db.session.scalar(select(func.count()).select_from(Record)) or 0
        server = _server_clock()
        for subject in asked[:WARM_UP]:
            candidates(subject, visible=true())
        measured = [_one(subject, server) for subject in asked]
        cpu, wall, shown = zip(*measured, strict=True)
        return {
            "database": db.engine.dialect.name,
            "rows": rows,
            "queries": len(asked),
            "cpu_ms": _percentiles(cpu),
            "wall_ms": _percentiles(wall),
            "mean_cpu_ms": statistics.fmean(cpu),
            "mean_candidates": statistics.fmean(shown),
        }


def _one(subject: Subject, server: Callable[[], float]) -> tuple[float, float, int]:
    began, there, clock = time.process_time(), server(), time.perf_counter()
    found = candidates(subject, visible=true())
    wall = time.perf_counter() - clock
    cpu = time.process_time() - began + server() - there
    db.session.rollback()
    return cpu * 1000, wall * 1000, len(found)


def _server_clock() -> Callable[[], float]:
    """The seconds of CPU that the server's process for this connection has used; always 0 where there is none."""
    if db.engine.dialect.name == "sqlite":
        return lambda: 0.0
    clock = Path(f"/proc/{db.session.scalar(text('SELECT pg_backend_pid()'))}/schedstat")
    return lambda: int(clock.read_text(encoding="ascii").split()[0]) / 1e9


def _percentiles(values: Sequence[float]) -> dict[str, float]:
    cuts = statistics.quantiles(values, n=100)
    return {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98]}


def report(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Print the times of each database, small and large, and by how much they grow."""
    print(
        f"\nA query with its candidates opened, ms of CPU (asked: p50 <= {P50:g}, p95 <= {P95:g}, growth <= {GROWTH})"
    )
    for small, large in zip(told[::2], told[1::2], strict=True):
        for one in (small, large):
            cpu, wall = one["cpu_ms"], one["wall_ms"]
            print(f"  {one['database']:11}{one['rows']:8} rows  p50 {cpu['p50']:6.2f}  p95 {cpu['p95']:6.2f}  "
                  f"p99 {cpu['p99']:6.2f}  (by the clock {wall['p50']:6.2f}, {wall['p95']:6.2f})  "
                  f"{one['mean_candidates']:.1f} candidates")  # fmt: skip
        large["growth"] = {at: large["cpu_ms"][at] / small["cpu_ms"][at] for at in ("p50", "p95")}
        large["growth"]["mean"] = large["mean_cpu_ms"] / small["mean_cpu_ms"]
        print("    grows by " + ", ".join(f"{at} {value:.2f}" for at, value in large["growth"].items()))
    return told


if __name__ == "__main__":
    sys.stdout.buffer.write(pickle.dumps(_child(Path(sys.argv[1]))))
