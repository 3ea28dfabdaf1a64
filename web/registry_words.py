"""What a person is told about the registry: how a record is looked up, and why a row was refused."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from intake.faults import FileFault, UnreadableFile
from registry.read import Reason
from web.import_words import fault_words
from workflow.records import By

ASKED: Final[Mapping[By, Any]] = MappingProxyType(
    {
        By.NIK: _l("NIK"),
        By.TICKET: _l("Ticket number"),
        By.PHONE: _l("Phone number"),
        By.PERSON: _l("Name and birth date"),
    }
)

SOUGHT: Final[Mapping[By, Any]] = MappingProxyType(
    {
        By.NIK: _l("The NIK you typed"),
        By.TICKET: _l("The ticket number you typed"),
        By.PHONE: _l("The phone number you typed"),
        By.PERSON: _l("The name and birth date you typed"),
    }
)

REASONS: Final[Mapping[Reason, Any]] = MappingProxyType(
    {
        Reason.CELLS: _l("The row has more cells than the header has columns."),
        Reason.NAME_MISSING: _l("There is no name."),
        Reason.NAME_UNLIKELY: _l("What stands in the column of names is no name."),
        Reason.NIK_CUT: _l("Excel cut the last digit of the NIK. Ask for the file again; it was not guessed."),
        Reason.NOTHING_TO_FIND_BY: _l("There is no NIK, ticket number, phone number or birth date to find it by."),
        Reason.VACCINATED_UNREADABLE: _l("The vaccination date can't be read."),
    }
)

FAULTS: Final[Mapping[FileFault, Any]] = MappingProxyType(
    {
        FileFault.TOO_LARGE: _l(
            "The file is too large. Send csv of at most 256 MB, or workbooks of at most 20 MB and 100,000 rows."
        ),
        FileFault.NO_ROWS: _l("There is no record in the file: not one row under a header."),
        FileFault.NO_HEADER: _l("No header was found. One row must name the columns, such as Nama, NIK, No Tiket."),
    }
)


def registry_fault_words(fault: UnreadableFile) -> str:
    """One clear sentence on a registry file that can't be read at all."""
    return str(FAULTS[fault.kind]) if fault.kind in FAULTS else fault_words(fault)
