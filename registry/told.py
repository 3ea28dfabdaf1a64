"""What the search speaks of: the person of a complaint, a field compared, and a record that may be theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.find import Opened
from registry.tiers import Field, Finding, Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The person vaccinated as a complaint tells of them; what is not known is empty.

    ``nik`` is digits as they were told, sixteen or not (fifteen of one that a spreadsheet cut); ``sex`` L or P;
    ``phones`` in E.164; ``ticket`` the number of the vaccine ticket, in capitals without spaces.
    """

    name: str
    nik: str = ""
    birth_date: date | None = None
    sex: str = ""
    phones: tuple[str, ...] = ()
    ticket: str = ""
    dose: str = ""
    vaccinated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One field compared; ``places`` are the digits of the NIK that are meant, from 1."""

    field: Field
    finding: Finding
    places: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A record that may be the person's, with a reason for every field, in the order of ``Field``."""

    opened: Opened
    tier: Tier
    reasons: Sequence[Reason]
