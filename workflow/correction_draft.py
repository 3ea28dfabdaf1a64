"""Lines of correction drafted from the record that was chosen: its value before, the complaint's after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from access.actors import Actor
from models import Attachment, Correction, Match, Ticket
from registry.match import Candidate
from registry.tiers import Field as Compared
from registry.tiers import Finding, Tier
from workflow import corrections, matching
from workflow.cause_rules import Case, Seen, is_fault_of_complaint, is_misnamed
from workflow.corrections import Field
from workflow.refusals import BadValue
from workflow.subjects import subject_of

F = Finding
NOTHING_TO_MEND: Final = frozenset(
    {F.SAME, F.NOT_TOLD, F.NOT_RECORDED, F.NIK_BEGINNING, F.NIK_FAMILY_CARD, F.NAME_TITLE, F.NAME_ORDER}
)
"""A cut NIK, or the number of a family card, mends no record."""
DOUBTFUL: Final = frozenset({Field.PHONE, Field.VACCINE_TICKET, Field.DOSE, Field.VACCINATED_ON})
"""Fields that a complaint often tells otherwise without the record being wrong."""
FIELDS: Final[Mapping[Compared, Field]] = MappingProxyType({one: Field(one.value) for one in Compared})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One field that the record and the complaint tell differently; ``likely`` whether the record is what is wrong."""

    field: Field
    finding: Finding
    before: str
    after: str
    likely: bool


def chosen_for(ticket: Ticket, *, actor: Actor) -> Candidate | None:
    """The record that was chosen, where it is still found and ``actor`` may see it. Raises Forbidden, NotVisible."""
    decided: Match | None = matching.decision_on(ticket)
    found = matching.found_for(ticket, actor=actor)
    return next((one for one in found if decided and one.opened.record.id == decided.record_id), None)


def lines_of(ticket: Ticket, chosen: Candidate) -> list[Line]:
    """What differs, in the order in which it is compared; nothing of a record that is somebody else's own."""
    seen = Seen(chosen, frozenset())
    if chosen.tier == Tier.NIK_USED and not is_misnamed(seen):
        return []
    told, written = _told(ticket), _written(chosen)
    ours = is_fault_of_complaint(Case(subject_of(ticket), (seen,)))
    return [
        Line(
            field=field,
            finding=seen.finding(compared),
            before=written[field],
            after=told[field],
            likely=field not in DOUBTFUL and not (field == Field.NIK and ours),
        )
        for compared, field in FIELDS.items()
        if seen.finding(compared) not in NOTHING_TO_MEND and written[field] and told[field] != written[field]
    ]


def take_over(
    ticket: Ticket,
    wanted: Mapping[str, str],
    *,
    actor: Actor,
    source: str,
    evidence: Attachment | None,
    sent_to: str = "",
    last_event_id: int | None = None,
) -> Sequence[Correction]:
    """Write the ``wanted`` lines of the draft, all or none; a value left empty is the complaint's own.

    ``wanted``: by field what is right, as somebody typed it. Raises as ``corrections.add``, and BadValue.
    """
    chosen = chosen_for(ticket, actor=actor)
    if chosen is None:
        raise BadValue("record", "not_found_now")
    drafted = {str(line.field): line for line in lines_of(ticket, chosen)}
    lines = [(drafted[field], typed.strip()) for field, typed in wanted.items() if field in drafted]
    if not lines:
        raise BadValue("lines", "required")
    return [
        corrections.add(
            ticket, actor=actor, field=line.field, before=line.before, after=typed or line.after, source=source,
            evidence=evidence, sent_to=sent_to, last_event_id=last_event_id,
        )
        for line, typed in lines
    ]  # fmt: skip


def _told(ticket: Ticket) -> dict[Field, str]:
    subject = subject_of(ticket)
    return {
        Field.NIK: subject.nik,
        Field.NAME: subject.name,
        Field.BIRTH_DATE: _day(subject.birth_date),
        Field.SEX: subject.sex,
        Field.PHONE: next(iter(subject.phones), ""),
        Field.VACCINE_TICKET: subject.ticket,
        Field.DOSE: subject.dose,
        Field.VACCINATED_ON: _day(subject.vaccinated_on),
    }


def _written(chosen: Candidate) -> dict[Field, str]:
    record, person = chosen.opened.record, chosen.opened.person
    if person is None:
        return dict.fromkeys(FIELDS.values(), "")
    return {
        Field.NIK: person.nik,
        Field.NAME: person.name,
        Field.BIRTH_DATE: _as_read(person.birth_date),
        Field.SEX: person.sex,
        Field.PHONE: next(iter(person.phones), ""),
        Field.VACCINE_TICKET: person.ticket,
        Field.DOSE: record.dose,
        Field.VACCINATED_ON: _day(record.vaccinated_on),
    }


def _day(day: date | None) -> str:
    return f"{day:%d-%m-%Y}" if day else ""


def _as_read(text: str) -> str:
    try:
        return _day(date.fromisoformat(text))
    except ValueError:
        return text
