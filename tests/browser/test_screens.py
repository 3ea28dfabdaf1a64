"""Every screen, as each role sees it, wide and on a phone, light and dark: nothing serious for axe, no complaint."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from intake.registry import load_registry
from models.database import writing
from tests.casework import attach, correct_line, move
from tests.registry.files import csv_file, row
from workflow import matching

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
SERIOUS = ("serious", "critical")


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


def faults(page) -> list[str]:
    """What axe finds serious or worse, with where it stands."""
    found = Axe().run(page).response["violations"]
    return [
        f"{page.url}: {one['id']}: {node['html'][:200]}"
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"][:3]
    ]


@pytest.mark.browser
@pytest.mark.timeout(300)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", ["wide", "phone"])
@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("desks", ["sqlite"], indirect=True)
def test_every_screen_can_be_used_by_everybody(live, worked_on, name, size, dark):
    number = worked_on.number
    page = live.sign_in(name, size=size, dark=dark)
    found = []
    for path in SCREENS[name]:
        answer = page.goto(path.format(number=number, record=1))
        assert answer is not None
        assert answer.status == 200, path
        page.wait_for_load_state("networkidle")
        found += faults(page)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
            found.append(f"{path} is wider than its window")
    assert found == []


@pytest.mark.browser
@pytest.mark.parametrize("size", ["wide", "phone"])
@pytest.mark.parametrize("desks", ["sqlite"], indirect=True)
def test_the_front_door_can_be_used_by_everybody(live, size):
    for dark in (False, True):
        page = live.window(size=size, dark=dark).page
        page.goto("/login")
        assert faults(page) == []
