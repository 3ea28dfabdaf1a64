"""What a person is told about a file on its way in: its stage, why it went no further, and how a problem is mended."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from intake.faults import FileFault, UnreadableFile
from intake.report import Code
from models import ImportDraft, Stage
from registry.read import Reason
from web.import_kinds import KINDS

STAGES: Final[Mapping[Stage, Any]] = MappingProxyType(
    {
        Stage.COLUMNS: _l("Columns to be confirmed"),
        Stage.CHECKING: _l("Being checked"),
        Stage.CHECKED: _l("Checked, not imported yet"),
        Stage.QUEUED: _l("Waiting for its import"),
        Stage.RUNNING: _l("Being imported"),
        Stage.DONE: _l("Imported"),
        Stage.CANCELLED: _l("Called off"),
        Stage.FAILED: _l("Not imported"),
    }
)

FAULTS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "lost": _l("The file is no longer kept. Send it again."),
        "forbidden": _l("Whoever ordered the import may no longer do so."),
        "unfinished": _l(
            "Another import of vaccination data stopped half way. Import that file again, or give it up on its report."
        ),
        "crashed": _l("The work broke off. It was not your mistake; start it again, or tell your administrator."),
    }
)

SPREADSHEET: Final = _l(
    "Set the format of the NIK column to Text, type the NIK again from the identity card, and send it."
)
MENDS_OF_COMPLAINTS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        Code.NAME_MISSING: _l("Write the name into the row here, or mend it in the workbook and send that."),
        Code.NAME_TWO_PEOPLE: _l(
            "Write the name of the one whose certificate it is; the other one stays in the story."
        ),
        Code.NAME_WITH_DIGITS: _l("Write the name without figures, as on the identity card."),
        Code.NIK_CUT: SPREADSHEET,
        Code.NIK_SHORT: _l("Type the NIK again from the identity card: it has 16 digits."),
        Code.NIK_LONG: _l("Type the NIK again from the identity card: it has 16 digits."),
        Code.NIK_NUMBER: SPREADSHEET,
        Code.NIK_FAMILY_CARD: _l("Look for the NIK in the family card, in the line of the person."),
        Code.DATE_SWAPPED: _l("Write the date as day-month-year, such as 08-11-2021."),
        Code.DATE_UNREADABLE: _l("Write the date as day-month-year, such as 08-11-2021."),
        Code.DATE_IMPOSSIBLE: _l("Write the date as day-month-year, such as 08-11-2021."),
        Code.PHONE_UNREADABLE: _l("Write the number like 0812-3456-7890, one in a cell."),
        Code.PHONE_CUT: _l("Set the format of the column to Text and type the number again."),
        Code.CELL_ERROR: _l("Write the value itself in place of the formula."),
        Code.POSSIBLE_DUPLICATE: _l("Compare with the other one, then leave the row alone or import it all the same."),
    }
)
MENDS_OF_RECORDS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        Reason.NIK_CUT: SPREADSHEET,
        Reason.CELLS: _l("A mark that parts the columns stands inside a cell. Put such a cell in quotation marks."),
        Reason.NAME_MISSING: _l("Write the name in the workbook of the refused rows and send that."),
        Reason.NAME_UNLIKELY: _l("Check that the right column is taken for the name."),
        Reason.NOTHING_TO_FIND_BY: _l("Add a NIK, ticket number, phone number or birth date, or leave the row out."),
        Reason.VACCINATED_UNREADABLE: _l("Write the date as day-month-year, such as 08-11-2021."),
    }
)

MENDS: Final = MappingProxyType({"complaints": MENDS_OF_COMPLAINTS, "registry": MENDS_OF_RECORDS})


def failed_words(draft: ImportDraft) -> str:
    """Why a file went no further."""
    if draft.fault in set(FileFault):
        return KINDS[draft.kind].fault_words(UnreadableFile(FileFault(draft.fault)))
    return str(FAULTS.get(draft.fault, FAULTS["crashed"]))
