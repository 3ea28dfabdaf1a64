"""The page of a merge offers the extra fields that the original lacks, masked where they are."""

from dataclasses import replace
from typing import Any

from flask import Flask

from models.database import writing
from tests.admin_views.desk import address
from tests.admin_views.test_people import tokens
from tests.conftest import Cast
from tests.desk_text import FILLED, WITH_FIELDS, put_in_force
from tests.visits import visit
from workflow import tickets


def test_a_field_that_is_lacked_is_chosen_on_the_page(app: Flask, cast: Cast, draft: Any) -> None:
    put_in_force(WITH_FIELDS, cast.admin)
    with writing():
        original, merged = (
            tickets.file(replace(draft(), extra=values), actor=cast.operator).number
            for values in ({"needs_for": "work"}, FILLED)
        )
    browser = visit(app, cast.supervisor)
    place = f"/admin/tickets/{merged}/merge/{original}"
    page = browser.get(place).text
    assert "C1234567" not in page
    assert 'name="keep-x_passport" value="merged" checked' in page
    assert "keep-x_needs_for" not in page
    chosen = {"reason": "Orang yang sama", "keep-x_village": "merged", "keep-x_passport": "merged"}
    assert browser.post(place, data=tokens(page) | chosen).status_code == 302
    said = browser.get(address(original)).text
    assert "Kampung Arab" in said
    assert f"Nama kampung: dari {merged}" in said
    assert "C1234567" not in said
