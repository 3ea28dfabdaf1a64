"""A desk worth looking at: invented people, the sample files, and histories made through the real rules."""

import json
import os
import secrets
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import click
from flask import Flask

from access.actors import Actor, actor_of, system_actor
from cli.demo_days import Cast, Days, clock_at
from cli.demo_touches import add_touches
from config import ROOT
from intake.load import file_reading
from intake.read import Reading, ReadRow, read_complaints
from intake.registry import load_registry
from models import Role, Ticket, User, clock, db
from models.clock import WITA
from models.database import writing
from web.passwords import digest_of
from workflow import escalation, notices, people
from workflow.accounts import Account

SAMPLES = ROOT / "samples"
EVERYWHERE = frozenset({"65", "6501", "6502", "6503", "6504", "6571"})
PEOPLE: tuple[tuple[str, Role, frozenset[str]], ...] = (
    ("Rina Marlina", Role.OPERATOR, EVERYWHERE),
    ("Bayu Saputra", Role.VERIFIER, EVERYWHERE),
    ("Fitri Nuraini", Role.VERIFIER, EVERYWHERE),
    ("Lenjau Apui", Role.VERIFIER, frozenset({"6502", "6503"})),
    ("Dewi Anggraini", Role.SUPERVISOR, EVERYWHERE),
    ("Hasan Basri", Role.AUDITOR, frozenset()),
    ("Yusuf Kurniawan", Role.ADMIN, frozenset()),
)
OPENS = time(8, 0)


def build(app: Flask) -> None:
    """Fill the demo desk, once, and print who can sign in."""
    listing: Path = app.config["LOKET"].home / "users.json"
    with app.app_context():
        if people.desk_is_empty():
            _fill(listing)
        db.session.remove()
    _print(json.loads(listing.read_text(encoding="utf-8")))


def _fill(listing: Path) -> None:
    last_day = clock.today()
    drafts = read_complaints((SAMPLES / "aduan.xlsx").read_bytes(), "aduan.xlsx", today=last_day)
    shift = last_day - _newest(drafts)
    with clock_at(_morning(_oldest(drafts) + shift) - timedelta(days=2)):
        cast = _add_people(listing)
    days = Days(cast, clock.now())
    by_day = sorted((row for row in drafts.rows if row.draft), key=_received)
    for day, rows in groupby(by_day, key=_received):
        _live_a_day(day + shift, [_shifted(row, shift) for row in rows], drafts, days)
    days.live_until(clock.now())
    registry = SAMPLES / "registry.csv"
    load_registry(registry, registry.name, actor=cast.supervisor)
    add_touches(cast)


def _live_a_day(day: date, rows: list[ReadRow], drafts: Reading, days: Days) -> None:
    opens = min(_morning(day), clock.now() - timedelta(minutes=10))
    days.live_until(opens)
    _bring_up_what_is_late(opens, days.cast.supervisor)
    with clock_at(opens), writing():
        report = file_reading(replace(drafts, rows=tuple(rows)), "aduan.xlsx", "0" * 64, actor=days.cast.supervisor)
        filed = db.session.query(Ticket.id, Ticket.number).filter(Ticket.number.in_(report.numbers)).all()
    for row in filed:
        days.plan(row.number, opens)


def _bring_up_what_is_late(opens: datetime, supervisor: Actor) -> None:
    """What the worker does by the minute; the supervisor has read what was brought up the day before."""
    with clock_at(opens), writing():
        notices.see_all(actor=supervisor)
        while escalation.escalate(actor=system_actor("Loket", origin="demo")) == escalation.AT_ONCE:
            pass


def _add_people(listing: Path) -> Cast:
    setup = system_actor("Demo", origin="demo")
    known: list[dict[str, Any]] = []
    actors: list[Actor] = []
    for name, role, regions in PEOPLE:
        email, password = f"{name.lower().replace(' ', '.')}@loket.test", secrets.token_urlsafe(12)
        user = _add_person(Account(name=name, role=role, regions=regions, email=email), password, setup)
        actors.append(actor_of(user, session="", origin="10.12.4.31"))
        known.append({"role": role.value, "email": email, "password": password, "totp_secret": None})
    _write_privately(listing, json.dumps(known, indent=1))
    return Cast.of(actors)


def _add_person(account: Account, password: str, setup: Actor) -> User:
    digest = digest_of(password)
    with writing():
        invited = people.add(account, actor=setup)
        return people.use_link(invited.token, password_digest=digest, origin="demo")


def _write_privately(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


def _received(row: ReadRow) -> date:
    assert row.draft is not None  # noqa: S101 - only rows with a draft are sorted
    return row.draft.received_at.astimezone(WITA).date() if row.draft.received_at else clock.today()


def _newest(drafts: Reading) -> date:
    return max(_received(row) for row in drafts.rows if row.draft)


def _oldest(drafts: Reading) -> date:
    return min(_received(row) for row in drafts.rows if row.draft)


def _shifted(row: ReadRow, shift: timedelta) -> ReadRow:
    """The sample is of November 2021; the demo lets it end today. The vaccinations stay where they were."""
    assert row.draft is not None  # noqa: S101 - only rows with a draft are shifted
    received = _morning(_received(row) + shift) - timedelta(hours=1)
    return replace(row, draft=replace(row.draft, received_at=received))


def _morning(day: date) -> datetime:
    return datetime.combine(day, OPENS, WITA).astimezone(UTC)


def _print(users: list[dict[str, Any]]) -> None:
    width = max(len(user["email"]) for user in users)
    click.echo("Demo users:")
    for user in users:
        click.echo(f"  {user['role']:<11} {user['email']:<{width}}  {user['password']}")
