"""Tells whether a spreadsheet cell or a form field holds anything, and gives its text."""

import re
from typing import Final

# Also what no text holds: controls, noncharacters, halves of pairs. A spreadsheet keeps them, an event may not.
_NO_TEXT = r"\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_SPACES = re.compile(rf"[\s\u200b-\u200f\u202a-\u202f\u2060\u2066-\u2069\ufeff{_NO_TEXT}]+")
_ERRORS: Final = frozenset({"#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!"})
_BLANK: Final = frozenset(
    {
        "",
        "?",
        "0",
        "none",
        "null",
        "nan",
        "nihil",
        "kosong",
        "n/a",
        "na",
        "blm ada",
        "belum ada",
        "tidak",
        "tdk",
    }
    | {f"{no} {what}" for no in ("tidak", "tdk", "tak", "ga", "gak") for what in ("ada", "punya", "tahu", "ingat")}
    | {"hp tidak ada", "tidak ada hp"}
    | _ERRORS
)
_DITTO: Final = frozenset({"idem", "sda", "s.d.a", "s.d.a.", "sama", '"', "''", "„", "”", "〃", '-"-', "-''-"})
_NEGATION = re.compile(r"(?:tidak|tdk|tak|ga|gak|nggak|belum|blm|lupa|kosong)\b[^0-9]*", re.IGNORECASE)
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_SPELT_OUT = re.compile(r"\b(?:[a-z] ){2,}[a-z]\b")
_ONLY_DASHES = re.compile(r"[-–—_.\s]+")


def text_of(value: object) -> str:
    """Give the text of a cell on one line, single-spaced, without invisible characters.

    A number loses the ``.0`` that a spreadsheet's float has; None is nothing.
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _SPACES.sub(" ", str(value)).strip()


def is_blank(value: object) -> bool:
    """Say whether a cell means "nothing": empty, dashes, "tidak ada", a dead formula."""
    text = text_of(value)
    return text.casefold() in _BLANK or _ONLY_DASHES.fullmatch(text) is not None


def is_refusal(value: object) -> bool:
    """Say whether a cell for a number or a date says in words that there is none: "tdk punya hp", "lupa"."""
    return is_blank(value) or _NEGATION.fullmatch(text_of(value)) is not None


def plain_label(label: object) -> str:
    """Give a column's label in small letters with single spaces; letters spelt out are joined: "N.I.K" is "nik"."""
    plain = _NOT_LETTERS.sub(" ", text_of(label).casefold()).strip()
    return _SPELT_OUT.sub(lambda spelt: spelt[0].replace(" ", ""), plain)


def is_error(value: object) -> bool:
    """Say whether a cell holds the error of a dead formula as text, as a csv keeps it."""
    return isinstance(value, str) and value.strip().casefold() in _ERRORS


def is_ditto(value: object) -> bool:
    """Say whether a cell means "as in the row above": "idem", "sda", ditto marks."""
    return text_of(value).casefold() in _DITTO
