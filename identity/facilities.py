"""Brings the names of health facilities into one form: PKM Tj. Selor is UPT Puskesmas Tanjung Selor."""

import re
from typing import Final

_WORD = re.compile(r"[a-z0-9]+")
_SPELLINGS: Final = {
    "puskesmas": "pkm pusk puskes puskesms puskesma puskemas puskesams puskesmes puskasmas",
    "rsud": "rsd",
    "tanjung": "tj tg tjg tjng tnjg",
    "gedung": "gdg ged gd",
    "posyandu": "pyd",
}
_MEANT: Final = {spelling: word for word, spellings in _SPELLINGS.items() for spelling in spellings.split()}
_SAYS_NOTHING: Final = frozenset(
    {"upt", "uptd", "upd", "blud", "dr", "drg", "h", "hj", "pos", "sentra", "gerai"}
    | {"vaksin", "vaksinasi", "di", "kab", "kabupaten"}
)


def key(name: str) -> str:
    """Give the words that tell one facility from another, in order; nothing for a name of none."""
    words = (_MEANT.get(word, word) for word in _WORD.findall(name.casefold()))
    return " ".join(word for word in words if word not in _SAYS_NOTHING)
