"""A merge offers the extra fields that the original lacks, keeps where they came from, and gives them back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from audit.replay import differences
from models import MergedValue, Ticket, db
from models.database import writing
from tests.casework import move, newest_event
from tests.conftest import Cast
from tests.desk_text import FILLED, WITH_FIELDS, put_in_force
from workflow import extra, merge_values, merges, tickets
from workflow.refusals import BadValue

Two = tuple[Ticket, Ticket]
LACKED = {"x_travel_on", "x_fee", "x_village", "x_passport", "x_wedding_on"}


@pytest.fixture
def two(app: Flask, cast: Cast, draft: Callable[..., Any]) -> Two:
    """A complaint that says nothing but what it is needed for, and another with every field."""
    put_in_force(WITH_FIELDS, cast.admin)
    with writing():
        original = tickets.file(replace(draft(), extra={"needs_for": "umrah"}), actor=cast.operator)
        merged = tickets.file(replace(draft(), extra=FILLED), actor=cast.operator)
        tickets.edit(merged, {}, actor=cast.supervisor, fields={"fee": "1.250,5"})
    return original, merged


def merge(two: Two, cast: Cast, *take: str) -> None:
    with writing():
        merges.merge(two[1], two[0], take=take, actor=cast.supervisor, reason="Orang yang sama")


def test_what_the_original_lacks_is_offered_and_taken_over(two: Two, cast: Cast) -> None:
    original, merged = two
    assert set(merge_values.lacking(original, merged, actor=cast.supervisor)) == LACKED
    merge(two, cast, *LACKED)
    ours, theirs = extra.texts_of(original), extra.texts_of(merged)
    assert ours == theirs | {"needs_for": "umrah"}
    assert extra.by_code(original)["passport"].value is None
    assert "kampung" in original.search_text
    assert {row.field for row in db.session.query(MergedValue)} == LACKED
    assert "C1234567" not in newest_event().body
    assert list(differences(db.session.connection())) == []


def test_taking_the_merge_back_empties_what_was_not_changed_since(two: Two, cast: Cast) -> None:
    original, merged = two
    merge(two, cast, *LACKED)
    with writing():
        tickets.edit(original, {}, actor=cast.supervisor, fields={"fee": "7"})
    put_in_force(WITH_FIELDS.replace('code = "village"', 'code = "hamlet"'), cast.admin)
    move(merged, "undo_duplicate", cast.supervisor)
    assert extra.texts_of(original) == {"needs_for": "umrah", "fee": "7"}
    assert extra.texts_of(merged)["passport"] == "C1234567"
    assert "kampung" not in original.search_text
    assert list(differences(db.session.connection())) == []


def test_what_the_original_has_stays_and_no_unknown_field_is_taken(two: Two, cast: Cast) -> None:
    merge(two, cast, "x_needs_for")
    assert extra.texts_of(two[0]) == {"needs_for": "umrah"}
    with pytest.raises(BadValue):
        merge((two[0], two[1]), cast, "x_unheard_of")
