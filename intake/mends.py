"""What was mended of a recap before its import: kept with the file, sealed, and read with it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from intake.chosen import Chosen, Decided, Spot
from intake.vocabulary import plain
from workflow.definition import Field as ExtraField

Place = tuple[str, int]
"""Sheet and row of the file, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mends:
    """Cells typed anew, plain words given a category, and rows to be left alone."""

    cells: Mapping[Spot, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    skip: frozenset[Place] = frozenset()

    def with_row(self, place: Place, cells: Mapping[int, str]) -> "Mends":
        """These cells of a row typed anew; what was typed there before and is not among them is as sent again."""
        others = {spot: text for spot, text in self.cells.items() if spot[:2] != place}
        return replace(self, cells=others | {(*place, column): text for column, text in cells.items()})

    def with_category(self, words: str, category: str) -> "Mends":
        return replace(self, categories={**self.categories, plain(words): category})

    def with_skipped(self, places: frozenset[Place], among: frozenset[Place]) -> "Mends":
        """Leave ``places`` alone and file the rest of ``among``."""
        return replace(self, skip=(self.skip - among) | places)

    def row(self, place: Place) -> dict[int, str]:
        """The cells of a row that were typed anew."""
        return {spot[2]: text for spot, text in self.cells.items() if spot[:2] == place}

    def decided(self, columns: Mapping[str, Chosen], extra: tuple[ExtraField, ...] = ()) -> Decided:
        return Decided(columns=columns, cells=self.cells, categories=self.categories, extra=extra)

    def dumps(self) -> str:
        plain_mends = {
            "cells": sorted([*spot, text] for spot, text in self.cells.items()),
            "categories": dict(sorted(self.categories.items())),
            "skip": sorted(map(list, self.skip)),
        }
        return json.dumps(plain_mends, ensure_ascii=False)


def loads(text: str | None) -> Mends:
    """The mends in ``text``; none where there is no text."""
    found = json.loads(text or "{}")
    return Mends(
        cells={(sheet, row, column): cell for sheet, row, column, cell in found.get("cells", ())},
        categories=found.get("categories", {}),
        skip=frozenset((sheet, row) for sheet, row in found.get("skip", ())),
    )
