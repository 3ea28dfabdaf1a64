"""What tests of the ticket's page do at the desk: open a form, fill it in, send it."""

from typing import Any

from werkzeug.test import TestResponse

from tests.visits import Browser, hidden_fields


def address(number: str, verb: str = "") -> str:
    return f"/admin/tickets/{number}/{verb}" if verb else f"/admin/tickets/{number}"


def send(browser: Browser, number: str, verb: str, *, query: str = "", **fields: Any) -> TestResponse:
    """Open the form of an action and send it with ``fields``."""
    page = browser.get(address(number, verb) + query)
    assert page.status_code == 200, page.status_code
    return post(browser, number, verb, hidden_fields(page.text), **fields)


def post(browser: Browser, number: str, verb: str, hidden: dict[str, str], **fields: Any) -> TestResponse:
    """Send a form that was opened before."""
    kind = "multipart/form-data" if any(isinstance(value, tuple) for value in fields.values()) else None
    return browser.post(address(number, verb), data=hidden | fields, content_type=kind)


def open_form(browser: Browser, number: str, verb: str, query: str = "") -> dict[str, str]:
    """The tokens of a form, as somebody who has it open holds them."""
    return hidden_fields(browser.get(address(number, verb) + query).text)
