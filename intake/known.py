"""Tickets of the desk that may be about the same person as a draft, found without opening a sealed value."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from identity import names
from models import Ticket, db
from models.keyring import index_of
from workflow.drafts import Draft

MOST_ASKED = 400
# Fewer are shared by everybody of a district.
FEWEST_DIGITS = 15
ALIKE_WITH_PHONE = 0.75


class KnownPeople:
    """The tickets that share a NIK, a phone, or the name and birth date with any of some drafts."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self._by_key: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._gather(Ticket.nik_index, (_nik(draft) for draft in drafts))
        self._gather(Ticket.phone_index, (_phone(draft) for draft in drafts))
        self._gather(Ticket.person_key, (_person(draft) for draft in drafts))

    def like(self, draft: Draft) -> str | None:
        """The number of a ticket that may be the same complaint, or None; for a phone the names must agree."""
        same = (*self._under(_nik(draft)), *self._under(_person(draft)))
        if same:
            return same[0][0]
        sharing = self._under(_phone(draft))
        return next((number for number, name in sharing if _alike(name, draft.subject_name)), None)

    def _under(self, key: str | None) -> Sequence[tuple[str, str]]:
        return self._by_key.get(key, ()) if key else ()

    def _gather(self, column: InstrumentedAttribute[str | None], keys: Iterable[str | None]) -> None:
        wanted = sorted({key for key in keys if key})
        for start in range(0, len(wanted), MOST_ASKED):
            part = wanted[start : start + MOST_ASKED]
            query = select(column, Ticket.number, Ticket.subject_name).where(column.in_(part)).order_by(Ticket.id)
            for key, number, name in db.session.execute(query):
                self._by_key[key or ""].append((number, name))


def _nik(draft: Draft) -> str | None:
    digits = draft.nik_known or draft.subject_nik or ""
    return index_of("nik", digits) if len(digits) >= FEWEST_DIGITS else None


def _phone(draft: Draft) -> str | None:
    return index_of("phone", draft.subject_phone)


def _person(draft: Draft) -> str | None:
    if draft.subject_birth_date is None:
        return None
    return index_of("person", f"{names.key(draft.subject_name)}|{draft.subject_birth_date.isoformat()}")


def _alike(one: str, other: str) -> bool:
    return names.similarity(one, other) >= ALIKE_WITH_PHONE
