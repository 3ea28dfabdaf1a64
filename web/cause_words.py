"""The words of causes: who can mend a record, why a cause is likely, and what the desk asks for."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from models import Party
from web.match_words import reason_words
from workflow.cause_rules import Evidence, Sign

PARTIES: Final[Mapping[Party, Any]] = MappingProxyType(
    {
        Party.FACILITY: _l("The facility"),
        Party.DUKCAPIL: _l("Dukcapil"),
        Party.NATIONAL_HELPDESK: _l("The national helpdesk (119)"),
        Party.THIS_OFFICE: _l("This office"),
    }
)
SIGNS: Final[Mapping[Sign, Any]] = MappingProxyType(
    {
        Sign.NOTHING_FOUND: _l("There is no record that could be this person's."),
        Sign.ONLY_TO_CHECK: _l("There are only records that need to be checked."),
        Sign.DOSE_NOT_FOUND: _l("The dose that was told is not recorded."),
        Sign.ONE_DOSE_ONLY: _l("Only the first dose is recorded."),
        Sign.NIK_DIFFERS: _l("The NIK in the record is not the one told"),
        Sign.TWO_NIKS: _l("The same name and birth date are recorded under two NIKs."),
        Sign.RECORD_CONTRADICTS_ITSELF: _l("NIK and birth date in the record do not fit each other."),
        Sign.COMPLAINT_CONTRADICTS_ITSELF: _l(
            "NIK and birth date in the complaint do not fit each other; compare with the identity card."
        ),
        Sign.BEFORE_CHECK: _l("The dose was given before 6 August 2021, when no NIK was checked."),
        Sign.ENTERED_LATE: _l("The dose was entered days after the vaccination."),
        Sign.TICKET_SHARED: _l("The ticket number also stands on another person's record."),
        Sign.DOSE_TWICE: _l("The same dose is recorded twice."),
        Sign.NIK_OF_ANOTHER: _l("The NIK stands on a record with somebody else's name."),
        Sign.OTHER_NAME: _l("Another name stands on this NIK."),
        Sign.NAME_DIFFERS: _l("The name in the record is not the one told"),
        Sign.BIRTH_DIFFERS: _l("The birth date in the record is not the one told"),
        Sign.BIRTH_AGREES: _l("The birth date of that record is the person's."),
        Sign.BIRTH_OF_NIK: _l("The NIK tells the birth date of that record."),
        Sign.ALL_AGREES: _l("What can be compared agrees."),
        Sign.NOT_ISSUED: _l("The certificate has not been issued."),
    }
)


def evidence_words(evidence: Evidence) -> str:
    """What speaks for a cause, as a sentence; where it rests on a comparison, with what that found."""
    said = str(SIGNS[evidence.sign])
    if evidence.reason is None:
        return said
    found = reason_words(evidence.reason)
    return f"{said}: {found[:1].lower()}{found[1:]}."
