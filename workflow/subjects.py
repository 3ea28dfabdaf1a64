"""Whom a complaint is about, as the search for their record asks it."""

from datetime import date

from models import Ticket
from registry.told import Subject
from workflow.drafts import Draft
from workflow.person import phone_of


def subject_of(complaint: Ticket | Draft) -> Subject:
    """The person of a ticket, or of a draft not filed yet, with whichever numbers somebody gave for them."""
    if isinstance(complaint, Ticket):
        born = complaint.subject_birth_date
        return Subject(
            name=complaint.subject_name,
            nik=complaint.subject_nik or "",
            birth_date=date.fromisoformat(born) if born else None,
            sex=complaint.sex or "",
            phones=_phones(complaint.subject_phone, complaint.reporter_phone),
            ticket=_code(complaint.vaccine_ticket),
            dose=complaint.dose,
            vaccinated_on=complaint.vaccinated_on,
        )
    return Subject(
        name=complaint.subject_name,
        nik=complaint.nik_known or complaint.subject_nik or "",
        birth_date=complaint.subject_birth_date,
        sex=complaint.sex or "",
        phones=_phones(phone_of(complaint.subject_phone), phone_of(complaint.reporter_phone)),
        ticket=_code(complaint.vaccine_ticket),
        dose=complaint.dose or "",
        vaccinated_on=complaint.vaccinated_on,
    )


def _phones(*numbers: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(number for number in numbers if number))


def _code(text: str | None) -> str:
    """A ticket's number in the form in which the registry's is kept."""
    return (text or "").replace(" ", "").upper()
