"""What a record is to the person of a complaint: explainable tiers instead of a score."""

import enum


class Tier(enum.StrEnum):
    """How sure it is that a record is about the person who complains; a person decides, never the tier.

    ``SAME``: the NIK and the name agree. ``STRONG``: the NIK is one slip away, or birth date and name agree and
    something else too. ``NIK_USED``: the NIK agrees and the name is somebody else's. ``CHECK``: something agrees.
    """

    SAME = "same"
    STRONG = "strong"
    NIK_USED = "nik_used_by_other"
    CHECK = "check"


class Field(enum.StrEnum):
    """What is compared, in the order in which it is shown."""

    NIK = "nik"
    NAME = "name"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    PHONE = "phone"
    TICKET = "vaccine_ticket"
    DOSE = "dose"
    VACCINATED_ON = "vaccinated_on"


class Finding(enum.StrEnum):
    """How the two sides of one field stand to each other; ``web.match_words`` has the sentence for each.

    Those of a NIK that name places count digits from 1, in the complaint's NIK (of an extra digit: in the record's).
    """

    SAME = "same"
    DIFFERS = "differs"
    NOT_TOLD = "not_told"
    NOT_RECORDED = "not_recorded"

    NIK_DIGIT = "nik_digit"
    NIK_EXCHANGED = "nik_exchanged"
    NIK_DIGIT_MISSING = "nik_digit_missing"
    NIK_DIGIT_EXTRA = "nik_digit_extra"
    NIK_SEX = "nik_sex"
    NIK_DAY_MONTH = "nik_day_month"
    NIK_BEGINNING = "nik_beginning"
    NIK_NEIGHBOUR = "nik_neighbour"
    NIK_TWO_DIGITS = "nik_two_digits"
    NIK_FAMILY_CARD = "nik_family_card"

    NAME_TITLE = "name_title"
    NAME_SPELLING = "name_spelling"
    NAME_ORDER = "name_order"
    NAME_SHORTENED = "name_shortened"
    NAME_ALIKE = "name_alike"
    NAME_PARTLY = "name_partly"

    BIRTH_DAY_MONTH = "birth_day_month"
    BIRTH_ONE_PART = "birth_one_part"
    BIRTH_IN_NIK = "birth_in_nik"
