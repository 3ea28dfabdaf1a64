"""Everything that is told of a registry outside has words of its own."""

from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from registry.beside import Fit
from registry.outside import Result, Standing, Why
from web.event_fields import FACTS
from web.event_rows import _facts
from web.event_values import Names
from web.event_words import DOINGS, sentence
from web.outside_words import FITS, RESULTS, STANDINGS, WHYS
from workflow.breaker import ANSWERED, ASKED

FOUND = {"registry": "satusehat", "asked": 7, "result": "found", "people": 1, "doses": 2, "ms": 412}


def test_every_answer_and_every_reason_has_words() -> None:
    assert (set(RESULTS), set(WHYS), set(STANDINGS)) == (set(Result), set(Why), set(Standing))
    assert set(FITS) == set(Fit)


def test_both_events_have_words() -> None:
    assert {ASKED, ANSWERED} <= set(DOINGS)


@pytest.mark.parametrize(
    ("action", "facts", "said"),
    [
        (ASKED, {"registry": "satusehat", "sent": "subject_nik"}, "Sent the NIK to SATUSEHAT and asked about it"),
        (ASKED, {"registry": "satusehat", "sent": "made_up_nik"}, "Checked whether SATUSEHAT answers"),
        (ANSWERED, FOUND, "Got the answer of SATUSEHAT: 2 doses"),
        (ANSWERED, {"registry": "satusehat", "result": "not_found"}, "Got the answer of SATUSEHAT: nobody of this NIK"),
        (ANSWERED, {"registry": "satusehat", "result": "unavailable"}, "Got no answer from SATUSEHAT"),
    ],
)
def test_an_event_is_a_sentence(app: Flask, action: str, facts: dict[str, Any], said: str) -> None:
    with app.test_request_context(), force_locale("en"):
        assert sentence({"action": action, "facts": facts}, Names()) == said


def test_every_fact_is_named_and_told_in_words(app: Flask) -> None:
    facts = FOUND | {"why": "timeout", "pause": 60, "sent": "subject_nik"}
    assert set(facts) <= set(FACTS)
    with app.test_request_context():
        assert ("Mengapa tidak", "Tidak menjawab tepat waktu.") in _facts(facts)
        assert ("Yang dikirim", "NIK") in _facts(facts)
