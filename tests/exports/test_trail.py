"""The trail taken away: whole, in order, masked, the very text that is hashed, and recorded before it leaves."""

import csv
import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from access.policy import Forbidden
from audit import canonical, trail
from exports.trail import HEADER, stream, take
from models import Event, Ticket, db
from models.database import writing
from tests.audit.outside import is_sqlite, outside, run
from tests.conftest import Cast
from workflow import notes
from workflow.refusals import BadValue, MissingRequirement

MakeTicket = Callable[..., Ticket]
NIK, PHONE = "6501056504859012", "081200009391"
CANARIES = (NIK, NIK[6:], PHONE, PHONE[4:], "81200009391", "Jalan Rahasia", "Cerita rahasia")


def taken(cast: Cast, format_: str = "csv", **filters: Any) -> bytes:
    with writing():
        told = take(trail.Filters(**filters), format_, actor=cast.auditor, reason="uji")
    return b"".join(stream(told))


def rows(cast: Cast, **filters: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(taken(cast, **filters).decode(), newline="")))


def bodies() -> list[str]:
    return list(db.session.scalars(select(Event.body).order_by(Event.id)))


def test_the_csv_has_the_columns_that_were_promised(cast: Cast) -> None:
    head = taken(cast).split(b"\r\n")[0].decode()
    assert head == "index,at,actor,role,action,object,reason,changes,origin,leaf" == ",".join(HEADER)


def test_every_event_stands_in_it_once_oldest_first(make_ticket: MakeTicket, cast: Cast) -> None:
    make_ticket()
    before = [str(found) for found in db.session.scalars(select(Event.id).order_by(Event.id))]
    assert [row["index"] for row in rows(cast)] == before


def test_a_leaf_is_the_hash_of_the_line_of_the_jsonl(make_ticket: MakeTicket, cast: Cast) -> None:
    make_ticket()
    leaves = [row["leaf"] for row in rows(cast)]
    lines = taken(cast, "jsonl").splitlines()
    assert leaves == [hashlib.sha256(b"\x00" + line).hexdigest() for line in lines[: len(leaves)]]


def test_the_jsonl_is_the_very_text_of_each_event(make_ticket: MakeTicket, cast: Cast) -> None:
    make_ticket()
    known = bodies()
    assert taken(cast, "jsonl").decode().splitlines() == known
    assert all(canonical.dumps(json.loads(line)) == line for line in known)


def test_no_personal_value_leaves_unmasked(make_ticket: MakeTicket, cast: Cast) -> None:
    ticket = make_ticket(address="Jalan Rahasia 1", story="Cerita rahasia", reporter_phone=PHONE)
    with writing():
        notes.add(db.session.get_one(Ticket, ticket.id), actor=cast.verifier, text="Cerita rahasia lain")
    for format_ in ("csv", "jsonl"):
        told = taken(cast, format_).decode()
        assert [canary for canary in CANARIES if canary in told] == []


def test_masked_values_show_what_the_desk_shows(make_ticket: MakeTicket, cast: Cast) -> None:
    make_ticket(address="Jalan Rahasia 1")
    (changes,) = [json.loads(row["changes"]) for row in rows(cast) if row["action"] == "ticket.file"]
    told = {change["field"]: change["after"] for change in changes}
    assert told["subject_nik_sealed"] == "650105••••••9012"
    assert told["subject_phone_sealed"] == "0812••••9391"
    assert told["address_sealed"] == "••••••"
    assert told["subject_name"] == "Sri Wahyuni"


def test_a_nik_typed_into_a_reason_is_masked(make_ticket: MakeTicket, cast: Cast) -> None:
    with writing():
        take(trail.Filters(), "csv", actor=cast.auditor, reason=f"NIK {NIK}, HP 0812-0000-9391, ADU-26-00001A")
    (row,) = [row for row in rows(cast) if row["action"] == "audit.export"]
    assert row["reason"] == "NIK 650105••••••9012, HP 0812••••9391, ADU-26-00001A"


def test_a_destroyed_key_leaves_nothing_to_read(make_ticket: MakeTicket, cast: Cast) -> None:
    make_ticket()
    with outside() as connection:
        wall = "DROP TRIGGER ticket_wall_update" if is_sqlite() else "ALTER TABLE ticket DISABLE TRIGGER USER"
        run(connection, f"{wall};;UPDATE ticket SET wrapped_key = NULL")
    (changes,) = [json.loads(row["changes"]) for row in rows(cast) if row["action"] == "ticket.file"]
    told = {change["field"]: change.get("after") for change in changes}
    assert (told["subject_nik_sealed"], told["story_sealed"]) == ("[terhapus]", "[terhapus]")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_name_that_is_a_formula_is_disarmed(cast: Cast, start: str) -> None:
    with writing():
        take(trail.Filters(), "csv", actor=replace(cast.auditor, id=None, name=f"{start}cmd"), reason="x")
    assert [row["actor"] for row in rows(cast)][-1] == f"'{start}cmd"


def test_an_export_is_recorded_with_why_what_and_how_much_before_it_begins(cast: Cast) -> None:
    count = len(bodies())
    with writing():
        take(trail.Filters(role="auditor"), "jsonl", actor=cast.auditor, reason="Audit BPK")
        told = canonical.loads(bodies()[-1])
    assert (told["action"], told["reason"], told["facts"]["through"]) == ("audit.export", "Audit BPK", count)
    assert told["facts"]["filters"] == {"role": "auditor"}


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_nothing_is_taken_without_a_reason(cast: Cast, reason: str) -> None:
    before = bodies()
    with pytest.raises(MissingRequirement), writing():
        take(trail.Filters(), "csv", actor=cast.auditor, reason=reason)
    db.session.rollback()
    assert bodies() == before


def test_there_is_no_format_but_those(cast: Cast) -> None:
    with pytest.raises(BadValue), writing():
        take(trail.Filters(), "exe", actor=cast.auditor, reason="x")


@pytest.mark.parametrize("name", ["operator", "verifier", "supervisor", "admin", "outsider"])
def test_only_an_auditor_takes_the_trail_away(cast: Cast, name: str) -> None:
    with pytest.raises(Forbidden), writing():
        take(trail.Filters(), "csv", actor=getattr(cast, name), reason="x")


def test_filters_leave_out_what_was_not_asked_for(make_ticket: MakeTicket, cast: Cast) -> None:
    ticket = make_ticket()
    make_ticket()
    assert {row["object"] for row in rows(cast, object=ticket.number)} == {ticket.number}
    assert {row["action"] for row in rows(cast, actions=("ticket.file",))} == {"ticket.file"}
    assert rows(cast, since="2100-01-01T00:00:00.000000Z") == []


def test_batches_meet_without_a_gap(make_ticket: MakeTicket, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "BATCH", 3)
    make_ticket()
    known = bodies()
    assert taken(cast, "jsonl").decode().splitlines() == known
