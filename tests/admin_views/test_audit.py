"""The audit page: who may read it, what it tells, what it never shows, and how the trail is taken away from it."""

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event as events
from sqlalchemy import func, select

from admin_views.audit_filters import asked
from audit import canonical, trail
from audit.recorder import note_event
from models import Event, Ticket, db
from models.database import writing
from tests.conftest import Cast
from tests.visits import visit
from web.event_words import DOINGS, GROUPS, actions_of
from workflow import notes, reveals
from workflow.moves import move

MakeTicket = Callable[..., Ticket]
PAGE = "/admin/audit/"
NIK, PHONE = "6501056504859012", "081200009391"
CANARIES = (NIK, NIK[6:], PHONE, "0812-0000-9391", "81200009391", "Jalan Rahasia", "Cerita rahasia")
READERS = ("supervisor", "auditor")


@pytest.fixture
def worked(make_ticket: MakeTicket, cast: Cast) -> Ticket:
    """A ticket with a story: noted upon, taken, revealed, dismissed, with a NIK typed where none belongs."""
    ticket = make_ticket(address="Jalan Rahasia 1", story="Cerita rahasia", reporter_phone=PHONE)
    with writing():
        ticket = db.session.get_one(Ticket, ticket.id)
        notes.add(ticket, actor=cast.verifier, text="Cerita rahasia")
        move(ticket, "take", actor=cast.verifier)
        reveals.reveal(ticket, "subject_nik", actor=cast.verifier, reason=f"cocokkan {NIK} dan 0812-0000-9391")
        move(ticket, "dismiss", actor=cast.verifier, reason="bukan wewenang kami", outcome="not_our_authority")
    return ticket


def read(app: Flask, actor: Any, query: str = "", lang: str = "en") -> str:
    answer = visit(app, actor).get(f"{PAGE}?{query}&lang={lang}")
    assert answer.status_code == 200, query
    return str(answer.get_data(as_text=True))


def sentences(page: str) -> list[str]:
    found = re.findall(r'<span class="lk-ev">.*?</svg>(.*?)</span>', page, re.DOTALL)
    return [" ".join(words.split()) for words in found]


def newest() -> dict[str, Any]:
    told: dict[str, Any] = canonical.loads(
        db.session.scalars(select(Event.body).order_by(Event.id.desc()).limit(1)).one()
    )
    db.session.rollback()
    return told


def test_the_page_tells_what_was_done_in_words(app: Flask, worked: Ticket, cast: Cast) -> None:
    told = sentences(read(app, cast.auditor, f"q={worked.number}"))
    assert told == [
        "Dismissed the complaint: not our authority",
        "Saw in full: NIK",
        "Took the complaint on",
        "Wrote a note",
        "Filed a complaint",
    ]


def test_it_speaks_indonesian(app: Flask, worked: Ticket, cast: Cast) -> None:
    told = sentences(read(app, cast.auditor, f"q={worked.number}", lang="id"))
    assert told[:3] == ["Mengakhiri aduan: bukan wewenang", "Melihat lengkap: NIK", "Mengambil aduan"]


def test_an_event_opens_to_before_after_who_when_why_and_its_hash(app: Flask, worked: Ticket, cast: Cast) -> None:
    page = read(app, cast.auditor, f"q={worked.number}")
    body = db.session.scalars(select(Event.body).where(Event.action == "ticket.dismiss")).one()
    assert '<del class="lk-old">Verifying</del>' in page
    assert '<ins class="lk-new">Closed</ins>' in page
    assert "bukan wewenang kami" in page
    assert f'data-copy="{canonical.leaf_hash(body)}"' in page
    assert "Verifier, Verifier" in page


@pytest.mark.parametrize("name", READERS)
def test_no_personal_value_is_on_any_page_for_anybody(app: Flask, worked: Ticket, cast: Cast, name: str) -> None:
    visitor = visit(app, getattr(cast, name))
    ids = db.session.scalars(select(Event.id)).all()
    for path in (PAGE, f"{PAGE}?q={worked.number}", *(f"{PAGE}{number}" for number in ids)):
        page = visitor.get(path).get_data(as_text=True)
        assert [canary for canary in CANARIES if canary in page] == [], path
    assert "650105••••••9012" in visitor.get(f"{PAGE}?q={worked.number}").get_data(as_text=True)


@pytest.mark.parametrize("typed", [NIK, "6501 0565 0485 9012", PHONE, "+62 812-0000-9391"])
def test_a_nik_is_not_searched_for_nor_kept_nor_shown_again(app: Flask, cast: Cast, typed: str) -> None:
    answer = visit(app, cast.auditor).get(f"{PAGE}?q={quote(typed)}")
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    assert newest()["action"] == "signin.ok"


@pytest.mark.parametrize("name", ["operator", "verifier", "admin", "outsider"])
@pytest.mark.parametrize("path", ["", "1", "export-form"])
def test_whoever_may_not_read_it_is_refused(app: Flask, cast: Cast, name: str, path: str) -> None:
    assert visit(app, getattr(cast, name)).get(PAGE + path).status_code == 403


def test_a_supervisor_reads_no_event_of_another_region(app: Flask, worked: Ticket, cast: Cast) -> None:
    page = read(app, cast.other_supervisor, f"q={worked.number}")
    assert "Sri Wahyuni" not in page
    assert sentences(page) == []
    visitor = visit(app, cast.other_supervisor)
    named = db.session.scalars(select(Event.id).where(Event.object == worked.number)).all()
    assert {visitor.get(f"{PAGE}{number}").status_code for number in named} == {404}


def test_a_refusal_is_told_by_what_was_not_allowed(app: Flask, cast: Cast) -> None:
    visit(app, cast.operator).get(PAGE)
    page = read(app, cast.auditor, "role=operator&group=access", lang="id")
    assert sentences(page)[0] == "Ditolak: Melihat jejak audit"
    assert "<dt>Izin</dt><dd>Melihat jejak audit</dd>" in page


def test_reading_the_trail_is_in_the_trail(app: Flask, cast: Cast) -> None:
    read(app, cast.auditor, "role=auditor&group=reading")
    told = newest()
    assert (told["action"], told["actor"]["name"]) == ("audit.read", cast.auditor.name)
    assert told["facts"] == {"role": "auditor", "actions": list(actions_of("reading"))}


def test_pages_meet_without_a_gap_in_both_directions(app: Flask, cast: Cast) -> None:
    with writing():
        for number in range(120):
            note_event(cast.auditor, "audit.read", label=f"n{number}")
    filters = trail.Filters(actors=(cast.auditor.id or 0,))
    first = trail.page(filters, actor=cast.auditor)
    second = trail.page(filters, actor=cast.auditor, before=first.older)
    third = trail.page(filters, actor=cast.auditor, before=second.older)
    labels = [row.object for page in (first, second, third) for row in page.rows]
    assert labels == [f"n{number}" for number in reversed(range(120))]
    assert (first.newer, third.older) == (None, None)
    back = trail.page(filters, actor=cast.auditor, after=second.newer)
    assert [row.id for row in back.rows] == [row.id for row in first.rows]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("group=personal", ["Saw in full: NIK"]),
        (
            "role=verifier&group=change",
            ["Dismissed the complaint: not our authority", "Took the complaint on", "Wrote a note"],
        ),
        ("q=verif&group=personal", ["Saw in full: NIK"]),
        ("q=nobody", []),
        ("time=today&group=personal", ["Saw in full: NIK"]),
        ("from=2020-01-01&to=2020-12-31", []),
        ("q=ADU-26-00001Z", []),
    ],
)
def test_filters_show_what_was_asked_for(app: Flask, worked: Ticket, cast: Cast, query: str, found: list[str]) -> None:
    assert sentences(read(app, cast.auditor, query)) == found


def test_a_day_is_a_day_of_the_desk(app: Flask, cast: Cast, set_clock: Callable[[datetime], None]) -> None:
    midnight = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)  # 00.00 in Tarakan on the second of March
    for minutes in (-1, 1):
        set_clock(midnight + timedelta(minutes=minutes))
        with writing():
            note_event(cast.auditor, "audit.read", label=f"at {minutes}")
    first, second = (read(app, cast.auditor, f"from=2026-03-0{day}&to=2026-03-0{day}") for day in (1, 2))
    assert ("at -1" in first, "at 1" in first) == (True, False)
    assert ("at -1" in second, "at 1" in second) == (False, True)


def test_every_doing_has_words_a_group_and_an_icon(app: Flask, cast: Cast) -> None:
    with writing():
        for action in DOINGS:
            note_event(cast.verifier, action)
    told = [sentences(read(app, cast.auditor, f"actor={cast.verifier.id}&group={group}")) for group in GROUPS]
    assert sum(map(len, told)) == len(DOINGS)
    assert max(map(len, told)) <= trail.PAGE
    assert not {words for some in told for words in some} & set(DOINGS)
    assert {doing.group for doing in DOINGS.values()} == set(GROUPS)


def statements(app: Flask, actor: Any, query: str) -> int:
    visitor, seen = visit(app, actor), []
    visitor.get(f"{PAGE}?{query}")
    listen = lambda *_: seen.append(1)  # noqa: E731 - the listener that is taken off again
    events.listen(db.engine, "before_cursor_execute", listen)
    visitor.get(f"{PAGE}?{query}")
    events.remove(db.engine, "before_cursor_execute", listen)
    return len(seen)


def test_a_page_costs_no_more_statements_however_many_events(app: Flask, cast: Cast, worked: Ticket) -> None:
    few = statements(app, cast.auditor, "group=change&time=today")
    with writing():
        for _ in range(200):
            note_event(cast.auditor, "ticket.take")
    assert statements(app, cast.auditor, "group=change&time=today") <= few


@pytest.mark.parametrize(
    "query", ["", "group=change", "actor=1", "role=verifier", "time=today", "q=ADU-26-00001H", "q=aud"]
)
def test_a_page_walks_indexes_and_scans_no_table(app: Flask, cast: Cast, worked: Ticket, query: str) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the plan of SQLite is the one that is read here; PostgreSQL's depends on statistics")
    filters = asked(dict(pair.split("=") for pair in query.split("&") if pair), {1: "Operator"}).filters
    page = trail._page_query(filters, Event.id < trail.LAST_ID, cast.supervisor, upwards=False)
    told = page.compile(db.engine, compile_kwargs={"literal_binds": True})
    plan = [row[3] for row in db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {told}")]
    assert [line for line in plan if re.match(r"SCAN (event|audit_object|ticket|user)\b", line)] == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["q", "time", "from", "to", "group", "actor", "role", "before", "after"]),
        st.text(max_size=30)
        | st.integers().map(str)
        | st.sampled_from(["today", "2026-02-31", "9999-12-31", "0001-01-01"]),
    )
)
def test_no_address_breaks_the_page(app: Flask, cast: Cast, arguments: dict[str, str]) -> None:
    query = "&".join(f"{name}={quote(value)}" for name, value in arguments.items())
    assert visit(app, cast.auditor).get(f"{PAGE}?{query}").status_code in (200, 302, 400)


@pytest.mark.parametrize("number", ["0", "999999", str(2**63), str(2**70)])
def test_an_event_that_is_not_there_is_not_found(app: Flask, cast: Cast, number: str) -> None:
    assert visit(app, cast.auditor).get(PAGE + number).status_code == 404


def export(app: Flask, actor: Any, query: str = "", **form: str) -> Any:
    app.config["WTF_CSRF_ENABLED"] = False
    try:
        return visit(app, actor).post(f"{PAGE}export?{query}", data={"format": "csv", "reason": "Audit BPK"} | form)
    finally:
        app.config["WTF_CSRF_ENABLED"] = True


def test_an_auditor_takes_what_the_page_showed(app: Flask, worked: Ticket, cast: Cast) -> None:
    answer = export(app, cast.auditor, f"q={worked.number}")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))
    assert [row["action"] for row in rows] == [
        "ticket.file", "note.add", "ticket.take", "personal.reveal", "ticket.dismiss",
    ]  # fmt: skip
    assert (newest()["action"], newest()["reason"]) == ("audit.export", "Audit BPK")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="jejak-audit-')
    assert not any(canary in answer.get_data(as_text=True) for canary in CANARIES)


def test_an_export_without_a_reason_asks_again(app: Flask, cast: Cast) -> None:
    count = db.session.scalar(select(func.count()).select_from(Event))
    assert export(app, cast.auditor, reason=" ").status_code == 422
    assert not [body for body in db.session.scalars(select(Event.action)) if body == "audit.export"]
    assert count


def test_an_export_is_never_a_plain_visit(app: Flask, cast: Cast) -> None:
    assert visit(app, cast.auditor).get(f"{PAGE}export").status_code == 405


def test_an_export_needs_the_token_of_its_form(app: Flask, cast: Cast) -> None:
    answer = visit(app, cast.auditor).post(f"{PAGE}export", data={"format": "csv", "reason": "x"})
    assert answer.status_code == 400


@pytest.mark.parametrize("name", ["operator", "verifier", "supervisor", "admin"])
def test_nobody_but_an_auditor_exports(app: Flask, cast: Cast, name: str) -> None:
    assert export(app, getattr(cast, name)).status_code == 403


def test_the_form_says_how_much_will_leave(app: Flask, worked: Ticket, cast: Cast) -> None:
    page = visit(app, cast.auditor).get(f"{PAGE}export-form?q={worked.number}&lang=en").get_data(as_text=True)
    assert "5 events will be exported" in page
