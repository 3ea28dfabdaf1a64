"""Reads the phone numbers of a cell: none, one or two, with notes, as Indonesians write them."""

import re
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers

from identity.cells import is_blank, is_refusal, text_of


class Problem(StrEnum):
    MISSING = "missing"
    LETTERS = "letters"
    LETTERS_REPLACED = "letters_replaced"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    EXCEL_CUT = "excel_cut"
    UNKNOWN = "unknown"
    LANDLINE = "landline"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class PhoneReading:
    """What a cell says as phone numbers: E.164 numbers in order, and the words written beside them."""

    numbers: tuple[str, ...] = ()
    note: str = ""
    problems: tuple[Problem, ...] = ()


_SPLIT = re.compile(r"[/,;|&\n\r]|\b(?:atau|dan|or)\b", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[]\s*([^()\[\]]*[^\W\d_][^()\[\]]*)[)\]]")
_WORD = re.compile(r"(?<![^\s.:-])[^\W\d_][^\W\d_]+(?![^\s.:-])[.:]?")
_LOOKALIKES = str.maketrans("oOlI", "0011")
_SEPARATORS = re.compile(r"[\s()\[\].\-–—‐‑_:'’‘`*]+")
_FLOAT = re.compile(r"([1-9][0-9]{7,14})[.,]0")
_EXPONENT = re.compile(r"[0-9][.,]?[0-9]*[eE]\+?[0-9]{1,3}")
_NUMBER = re.compile(r"\+?[0-9]+")
_MOBILE = re.compile(r"8[1-35-9][0-9]{7,10}")


def read(value: object) -> PhoneReading:
    """Read every phone number of a cell (text or number). Never raises; no number twice."""
    if is_refusal(value):
        return PhoneReading(problems=(Problem.MISSING,))
    text = str(value) if isinstance(value, str) else text_of(value)
    if _EXPONENT.fullmatch(text.strip()):
        return PhoneReading(problems=(Problem.EXCEL_CUT,))
    notes = _BRACKETS.findall(text)
    parts = _SPLIT.split(_float_point_dropped(_BRACKETS.sub(" ", text)))
    numbers: dict[str, None] = {}
    problems: dict[Problem, None] = {}
    for part in parts:
        notes += [word.rstrip(".:") for word in _WORD.findall(part)]
        number, found = _read_part(_WORD.sub(" ", part))
        numbers |= dict.fromkeys(number)
        problems |= dict.fromkeys(found)
    if not numbers and not problems:
        problems[Problem.LETTERS] = None
    return PhoneReading(tuple(numbers), text_of(" ".join(notes)), tuple(problems))


def _float_point_dropped(text: str) -> str:
    """Drop a float's ".0", which would make a tenfold number that still looks right; a float has no leading 0."""
    match = _FLOAT.fullmatch(text.strip())
    return match[1] if match else text


def _read_part(part: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    bare = _SEPARATORS.sub("", part)
    if not bare or is_blank(bare):
        return (), ()
    replaced = bare.translate(_LOOKALIKES)
    if not _NUMBER.fullmatch(replaced) or sum(map(str.isdigit, bare)) < 6:
        return (), (Problem.LETTERS,) if not _NUMBER.fullmatch(replaced) else (Problem.TOO_SHORT,)
    number, problem = _e164(replaced)
    doubts = (Problem.LETTERS_REPLACED,) if replaced != bare else ()
    return (number,) if number else (), (*doubts, *((problem,) if problem else ()))


def _e164(digits: str) -> tuple[str | None, Problem | None]:
    """Give the number in E.164 and what is to be said about it; without "+" Indonesian, or "60" Malaysian."""
    country, rest = _country(digits)
    if country == "62" and _MOBILE.fullmatch(rest):
        return f"+62{rest}", None
    if country == "62" and rest.startswith("8"):
        return None, Problem.TOO_SHORT if len(rest) < 9 else Problem.TOO_LONG if len(rest) > 12 else Problem.UNKNOWN
    if len(country + rest) < 8:
        return None, Problem.TOO_SHORT
    if len(country + rest) > 15:
        return None, Problem.TOO_LONG
    if not _is_valid(f"+{country}{rest}"):
        return None, Problem.UNKNOWN
    return f"+{country}{rest}", Problem.LANDLINE if country == "62" else Problem.FOREIGN


def _country(digits: str) -> tuple[str, str]:
    international = digits.startswith(("+", "00"))
    rest = digits.lstrip("+").lstrip("0") if international else digits
    if rest.startswith("62"):
        return "62", rest[2:].lstrip("0")
    if international:
        return "", rest
    if rest.startswith("60") and len(rest) >= 10:
        return "60", rest[2:].lstrip("0")
    return "62", rest.lstrip("0")


def _is_valid(e164: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(e164))
    except phonenumbers.NumberParseException:
        return False


def show(e164: str) -> str:
    """Write a number as people here read it: 0812-3456-3391, (0552) 21234, +60 12-345 6789."""
    rest = e164.removeprefix("+62")
    if rest != e164 and _MOBILE.fullmatch(rest):
        return f"0{rest[:3]}-{rest[3:7]}-{rest[7:]}"
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    form = phonenumbers.PhoneNumberFormat
    return str(phonenumbers.format_number(number, form.NATIONAL if number.country_code == 62 else form.INTERNATIONAL))
