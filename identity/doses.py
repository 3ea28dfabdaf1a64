"""Reads which doses a cell speaks of, as the desk's files write them."""

import re
from typing import Final

_WORDS = {
    "1": "1 i satu pertama",
    "2": "2 ii dua kedua",
    "3": "3 iii tiga ketiga booster",
    "4": "4 iv empat keempat",
}
_DOSES = {word: dose for dose, words in _WORDS.items() for word in words.split()}
_FILLERS = frozenset({"dosis", "vaksin", "vaksinasi", "ke", "suntikan", "dose", "dan"})
_SECOND_BOOSTER = {"1": "3", "2": "4"}
_WORD = re.compile(r"[a-z]+|\d+")
BETWEEN: Final = "&"


def read(text: str) -> str | None:
    """The doses in order: "1", "2", "1&2"; "3" for a first booster, "4" for a second; None where it isn't clear."""
    words = [word for word in _WORD.findall(text.casefold()) if word not in _FILLERS]
    if len(words) == 2 and words[0] == "booster" and words[1] in _SECOND_BOOSTER:
        return _SECOND_BOOSTER[words[1]]
    if not words or any(word not in _DOSES for word in words):
        return None
    return BETWEEN.join(sorted({_DOSES[word] for word in words}))
