"""Brings names into a form to show, to search and to compare; a name is one field, never two."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from identity.cells import text_of
from identity.titles import ANYWHERE, BEFORE, DEGREES, LEADING_SHORT_FORMS, SHORT_FORMS, WEAK_DEGREES

SOUNDS_KEPT: Final = 8_192
SLIP_IN: Final = 4
SLIP_ALIKE: Final = 80


@dataclass(frozen=True, slots=True)
class People:
    """Who is named in one cell: the person who writes, and whom it is about where that is somebody else."""

    name: str
    on_behalf_of: str | None = None
    relation: str | None = None


_LOOSE_DEGREE = re.compile(
    r"\b([absm])\. (?=(?:ag|ap|farm|gz|hut|ip|keb|kep|kes|kom|md|pd|pi|psi|pt|sc|si|sos|th|tr)\b)"
)
_WORDS = re.compile(r"[^\s,;()/]+|[,(]")
_NOT_ASCII_LETTERS = re.compile(r"[^a-z0-9.]+")
_TITLES = BEFORE | ANYWHERE | DEGREES.keys() | WEAK_DEGREES.keys()
_BEHALF = re.compile(r"[\s,(]*\b(?:a[./]n\.?|an\.|atas\s+nama)(?![^\W\d_])\s*:?\s*", re.IGNORECASE)
_KIN = re.compile(
    r"[\s,(-]*\b(anak|istri|isteri|suami|ibu|bapak|ayah|adik|kakak|nenek|kakek|cucu)(?:nya)?\s*[:=]\s*",
    re.IGNORECASE,
)
_HYPHENATED = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")


def clean(text: str) -> str:
    """Give a name to show: one line, single spaces, titles kept; ALL CAPITALS and all small become Mixed."""
    name = text_of(text).strip("'\"`,;:- ")
    words = name.split(" ")
    alone = "".join(word for word in words if _bare(word) not in _TITLES)
    if not _has_one_case(alone):
        return name
    return " ".join(_shown(word, title_kept=not _has_one_case(name)) for word in words)


def _has_one_case(text: str) -> bool:
    return text.isupper() or text.islower()


def _bare(word: str) -> str:
    return word.strip(",").replace(".", "").casefold()


def _shown(word: str, *, title_kept: bool) -> str:
    bare = _bare(word)
    degree = DEGREES.get(bare) or (WEAK_DEGREES.get(bare) if "." not in word else None)
    if degree and word.isupper():
        return degree + ("," if word.endswith(",") else "")
    if bare in _TITLES and title_kept:
        return word
    return _HYPHENATED.sub(lambda part: part[0].capitalize(), word)


def split_people(text: str) -> People:
    """Split "Budi a.n. Siti" and "Budi (anak: Rizky)" into who writes and whom it is about."""
    if match := _BEHALF.search(text):
        return _people(text, match, None)
    if match := _KIN.search(text):
        return _people(text, match, match[1].casefold())
    return People(clean(text))


def _people(text: str, match: re.Match[str], relation: str | None) -> People:
    return People(clean(text[: match.start()]), clean(text[match.end() :].rstrip(") ")) or None, relation)


def search_words(text: str) -> list[str]:
    """Give the words of a name for search: small ASCII letters, titles left out, short forms written in full.

    A name of titles alone keeps them.
    """
    words = _without_titles(_tokens(text))
    if len(words) > 1:
        words[0] = LEADING_SHORT_FORMS.get(words[0], words[0])
    return [SHORT_FORMS.get(word, word) for word in words]


def _tokens(text: str) -> list[str]:
    """Give words and commas; a dotted word stays whole, so that "s.pd" can be told from a name."""
    folded = text.casefold()
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    folded = folded.replace("'", "").replace("`", "")
    return _WORDS.findall(_LOOSE_DEGREE.sub(r"\1.", folded) if ". " in folded else folded)


def _without_titles(tokens: list[str]) -> list[str]:
    kept: list[str] = []
    spare: list[str] = []
    behind_comma = False
    for mark in tokens:
        if mark in {",", "("}:
            behind_comma = behind_comma or (mark == "," and bool(kept))
            continue
        bare = mark.replace(".", "")
        if _is_title(bare, dotted="." in mark.rstrip("."), kept=kept, behind_comma=behind_comma):
            spare.append(bare)
            continue
        kept += [word for word in _NOT_ASCII_LETTERS.sub(".", mark).split(".") if word]
    return kept or [word for word in spare if word]


def _is_title(bare: str, *, dotted: bool, kept: list[str], behind_comma: bool) -> bool:
    if not kept:
        return bare in BEFORE
    return (
        bare in ANYWHERE
        or bare in DEGREES
        or (bare in WEAK_DEGREES and (dotted or behind_comma))
        or (behind_comma and (dotted or bare in BEFORE))
    )


_PAIRS = "oe:u dj:j tj:c sj:s sy:s sh:s kh:h ch:h dh:d th:t gh:g bh:b ph:p ck:k"
_SOUND_OF = dict(pair.split(":") for pair in _PAIRS.split(" "))
"""Old and new spellings of one sound; English phonetics find nothing here."""

_PAIR = re.compile("|".join(_SOUND_OF))
_LETTERS = str.maketrans({"x": "ks", "q": "k", "f": "p", "v": "p", "z": "s", "y": "i"})
_DOUBLE = re.compile(r"([a-z])\1+")
_HARD = {"d": "t", "b": "p", "g": "k"}


def key(text: str) -> str:
    """Give the sorted sounds of a name, equal for most spellings of it: for candidates, not for decisions."""
    return " ".join(sorted(_sounds(search_words(text))))


def _sounds(words: list[str]) -> list[str]:
    return [_sound(word) for word in words]


@lru_cache(SOUNDS_KEPT)
def _sound(word: str) -> str:
    """Give the sound of one word; a province's names are made of few of them."""
    heard = "yu" + word[2:] if word.startswith("ju") else word
    heard = _PAIR.sub(lambda pair: _SOUND_OF[pair[0]], heard).translate(_LETTERS)
    return _ending(_DOUBLE.sub(r"\1", heard))


def _ending(word: str) -> str:
    """Give a word without its silent h, and with a hard last letter for a soft one."""
    if len(word) > 3 and word[-1] == "h":
        word = word[:-1]
    return word[:-1] + _HARD.get(word[-1], word[-1])


def similarity(one: str, other: str) -> float:
    """Say from 0 to 1 how alike two names are, titles, spaces, order and old spelling apart.

    The plain ratio of the joined words was the best of ten metrics measured; a name that is a part of the
    other is not alike (see ``shortened``).
    """
    return words_similarity(search_words(one), search_words(other))


def words_similarity(ours: list[str], theirs: list[str]) -> float:
    """Give the ``similarity`` of two names whose ``search_words`` are known already."""
    if not ours or not theirs:
        return 0.0
    return max(_alike(ours, theirs), _alike(_sounds(ours), _sounds(theirs)))


def _alike(ours: list[str], theirs: list[str]) -> float:
    in_order = fuzz.ratio("".join(ours), "".join(theirs))
    if in_order == 100 or len(ours) == len(theirs) == 1:
        return in_order / 100
    return max(in_order, fuzz.ratio("".join(sorted(ours)), "".join(sorted(theirs)))) / 100


def shortened(one: str, other: str) -> bool:
    """Say whether one name is the other with words left out or cut to initials, "Saiful R." for example.

    A word of four letters or more may have a slip in it.
    """
    return words_shortened(search_words(one), search_words(other))


def words_shortened(ours: list[str], theirs: list[str]) -> bool:
    """Say whether names are ``shortened`` whose ``search_words`` are known already."""
    short, long = sorted((ours, theirs), key=lambda words: (len(words), sum(map(len, words))))
    if not any(len(word) > 1 for word in short):
        return False
    is_cut = len(short) < len(long) or any(len(word) == 1 for word in short)
    return is_cut and short != long and _all_in(short, long)


def _all_in(short: list[str], long: list[str]) -> bool:
    left = list(long)
    for word in sorted(short, key=len, reverse=True):
        meant = next((full for full in left if _means(word, full)), None)
        if meant is None:
            return False
        left.remove(meant)
    return True


def _means(word: str, full: str) -> bool:
    if len(word) == 1:
        return full.startswith(word)
    if word == full or _sounds([word]) == _sounds([full]):
        return True
    return min(len(word), len(full)) >= SLIP_IN and fuzz.ratio(word, full) >= SLIP_ALIKE
