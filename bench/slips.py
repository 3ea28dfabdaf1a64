"""The slips of people who type: in a NIK, a name, a date. Each gives another text than it was given, where it can."""

import random
import re
from collections.abc import Callable
from datetime import date, timedelta

DIGITS = "0123456789"
Slip = Callable[[random.Random, str], str]


def digit(dice: random.Random, nik: str) -> str:
    """One digit wrong."""
    place = dice.randrange(len(nik))
    return nik[:place] + dice.choice(DIGITS.replace(nik[place], "")) + nik[place + 1 :]


def exchanged(dice: random.Random, nik: str) -> str:
    """Two neighbours in each other's place."""
    places = [place for place in range(len(nik) - 1) if nik[place] != nik[place + 1]]
    place = dice.choice(places)
    return nik[:place] + nik[place + 1] + nik[place] + nik[place + 2 :]


def missing(dice: random.Random, nik: str) -> str:
    """One digit left out."""
    place = dice.randrange(len(nik))
    return nik[:place] + nik[place + 1 :]


def extra(dice: random.Random, nik: str) -> str:
    """One digit too many."""
    place = dice.randrange(len(nik) + 1)
    return nik[:place] + dice.choice(DIGITS) + nik[place:]


def sex(dice: random.Random, nik: str) -> str:  # noqa: ARG001 - all slips are called alike
    """The day of the other sex."""
    day = int(nik[6:8])
    return f"{nik[:6]}{(day - 40 if day > 40 else day + 40) % 100:02d}{nik[8:]}"


def day_month(dice: random.Random, nik: str) -> str:
    """Day and month in each other's place, where that is a date; else one digit wrong."""
    day, month = int(nik[6:8]), int(nik[8:10])
    women = 40 if day > 40 else 0
    if day - women > 12 or day - women == month:
        return digit(dice, nik)
    return f"{nik[:6]}{month + women:02d}{day - women:02d}{nik[10:]}"


def last_zero(dice: random.Random, nik: str) -> str:  # noqa: ARG001 - all slips are called alike
    """The last digit lost to a spreadsheet that wrote 0 for it."""
    return f"{nik[:15]}0"


def two(dice: random.Random, nik: str) -> str:
    """Two slips in one number that is still sixteen digits long."""
    first, second = (dice.choice((digit, exchanged)) for _ in range(2))
    return second(dice, first(dice, nik))


IN_THE_REGISTRY: tuple[tuple[Slip, int], ...] = (
    (digit, 42),
    (exchanged, 36),
    (missing, 8),
    (extra, 2),
    (sex, 4),
    (day_month, 4),
    (last_zero, 2),
    (two, 2),
)


def in_registry(dice: random.Random, nik: str) -> str:
    """A NIK as a vaccinator mistyped it."""
    slips, weights = zip(*IN_THE_REGISTRY, strict=True)
    chosen: Slip = dice.choices(slips, weights)[0]
    wrong = chosen(dice, nik)
    return wrong if wrong != nik else digit(dice, nik)


SPELLINGS = (
    ("Muhammad", "Muh."), ("Muhammad", "M."), ("Muhammad", "Moh."), ("Muhammad", "Mohammad"), ("Abdul ", "Abd. "),
    ("Nur", "Noor"), ("Siti", "St."), ("Siti", "Sitti"), ("f", "p"), ("v", "f"), ("u", "oe"), ("j", "dj"), ("y", "j"),
    ("sy", "s"), ("kh", "h"), ("q", "k"), ("i", "ie"), ("z", "s"), ("ah", "a"), ("dd", "d"), ("l", "ll"), ("n", "nn"),
)  # fmt: skip
TITLES_BEFORE = ("H.", "Hj.", "dr.", "Drs.", "Ir.", "Bpk", "Ibu", "Sdr.", "Alm.")
TITLES_BEHIND = (", S.Pd", " S.Pd", ", SE", ", S.Kep", " SKM", ", A.Md", ", S.Sos", ", ST")


def spelling(dice: random.Random, name: str) -> str:
    """Another spelling of the same name."""
    fitting = [(old, new) for old, new in SPELLINGS if old in name]
    if not fitting:
        return name
    old, new = dice.choice(fitting)
    return name.replace(old, new, 1)


def title(dice: random.Random, name: str) -> str:
    """The name with a title before or behind it."""
    if dice.random() < 0.6:
        return f"{dice.choice(TITLES_BEFORE)} {name}"
    return name + dice.choice(TITLES_BEHIND)


def letter(dice: random.Random, name: str) -> str:
    """One letter lost, doubled or exchanged with its neighbour, never the first of a word."""
    places = [match.start() for match in re.finditer(r"(?<=[A-Za-z])[a-z]", name)]
    if len(places) < 2:
        return name
    at = dice.choice(places)
    kind = dice.random()
    if kind < 0.7:
        return name[:at] + name[at + 1 :]
    if kind < 0.85:
        return name[:at] + name[at] + name[at:]
    return name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :] if at - 1 in places else name[:at] + name[at + 1 :]


def order(dice: random.Random, name: str) -> str:
    """The words in another order."""
    words = name.split()
    dice.shuffle(words)
    return " ".join(words)


def initials(dice: random.Random, name: str) -> str:  # noqa: ARG001 - all slips are called alike
    """All words but the first cut to their initials."""
    first, *others = name.split()
    return " ".join([first, *(f"{word[0]}." for word in others)])


def first_word(dice: random.Random, name: str) -> str:  # noqa: ARG001 - all slips are called alike
    """Only the first word."""
    return name.split(maxsplit=1)[0]


def birth(dice: random.Random, born: date) -> date:
    """A birth date remembered or typed wrongly: the year or the day beside, or day and month exchanged."""
    kind = dice.random()
    if kind < 0.5:
        year = born.year + dice.choice((-1, -1, 1))
        return date(year, born.month, min(born.day, 28))
    if kind < 0.9:
        return born + timedelta(days=dice.choice((-1, 1, 10)))
    return swapped(born)


def swapped(born: date) -> date:
    """Day and month exchanged, where that is a date."""
    return date(born.year, born.day, born.month) if born.day <= 12 else born
