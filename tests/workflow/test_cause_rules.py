"""The table of causes: what was found beside a complaint, and what is suggested for it, first and next."""

from datetime import date
from typing import Any

import pytest

from models.record import Record
from registry.find import Opened
from registry.flags import Flag
from registry.match import Candidate, Reason, Subject
from registry.sealed import Personal
from registry.tiers import Field, Finding, Tier
from workflow.cause_rules import RULES, Case, Seen, Sign
from workflow.causes import suggestions

NIK = "6501056504859012"
SUBJECT = Subject(name="Sri Wahyuni", nik=NIK, birth_date=date(1985, 4, 25), sex="P")
SAME, F, S = Finding.SAME, Finding, Sign


def seen(*flags: Flag, tier: Tier = Tier.SAME, dose: str = "1", status: str = "BELUM TERBIT", **changes: Any) -> Seen:
    """A record of Sri's as ``changes`` have it: findings by field, or values of the person."""
    values = {"nik": NIK, "name": "Sri Wahyuni", "birth_date": "1985-04-25", "sex": "P"}
    findings = {field: changes.get(f"is_{field.value}", SAME) for field in Field}
    told = {name: changes.get(name, value) for name, value in values.items()}
    person = Personal(phones=(), ticket="", certificate="", **told)
    record = Record(id=1, dose=dose, certificate=status)
    reasons = [Reason(field, finding) for field, finding in findings.items()]
    return Seen(Candidate(opened=Opened(record, person), tier=tier, reasons=reasons), frozenset(flags))


def both(*flags: Flag, **changes: Any) -> tuple[Seen, ...]:
    """Both doses of one person."""
    return (seen(*flags, **changes), seen(*flags, dose="2", **changes))


SLIPPED = {"nik": "6501056504859021", "is_nik": F.NIK_EXCHANGED, "tier": Tier.STRONG}
OTHER_DAY = {"nik": "6501056504589012", "is_nik": F.NIK_EXCHANGED, "tier": Tier.STRONG}
OTHER_NAME = {"name": "Paulus Lawai", "is_name": F.DIFFERS, "tier": Tier.NIK_USED}
SWAPPED = {"birth_date": "1985-05-04", "is_birth_date": F.BIRTH_DAY_MONTH}

# What was found: what is suggested, in order, each with the first thing that speaks for it.
TABLE: dict[str, tuple[Case, list[tuple[str, Sign]]]] = {
    "nothing at all": (Case(SUBJECT), [("not_entered", S.NOTHING_FOUND)]),
    "only somebody doubtful": (Case(SUBJECT, doubtful=(seen(tier=Tier.CHECK),)), [("not_entered", S.ONLY_TO_CHECK)]),
    "everything right and issued": (Case(SUBJECT, both(status="TERBIT")), []),
    "everything right and not issued": (Case(SUBJECT, both()), [("not_issued", S.NOT_ISSUED)]),
    "the first dose alone": (
        Case(SUBJECT, (seen(),)),
        [("not_entered", S.ONE_DOSE_ONLY), ("not_issued", S.NOT_ISSUED)],
    ),
    "the first dose alone, issued": (Case(SUBJECT, (seen(status="TERBIT"),)), []),
    "another dose than was told": (
        Case(Subject(name="Sri", dose="2"), (seen(status="TERBIT"),)),
        [("not_entered", S.DOSE_NOT_FOUND)],
    ),
    "a NIK one slip away": (
        Case(SUBJECT, both(**SLIPPED)),
        [("nik_mistyped", S.NIK_DIFFERS), ("not_issued", S.NOT_ISSUED)],
    ),
    "a NIK that its own birth date contradicts": (
        Case(SUBJECT, both(**OTHER_DAY)),
        [("nik_mistyped", S.NIK_DIFFERS), ("not_issued", S.NOT_ISSUED)],
    ),
    "a complaint whose NIK contradicts the birth date told": (
        Case(Subject(name="Sri", nik="6501056504589012", birth_date=date(1985, 4, 25)), both(is_nik=F.NIK_EXCHANGED)),
        [("not_issued", S.NOT_ISSUED)],
    ),
    "two NIKs under one name": (
        Case(SUBJECT, both(Flag.PERSON_TWO_NIKS)),
        [("nik_mistyped", S.TWO_NIKS), ("not_issued", S.NOT_ISSUED)],
    ),
    "a dose twice, under two NIKs": (
        Case(SUBJECT, both(Flag.DOSE_TWICE, Flag.PERSON_TWO_NIKS)),
        [("entered_twice", S.DOSE_TWICE), ("nik_mistyped", S.TWO_NIKS), ("not_issued", S.NOT_ISSUED)],
    ),
    "a ticket of two people": (
        Case(SUBJECT, both(Flag.TICKET_TWO_PEOPLE)),
        [("ticket_double", S.TICKET_SHARED), ("not_issued", S.NOT_ISSUED)],
    ),
    "a stranger on the NIK": (
        Case(SUBJECT, used=both(birth_date="1971-02-03", is_birth_date=F.DIFFERS, **OTHER_NAME)),
        [("nik_used", S.NIK_OF_ANOTHER)],
    ),
    "a stranger on the NIK, whose birth date nobody told": (
        Case(Subject(name="Sri", nik=NIK), used=both(birth_date="1971-02-03", is_birth_date=F.NOT_TOLD, **OTHER_NAME)),
        [("nik_used", S.NIK_OF_ANOTHER)],
    ),
    "another name on a NIK with the birth date that it tells": (
        Case(Subject(name="Sri", nik=NIK), used=both(is_birth_date=F.NOT_TOLD, **OTHER_NAME)),
        [("name_mistyped", S.OTHER_NAME), ("nik_used", S.NIK_OF_ANOTHER)],
    ),
    "another name on NIK and birth date": (
        Case(SUBJECT, used=both(**OTHER_NAME)),
        [("name_mistyped", S.OTHER_NAME), ("nik_used", S.NIK_OF_ANOTHER)],
    ),
    "day and month exchanged in the record": (
        Case(SUBJECT, both(**SWAPPED)),
        [("name_mistyped", S.BIRTH_DIFFERS), ("not_issued", S.NOT_ISSUED)],
    ),
    "day and month exchanged in the complaint": (
        Case(Subject(name="Sri", nik=NIK, birth_date=date(1985, 12, 25)), both(is_birth_date=F.BIRTH_DAY_MONTH)),
        [("not_issued", S.NOT_ISSUED)],
    ),
    "a name written a little otherwise": (
        Case(SUBJECT, both(is_name=F.NAME_ALIKE)),
        [("not_issued", S.NOT_ISSUED), ("name_mistyped", S.NAME_DIFFERS)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_what_was_found_speaks_for_these_causes(name: str) -> None:
    case, expected = TABLE[name]
    assert [(one.code, one.evidence[0].sign) for one in suggestions(case)] == expected


def test_every_rule_is_in_the_table() -> None:
    told = {one.code for case, _ in TABLE.values() for one in suggestions(case)}
    assert told == {rule.code for rule in RULES}


def test_a_dose_before_the_check_makes_a_fault_of_entry_likelier() -> None:
    case = Case(SUBJECT, both(Flag.BEFORE_CHECK, Flag.ENTERED_LATE, **SLIPPED))
    assert [one.sign for one in suggestions(case)[0].evidence] == [S.NIK_DIFFERS, S.BEFORE_CHECK, S.ENTERED_LATE]


def test_a_complaint_that_contradicts_itself_is_said_to() -> None:
    case = TABLE["a complaint whose NIK contradicts the birth date told"][0]
    assert S.COMPLAINT_CONTRADICTS_ITSELF in [one.sign for one in suggestions(case)[0].evidence]
