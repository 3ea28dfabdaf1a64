"""The registry beside the new complaint: who was found, in the words and digits that the role may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from admin_views.match_cells import NOTHING, Parts
from admin_views.match_rows import Row, day, rows_of
from registry.tiers import Field, Tier
from web.match_words import TIERS, TIERS_MEAN
from workflow.cause_rules import Seen
from workflow.drafts import Draft
from workflow.previews import Given, Glimpse
from workflow.subjects import subject_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRecord:
    """One person found; ``name``, ``nik`` and ``rows`` are empty for a role that reads no records."""

    tier: Tier
    title: Any
    means: Any
    name: Parts
    nik: Parts
    doses: list[str]
    rows: list[Row]


def shown_records(found: Sequence[Glimpse], draft: Draft) -> list[ShownRecord]:
    """People found, with every word the panel needs."""
    return [_shown(one, draft) for one in found]


def _shown(found: Glimpse, draft: Draft) -> ShownRecord:
    rows = rows_of(subject_of(draft), Seen(found.best, frozenset()), opened=True) if found.best else []
    written = {row.field: row.written for row in rows}
    return ShownRecord(
        tier=found.tier,
        title=TIERS[found.tier],
        means=TIERS_MEAN[found.tier],
        name=written.get(Field.NAME, NOTHING),
        nik=written.get(Field.NIK, NOTHING),
        doses=[_given(one) for one in found.given],
        rows=[row for row in rows if row.kind != "untold"],
    )


def _given(one: Given) -> str:
    dose = gettext("Dose %(dose)s", dose=one.dose) if one.dose else ""
    return " · ".join(filter(None, (dose, day(one.vaccinated_on), one.facility)))
