"""One box finds a ticket by number, NIK, phone or the first letters of names."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from models import Event, db
from models.database import writing
from workflow import search
from workflow.refusals import MistypedNumber
from workflow.search import Kind


@pytest.fixture
def filed(make_ticket):
    return [
        make_ticket(subject_name="H. Muh. Ramli, S.Pd", subject_nik="6501012504859003", region="6501"),
        make_ticket(subject_name="Muhammad Yusuf", subject_nik="6501012504859004", region="6501"),
        make_ticket(subject_name="Muhammad Ramli", subject_nik="6571012504859005", region="6571"),
    ]


def found(typed, actor):
    with writing():
        answer = search.search(typed, actor=actor)
    return answer.kind, [row.subject_name for row in answer.rows]


@pytest.mark.parametrize(
    ("typed", "kind", "names"),
    [
        ("ramli", Kind.NAME, ["H. Muh. Ramli, S.Pd"]),
        ("muh ram", Kind.NAME, ["H. Muh. Ramli, S.Pd"]),
        ("muhammad", Kind.NAME, ["Muhammad Yusuf", "H. Muh. Ramli, S.Pd"]),
        ("YUSUF muha", Kind.NAME, ["Muhammad Yusuf"]),
        ("6501 0125 0485 9003", Kind.NIK, ["H. Muh. Ramli, S.Pd"]),
        ("6571012504859005", Kind.NIK, []),
        ("0812-0000-9391", Kind.PHONE, ["Muhammad Yusuf", "H. Muh. Ramli, S.Pd"]),
        ("amli", Kind.NAME, []),
        ("", Kind.NOTHING, []),
        ("'\"*()%_", Kind.NOTHING, []),
        ("ramli OR yusuf NEAR AND", Kind.NAME, []),
    ],
)
def test_a_supervisor_finds_what_is_theirs_newest_first(filed, cast, typed, kind, names):
    got_kind, got = found(typed, cast.supervisor)
    assert (got_kind, [name for name in got if name]) == (kind, names)


def test_a_number_is_found_however_it_is_spelled(filed, cast):
    assert found(filed[0].number.lower().replace("-", " "), cast.supervisor)[1] == ["H. Muh. Ramli, S.Pd"]


def test_a_mistyped_number_is_refused_and_not_just_missing(filed, cast):
    wrong = filed[0].number[:-1] + ("A" if filed[0].number[-1] != "A" else "B")
    with pytest.raises(MistypedNumber):
        found(wrong, cast.supervisor)


def test_an_auditor_finds_in_every_region(filed, cast):
    assert len(found("ramli", cast.auditor)[1]) == 2


@pytest.mark.parametrize("more", [(), ("6502", "6503", "6504")])
def test_few_regions_and_many_are_searched_alike(filed, cast, more):
    supervisor = replace(cast.supervisor, regions=frozenset({"6501", *more}))
    assert found("muhammad", supervisor)[1] == ["Muhammad Yusuf", "H. Muh. Ramli, S.Pd"]


def test_a_search_is_an_event_that_does_not_tell_what_was_typed(filed, cast):
    found("6501012504859003", cast.supervisor)
    event = db.session.scalars(select(Event).where(Event.action == "ticket.search")).one()
    assert '"kind":"nik"' in event.body
    assert "6501012504859003" not in event.body


@pytest.mark.parametrize("typed", ["a" * 5000, "a b c d e f g h i j", "\x00", "💥 ñandú", "- - -", "r6501", "AND OR"])
def test_no_search_is_a_fault(filed, cast, typed):
    found(typed, cast.supervisor)
