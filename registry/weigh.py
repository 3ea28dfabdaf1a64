"""The rules that make a tier of a comparison, and the order in which candidates are shown; nothing is added up.

NIK, birth date and sex tell the same thing twice, so agreements are never summed: a sum matched a third of the
people who were never entered to a stranger, these rules three in a thousand.
"""

from collections.abc import Sequence
from typing import Final

from identity import names
from registry.compare import CERTAIN, PARTLY, Comparison
from registry.compare_nik import BIRTH_ENDS, NEAR, SHARED_BY_A_FAMILY, are_neighbours
from registry.sealed import Personal
from registry.tiers import Field, Finding, Tier

F = Finding
NAMED: Final = frozenset({F.SAME, F.NAME_TITLE, F.NAME_ORDER, F.NAME_SPELLING, F.NAME_ALIKE})
CUT: Final = frozenset({F.NAME_SHORTENED})
BORN: Final = frozenset({F.SAME, F.BIRTH_DAY_MONTH})
UNTOLD: Final = frozenset({F.NOT_TOLD, F.NOT_RECORDED})
SLIP: Final = NEAR - {F.NIK_NEIGHBOUR}
TIERS: Final = tuple(Tier)
NIK_ORDER: Final = (
    frozenset({F.SAME}), SLIP, frozenset({F.NIK_NEIGHBOUR}), frozenset({F.NIK_TWO_DIGITS}),
    UNTOLD | {F.NIK_FAMILY_CARD}, frozenset({F.DIFFERS}),
)  # fmt: skip
BIRTH_ORDER: Final = (BORN, UNTOLD, frozenset({F.BIRTH_ONE_PART, F.BIRTH_IN_NIK}), frozenset({F.DIFFERS}))


def tier_of(found: Comparison) -> Tier | None:
    """The tier of a record beside a complaint; None where too little agrees to be worth a look."""
    if found.of(Field.NIK) is F.SAME:
        return _of_same_nik(found)
    if _is_strong(found):
        return Tier.STRONG
    if _carries_the_nik(found):
        return Tier.NIK_USED
    return Tier.CHECK if _is_worth_a_look(found) else None


def _of_same_nik(found: Comparison) -> Tier:
    name = found.of(Field.NAME)
    if name in NAMED or (name in CUT and found.of(Field.BIRTH_DATE) in BORN | UNTOLD):
        return Tier.SAME
    if name in CUT | UNTOLD:
        return Tier.CHECK
    is_another = name is F.DIFFERS or found.of(Field.BIRTH_DATE) is F.BIRTH_IN_NIK
    return Tier.NIK_USED if is_another else Tier.CHECK


def _is_strong(found: Comparison) -> bool:
    nik, name, born = found.of(Field.NIK), found.of(Field.NAME), found.of(Field.BIRTH_DATE)
    phone = found.of(Field.PHONE) is F.SAME
    if nik is F.NIK_NEIGHBOUR or (nik is F.NIK_SEX and found.of(Field.SEX) is F.DIFFERS):
        return False  # a twin has such a NIK
    if name in NAMED and born in BORN | UNTOLD and (nik in SLIP or found.of(Field.TICKET) is F.SAME):
        return phone or found.words > 1 or not _is_of_another_place(found)
    if name in CUT and nik in SLIP and not _is_of_another_place(found):
        return born in BORN or (phone and born in UNTOLD)
    return born is F.SAME and found.name >= CERTAIN and (phone or _is_two_slips_away(found))


def _is_of_another_place(found: Comparison) -> bool:
    """Whether one digit of the place alone differs: somebody born there on the same day has such a NIK."""
    return found.of(Field.NIK) is F.NIK_DIGIT and found.places[0] <= SHARED_BY_A_FAMILY


def _is_two_slips_away(found: Comparison) -> bool:
    """Whether two digits differ, none of the serial, under a name of several words and not of the other sex."""
    two = found.of(Field.NIK) is F.NIK_TWO_DIGITS and found.places and max(found.places) <= BIRTH_ENDS
    return bool(two) and found.words > 1 and found.of(Field.SEX) is not F.DIFFERS


def _carries_the_nik(found: Comparison) -> bool:
    """Whether another person's record carries a NIK made of this person's birth date, and more leads to it."""
    if found.of(Field.NAME) is not F.DIFFERS or found.of(Field.BIRTH_DATE) is not F.BIRTH_IN_NIK:
        return False
    return found.of(Field.NIK) in SLIP | {F.NIK_TWO_DIGITS, F.NIK_FAMILY_CARD} or found.of(Field.PHONE) is F.SAME


def _is_worth_a_look(found: Comparison) -> bool:
    """Whether the name and something else agree, or two of NIK, birth date, place and phone without it."""
    nik, name, born = found.of(Field.NIK), found.of(Field.NAME), found.of(Field.BIRTH_DATE)
    phone = found.of(Field.PHONE) is F.SAME
    close = nik in NEAR or nik is F.NIK_TWO_DIGITS
    if found.of(Field.TICKET) is F.SAME or (born in BORN and (close or nik is F.NIK_FAMILY_CARD)):
        return True
    if name in NAMED:
        return close or phone or born in BORN | UNTOLD | {F.BIRTH_ONE_PART}
    if name in CUT or found.name >= PARTLY:
        return born in BORN or (close and born is not F.DIFFERS) or (phone and born in UNTOLD)
    return phone and (close or born in BORN)


def is_namesake(found: Comparison) -> bool:
    """Whether nothing but the name speaks for a record, for want of a birth date: worth a look where few have it."""
    others = found.of(Field.NIK) in NEAR | {F.NIK_TWO_DIGITS, F.NIK_FAMILY_CARD} or found.of(Field.PHONE) is F.SAME
    return found.of(Field.BIRTH_DATE) in UNTOLD and found.of(Field.TICKET) is not F.SAME and not others


def settle(found: Sequence[tuple[str, Personal, Tier]]) -> list[Tier]:
    """The tiers once all candidates are known, each told with its dose: of two people who are alike neither is strong.

    Twins with neighbouring NIKs, a father and a son of one name, namesakes of one birth date with the same dose.
    """
    sure = [(dose, person) for dose, person, tier in found if tier in (Tier.SAME, Tier.STRONG)]
    return [
        Tier.CHECK
        if tier is Tier.STRONG and any(not may_be_one(person, other, dose == theirs) for theirs, other in sure)
        else tier
        for dose, person, tier in found
    ]


def may_be_one(one: Personal, other: Personal, same_dose: bool) -> bool:  # noqa: FBT001 - the third of three questions
    """Whether two records may be of one person, entered with a slip, and not of two who are alike."""
    if one.nik == other.nik:
        return True
    if same_dose or one.birth_date != other.birth_date or one.sex != other.sex or are_neighbours(one.nik, other.nik):
        return False
    return names.key(one.name) == names.key(other.name) or names.shortened(one.name, other.name)


def order(tier: Tier, found: Comparison) -> tuple[float, ...]:
    """The place among the candidates, the best first: the tier, then what agrees, then dose and day that were asked."""
    nik, name, born = found.of(Field.NIK), found.of(Field.NAME), found.of(Field.BIRTH_DATE)
    at = next(place for place, group in enumerate(NIK_ORDER) if nik in group)
    day = next(place for place, group in enumerate(BIRTH_ORDER) if born in group)
    phone = found.of(Field.PHONE) is not F.SAME
    asked = sum(found.of(field) is not F.SAME for field in (Field.DOSE, Field.VACCINATED_ON))
    return (TIERS.index(tier), _weakness(nik, name, born), at, day, -found.name, phone, asked)


def _weakness(nik: Finding, name: Finding, born: Finding) -> int:
    """What a candidate to be checked rests on: a name with NIK or birth date; these two without it; less."""
    close = nik in NEAR | {F.SAME, F.NIK_TWO_DIGITS}
    if name in NAMED | CUT and (close or born in BORN):
        return 0
    return 1 if close and born in BORN else 2 if nik is not F.DIFFERS or born not in UNTOLD else 3
