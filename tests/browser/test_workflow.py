"""The workflow page in a real browser: a move is changed, tried out, published by another; for every window."""

import pytest
from playwright.sync_api import expect

from models import Role
from models.database import writing
from tests.browser.test_screens import faults
from tests.conftest import make_user

HOME, DRAFT = "/admin/workflow/", "/admin/workflow/draft"


@pytest.fixture
def two_admins(cast, make_ticket):
    with writing():
        make_user("other_admin", Role.ADMIN, "")
    return make_ticket().number


def look(page, paths):
    """What is wrong with pages: faults of access, or wider than their window."""
    found = []
    for path in paths:
        page.goto(path)
        page.wait_for_load_state("networkidle")
        found += faults(page)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
            found.append(f"{path} is wider than its window")
    return found


@pytest.mark.browser
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("size", "dark"), [("wide", False), ("phone", True)], ids=["wide", "phone-dark"])
@pytest.mark.parametrize("desks", ["sqlite"], indirect=True)
def test_a_move_is_changed_tried_out_and_published_by_another(two_admins, live, size, dark):
    page = live.sign_in("admin", size=size, dark=dark)
    page.goto(HOME)
    page.click("[href$='/draft/move/6']")
    page.fill("[name=target_days]", "2")
    page.click("main form .btn-primary >> nth=0")
    page.wait_for_url(f"**{HOME}")
    expect(page.locator("tr.chg")).to_contain_text("2 hari kerja")
    page.goto(f"{DRAFT}/try")
    page.fill("[name=number]", two_admins)
    page.click("main form .btn-primary")
    expect(page.locator("#found")).to_contain_text(two_admins)
    found = faults(page) + look(page, [HOME, f"{DRAFT}/rule/0", f"{DRAFT}/file"])
    other = live.sign_in("other_admin", size=size, dark=dark)
    found += look(other, [f"{DRAFT}/publish"])
    other.fill("[name=note]", "Target penutupan")
    other.click("main form .btn-primary")
    other.wait_for_url(f"**{HOME}")
    expect(other.locator("main")).to_contain_text("Versi 2 berlaku sejak")
    found += look(other, [f"{HOME}versions", f"{HOME}versions/1"])
    assert found == []
