"""Every finding and tier of the search has its words, with the digits that are meant."""

import pytest
from flask_babel import force_locale

from registry.flags import Flag
from registry.tiers import Field, Finding, Tier
from registry.told import Reason
from web.match_words import FIELDS, FINDINGS, FLAGS, TIERS, TIERS_MEAN, reason_words, reasons_words

TABLES = [(TIERS, Tier), (TIERS_MEAN, Tier), (FIELDS, Field), (FINDINGS, Finding), (FLAGS, Flag)]


@pytest.mark.parametrize(("table", "kind"), TABLES)
def test_nothing_is_without_words(table, kind):
    assert set(table) == set(kind)


def test_a_reason_names_its_digits(app):
    with app.test_request_context(), force_locale("id"):
        assert reason_words(Reason(Field.NIK, Finding.NIK_EXCHANGED, (11, 12))) == "Angka ke-11 dan ke-12 tertukar"


def test_what_one_side_does_not_tell_is_left_out_of_the_line(app):
    reasons = (Reason(Field.NIK, Finding.SAME), Reason(Field.PHONE, Finding.NOT_TOLD), Reason(Field.DOSE, Finding.SAME))
    with app.test_request_context(), force_locale("en"):
        assert reasons_words(reasons) == "NIK: same; Dose: same"
