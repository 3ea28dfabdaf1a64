"""Eight writers and twenty readers at one desk: ``python3 bench/soak.py --seconds 60``; nobody may hear "locked"."""

import argparse
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask
from sqlalchemy import select

from access.actors import Actor, actor_of
from bench.desk import open_desk
from models import Role, User, db
from models.database import writing
from workflow import notes, queue, tickets, timeline
from workflow.drafts import Draft
from workflow.moves import move
from workflow.queue import Filters

WRITERS = 8
READERS = 20


def main() -> None:
    """Soak the desk under LOKET_HOME and print what everybody met; 1 when somebody met an error."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=60)
    app = open_desk()
    with app.app_context():
        user = db.session.scalars(select(User).where(User.role == Role.SUPERVISOR)).first()
        assert user is not None
        actor = actor_of(user, session="soak", origin="127.0.0.1")
        db.session.remove()
    met = soak(app, actor, options.parse_args().seconds)
    for what, often in met.most_common():
        print(f"{often:8} {what}")
    sys.exit(any(what not in ("written", "read") for what in met))


def soak(app: Flask, actor: Actor, seconds: float) -> Counter[str]:
    """Let writers file, take and note while readers page and open, for ``seconds``; outcomes and errors counted."""
    met: Counter[str] = Counter()
    ends = time.monotonic() + seconds
    crowd = [threading.Thread(target=_work, args=(app, _write, actor, ends, met)) for _ in range(WRITERS)]
    crowd += [threading.Thread(target=_work, args=(app, _read, actor, ends, met)) for _ in range(READERS)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    return met


def _work(app: Flask, act: Callable[[Actor], str], actor: Actor, ends: float, met: Counter[str]) -> None:
    while time.monotonic() < ends:
        with app.app_context():
            try:
                met[act(actor)] += 1
            except Exception as problem:  # noqa: BLE001 - whatever it is, it is counted and shown
                met[f"{type(problem).__name__}: {str(problem).splitlines()[0]}"] += 1
            finally:
                db.session.remove()


def _write(actor: Actor) -> str:
    draft = Draft(category="other", channel="counter", subject_name="Uji Beban", region=min(actor.regions))
    with writing():
        number = tickets.file(draft, actor=actor).number
    with writing():
        ticket = tickets.by_number(number, actor=actor)
        move(ticket, "take", actor=actor)
        notes.add(ticket, actor=actor, text="Uji beban.")
    return "written"


def _read(actor: Actor) -> str:
    page = queue.page(actor, Filters())
    if page.rows:
        with writing():
            ticket = tickets.by_number(page.rows[0].number, actor=actor)
            timeline.read(ticket, actor=actor)
            timeline.events_of(ticket)
    return "read"


if __name__ == "__main__":
    main()
