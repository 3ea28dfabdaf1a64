"""The words of a batch sheet that came back: what is wrong with a row or a file, and how it is mended."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from intake.faults import FileFault, UnreadableFile
from web.import_words import fault_words
from workflow.returned_sheet import Trouble

TROUBLES: Final[Mapping[Trouble, tuple[Any, Any]]] = MappingProxyType(
    {
        Trouble.UNKNOWN: (
            _l("No question of your regions has this code."),
            _l("Compare the code with the sheet that was sent."),
        ),
        Trouble.OTHER_NUMBER: (
            _l("Code and complaint number do not belong together."),
            _l("Compare both with the sheet that was sent."),
        ),
        Trouble.OTHER_FACILITY: (
            _l("This was asked of another facility."),
            _l("Read the sheet in under that facility."),
        ),
        Trouble.ENDED: (
            _l("The answer was recorded before, or the question was taken back."),
            _l("Look at the complaint; nothing needs to be done if the answer is the same."),
        ),
        Trouble.NOT_YOURS: (
            _l("The complaint is assigned to somebody else."),
            _l("Let its assignee or a supervisor read the sheet."),
        ),
        Trouble.TWICE: (
            _l("The same row stands in the sheet twice."),
            _l("Ask the facility which one holds, and keep that one."),
        ),
        Trouble.NIK_CHANGED: (
            _l("The NIK is not the one that was sent."),
            _l("Ask the facility whom they looked for; correct the complaint if they are right."),
        ),
        Trouble.NAME_CHANGED: (
            _l("The name is not the one that was sent."),
            _l("Ask the facility whom they looked for; correct the complaint if they are right."),
        ),
        Trouble.NO_ANSWER: (_l("Not answered yet."), _l("It stays among those to be chased.")),
        Trouble.UNREADABLE_ANSWER: (
            _l("The answer is none of the list."),
            _l("Choose one of the list in the sheet, or record it on the complaint's page."),
        ),
        Trouble.NO_EXPLANATION: (
            _l("Another answer needs an explanation."),
            _l("Ask the facility, and write it in the sheet."),
        ),
        Trouble.TOO_LONG: (_l("The explanation is too long."), _l("Shorten it to 2,000 characters.")),
        Trouble.UNREADABLE_DAY: (
            _l("The date of the answer cannot be read, or lies in the future."),
            _l("Write it as 25/11/2026."),
        ),
    }
)
FAULTS: Final[Mapping[FileFault, Any]] = MappingProxyType(
    {
        FileFault.TOO_LARGE: _l("The file is too large for a batch sheet: at most 2 MB and 2,000 rows."),
        FileFault.NO_ROWS: _l("There is no row under the header."),
        FileFault.NO_HEADER: _l("This is no batch sheet: the columns KODE, NOMOR ADUAN and JAWABAN are needed."),
    }
)


def sheet_fault(fault: UnreadableFile) -> str:
    """Why a file cannot be read as a batch sheet."""
    return str(FAULTS[fault.kind]) if fault.kind in FAULTS else fault_words(fault)
