"""The shell in a browser: keys, theme, language, sheets, print; and no key acts while somebody types."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from models import Category, db
from tests.browser.conftest import LiveDesk

# What a key or a theme does depends on no database; one is enough, for a browser is slow.
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("desks", ["sqlite"], indirect=True, scope="session")]
TABLE = "/admin/reference/categories/"
Goto = Callable[[Page, str], None]


def focused_row(page: Page) -> int:
    """Which row holds the focus, from 0; -1 for none."""
    rows = "[...document.querySelectorAll('[data-row]')]"
    return int(page.evaluate(f"{rows}.indexOf(document.activeElement.closest('[data-row]'))"))


def test_keys_walk_through_a_table_and_open_a_row(live: LiveDesk, goto: Goto) -> None:
    page = live.sign_in("admin")
    goto(page, TABLE)
    for key in "jjk":
        page.keyboard.press(key)

    assert focused_row(page) == 0
    page.keyboard.press("Enter")
    page.wait_for_url("**/edit/**")


def test_slash_goes_to_the_search_and_letters_typed_there_stay_letters(live: LiveDesk, goto: Goto) -> None:
    page = live.sign_in("admin")
    goto(page, TABLE)
    page.keyboard.press("/")
    page.keyboard.type("n?gb")

    expect(page.locator("input[name=search]")).to_have_value("n?gb")
    assert page.url.endswith(TABLE)
    expect(page.locator("#keys")).to_be_hidden()


def test_g_and_a_letter_lead_to_a_page(live: LiveDesk, goto: Goto) -> None:
    page = live.sign_in("auditor")
    goto(page, "/admin/")
    page.keyboard.press("g")
    page.keyboard.press("j")

    page.wait_for_url("**/admin/audit/**")


def test_question_mark_lists_the_keys_and_escape_closes_the_list(live: LiveDesk, goto: Goto) -> None:
    page = live.sign_in("operator")
    goto(page, "/admin/")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()

    page.keyboard.press("n")
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    assert page.url.endswith("/admin/")


def test_keys_switched_off_stay_off(live: LiveDesk, goto: Goto) -> None:
    page = live.sign_in("operator")
    goto(page, "/admin/")
    page.click(".lk-user")
    page.click("[data-keys-switch]")
    goto(page, "/admin/")
    page.keyboard.press("?")

    expect(page.locator("#keys")).to_be_hidden()
    expect(page.locator("[data-keys-switch]")).to_have_attribute("aria-checked", "false")


def test_control_enter_saves(live: LiveDesk, goto: Goto) -> None:
    page = live.sign_in("admin")
    goto(page, f"{TABLE}edit/?id={db.session.query(Category.id).order_by(Category.id).limit(1).scalar()}")
    page.fill("#name_en", "Named anew")
    page.fill("#reason", "Rapat")
    page.keyboard.press("Control+Enter")

    page.wait_for_url("**/categories/")
    expect(page.locator("main")).to_contain_text("Named anew")


def test_a_theme_chosen_is_there_before_the_first_paint_of_the_next_page(live: LiveDesk, goto: Goto) -> None:
    page = live.sign_in("operator")
    goto(page, "/admin/")
    page.click("[data-theme-flip]")

    assert 'data-bs-theme="dark"' in page.request.get("/admin/").text()
    goto(page, "/admin/")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_a_desk_that_follows_the_device_is_dark_on_a_dark_device(live: LiveDesk) -> None:
    page = live.sign_in("operator", dark=True)

    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_the_account_menu_changes_the_language(live: LiveDesk, goto: Goto) -> None:
    page = live.sign_in("operator")
    goto(page, "/admin/")
    page.click(".lk-user")
    page.click("a[lang=en]")

    expect(page.locator(".lk-side")).to_contain_text("Complaints")


def test_a_phone_has_the_whole_navigation_in_a_sheet(live: LiveDesk, goto: Goto) -> None:
    page = live.sign_in("admin", size="phone")
    goto(page, "/admin/")
    page.click(".lk-bottom button")
    page.click("#menu >> text=Data rujukan")

    page.wait_for_url(f"**{TABLE}")


def test_a_page_prints_who_printed_it_and_no_navigation(live: LiveDesk, goto: Goto) -> None:
    page = live.sign_in("admin")
    goto(page, TABLE)
    page.emulate_media(media="print")

    expect(page.locator(".lk-only-print")).to_contain_text("oleh Admin · RAHASIA")
    expect(page.locator(".lk-side")).to_be_hidden()


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_no_page_is_wider_than_the_window(live: LiveDesk, goto: Goto, size: str) -> None:
    page = live.sign_in("admin", size=size)

    for path in (TABLE, f"{TABLE}new/", "/admin/nowhere"):
        goto(page, path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
