"""From a complaint to the records that may be its person's: candidates by keyed hashes, opened only in memory."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Row, Select, bindparam, select, union

from models import db, keyring
from models.record import RecordKey
from registry.compare import Comparer, Comparison
from registry.find import Opened, Opener, record_of, sealed_rows
from registry.keys import KeyedHash, Kind
from registry.near import ASKED, questions
from registry.sealed import Personal
from registry.tiers import Tier
from registry.told import Candidate, Reason, Subject
from registry.weigh import is_namesake, order, settle, tier_of

__all__ = ["Candidate", "Reason", "Subject", "candidates"]

SHOWN: Final = 20
MOST_OF_A_KIND: Final = 200
"""More records than this share a phone or a name only where it says nothing; the rest is not read."""
MOST_NAMESAKES: Final = 6
"""More records than this under a name alone lead to nobody."""

Weighed = tuple[Row[Any], Personal, Comparison, Tier]


def candidates(subject: Subject, *, visible: ColumnElement[bool], limit: int = SHOWN) -> list[Candidate]:
    """The present records that may be the person's, best first, at most ``limit``; none is a frequent answer.

    One statement, whatever is found; records are opened in memory alone.
    """
    asked = questions(subject, KeyedHash(keyring.ring().index))
    if not any(asked.values()):
        return []
    rows = db.session.execute(_query().where(visible), asked).all()
    found = list(_weighed(rows, Comparer(subject)))
    namesakes = sum(is_namesake(compared) for _, _, compared, tier in found if tier is Tier.CHECK)
    if namesakes > MOST_NAMESAKES:
        found = [one for one in found if one[3] is not Tier.CHECK or not is_namesake(one[2])]
    return _ordered(found)[:limit]


@cache
def _query() -> Select[Any]:
    """The records under any of the hashes.

    Made once: the hashes of a kind are a parameter named after it, empty where nothing of that kind is asked.
    """
    return sealed_rows(union(*(_arm(kind) for kind, _ in ASKED)).subquery("found"))


def _arm(kind: Kind) -> Select[Any]:
    asked: BindParameter[list[int]] = bindparam(kind.name, expanding=True)
    some = select(RecordKey.record_id).where(RecordKey.kind == kind, RecordKey.hash.in_(asked)).limit(MOST_OF_A_KIND)
    return select(some.subquery().c.record_id)


def _weighed(rows: Sequence[Row[Any]], comparer: Comparer) -> Iterator[Weighed]:
    """The rows that are worth a look, opened and compared."""
    opener = Opener()
    for row in rows:
        person = opener.open(row)
        if person is None:
            continue
        compared = comparer.compare(row, person)
        tier = tier_of(compared)
        if tier is not None:
            yield row, person, compared, tier


def _ordered(found: Sequence[Weighed]) -> list[Candidate]:
    tiers = settle([(row.dose, person, tier) for row, person, _, tier in found])
    ranked = sorted(zip(found, tiers, strict=True), key=lambda one: (*order(one[1], one[0][2]), one[0][0].id))
    return [
        Candidate(opened=Opened(record_of(row), person), tier=tier, reasons=compared.reasons())
        for (row, person, compared, _), tier in ranked
    ]
