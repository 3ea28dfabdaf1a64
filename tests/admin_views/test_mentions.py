"""A mention on the page of a complaint: written, refused with words, read as a name."""

from models import User, db
from models.database import writing
from tests.admin_views.desk import address, send
from tests.visits import visit
from workflow import people
from workflow.accounts import Standing


def test_a_mention_is_bold_and_keeps_up_with_the_name(app, cast, make_ticket):
    number, browser = make_ticket().number, visit(app, cast.verifier)
    assert (
        send(browser, number, "note", text="Mohon @Operator kabari 081200009391.", to_reporter="0").status_code == 302
    )
    page = browser.get(address(number)).text
    assert "Mohon <b>@Operator</b> kabari" in page
    assert "081200009391" not in page
    with writing():
        user = db.session.get_one(User, cast.operator.id)
        changed = Standing(name="Rina Marlina", role=user.role, regions=user.regions, active=True)
        people.change(user, changed, actor=cast.admin, reason="Salah ketik")
    assert "Mohon <b>@Rina Marlina</b> kabari" in browser.get(address(number)).text


def test_a_mention_that_would_not_be_read_is_refused_with_words(app, cast, make_ticket):
    answer = send(visit(app, cast.verifier), make_ticket().number, "note", text="Halo @Outsider", to_reporter="0")
    assert answer.status_code == 422
    assert "Outsider tidak dapat melihat aduan ini" in answer.text
    assert "Halo @Outsider" in answer.text


def test_colleagues_who_see_the_complaint_are_offered(app, cast, make_ticket):
    number = make_ticket().number
    found = visit(app, cast.operator).get(f"/admin/mentions/{number}").json
    assert {"name": "Verifier", "role": "Verifikator", "typed": "Verifier"} in (found or [])
    assert visit(app, cast.outsider).get(f"/admin/mentions/{number}").status_code == 404
