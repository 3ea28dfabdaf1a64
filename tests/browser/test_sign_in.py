"""Everybody of the cast gets in by the front door, and lands on a page of their own."""

import pytest


@pytest.mark.browser
def test_every_role_signs_in(live):
    page = live.window().page
    for name in ("operator", "verifier", "supervisor", "auditor", "admin"):
        page.context.clear_cookies()
        live.sign_in_by_hand(name, page)
        assert page.url.endswith("/admin/")
        assert name.title() in page.get_attribute(".lk-user", "aria-label")


@pytest.mark.browser
def test_a_wrong_password_is_told_in_one_sentence(live):
    page = live.window().page
    page.goto("/login")
    page.fill("input[name=email]", "operator@loket.test")
    page.fill("input[name=password]", "bukan-kata-sandi")
    page.press("input[name=password]", "Enter")
    assert page.locator("[role=alert]").count() == 1
