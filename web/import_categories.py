"""Words of complaints that no category fits: gathered, with the category they are most like."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from intake.mends import Place
from intake.report import Code
from intake.vocabulary import plain
from web.import_reports import Kept
from web.reference_names import Name, offered, reference_names

SHOWN: Final = 20
LONGEST: Final = 80
ALIKE: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownWords:
    """What some rows say their complaint is; ``place`` is the first of them, ``suggested`` the code of a category."""

    words: str
    place: Place
    count: int
    suggested: str
    suggested_name: str


def unknown_words(told: Kept) -> list[UnknownWords]:
    """The words of the rows without a category, the most frequent first."""
    problem = told.problem(Code.CATEGORY_UNKNOWN)
    groups: dict[str, list[tuple[str, Place]]] = {}
    for row in problem.rows if problem else ():
        if plain(row.words):
            groups.setdefault(plain(row.words), []).append((row.words, (row.sheet, row.row)))
    names = categories()
    found = sorted(groups.items(), key=lambda group: -len(group[1]))[:SHOWN]
    return [_unknown(said, rows, names) for said, rows in found]


def categories() -> list[Name]:
    """The categories in use."""
    return offered(reference_names().categories)


def _unknown(said: str, rows: list[tuple[str, Place]], names: Iterable[Name]) -> UnknownWords:
    words, place = rows[0]
    likeness = [(fuzz.token_set_ratio(said, plain(name.name)), name) for name in names if name.code != "other"]
    best, name = max(likeness, key=lambda pair: pair[0], default=(0, None))
    fits = name is not None and best >= ALIKE
    return UnknownWords(
        words=words[:LONGEST],
        place=place,
        count=len(rows),
        suggested=name.code if name is not None and fits else "",
        suggested_name=name.name if name is not None and fits else "",
    )
