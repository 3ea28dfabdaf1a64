"""Every screen, as each role sees it, wide and on a phone, light and dark: nothing serious for axe, no complaint."""

import pytest

from intake.registry import load_registry
from models import User, clock, db
from models.database import writing
from tests.browser.looks import faults, faults_in_both_themes
from tests.casework import attach, correct_line, move
from tests.registry.files import csv_file, row
from workflow import absences, matching, satisfaction, views

__all__ = ["faults"]

SCREENS = {
    "operator": ("/admin/", "/admin/tickets/", "/admin/tickets/new", "/admin/tickets/{number}", "/admin/profile/"),
    "verifier": (
        "/admin/notices/",
        "/admin/tickets/{number}",
        "/admin/tickets/{number}?candidate=2",
        "/admin/tickets/{number}/choose?record={record}",
        "/admin/tickets/{number}/none_fits",
        "/admin/tickets/{number}/cause",
        "/admin/tickets/{number}/draft",
        "/admin/tickets/{number}/correction",
        "/admin/tickets/{number}/attach",
        "/admin/tickets/{number}/dismiss",
        "/admin/tickets/{number}/reveal?field=subject_nik",
        "/admin/tickets/?status=verifying",
        "/admin/records/",
    ),
    "supervisor": (
        "/admin/",
        "/admin/tickets/?status=closed",
        "/admin/tickets/?q=sri",
        "/admin/tickets/{number}",
        "/admin/tickets/{number}/assign",
        "/admin/tickets/{number}/edit",
        "/admin/imports/",
    ),
    "auditor": ("/admin/", "/admin/audit/", "/admin/audit/export-form", "/admin/tickets/{number}"),
    "admin": (
        "/admin/",
        "/admin/users/",
        "/admin/users/new",
        "/admin/users/permissions",
        "/admin/reference/categories/",
        "/admin/reference/categories/new/",
        "/admin/reference/causes/new/",
        "/admin/reference/holidays/",
    ),
}
AMONG_PEOPLE = {
    "supervisor": (
        "/admin/absences/",
        "/admin/absences/new",
        "/admin/tickets/{number}/assign",
        "/admin/tickets/{closed}/rate",
        "/admin/tickets/{double}/merge/{number}",
        "/admin/tickets/views/",
        "/admin/tickets/views/columns",
        "/admin/reports/quality",
    ),
    "admin": ("/admin/users/",),
}


@pytest.fixture
def worked_on(cast, make_ticket):
    """A ticket with everything on it: taken, matched, attached to, corrected in one line."""
    slipped = row(NIK="6501056504859021", Nama_Lengkap="Sri Wahyuny", Status_Sertifikat="BELUM TERBIT")
    stranger = row(Nama_Lengkap="Paulus Lawai", Tanggal_Lahir="1971-02-03", No_HP="", No_Tiket="PC8")
    load_registry(csv_file(slipped, stranger), "registri.csv", actor=cast.system)
    ticket = make_ticket(reporter_name="Agus Salim", relation="suami", address="Jl. Rambutan 5")
    move(ticket, "take", cast.verifier)
    with writing():
        best = matching.found_for(ticket, actor=cast.verifier)[0]
        matching.choose(ticket, best.opened.record.id, actor=cast.verifier)
    attach(ticket, cast.verifier)
    correct_line(ticket, cast.verifier)
    return ticket


@pytest.fixture
def among_people(cast, make_ticket):
    """Numbers of a ticket, its double and a closed one, beside somebody away who has it, and a shared list."""
    number, double, closed = make_ticket(), make_ticket(reporter_name="Agus Salim"), make_ticket()
    move(closed, "dismiss", cast.supervisor)
    move(number, "take", cast.verifier)
    with writing():
        satisfaction.rate(closed, 4, actor=cast.operator)
        away, substitute = (db.session.get_one(User, one.id) for one in (cast.verifier, cast.second_verifier))
        day = clock.today()
        absences.enter(away, substitute=substitute, since=day, until=day, remark="Pulang Jumat", actor=cast.supervisor)
        view = views.save("Terbuka pekan ini", "status=open&received=week", "", actor=cast.supervisor)
        views.share(view, views.EVERYONE, (), actor=cast.supervisor)
    return {"number": number.number, "double": double.number, "closed": closed.number}


def looked_at(page, paths, **known: object) -> list[str]:
    """What is wrong with the pages at ``paths``: for axe in the light and in the dark, or because they are too wide."""
    found = []
    for path in paths:
        answer = page.goto(path.format(**known))
        assert answer is not None
        assert answer.status == 200, path
        found += faults_in_both_themes(page)
    return found


@pytest.mark.browser
@pytest.mark.timeout(300)
@pytest.mark.parametrize("size", ["wide", "phone"])
@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("desks", ["sqlite"], indirect=True)
def test_every_screen_can_be_used_by_everybody(live, worked_on, name, size):
    page = live.sign_in(name, size=size)
    assert looked_at(page, SCREENS[name], number=worked_on.number, record=1) == []


@pytest.mark.browser
@pytest.mark.timeout(300)
@pytest.mark.parametrize("size", ["wide", "phone"])
@pytest.mark.parametrize("desks", ["sqlite"], indirect=True)
def test_the_screens_about_people_can_be_used_by_everybody(live, among_people, size):
    for name, paths in AMONG_PEOPLE.items():
        assert looked_at(live.sign_in(name, size=size), paths, **among_people) == []


@pytest.mark.browser
@pytest.mark.parametrize("size", ["wide", "phone"])
@pytest.mark.parametrize("desks", ["sqlite"], indirect=True)
def test_the_front_door_can_be_used_by_everybody(live, size):
    page = live.window(size=size).page
    page.goto("/login")
    assert faults_in_both_themes(page) == []
