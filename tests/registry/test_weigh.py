"""The tiers as a table: a complaint beside a record, and what the desk says of them."""

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import pytest

from registry.compare import Comparer
from registry.sealed import Personal
from registry.tiers import Tier
from registry.told import Subject
from registry.weigh import settle, tier_of

SAME, STRONG, NIK_USED, CHECK = Tier
NIK, OTHER_NIK = "6501056504859012", "7371124110629001"
BORN = date(1985, 4, 25)
SUBJECT = Subject(name="Sri Wahyuni", nik=NIK, birth_date=BORN, sex="P", phones=("+6281200009391",))
PERSON = Personal(
    nik=NIK, name="SRI WAHYUNI", birth_date="1985-04-25", sex="P", phones=(), ticket="PC1", certificate=""
)


class Dosed(NamedTuple):
    dose: str = "1"
    vaccinated_on: date | None = None


def tier(told: dict[str, Any], written: dict[str, Any]) -> Tier | None:
    person = replace(PERSON, **written)
    return tier_of(Comparer(replace(SUBJECT, **told)).compare(Dosed(), person))


PHONE = {"phones": ("+6281200009391",)}
TABLE: tuple[tuple[str, dict[str, Any], dict[str, Any], Tier | None], ...] = (
    ("everything agrees", {}, {}, SAME),
    ("a title more", {"name": "Hj. Sri Wahyuni, S.Pd"}, {}, SAME),
    ("another order", {"name": "Wahyuni Sri"}, {}, SAME),
    ("cut to an initial", {"name": "Sri W."}, {}, SAME),
    ("cut, and born on another day", {"name": "Sri W."}, {"birth_date": "1962-01-02"}, CHECK),
    ("partly another name", {"name": "Tri Wahyudin"}, {}, CHECK),
    ("somebody else's name", {}, {"name": "Bunga Eka"}, NIK_USED),
    ("somebody else, of this birth date", {}, {"name": "Bunga Eka", "birth_date": "1985-04-25"}, NIK_USED),
    ("one digit", {}, {"nik": "6501056504889012"}, STRONG),
    ("two exchanged", {}, {"nik": "6501056504589012"}, STRONG),
    ("fifteen digits known", {"nik": NIK[:15]}, {}, STRONG),
    ("one digit, no birth date", {"birth_date": None}, {"nik": "6501056504889012"}, STRONG),
    ("one digit, day and month exchanged", {"birth_date": date(1985, 4, 5)},
     {"nik": "6501056504889012", "birth_date": "1985-05-04"}, STRONG),
    ("one digit, another year", {}, {"nik": "6501056504889012", "birth_date": "1984-04-25"}, CHECK),
    ("one digit, cut name", {"name": "Sri W."}, {"nik": "6501056504889012"}, STRONG),
    ("one digit, cut name, no birth date", {"name": "Sri", "birth_date": None}, {"nik": "6501056504889012"}, CHECK),
    ("a twin's NIK", {}, {"nik": "6501056504859013"}, CHECK),
    ("the NIK of a twin of the other sex", {}, {"nik": "6501052504859012", "sex": "L"}, CHECK),
    ("a digit of the place", {}, {"nik": "6571056504859012"}, STRONG),
    ("a digit of the place, a name of one word", {"name": "Sri"}, {"nik": "6571056504859012", "name": "Sri"}, CHECK),
    ("a digit of the place, a name of one word, and the phone", {"name": "Sri"},
     PHONE | {"nik": "6571056504859012", "name": "Sri"}, STRONG),
    ("a digit of the place, a cut name", {"name": "Sri W."}, {"nik": "6571056504859012"}, CHECK),
    ("two digits, a name of one word", {"name": "Sri"}, {"nik": "6571056504889012", "name": "Sri"}, CHECK),
    ("two digits, one of the serial", {}, {"nik": "6571056504859014"}, CHECK),
    ("the sex digit mistyped", {}, {"nik": "6501052504859012"}, STRONG),
    ("one digit, another name, this birth date", {}, {"nik": "6501056504889012", "name": "Bunga Eka"}, CHECK),
    ("one digit and nothing else", {}, {"nik": "6501056504889012", "name": "Bunga Eka", "birth_date": "1962-01-02"},
     None),
    ("birth date, name and phone", {"nik": ""}, PHONE, STRONG),
    ("birth date and name", {"nik": ""}, {}, CHECK),
    ("birth date, name, two digits", {}, {"nik": "6571056504889012"}, STRONG),
    ("birth date and another name", {"nik": ""}, {"name": "Bunga Eka"}, None),
    ("name and phone", {"nik": "", "birth_date": None}, PHONE, CHECK),
    ("a phone of the family alone", {"nik": ""},
     PHONE | {"nik": OTHER_NIK, "name": "Bunga Eka", "birth_date": "1962-01-02"}, None),
    ("a name alone, for want of more", {"nik": "", "birth_date": None}, {}, CHECK),
    ("a name alone, born on another day", {"nik": ""}, {"birth_date": "1962-01-02"}, None),
    ("another person carries a NIK two digits off", {"nik": "6571056504889012"},
     {"name": "Bunga Eka", "birth_date": "1990-07-06"}, NIK_USED),
    ("another person carries a NIK one digit off, no birth date", {"nik": "6501056504889012", "birth_date": None},
     {"nik": "6571056504889012", "name": "Bunga Eka", "birth_date": "1990-07-06"}, NIK_USED),
    ("partly this name, but another birth date than the NIK tells", {"name": "Tri Wahyudin"},
     {"birth_date": "1990-07-06"}, NIK_USED),
    ("the family card typed, another name, this birth date and place", {"nik": "6501051402080041"},
     {"name": "Bunga Eka"}, CHECK),
    ("the ticket number", {"nik": "", "ticket": "PC1"}, {}, STRONG),
    ("the ticket number, another name", {"nik": "", "ticket": "PC1"}, {"name": "Bunga Eka"}, CHECK),
    ("the family card typed as NIK", {"nik": "6501051402080041"}, PHONE, STRONG),
    ("the family card typed as NIK, no phone", {"nik": "6501051402080041"}, {}, CHECK),
    ("another person carries the mistyped NIK", {"nik": "6501056504889012"},
     {"name": "Bunga Eka", "birth_date": "1990-07-06"}, NIK_USED),
    ("another person of the family carries the NIK", {"nik": ""},
     PHONE | {"name": "Bunga Eka", "birth_date": "1990-07-06"}, NIK_USED),
    ("nothing in common", {"nik": OTHER_NIK, "name": "Bunga Eka", "birth_date": None}, {}, None),
)  # fmt: skip


@pytest.mark.parametrize(("told", "written", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_a_record_gets_its_tier(told: dict[str, Any], written: dict[str, Any], expected: Tier | None) -> None:
    assert tier(told, written) is expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"nik": "6501056504859012"}, {"nik": "6501056504859013"}),
        ({"birth_date": "1955-04-25"}, {"nik": "6501056504889012"}),
        ({"name": "Sri Wahyuna"}, {"nik": "6501056504889012"}),
    ],
    ids=["twins of one name", "a mother and a daughter of one name", "two alike names"],
)
def test_of_two_people_who_could_be_meant_neither_is_strong(one: dict[str, Any], other: dict[str, Any]) -> None:
    both = [("1", replace(PERSON, **one), STRONG), ("2", replace(PERSON, **other), STRONG)]
    assert settle(both) == [CHECK, CHECK]


SLIPPED = replace(PERSON, nik="6501056504889012")


def test_two_doses_of_one_person_stay_strong_though_one_has_a_slip() -> None:
    assert settle([("1", PERSON, STRONG), ("2", SLIPPED, STRONG)]) == [STRONG, STRONG]
    assert settle([("1", PERSON, SAME), ("2", SLIPPED, STRONG)]) == [SAME, STRONG]


def test_the_same_dose_under_another_nik_is_to_be_checked() -> None:
    assert settle([("1", PERSON, SAME), ("1", SLIPPED, STRONG)]) == [SAME, CHECK]


def test_whoever_resembles_the_certain_one_is_to_be_checked() -> None:
    other = replace(SLIPPED, name="Sri Wahyuna")
    assert settle([("1", PERSON, SAME), ("2", other, STRONG)]) == [SAME, CHECK]
