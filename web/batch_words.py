"""Says how a batch of vaccination data stands, and what an import met in it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from models import Absence, ImportBatch

STANDINGS: Final[Mapping[Absence | None, Any]] = MappingProxyType(
    {
        None: _l("counts"),
        Absence.LOADING: _l("not finished"),
        Absence.GIVEN_UP: _l("given up"),
        Absence.TAKEN_BACK: _l("taken back"),
    }
)


def standing_words(batch: ImportBatch) -> str:
    """How a batch stands; of one that is loading, how much of it is kept."""
    if batch.absent is Absence.LOADING:
        share = 100 * (batch.kept or 0) // max(batch.to_keep or 0, 1)
        return str(gettext("not finished, %(share)s%%", share=share))
    return str(STANDINGS[batch.absent])
