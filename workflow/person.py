"""Writes the vaccinated person and the reporter into a ticket: read, sealed, and indexed for finding."""

from datetime import date

from identity import names, nik, phones
from models import NikState, Ticket, TicketKey, clock
from models.keyring import index_of
from workflow import extra
from workflow.drafts import Draft
from workflow.near_nik import keys_of
from workflow.refusals import BadValue

UNPLACED = "65"
STATE_OF = {
    nik.Verdict.FITS: NikState.FITS,
    nik.Verdict.WARNED: NikState.WARNED,
    nik.Verdict.REFUSED: NikState.REFUSED,
}
MAX_NAME = 100


def write_down(ticket: Ticket, draft: Draft) -> None:
    """Fill the personal fields of a new ticket from ``draft``. Raises BadValue without a name."""
    ticket.subject_name = names.clean(draft.subject_name)[:MAX_NAME]
    ticket.sex = draft.sex
    ticket.subject_birth_date = draft.subject_birth_date.isoformat() if draft.subject_birth_date else None
    ticket.subject_phone = phone_of(draft.subject_phone)
    ticket.reporter_phone = phone_of(draft.reporter_phone)
    ticket.reporter_name = names.clean(ticket.reporter_name)[:MAX_NAME]
    ticket.address = draft.address
    ticket.story = draft.story or None
    ticket.region_code = draft.region or ""
    ticket.subject_nik = draft.nik_known or draft.subject_nik
    ticket.nik_state = NikState.MISSING
    refresh(ticket, incomplete=bool(draft.nik_known))


def refresh(ticket: Ticket, *, incomplete: bool | None = None) -> None:
    """Read the person again after a change: the NIK's state, the region, the indexes and the search words."""
    if not ticket.subject_name:
        raise BadValue("subject_name", "required")
    kept_incomplete = ticket.nik_state == NikState.INCOMPLETE and len(ticket.subject_nik or "") == 15
    _read_nik(ticket, incomplete=kept_incomplete if incomplete is None else incomplete)
    ticket.region_code = ticket.region_code or UNPLACED
    _index_nik(ticket)
    ticket.phone_index = index_of("phone", ticket.subject_phone)
    ticket.reporter_phone_index = index_of("phone", ticket.reporter_phone)
    ticket.person_key = index_of("person", f"{names.key(ticket.subject_name)}|{ticket.subject_birth_date or ''}")
    refresh_words(ticket)


def refresh_words(ticket: Ticket) -> None:
    """Write the words by which a ticket is found anew."""
    words = [*names.search_words(ticket.subject_name), *names.search_words(ticket.reporter_name)]
    words += extra.words_of(ticket)
    ticket.search_text = " ".join([f"r{ticket.region_code}", *dict.fromkeys(words)])


def _index_nik(ticket: Ticket) -> None:
    """The NIK's own index and those of nearly equal ones, where it changed."""
    index = index_of("nik", ticket.subject_nik)
    if index == ticket.nik_index:
        return
    ticket.nik_index = index
    ticket.near_keys = [TicketKey(hash=found) for found in sorted(keys_of(ticket.subject_nik))]


def phone_of(text: str | None) -> str | None:
    """The first number of ``text`` as E.164, or the text itself where none can be read: nothing is lost."""
    if not text:
        return None
    numbers = phones.read(text).numbers
    return numbers[0] if numbers else text.strip()[:40] or None


def _read_nik(ticket: Ticket, *, incomplete: bool) -> None:
    if incomplete or not ticket.subject_nik:
        ticket.nik_state = NikState.INCOMPLETE if incomplete else NikState.MISSING
        return
    born = date.fromisoformat(ticket.subject_birth_date) if ticket.subject_birth_date else None
    reading = nik.read(ticket.subject_nik, today=clock.today(), birth_date=born, sex=ticket.sex)
    ticket.nik_state = STATE_OF[reading.verdict]
    if reading.nik:
        ticket.subject_nik = reading.nik
        ticket.region_code = ticket.region_code or _ours(reading.region)


def _ours(region: str | None) -> str:
    return region if region and region.startswith(UNPLACED) else UNPLACED
