"""Reads a person's sex as the desk's files write it; L is a man, P a woman."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

_MEN = "l lk laki lakilaki laki2 pria cowok m male 1"
_WOMEN = "p pr perempuan wanita w cewek f female 2"
USUAL: Final[Mapping[str, str]] = MappingProxyType(
    {**dict.fromkeys(_MEN.split(), "L"), **dict.fromkeys(_WOMEN.split(), "P")}
)
BESIDE_W: Final[Mapping[str, str]] = MappingProxyType({**USUAL, "p": "L"})
"""In a column of P and W, as the older registers have it, P is pria."""


def meanings(written: Iterable[str]) -> Mapping[str, str]:
    """What the letters of a column mean, by which of them the column uses."""
    used = {text.strip().casefold() for text in written}
    return BESIDE_W if "w" in used and "l" not in used else USUAL


def read(text: str, letters: Mapping[str, str] = USUAL) -> str | None:
    """L or P, or None where the word is not known."""
    return letters.get("".join(filter(str.isalnum, text.casefold())))
