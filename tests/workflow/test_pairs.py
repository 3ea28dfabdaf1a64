"""Two complaints side by side: who may decide what of them, in which state, and how it is taken back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NoReturn

import pytest
from sqlalchemy import select

from access.policy import Refusal
from audit.replay import differences
from models import Event, Outcome, Status, Ticket, TicketLink, db
from models.database import writing
from tests.casework import bring_to, move
from tests.conftest import Cast
from workflow import duplicates, kin, pairs
from workflow.refusals import AlreadyDecided, BadValue, MissingRequirement, NotTheFirst, StaleTicket

Make = Callable[..., Ticket]
DONE = "done"
PEOPLE = ("operator", "verifier", "second_verifier", "supervisor", "auditor", "admin", "outsider",
          "other_supervisor", "system")  # fmt: skip
ANYWHERE = {"operator": "Forbidden", "auditor": "Forbidden", "admin": "Forbidden", "system": "Forbidden",
            "outsider": "NotVisible", "other_supervisor": "NotVisible"}  # fmt: skip
# The verifier has both in hand; the pair of two regions is nobody's who sees only one of them.
ANSWERS: dict[tuple[str, str], dict[str, str]] = {
    ("repeats", "near"): {"verifier": DONE, "second_verifier": "NotAssignee", "supervisor": DONE},
    ("repeated", "near"): {"verifier": DONE, "second_verifier": "NotAssignee", "supervisor": DONE},
    ("apart", "near"): {"verifier": DONE, "second_verifier": DONE, "supervisor": DONE},
    ("again", "near"): {"verifier": "BadValue", "second_verifier": "BadValue", "supervisor": "BadValue"},
    ("repeats", "far"): {"verifier": "NotVisible", "second_verifier": "NotAssignee", "supervisor": "NotVisible"},
    ("repeated", "far"): {"verifier": "NotVisible", "second_verifier": "NotVisible", "supervisor": "NotVisible",
                          "outsider": "NotAssignee", "other_supervisor": "NotVisible"},
    ("apart", "far"): {"verifier": "NotVisible", "second_verifier": "NotVisible", "supervisor": "NotVisible"},
    ("again", "far"): {"verifier": "NotVisible", "second_verifier": "NotVisible", "supervisor": "NotVisible"},
}  # fmt: skip


class _Undone(Exception):
    """Takes a decision back that went through."""


def _undo() -> NoReturn:
    raise _Undone


def decide(decision: str, one: Ticket, other: Ticket, actor: Any, **more: Any) -> None:
    with writing():
        pairs.decide(decision, one, other, actor=actor, **({"reason": "Orang yang sama"} | more))


def answer(decision: str, one: Ticket, other: Ticket, actor: Any) -> str:
    try:
        with writing():
            pairs.decide(decision, one, other, actor=actor, reason="Sudah dicocokkan")
            _undo()
    except _Undone:
        return DONE
    except Refusal as refusal:
        return type(refusal).__name__


@pytest.fixture
def pair(make_ticket: Make, cast: Cast) -> tuple[Ticket, Ticket]:
    """The newer and the older of two complaints of one person, both in the verifier's hands."""
    older, newer = (bring_to(Status.VERIFYING, make_ticket(), cast) for _ in range(2))
    return newer, older


@pytest.mark.parametrize(("decision", "distance"), ANSWERS)
def test_who_may_decide_what_of_a_pair(make_ticket: Make, cast: Cast, decision: str, distance: str) -> None:
    one = bring_to(Status.VERIFYING, make_ticket(), cast)
    region = "6501" if distance == "near" else "6571"
    other = make_ticket(region=region)
    if distance == "near":
        bring_to(Status.VERIFYING, other, cast)
    met = {person: answer(decision, one, other, getattr(cast, person)) for person in PEOPLE}
    assert met == {person: (ANYWHERE | ANSWERS[(decision, distance)])[person] for person in PEOPLE}


def test_a_duplicate_is_closed_and_points_to_the_first(pair: tuple[Ticket, Ticket], cast: Cast) -> None:
    newer, older = pair
    decide("repeats", newer, older, cast.verifier)
    assert (newer.status, newer.outcome, newer.duplicate_of_id) == (Status.CLOSED, Outcome.DUPLICATE, older.id)
    assert [(one.tie, one.number) for one in kin.of(older, actor=cast.operator)] == [("duplicate", newer.number)]
    assert [(one.tie, one.number) for one in kin.of(newer, actor=cast.operator)] == [("original", older.number)]
    assert duplicates.possible(older, actor=cast.operator) == duplicates.possible(newer, actor=cast.operator) == []


@pytest.mark.parametrize("way", [(0, 1), (1, 0)])
def test_what_is_no_duplicate_is_warned_about_no_more_from_either_side(
    pair: tuple[Ticket, Ticket], cast: Cast, way: tuple[int, int]
) -> None:
    decide("apart", pair[way[0]], pair[way[1]], cast.second_verifier, reason="Dua orang")
    assert [duplicates.possible(ticket, actor=cast.supervisor) for ticket in pair] == [[], []]
    link = db.session.scalars(select(TicketLink)).one()
    assert (link.ticket_id, link.other_id, link.reason) == (pair[1].id, pair[0].id, "Dua orang")
    assert (link.decided_by_id, link.withdrawn) == (cast.second_verifier.id, False)


def test_a_decision_taken_back_is_kept_and_binds_nobody(pair: tuple[Ticket, Ticket], cast: Cast) -> None:
    decide("apart", *pair, cast.verifier)
    decide("again", *pair, cast.supervisor, reason="Ternyata satu orang")
    decide("repeats", *pair, cast.verifier)
    link = db.session.scalars(select(TicketLink)).one()
    assert (link.withdrawn, link.pair) == (True, None)
    assert not list(differences(db.session.connection()))


def test_each_complaint_tells_the_decision_in_its_own_story(pair: tuple[Ticket, Ticket], cast: Cast) -> None:
    decide("apart", *pair, cast.verifier, reason="Dua orang")
    decide("again", *pair, cast.verifier, reason="Keliru")
    told = db.session.scalars(select(Event).where(Event.action.startswith("ticket.apart"))).all()
    assert sorted((one.action, one.object, one.reason) for one in told) == sorted(
        (action, ticket.number, reason)
        for action, reason in (("ticket.apart", "Dua orang"), ("ticket.apart_withdrawn", "Keliru"))
        for ticket in pair
    )
    assert [one for one in told if one.body.count("ADU-") != 1] == []


@pytest.mark.parametrize("second", ["apart", "repeats", "repeated"])
def test_a_pair_is_decided_once(pair: tuple[Ticket, Ticket], cast: Cast, second: str) -> None:
    decide("apart", *pair, cast.verifier)
    expected = "AlreadyDecided" if second == "apart" else "BadValue"
    assert answer(second, *pair, cast.verifier) == expected


def test_a_duplicate_is_not_also_none(pair: tuple[Ticket, Ticket], cast: Cast) -> None:
    decide("repeats", *pair, cast.verifier)
    with pytest.raises(AlreadyDecided):
        decide("apart", *pair, cast.verifier)


def test_nothing_is_decided_without_a_reason(pair: tuple[Ticket, Ticket], cast: Cast) -> None:
    for decision in ("repeats", "repeated", "apart"):
        with pytest.raises(MissingRequirement):
            decide(decision, *pair, cast.verifier, reason="  ")


def test_chains_of_duplicates_are_refused(pair: tuple[Ticket, Ticket], make_ticket: Make, cast: Cast) -> None:
    newer, older = pair
    newest = bring_to(Status.VERIFYING, make_ticket(), cast)
    decide("repeats", newer, older, cast.verifier)
    with pytest.raises(NotTheFirst) as refused:
        decide("repeats", newest, newer, cast.verifier)
    assert refused.value.first == older.number
    with pytest.raises(BadValue) as repeated:
        decide("repeats", older, newest, cast.verifier)
    assert repeated.value.problem == "is_repeated"
    decide("repeats", newest, older, cast.verifier)


def test_two_never_repeat_each_other(pair: tuple[Ticket, Ticket], cast: Cast) -> None:
    decide("repeats", *pair, cast.verifier)
    with pytest.raises(BadValue) as refused:
        decide("repeated", *pair, cast.verifier)
    assert refused.value.problem == "itself"


def test_the_first_of_another_office_is_not_named(pair: tuple[Ticket, Ticket], make_ticket: Make, cast: Cast) -> None:
    far, (newer, older) = make_ticket(region="6571"), pair
    with writing():
        everywhere = replace(cast.supervisor, regions=frozenset({"6501", "6571"}))
        pairs.decide("repeats", newer, far, actor=everywhere, reason="Sama")
    with pytest.raises(NotTheFirst) as refused:
        decide("repeats", older, newer, cast.verifier)
    assert refused.value.first == ""
    assert [(one.tie, one.number, one.name) for one in kin.of(newer, actor=cast.verifier)] == [("original", "", "")]
    assert [(one.tie, one.number, one.name) for one in kin.of(far, actor=cast.outsider)] == [("duplicate", "", "")]


@pytest.mark.parametrize("side", ["one", "other"])
def test_a_page_left_open_is_told_so_for_either_complaint(pair: tuple[Ticket, Ticket], cast: Cast, side: str) -> None:
    seen = pairs.Seen(**{side: (pair[0] if side == "one" else pair[1]).last_event_id})
    move(pair[0] if side == "one" else pair[1], "dismiss", cast.verifier)
    with pytest.raises(StaleTicket):
        decide("apart", *pair, cast.verifier, seen=seen)
