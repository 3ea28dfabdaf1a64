"""What the reader of workbooks drops: hidden rows, cells with an error, dead formulas, colours, days from 1904."""

from collections.abc import Mapping

from intake.container import OLE
from intake.marks_ods import read_ods_marks
from intake.marks_xls import read_xls_marks
from intake.marks_xlsb import read_xlsb_marks
from intake.marks_xlsx import read_xlsx_marks
from intake.sheets import Marks


def read_marks(data: bytes) -> Mapping[str, Marks]:
    """The marks of every sheet by its name; none where the parts that hold them aren't found or are damaged."""
    if data.startswith(OLE):
        return read_xls_marks(data)
    return read_xlsx_marks(data) or read_xlsb_marks(data) or read_ods_marks(data)
