"""Imports a made-up registry while people file complaints: ``python3 bench/registry.py --rows 530000``.

Prints what the import cost, how long it held the database at a time, and how long a filing took meanwhile.
"""

import argparse
import csv
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import xlsxwriter
from flask import Flask
from sqlalchemy import event, select

from access.actors import Actor, actor_of, system_actor
from app import create_app
from bench.load import build
from bench.province import HEADER, Province
from config import home_of, load, make_keys
from intake.registry import load_registry
from models import Role, User, db
from models.database import may_write, writing
from models.schema import migrate
from workflow import tickets
from workflow.drafts import Draft

DOSES_OF_A_PERSON: Final = 1.5
SAMPLED_EVERY: Final = 0.1
FILED_EVERY: Final = 0.2


def main() -> None:
    """Import, as another process would, into the desk of the environment; or be that process."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=530_000)
    options.add_argument("--kind", choices=("csv", "xlsx"), default="csv")
    options.add_argument("--only", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--holds", type=Path, help=argparse.SUPPRESS)
    asked = options.parse_args()
    make_keys(home_of(os.environ), os.environ)
    settings = load(os.environ)
    migrate(settings)
    app = create_app(settings)
    if asked.only:
        _import(app, asked.only, asked.holds)
        return
    with tempfile.TemporaryDirectory() as folder:
        file, holds = Path(folder) / f"registry.{asked.kind}", Path(folder) / "holds"
        _write(file, asked.rows)
        _watch(app, [sys.executable, __file__, "--only", str(file), "--holds", str(holds)], holds)


def _write(file: Path, rows: int) -> None:
    if file.suffix == ".csv":
        with file.open("w", encoding="utf-8", newline="") as text:
            csv.writer(text).writerows([HEADER, *_rows(rows)])
        return
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        page = book.add_worksheet("Data")
        for at, cells in enumerate((HEADER, *_rows(rows))):
            for column, cell in enumerate(cells):
                page.write_string(at, column, cell)


def _rows(count: int) -> Iterator[Sequence[str]]:
    province = Province(int(count / DOSES_OF_A_PERSON * 1.2))
    for _, _, rows in province:
        for row in rows:
            if count == 0:
                return
            count -= 1
            yield row.cells(province.dice)


def _import(app: Flask, file: Path, holds: Path) -> None:
    """Import ``file`` and write down how long each unit of work held the database, and the figures."""
    held: list[float] = []
    with app.app_context():
        _note_holds(held)
        report = load_registry(file, file.name, actor=system_actor("import", origin="bench"))
    holds.write_text("\n".join(map(str, held)), encoding="utf-8")
    print(f"read {report.read}, new {report.new}, changed {report.changed}, same {report.same}, {dict(report.flags)}")


def _note_holds(held: list[float]) -> None:
    began = [0.0]

    def begin(_connection: Any) -> None:
        began[0] = time.monotonic() if may_write() else 0.0

    def end(_session: Any) -> None:
        if began[0]:
            held.append(time.monotonic() - began[0])

    event.listen(db.engine, "begin", begin)
    event.listen(db.session, "after_commit", end)


def _watch(app: Flask, command: Sequence[str], holds: Path) -> None:
    with app.app_context():
        build(10)
        user = db.session.scalars(select(User).where(User.role == Role.SUPERVISOR)).first()
        actor = actor_of(user, session="bench", origin="127.0.0.1") if user else None
        db.session.remove()
    began, peak, waits, done = time.monotonic(), 0, list[float](), threading.Event()
    process = subprocess.Popen(command)  # noqa: S603 - ourselves
    people = threading.Thread(target=_file, args=(app, actor, waits, done))
    people.start()
    while process.poll() is None:
        peak = max(peak, _memory(process.pid))
        done.wait(SAMPLED_EVERY)
    done.set()
    people.join()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"wall {time.monotonic() - began:.1f} s, CPU {used.ru_utime + used.ru_stime:.1f} s, peak {peak >> 20} MB")
    print(f"a part held the database: {_spread([float(line) for line in holds.read_text().split()])}")
    print(f"{len(waits)} complaints filed meanwhile: {_spread(waits)}")


def _file(app: Flask, actor: Actor, waits: list[float], done: threading.Event) -> None:
    draft = Draft(category="other", channel="counter", subject_name="Uji Beban", region=min(actor.regions))
    while not done.wait(FILED_EVERY):
        with app.app_context():
            began = time.monotonic()
            with writing():
                tickets.file(draft, actor=actor)
            waits.append(time.monotonic() - began)
            db.session.remove()


def _memory(pid: int) -> int:
    """What a process and its children have in memory, in bytes."""
    try:
        own = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except (OSError, IndexError):
        return 0
    return own + sum(_memory(int(child)) for child in children)


def _spread(seconds: Sequence[float]) -> str:
    ranks = statistics.quantiles(seconds, n=20) if len(seconds) > 1 else [*seconds] * 19
    return f"median {ranks[9] * 1000:.0f} ms, p95 {ranks[18] * 1000:.0f} ms, longest {max(seconds) * 1000:.0f} ms"


if __name__ == "__main__":
    main()
