"""Builds a desk of N invented tickets with their events: ``python3 bench/load.py --tickets N``.

The rows go through ``audit.bulk``, the path by which many rows enter with an event each; same seed, same desk.
"""

import argparse
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import func, insert, select

from access.actors import system_actor
from app import create_app
from audit.bulk import insert_rows
from audit.context import Act, acting
from bench.lives import SHARES, hand_off_of, life
from config import home_of, load, make_keys
from identity import names
from models import Category, Channel, HandOff, Region, Role, Status, Ticket, TicketCounter, TicketKey, User, clock, db
from models.database import writing
from models.keyring import fresh_wrapped_key, index_of, open_key
from models.schema import migrate
from models.types import new_ref
from privacy.seal import seal
from workflow import quality
from workflow.near_nik import keys_of
from workflow.numbers import compose
from workflow.starting_data import seed

SEED = 20211108
CHUNK = 2000
YEAR = 2026
FIRST = (
    "Siti Muhammad Nur Andi Sri Yohanes Maria Abdul Rina Agus Petrus Dewi Hendra Fitri Yusuf Martha Paulus Ratna Eko "
    "Juliana Samsul Taufik Lidia Bayu Murni Usan Rahmat Zainal Endang Theresia"
).split()
SECOND = (
    "Wahyuni Ridwan Hayati Saputra Usat Lawai Idris Apui Rahman Kadir Hibau Ding Siregar Basri Wijaya Suharto Petrus "
    "Kurniawan Marlina Anggraini Nuraini Lung Alang Prasetyo Dewi Hasanah Ramli Sihombing Ramadhani Maulana"
).split()
RARE = "Zefanya"
RARE_EVERY = 2500
VERIFIERS = 6


def main() -> None:
    """Build the desk under LOKET_HOME and say how long it took."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tickets", type=int, default=100_000)
    wanted = options.parse_args().tickets
    make_keys(home_of(os.environ), os.environ)
    settings = load(os.environ)
    migrate(settings)
    started = time.perf_counter()
    with create_app(settings).app_context():
        held = build(wanted)
    print(f"{held} tickets in {time.perf_counter() - started:.1f} s", file=sys.stderr)


def build(wanted: int) -> int:
    """Bring the desk to ``wanted`` tickets; how many it holds then."""
    with writing():
        seed()
        workers = _workers()
        held = db.session.scalar(select(func.count()).select_from(Ticket)) or 0
        lookups = _lookups(workers)
    while held < wanted:
        size = min(CHUNK, wanted - held)
        with writing() as session:
            newest = session.scalar(select(func.max(Ticket.id))) or 0
            asked: dict[str, dict[str, Any]] = {}
            held += insert_rows(session, Ticket, _rows(held, size, lookups, asked), _act("ticket.file"))
            session.merge(TicketCounter(year=YEAR, last=held))
            session.flush()
            _add_what_hangs_on(session, newest, asked)
    return held


def _act(name: str) -> Act:
    return Act(system_actor("bench", origin="bench"), name)


def _add_what_hangs_on(session: Any, newest: int, asked: dict[str, dict[str, Any]]) -> None:
    """What filing and moving give tickets one by one: keys of near NIKs, hand-offs, the figures of quality."""
    added = session.scalars(select(Ticket).where(Ticket.id > newest)).all()
    keys = [{"hash": key, "ticket_id": ticket.id} for ticket in added for key in keys_of(ticket.subject_nik)]
    session.execute(insert(TicketKey), keys)
    waits = (hand_off_of(ticket, asked[ticket.ref]) for ticket in added if ticket.ref in asked)
    insert_rows(session, HandOff, waits, _act("ticket.hand_off"))
    quality.add(session, _figures(added))
    session.expunge_all()


def _figures(added: Iterable[Ticket]) -> Counter[quality.Key]:
    figures: Counter[quality.Key] = Counter()
    for ticket in added:
        if ticket.closed_at is not None:
            place = (quality.month_of(ticket.closed_at), ticket.region_code)
            figures.update(
                [(*place, "closed")] + [(*place, f"rated_{ticket.satisfaction}")] * bool(ticket.satisfaction)
            )
    return figures


def _workers() -> list[int]:
    found = list(db.session.scalars(select(User.id).where(User.role == Role.VERIFIER)))
    if found:
        return found
    regions = ",".join(db.session.scalars(select(Region.code).order_by(Region.code)))
    people = [("bench.supervisor", Role.SUPERVISOR), *((f"bench.{n}", Role.VERIFIER) for n in range(VERIFIERS))]
    users = [
        User(email=f"{name}@loket.test", name=name, role=role, region_codes=regions, fs_uniquifier=name)
        for name, role in people
    ]
    with acting(system_actor("bench", origin="bench"), "user.create"):
        db.session.add_all(users)
    return [user.id for user in users if user.role == Role.VERIFIER]


def _lookups(workers: list[int]) -> dict[str, list[Any]]:
    return {
        "category": list(db.session.scalars(select(Category.id))),
        "channel": list(db.session.scalars(select(Channel.id))),
        "region": [code for code in db.session.scalars(select(Region.code)) if len(code) == 4],
        "worker": workers,
    }


def _rows(
    start: int, size: int, lookups: dict[str, list[Any]], asked: dict[str, dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The next tickets; what was asked outside goes into ``asked`` by the ticket's ref."""
    for serial in range(start + 1, start + size + 1):
        row, question = row_of(serial, lookups, clock.now())
        if question:
            asked[row["ref"]] = question
        yield row


def row_of(serial: int, lookups: dict[str, list[Any]], now: datetime) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The ``serial``-th ticket, always the same person for the same serial, and what was asked outside about it."""
    dice = random.Random(SEED + serial)
    ref = new_ref()
    status = dice.choices([s for s, _ in SHARES], [w for _, w in SHARES])[0]
    age = int(20 * dice.random() ** 3) if status != Status.CLOSED else dice.randrange(10, 700)
    received = now - timedelta(days=age, minutes=dice.randrange(600))
    region = dice.choice(lookups["region"])
    given = f"{dice.choice(FIRST)} {RARE if serial % RARE_EVERY == 0 else dice.choice(SECOND)}"
    category = dice.choice(lookups["category"])
    lived = life(status, received, category, dice.choice(lookups["worker"]), dice, now)
    row = lived.columns | {
        "ref": ref,
        "number": compose(YEAR, serial),
        "category_id": category,
        "channel_id": dice.choice(lookups["channel"]),
        "region_code": region,
        "received_at": received,
        "filed_at": received,
        "subject_name": given,
        "search_text": " ".join([f"r{region}", *names.search_words(given)]),
        **_plain(),
        **_sealed(ref, dice, region),
    }
    return row, lived.asked


def _plain() -> dict[str, Any]:
    blank = dict.fromkeys(("facility_text", "reporter_name", "relation", "dose", "vaccine_ticket", "handled_by"), "")
    return blank | {"source_row": "", "priority": 0, "nik_state": "fits"}


def nik_of(dice: random.Random, region: str) -> str:
    """An invented NIK; serials from 9001 belong to nobody."""
    born = date(1950, 1, 1) + timedelta(days=dice.randrange(20_000))
    day = born.day + (40 if dice.random() < 0.5 else 0)
    return f"{region}{dice.randrange(1, 6):02d}{day:02d}{born:%m%y}{dice.randrange(9001, 9999)}"


def _sealed(ref: str, dice: random.Random, region: str) -> dict[str, Any]:
    wrapped = fresh_wrapped_key(ref)
    key = open_key(wrapped, ref)
    nik, phone = nik_of(dice, region), f"+62812{dice.randrange(10**7, 10**8)}"
    told = {"subject_nik": nik, "subject_phone": phone, "story": "Sertifikat belum muncul di aplikasi."}
    tokens = {f"{name}_sealed": seal(key, text, place=f"ticket.{name}:{ref}") for name, text in told.items()}
    found = {"nik_index": index_of("nik", nik), "phone_index": index_of("phone", phone)}
    return tokens | found | {"wrapped_key": wrapped}


if __name__ == "__main__":
    main()
