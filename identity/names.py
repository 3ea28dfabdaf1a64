"""Brings names into a form to show, to search and to compare; a name is one field, never two."""

import re
import unicodedata
from dataclasses import dataclass

from rapidfuzz import fuzz

from identity.cells import text_of
from identity.titles import ANYWHERE, BEFORE, DEGREES, LEADING_SHORT_FORMS, SHORT_FORMS, WEAK_DEGREES


@dataclass(frozen=True, slots=True)
class People:
    """Who is named in one cell: the person who writes, and whom it is about where that is somebody else."""

    name: str
    on_behalf_of: str | None = None
    relation: str | None = None


_WORDS = re.compile(r"[^\s,;()/]+|[,(]")
_NOT_ASCII_LETTERS = re.compile(r"[^a-z0-9.]+")
_BEHALF = re.compile(r"[\s,(]*\b(?:a[./]n\.?|atas\s+nama)(?![^\W\d_])\s*:?\s*", re.IGNORECASE)
_KIN = re.compile(
    r"[\s,(-]*\b(anak|istri|isteri|suami|ibu|bapak|ayah|adik|kakak|nenek|kakek|cucu)(?:nya)?\s*[:=]\s*",
    re.IGNORECASE,
)
_HYPHENATED = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")


def clean(text: str) -> str:
    """Give a name to show: one line, single spaces, titles kept; ALL CAPITALS and all small become Mixed."""
    name = text_of(text).strip("'\"`,;:- ")
    if not name.isupper() and not name.islower():
        return name
    return " ".join(_shown(word) for word in name.split(" "))


def _shown(word: str) -> str:
    bare = word.strip(",").replace(".", "").casefold()
    degree = DEGREES.get(bare) or (WEAK_DEGREES.get(bare) if "." not in word else None)
    if degree and word[0].isupper():
        return degree + ("," if word.endswith(",") else "")
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
    return _WORDS.findall(folded.replace("'", "").replace("`", ""))


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
        or (behind_comma and bare in BEFORE)
    )


_SOUNDS = (
    ("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj", "s"), ("sy", "s"), ("sh", "s"), ("kh", "h"), ("ch", "h"),
    ("dh", "d"), ("th", "t"), ("gh", "g"), ("bh", "b"), ("ph", "p"), ("ck", "k"), ("x", "ks"), ("q", "k"),
    ("f", "p"), ("v", "p"), ("z", "s"), ("y", "i"),
)  # fmt: skip
_DOUBLE = re.compile(r"(.)\1+")
_LAST = str.maketrans("dbg", "tpk")


def key(text: str) -> str:
    """Give the sorted sounds of a name, equal for most spellings of it: for candidates, not for decisions."""
    return " ".join(sorted(_sound(word) for word in search_words(text)))


def _sound(word: str) -> str:
    if word.startswith("ju"):
        word = "y" + word[1:]
    for spelling, sound in _SOUNDS:
        if spelling in word:
            word = word.replace(spelling, sound)
    word = _DOUBLE.sub(r"\1", word)
    if len(word) > 3 and word.endswith("h"):
        word = word[:-1]
    return word[:-1] + word[-1:].translate(_LAST)


def similarity(one: str, other: str) -> float:
    """Say from 0 to 1 how alike two names are: the ratio without titles and spaces (best of ten measured)."""
    return fuzz.ratio("".join(search_words(one)), "".join(search_words(other))) / 100
