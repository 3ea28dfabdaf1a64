"""The queue's comforts in a browser: chips and views by mouse, the way on by keys, and figures that follow."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import expect

from models import Ticket, WaitsFor
from tests.browser.conftest import LiveDesk
from tests.casework import move
from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("desks", ["sqlite"], indirect=True, scope="session")]


def test_a_list_is_narrowed_saved_and_walked_with_keys(live: LiveDesk, make_ticket: Callable[..., Ticket]) -> None:
    numbers = [make_ticket(priority=2, subject_name=f"Orang {word}").number for word in ("Satu", "Dua", "Tiga")]
    make_ticket(subject_name="Orang Lain")
    page = live.sign_in("verifier")
    page.goto("/admin/tickets/")
    page.click(".lk-chip-add")
    page.check(".lk-panel-wide input[name=priority][value='2']")
    page.click(".lk-panel-wide .btn-primary")
    page.wait_for_url("**priority=2**")
    expect(page.locator(".lk-filter b")).to_have_text("mendesak")
    page.click(".lk-head-views summary")
    page.fill("#view-name", "Mendesak")
    page.click(".lk-view-save button")
    page.wait_for_url("**view=**")
    expect(page.locator(".lk-head-views summary")).to_contain_text("Mendesak")
    page.locator("[data-open]").first.focus()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{numbers[1]}**")
    expect(page.locator(".lk-crumb")).to_contain_text("2 dari 3")
    page.keyboard.press("j")
    page.wait_for_url(f"**{numbers[2]}**")
    expect(page.locator(".lk-crumb")).to_contain_text("3 dari 3")
    page.keyboard.press("k")
    page.wait_for_url(f"**{numbers[1]}**")


def test_figures_follow_without_a_new_page(live: LiveDesk, make_ticket: Callable[..., Ticket]) -> None:
    make_ticket()
    page = live.sign_in("verifier")
    page.clock.install()
    page.goto("/admin/tickets/")
    count = page.locator(".lk-tabs [data-count='tab:active']")
    expect(count).to_have_text("1")
    make_ticket(subject_nik="6501014101900003")
    page.clock.fast_forward("01:05")
    expect(count).to_have_text("2")


FITS = """() => {
  const box = document.querySelector(".lk-scroll"), rows = [...box.querySelectorAll("tbody tr")];
  return document.documentElement.scrollWidth <= innerWidth && box.scrollWidth <= box.clientWidth
    && rows.every((row) => row.offsetHeight <= 45);
}"""


def test_rows_keep_to_one_line_and_to_the_window(
    live: LiveDesk, cast: Cast, make_ticket: Callable[..., Ticket]
) -> None:
    long = "Muhammad Ridwan Alamsyah Siregar Simanjuntak"
    ticket = make_ticket(priority=2, subject_name=long, reporter_name="Ni Luh Putu Ayu Kartika Dewi Anggraini")
    move(ticket, "take", cast.verifier)
    move(ticket, "hand_off", cast.verifier, party=WaitsFor.DUKCAPIL, asked="NIK ganda?", chase_on=date(2027, 1, 4))
    page = live.sign_in("supervisor")
    for width in (1440, 1200, 1024):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/admin/tickets/")
        assert page.evaluate(FITS), width
    expect(page.locator(".lk-who b")).to_have_attribute("title", long)
    page.goto("/admin/tickets/views/columns")
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    page.locator("main form .btn-primary").last.click()
    page.goto("/admin/tickets/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.locator(".lk-scroll")).to_have_attribute("tabindex", "0")
