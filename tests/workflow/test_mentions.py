"""Mentions: who is named, that it is kept by id, and who can't be named."""

import pytest

from access.policy import sees, who_see
from models import Role, User, db
from models.database import writing
from tests.conftest import make_user
from workflow import mentions, notes, notices, people
from workflow.accounts import Standing
from workflow.refusals import Unmentionable


@pytest.fixture
def named(cast):
    """Colleagues with names of people, two of them Sri; one Sri works in another region."""
    with writing():
        rina = make_user("rina_marlina", Role.OPERATOR, "6501")
        make_user("sri_wahyuni", Role.VERIFIER, "6501")
        make_user("sri_handayani", Role.VERIFIER, "6571")
        make_user("dewi_anggraini", Role.VERIFIER, "6571")
        make_user("nur", Role.VERIFIER, "6501")
        make_user("nurhayati_nur", Role.VERIFIER, "6501")
        make_user("nurhayati_idris", Role.VERIFIER, "6501")
        return rina


def ids(text, ticket):
    return [db.session.get_one(User, one).name for one in mentions.kept(text, ticket)[1]]


@pytest.mark.parametrize(
    ("text", "people_"),
    [
        ("Mohon @Rina kabari pelapor.", ["Rina Marlina"]),
        ("@rina marlina, tolong", ["Rina Marlina"]),
        ("(@Rina) dan @Nur.", ["Rina Marlina", "Nur"]),
        ("@Sri tahu", ["Sri Wahyuni"]),
        ("@Nurhayati Nur", ["Nurhayati Nur"]),
        ("surel rina@dinkes.go.id, pukul @ 10, @siapa, @@Rina", []),
        ("@Rina @Rina", ["Rina Marlina", "Rina Marlina"]),
    ],
)
def test_a_name_after_an_at_is_a_mention_and_nothing_else_is(make_ticket, named, text, people_):
    assert ids(text, make_ticket()) == people_


@pytest.mark.parametrize(
    ("text", "problem"),
    [("@Dewi Anggraini", "sees_it_not"), ("@dewi", "sees_it_not"), ("@Nurhayati", "several")],
)
def test_who_does_not_see_the_ticket_or_is_one_of_several_is_refused(make_ticket, cast, named, text, problem):
    ticket = make_ticket()
    with pytest.raises(Unmentionable) as refused, writing():
        notes.add(ticket, actor=cast.operator, text=f"Tolong {text}.")
    assert refused.value.problem == problem


def test_a_mention_reads_by_the_name_somebody_has_now(make_ticket, cast, named):
    with writing():
        note = notes.add(make_ticket(), actor=cast.verifier, text="Mohon @Rina kabari <b>pelapor</b>.")
    assert mentions.ids_in(note.text) == {named.id}
    with writing():
        user = db.session.get_one(User, named.id)
        standing = Standing(name="Rina M. Saleh", role=user.role, regions=user.regions, active=True)
        people.change(user, standing, actor=cast.admin, reason="Menikah")
    read = mentions.read(note.text, {named.id: user.name})
    assert [(piece.text, piece.named) for piece in read] == [
        ("Mohon ", False), ("@Rina M. Saleh", True), (" kabari <b>pelapor</b>.", False),
    ]  # fmt: skip


def test_whom_a_note_names_is_told_and_a_message_to_the_reporter_names_nobody(make_ticket, cast, named):
    ticket = make_ticket()
    with writing():
        notes.add(ticket, actor=cast.verifier, text="@Rina @Rina @Verifier")
        outside = notes.add(ticket, actor=cast.verifier, text="Hubungi @Rina", to_reporter=True)
    told = db.session.get_one(User, named.id)
    rina = cast.operator.__class__(id=told.id, name=told.name, role=told.role, regions=told.regions)
    assert [(row.kind, row.actor) for row in notices.page(rina)] == [("mentioned", "Verifier")]
    assert notices.unseen(cast.verifier) == 0
    assert outside.text == "Hubungi @Rina"


def test_nobody_types_a_mention_by_its_mark(make_ticket, cast, named):
    mark = mentions.MARK
    assert mentions.kept(f"{mark}@{named.id}{mark}", make_ticket()) == (f"@{named.id}", [])


def test_those_who_see_a_ticket_are_those_whom_the_row_rule_lets_in(make_ticket, cast, named):
    for region in ("6501", "6571"):
        ticket = make_ticket(region=region)
        people_ = db.session.query(User).all()
        actors = {
            person.id: cast.operator.__class__(id=person.id, name="", role=person.role, regions=person.regions)
            for person in people_
        }
        assert {p.id for p in who_see(ticket, people_)} == {p.id for p in people_ if sees(actors[p.id], ticket)}


def test_colleagues_are_offered_without_oneself(make_ticket, cast):
    offered = [person.name for person in mentions.offered(make_ticket(), actor=cast.verifier)]
    assert offered == ["Auditor", "Operator", "Second Verifier", "Supervisor"]


def test_two_of_one_name_are_told_apart_by_what_their_mail_begins_with(make_ticket, cast, named):
    with writing():
        first, second = (make_user(name, Role.VERIFIER, "6501") for name in ("siti_a", "siti_b"))
        for user in (first, second):
            changed = Standing(name="Siti Rahma", role=user.role, regions=user.regions, active=True)
            people.change(user, changed, actor=cast.admin, reason="Nama lengkap")
    ticket = make_ticket()
    typed = mentions.typed_for(mentions.offered(ticket, actor=cast.operator), actor=cast.operator)
    assert (typed[first.id], typed[named.id]) == ("Siti Rahma (siti_a)", "Rina Marlina")
    assert mentions.kept(f"Tolong @{typed[second.id]}, segera", ticket)[1] == [second.id]
    assert mentions.read(mentions.kept("@Siti Rahma (siti_a)!", ticket)[0], {first.id: "Siti Rahma"})[1].text == "!"
    for text in ("@Siti Rahma", "@siti rahma (besok)"):
        with pytest.raises(Unmentionable) as refused:
            mentions.kept(text, ticket)
        assert refused.value.problem == "same_name"
