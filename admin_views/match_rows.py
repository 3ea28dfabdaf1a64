"""The comparison of a complaint with one record, row by row: both sides masked, and the finding in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from admin_views import match_cells as cells
from admin_views.match_cells import Parts, Sides
from admin_views.ticket_words import SEXES
from registry.match import Reason, Subject
from registry.tiers import Field, Finding
from web.match_words import FIELDS, UNTOLD, reason_words, reasons_words
from web.words import show_date
from workflow.cause_rules import Seen

F = Finding
MONO: Final = frozenset({Field.NIK, Field.PHONE, Field.TICKET})
GIVEN: Final = (Field.DOSE, Field.VACCINATED_ON)
ICONS: Final[Mapping[str, str]] = MappingProxyType(
    {"same": "check-lg", "near": "slash-lg", "exchanged": "arrow-left-right", "differs": "x-lg", "untold": "dash-lg"}
)
COLOURS: Final[Mapping[str, str]] = MappingProxyType({"same": "lk-ok", "untold": "lk-muted"})
EXCHANGED: Final = frozenset({F.NIK_EXCHANGED, F.NIK_DAY_MONTH, F.BIRTH_DAY_MONTH})
SLIPPED: Final = frozenset({F.BIRTH_DAY_MONTH, F.BIRTH_ONE_PART})
"""Of any other birth date nothing is opened: it is a stranger's."""
DOSE_AND_DAY: Final = _l("Dose, date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One field of both sides, and how they stand to each other; ``kind`` is a key of ``ICONS``."""

    field: Field
    label: Any
    told: Parts
    written: Parts
    result: str
    kind: str

    @property
    def icon(self) -> str:
        return ICONS[self.kind]

    @property
    def colour(self) -> str:
        return COLOURS.get(self.kind, "lk-warn")

    @property
    def differs(self) -> bool:
        return self.kind not in COLOURS

    @property
    def mono(self) -> bool:
        return self.field in MONO


def rows_of(subject: Subject, seen: Seen, *, opened: bool) -> list[Row]:
    """The rows in the order in which they are read; digits that differ are shown where ``opened``."""
    sides = sides_of(subject, seen, opened=opened)
    plain = [_row(field, FIELDS[field], sides[field], [seen.reason(field)]) for field in sides if field not in GIVEN]
    given = _row(Field.VACCINATED_ON, DOSE_AND_DAY, sides[Field.VACCINATED_ON], list(map(seen.reason, GIVEN)))
    return [*plain[:-1], given, plain[-1]]


def says(seen: Seen) -> str:
    """The reasons in one line: what agrees and what does not, of all that both sides tell."""
    return f"{reasons_words(seen.candidate.reasons)}."


def day(moment: date | None) -> str:
    """A day as the page writes it, nothing for none."""
    return show_date(moment) if moment else ""


def _row(field: Field, label: Any, sides: Sides, reasons: list[Reason]) -> Row:
    told = [reason for reason in reasons if reason.finding not in UNTOLD] or reasons[-1:]
    odd = [reason for reason in told if reason.finding is not F.SAME] or told[:1]
    result = reasons_words(odd) if len(odd) < len(reasons) and odd[0].finding not in {F.SAME, *UNTOLD} else ""
    return Row(
        field=field,
        label=label,
        told=sides[0],
        written=sides[1],
        result=result or reason_words(odd[0]),
        kind=_kind(odd[0].finding),
    )


def _kind(finding: Finding) -> str:
    if finding in UNTOLD:
        return "untold"
    if finding in EXCHANGED:
        return "exchanged"
    return finding.value if finding in (F.SAME, F.DIFFERS) else "near"


def sides_of(subject: Subject, seen: Seen, *, opened: bool) -> dict[Field, Sides]:
    """Both sides of every field, masked; dose and day stand together under the day."""
    record, person = seen.candidate.opened.record, seen.candidate.opened.person
    if person is None:
        return {}
    given = cells.plain(_shot(subject.dose, subject.vaccinated_on))
    return {
        Field.NIK: cells.niks(subject.nik, person.nik, opened=opened),
        Field.NAME: cells.names(subject.name, person.name, seen.finding(Field.NAME), opened=opened),
        Field.BIRTH_DATE: cells.days(
            _digits(subject.birth_date),
            _digits(_read(person.birth_date)),
            opened=opened and seen.finding(Field.BIRTH_DATE) in SLIPPED,
        ),
        Field.SEX: (cells.plain(_sex(subject.sex)), cells.plain(_sex(person.sex))),
        Field.PHONE: cells.phones(subject.phones, person.phones),
        Field.VACCINATED_ON: (given, cells.plain(_shot(record.dose, record.vaccinated_on))),
        Field.TICKET: cells.codes(subject.ticket, person.ticket),
    }


def _shot(dose: str, given: date | None) -> str:
    return ", ".join(filter(None, (gettext("Dose %(dose)s", dose=dose) if dose else "", day(given))))


def _sex(sex: str) -> str:
    return str(SEXES.get(sex, ""))


def _digits(born: date | None) -> str:
    return f"{born:%d-%m-%Y}" if born else ""


def _read(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
