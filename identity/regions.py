"""Says which region of the province a code or a place name belongs to."""

import re

from identity.region_tables import DISTRICTS, OLD_CODES, PROVINCES, REGENCIES

__all__ = ["DISTRICTS", "OLD_CODES", "PROVINCES", "REGENCIES", "find_region", "regency_of"]

_CODE = re.compile(r"(?<![0-9])([0-9]{2})\.?([0-9]{2})(?:\.?[0-9]{2})?(?![0-9])", re.ASCII)
_NOT_LETTERS = re.compile(r"[^a-z]+")
_SPELLINGS = {"tanah tidung": "tana tidung", "tj selor": "tanjung selor", "tg selor": "tanjung selor"}


def _plain(text: str) -> str:
    plain = f" {_NOT_LETTERS.sub(' ', text.casefold()).strip()} "
    for spelling, usual in _SPELLINGS.items():
        plain = plain.replace(f" {spelling} ", f" {usual} ")
    return plain


_REGENCY_NAMES = {_plain(name.partition(" ")[2]): code for code, name in REGENCIES.items()} | {" ktt ": "6504"}
_DISTRICT_NAMES = {_plain(name): code[:4] for code, name in DISTRICTS.items()}


def regency_of(code: str) -> str | None:
    """Give today's four-digit code of the desk's region in which ``code`` lies, old codes included.

    Takes four digits or more (a district code, a NIK); anywhere outside the province is None.
    """
    regency = OLD_CODES.get(code[:4], code[:4])
    return regency if regency in REGENCIES else None


def find_region(text: str) -> str | None:
    """Find the one region that ``text`` names, by code, name or district; None when none or two."""
    coded = {regency_of(match[1] + match[2]) for match in _CODE.finditer(text)} - {None}
    plain = _plain(text)
    for found in (
        coded,
        {code for name, code in _REGENCY_NAMES.items() if name in plain},
        {code for name, code in _DISTRICT_NAMES.items() if name in plain},
    ):
        if found:
            return found.pop() if len(found) == 1 else None
    return None
