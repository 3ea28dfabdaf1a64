"""What the search found, in words: a sentence for every way in which two sides of a field can stand to each other."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from registry.flags import Flag
from registry.tiers import Field, Finding, Tier
from registry.told import Reason

TIERS: Final[Mapping[Tier, Any]] = MappingProxyType(
    {
        Tier.SAME: _l("Certain match"),
        Tier.STRONG: _l("Strong match"),
        Tier.NIK_USED: _l("NIK used by somebody else"),
        Tier.CHECK: _l("To be checked"),
    }
)
TIERS_MEAN: Final[Mapping[Tier, Any]] = MappingProxyType(
    {
        Tier.SAME: _l("NIK and name agree."),
        Tier.STRONG: _l("Very probably the same person, with a slip in one of the two."),
        Tier.NIK_USED: _l("The record has this NIK under another person's name."),
        Tier.CHECK: _l("Something agrees and something does not; it may be somebody else."),
    }
)
FIELDS: Final[Mapping[Field, Any]] = MappingProxyType(
    {
        Field.NIK: _l("NIK"),
        Field.NAME: _l("Name"),
        Field.BIRTH_DATE: _l("Birth date"),
        Field.SEX: _l("Sex"),
        Field.PHONE: _l("Phone"),
        Field.TICKET: _l("Ticket number"),
        Field.DOSE: _l("Dose"),
        Field.VACCINATED_ON: _l("Vaccination date"),
    }
)
FINDINGS: Final[Mapping[Finding, Any]] = MappingProxyType(
    {
        Finding.SAME: _l("Same"),
        Finding.DIFFERS: _l("Differs"),
        Finding.NOT_TOLD: _l("Not told"),
        Finding.NOT_RECORDED: _l("Not in the record"),
        Finding.NIK_DIGIT: _l("Digit %(first)s differs"),
        Finding.NIK_EXCHANGED: _l("Digits %(first)s and %(second)s are exchanged"),
        Finding.NIK_DIGIT_MISSING: _l("Digit %(first)s is missing in the record"),
        Finding.NIK_DIGIT_EXTRA: _l("The record has one digit too many, at place %(first)s"),
        Finding.NIK_SEX: _l("Digit 7 says the other sex"),
        Finding.NIK_DAY_MONTH: _l("Day and month are exchanged in the NIK"),
        Finding.NIK_BEGINNING: _l("The first 15 digits are the same, the last is not known"),
        Finding.NIK_NEIGHBOUR: _l("Only the serial differs, at digit %(first)s: perhaps a twin"),
        Finding.NIK_TWO_DIGITS: _l("Two digits differ"),
        Finding.NIK_FAMILY_CARD: _l("Perhaps the number of the family card"),
        Finding.NAME_TITLE: _l("Same but for titles or short forms"),
        Finding.NAME_SPELLING: _l("Same, spelt differently"),
        Finding.NAME_ORDER: _l("Same words in another order"),
        Finding.NAME_SHORTENED: _l("One is the other cut short"),
        Finding.NAME_ALIKE: _l("Nearly the same"),
        Finding.NAME_PARTLY: _l("Partly alike"),
        Finding.BIRTH_DAY_MONTH: _l("Day and month are exchanged"),
        Finding.BIRTH_IN_NIK: _l("Differs, but the NIK of the record tells the birth date of the complaint"),
        Finding.BIRTH_ONE_PART: _l("Only the day, the month or the year differs"),
    }
)
FLAGS: Final[Mapping[Flag, Any]] = MappingProxyType(
    {
        Flag.BEFORE_CHECK: _l("Vaccinated before 6 August 2021, when NIKs were not checked yet"),
        Flag.ENTERED_LATE: _l("Entered days after the vaccination"),
        Flag.NIK_INCOMPLETE: _l("This NIK is not complete: the digits that are missing were not guessed"),
        Flag.NIK_TWO_NAMES: _l("This NIK is recorded under two names"),
        Flag.TICKET_TWO_PEOPLE: _l("This ticket number is recorded for two people"),
        Flag.PERSON_TWO_NIKS: _l("This name and birth date are recorded under two NIKs"),
        Flag.DOSE_TWICE: _l("This dose is recorded twice"),
    }
)
UNTOLD: Final = frozenset({Finding.NOT_TOLD, Finding.NOT_RECORDED})


def tier_words(tier: Tier) -> str:
    """What a tier is called."""
    return str(TIERS[tier])


def reason_words(reason: Reason) -> str:
    """How the two sides of a field stand to each other, such as "Digits 11 and 12 are exchanged"."""
    first, second, *_ = (*reason.places, "", "")
    return str(FINDINGS[reason.finding]) % {"first": first, "second": second}


def reasons_words(reasons: Sequence[Reason]) -> str:
    """Every field that both sides tell, in one line: "NIK: same; Name: nearly the same"."""
    told = [reason for reason in reasons if reason.finding not in UNTOLD]
    return "; ".join(f"{FIELDS[reason.field]}: {_lower(reason_words(reason))}" for reason in told)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
