"""Every screen, as each role sees it, wide and on a phone, light and dark: nothing serious for axe, no complaint."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.casework import attach, correct_line, move

SCREENS = {
    "operator": ("/admin/", "/admin/tickets/", "/admin/tickets/new", "/admin/tickets/{number}", "/admin/profile/"),
    "verifier": (
        "/admin/tickets/{number}",
        "/admin/tickets/{number}/correction",
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
        "/admin/reference/holidays/",
    ),
}
SERIOUS = ("serious", "critical")


@pytest.fixture
def worked_on(cast, make_ticket):
    """A ticket with everything on it: taken, attached to, corrected in one line."""
    ticket = make_ticket(reporter_name="Agus Salim", relation="suami", address="Jl. Rambutan 5")
    move(ticket, "take", cast.verifier)
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
        answer = page.goto(path.format(number=number))
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
