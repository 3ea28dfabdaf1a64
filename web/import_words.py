"""What a person is told about an imported file: why it can't be read, and what was found in its rows."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from intake.faults import FileFault, UnreadableFile
from intake.report import Code, Finding, LeftOut, SheetState

FILE_FAULTS: Final[Mapping[FileFault, Any]] = MappingProxyType(
    {
        FileFault.EMPTY: _l("The file is empty. Save it again in your spreadsheet program and send that."),
        FileFault.TOO_LARGE: _l("The file is too large. Split it into files of at most 20 MB and 100,000 rows."),
        FileFault.NOT_A_WORKBOOK: _l("This is not a spreadsheet. Send an xlsx, xls, xlsb, ods or csv file."),
        FileFault.PROGRAM: _l("This is a program, not a spreadsheet, whatever its name says. Do not open it."),
        FileFault.HTML: _l("This is a web page saved as a spreadsheet, and there is no table in it."),
        FileFault.PASSWORD: _l("The file is protected by a password. Remove the password and send it again."),
        FileFault.BOMB: _l("The file unpacks to far more than a recap ever holds, so it was not opened."),
        FileFault.DAMAGED: _l("The file is damaged. Open it in your spreadsheet program and save it again."),
        FileFault.NO_ROWS: _l("There is no complaint in the file: not one row under a header."),
        FileFault.NO_HEADER: _l("No header was found. One row must name the columns, such as Nama, NIK, Keluhan."),
    }
)

FINDINGS: Final[Mapping[Code, Any]] = MappingProxyType(
    {
        Code.NAME_MISSING: _l("There is no name, so no complaint could be filed. Add the name."),
        Code.NAME_TWO_PEOPLE: _l("Two people are named. Check whose certificate it is."),
        Code.NAME_WITH_DIGITS: _l("The name holds digits."),
        Code.NIK_MISSING: _l("There is no NIK."),
        Code.NIK_CUT: _l("Excel cut the last digit of the NIK. Ask for it; it was not guessed."),
        Code.NIK_SHORT: _l("The NIK has fewer than 16 digits."),
        Code.NIK_LONG: _l("The NIK has more than 16 digits."),
        Code.NIK_LETTERS: _l("The NIK can't be read as digits."),
        Code.NIK_LETTERS_REPLACED: _l("The NIK held letters that look like digits (o, l); they were read as digits."),
        Code.NIK_NUMBER: _l("The NIK was stored as a number. Check the last digit."),
        Code.NIK_PLACE: _l("The NIK begins with a place code that does not exist."),
        Code.NIK_DATE: _l("The NIK holds a birth date that does not exist."),
        Code.NIK_SERIAL: _l("The NIK ends in 0000, which is never issued."),
        Code.NIK_DISTRICT: _l("The NIK names a district that is not in today's list."),
        Code.NIK_BIRTH_DIFFERS: _l("The NIK and the birth date do not agree."),
        Code.NIK_SEX_DIFFERS: _l("The NIK and the sex do not agree."),
        Code.NIK_AGE: _l("By the NIK this person is younger than 6 or older than 110."),
        Code.NIK_FAMILY_CARD: _l("This looks like the number of a family card, not a NIK."),
        Code.DATE_MISSING: _l("There is no date of the complaint; the day of the import was taken."),
        Code.DATE_FROM_ABOVE: _l("The date of the row above was taken."),
        Code.DATE_UNREADABLE: _l("The date can't be read."),
        Code.DATE_IMPOSSIBLE: _l("This date does not exist."),
        Code.DATE_SEVERAL: _l("There are several dates; they were kept in the story."),
        Code.DATE_FUTURE: _l("The date lies in the future."),
        Code.DATE_TOO_EARLY: _l("The date lies before the vaccinations began."),
        Code.DATE_SWAPPED: _l("Day and month seem to have changed places."),
        Code.PHONE_UNREADABLE: _l("The phone number can't be read."),
        Code.PHONE_CUT: _l("Excel cut the phone number."),
        Code.PHONE_SEVERAL: _l("There are several phone numbers; the second was kept as the reporter's."),
        Code.SEX_UNCLEAR: _l("The sex is not clear."),
        Code.DOSE_UNCLEAR: _l("The dose is not clear."),
        Code.CHANNEL_UNKNOWN: _l('This channel is not known; "other" was taken.'),
        Code.CATEGORY_UNKNOWN: _l('What the complaint is about was not recognised; "other" was taken.'),
        Code.DITTO_PERSON: _l('"As above" stands where the person\'s own data belong.'),
        Code.EXTRA_UNREADABLE: _l("The value does not fit the field; it was kept in the story."),
        Code.CELL_ERROR: _l("The cell shows an error of the spreadsheet."),
        Code.ROW_HIDDEN: _l("The row is hidden in the file; it was read all the same."),
        Code.ROW_COLOURED: _l("Rows are coloured in the file. Colours are not read: look up what they mean."),
        Code.POSSIBLE_DUPLICATE: _l("This may be the same complaint again."),
    }
)

LEFT_OUT: Final[Mapping[LeftOut, Any]] = MappingProxyType(
    {
        LeftOut.TOTAL: _l("A row of totals"),
        LeftOut.SIGNATURE: _l("Part of the signatures"),
        LeftOut.REMARK: _l("A remark, not a complaint"),
        LeftOut.EMPTY: _l("A number and nothing else"),
        LeftOut.COLUMN_NUMBERS: _l("The numbers of the columns"),
        LeftOut.JOINED: _l("Joined to the row above"),
    }
)

SHEETS: Final[Mapping[SheetState, Any]] = MappingProxyType(
    {
        SheetState.READ: _l("Read"),
        SheetState.HIDDEN: _l("Hidden, not read"),
        SheetState.NO_HEADER: _l("No header found, not read"),
        SheetState.EMPTY: _l("Empty"),
    }
)


def fault_words(fault: UnreadableFile) -> str:
    """One clear sentence on a file that can't be read at all."""
    return str(FILE_FAULTS[fault.kind])


def finding_words(finding: Finding) -> str:
    """What was found, where: "NIK: The NIK has fewer than 16 digits."."""
    said = str(FINDINGS[finding.code])
    if finding.other:
        said = f"{said} {gettext('Compare with %(other)s.', other=finding.other)}"
    return f"{finding.header}: {said}" if finding.header else said
