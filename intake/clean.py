"""One row of a recap to a draft of a ticket: nothing guessed, nothing lost, every doubt noted."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from identity import dates, doses, regions, sexes
from identity.cells import is_blank, text_of
from intake.extras import read_extras
from intake.fields import Field
from intake.notes import Notes
from intake.person import Person, read_person
from intake.report import Code, Finding
from intake.rows import RawRow
from intake.times import read_date
from intake.vocabulary import CATEGORIES, CHANNELS, first_match, plain
from models.clock import WITA
from workflow.definition import Field as ExtraField
from workflow.drafts import Draft

NOON = dt.time(12)
LONGEST = {
    Field.FACILITY: 120,
    Field.RELATION: 40,
    Field.DOSE: 20,
    Field.TICKET: 40,
    Field.HANDLED_BY: 60,
}
# What a cell says and no field takes.
UNREAD = frozenset(
    {
        Code.DATE_UNREADABLE,
        Code.DATE_IMPOSSIBLE,
        Code.DATE_SEVERAL,
        Code.PHONE_UNREADABLE,
        Code.PHONE_CUT,
        Code.SEX_UNCLEAR,
        Code.CHANNEL_UNKNOWN,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the rows of a table share: the day of import, the region the titles name, what L and P mean.

    ``saved`` is the day on which the file was last saved: no day it tells of came later. ``categories`` are
    plain words that a person gave a category, ``extra`` the extra fields of the desk definition.
    """

    today: dt.date
    saved: dt.date | None = None
    region: str | None = None
    letters: Mapping[str, str] = field(default_factory=lambda: sexes.USUAL)
    categories: Mapping[str, str] = field(default_factory=dict)
    extra: tuple[ExtraField, ...] = ()

    @property
    def latest(self) -> dt.date:
        return min(self.today, self.saved or self.today)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A row read: its draft (None where it is refused), what was found, and when it was reported."""

    draft: Draft | None
    person: Person
    reported: dt.date | None
    findings: tuple[Finding, ...]


def clean(raw: RawRow, *, context: Context, above: dt.date | None) -> Cleaned:
    """Read ``raw``; ``above`` is the date of the complaint before it, which a row without a date shares."""
    notes = Notes(raw)
    _note_the_row(raw, notes)
    person = read_person(raw, notes, today=context.today, letters=context.letters)
    reported = _reported(raw, notes, context, above)
    if not person.name:
        notes.add(Code.NAME_MISSING, Field.NAME)
    draft = _draft(raw, notes, person, reported, context) if person.name else None
    return Cleaned(draft=draft, person=person, reported=reported, findings=tuple(notes.found))


def _note_the_row(raw: RawRow, notes: Notes) -> None:
    if raw.hidden:
        notes.add(Code.ROW_HIDDEN)
    for column, shown in raw.errors:
        notes.add_at(Code.CELL_ERROR, column, shown)
    for ditto in sorted(raw.dittos):
        notes.add(Code.DITTO_PERSON, ditto)


def _reported(raw: RawRow, notes: Notes, context: Context, above: dt.date | None) -> dt.date | None:
    found = read_date(raw, Field.REPORTED, notes, today=context.latest, earliest=dates.CAMPAIGN_START)
    if found is None:
        notes.add(Code.DATE_FROM_ABOVE if above else Code.DATE_MISSING, Field.REPORTED)
    return found or above


def _draft(raw: RawRow, notes: Notes, person: Person, reported: dt.date | None, context: Context) -> Draft:
    vaccinated = read_date(raw, Field.VACCINATED, notes, today=context.latest, earliest=dates.CAMPAIGN_START)
    facility = raw.text(Field.FACILITY)
    category, channel, dose = _category(raw, notes, context), _channel(raw, notes), _dose(raw, notes)
    extra, unread = read_extras(raw, notes, context.extra)
    story = [_story(raw, notes, person, vaccinated=vaccinated), *unread]
    return Draft(
        category=category,
        channel=channel,
        subject_name=person.name,
        received_at=dt.datetime.combine(reported or context.today, NOON, tzinfo=WITA),
        region=_region(raw, context, person, facility),
        subject_nik=person.nik,
        nik_state=person.nik_state,
        nik_known=person.nik_known,
        subject_birth_date=person.birth_date,
        sex=person.sex,
        subject_phone=next(iter(person.phones), None),
        reporter_name=person.reporter,
        reporter_phone=person.reporter_phone,
        relation=_said(raw, Field.RELATION),
        facility_text=_said(raw, Field.FACILITY),
        dose=dose,
        vaccinated_on=vaccinated,
        vaccine_ticket=_said(raw, Field.TICKET),
        story="\n".join(filter(None, story)),
        extra=extra,
        address="; ".join(raw.words[Field.ADDRESS]) or None,
        source_row=_source(raw),
        handled_by=_said(raw, Field.HANDLED_BY),
    )


def _said(raw: RawRow, wanted: Field) -> str | None:
    text = raw.text(wanted)
    return None if is_blank(text) else text[: LONGEST[wanted]]


def _source(raw: RawRow) -> str:
    """Where the complaint stood: sheet, row, and the number the file gave it: "Rekap Aduan!5#1"."""
    number = raw.text(Field.NUMBER).rstrip(".) ")
    return f"{text_of(raw.sheet.name)[:80]}!{raw.row + 1}" + (f"#{number}"[:20] if number else "")


def _category(raw: RawRow, notes: Notes, context: Context) -> str:
    """By the complaint; by the remarks only where the complaint says nothing the desk knows."""
    words = " ".join(raw.words[Field.COMPLAINT])
    if plain(words) in context.categories:
        return context.categories[plain(words)]
    found = first_match(CATEGORIES, words) or first_match(CATEGORIES, " ".join(raw.words[Field.NOTE]))
    if found is None:
        notes.add(Code.CATEGORY_UNKNOWN, Field.COMPLAINT, value=words)
    return found or "other"


def _channel(raw: RawRow, notes: Notes) -> str:
    text = raw.text(Field.CHANNEL)
    found = first_match(CHANNELS, text)
    if found is None and not is_blank(text):
        notes.add(Code.CHANNEL_UNKNOWN, Field.CHANNEL)
    return found or "other"


def _dose(raw: RawRow, notes: Notes) -> str | None:
    """The doses a complaint is about: "1", "2", "1&2"; as written where they aren't understood."""
    text = raw.text(Field.DOSE)
    if is_blank(text):
        return None
    dose = doses.read(text)
    if dose is None:
        notes.add(Code.DOSE_UNCLEAR, Field.DOSE)
    return dose or text[: LONGEST[Field.DOSE]]


def _region(raw: RawRow, context: Context, person: Person, facility: str) -> str | None:
    """Where the complaint belongs: as the row says, as the titles say, by the facility, by the NIK."""
    places = (raw.text(Field.REGION), " ".join(raw.words[Field.ADDRESS]))
    stated = next(filter(None, map(regions.find_region, places)), None)
    return stated or context.region or regions.find_region(facility) or person.region


def _story(raw: RawRow, notes: Notes, person: Person, *, vaccinated: dt.date | None) -> str:
    """The complaint in the file's own words, with whatever had no field of its own or couldn't be read."""
    unread = {finding.field for finding in notes.found if finding.code in UNREAD} | person.unsaid
    unread |= {wanted for wanted, longest in LONGEST.items() if len(raw.text(wanted)) > longest}
    unread |= {Field.VACCINATED} if vaccinated is None else set()
    unread |= {Field.BIRTH} if person.birth_date is None else set()
    unread |= {Field.PHONE} if not person.phones else set()
    named = [(raw.columns[w], raw.text(w)) for w in Field if w in unread and not is_blank(raw.text(w))]
    lines = [*raw.words[Field.COMPLAINT], *raw.words[Field.NOTE]]
    lines += [f"{column.header}: {text}" if column.header else text for column, text in (*named, *raw.extra)]
    return "\n".join(lines)
