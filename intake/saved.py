"""When a workbook was last saved, as it says itself: no complaint in it is younger."""

import datetime as dt
import re

from intake.parts import DAMAGED, opened, text_part

# Each place with the mark around the moment in it: an xlsx or xlsb, an ods.
PLACES = (
    ("docProps/core.xml", re.compile(r"<dcterms:modified[^>]*>([^<]{10,40})<")),
    ("meta.xml", re.compile(r"<dc:date>([^<]{10,40})<")),
)


def saved_at(data: bytes) -> str | None:
    """The moment as ISO text; None for files that don't say. Excel writes UTC, LibreOffice no zone."""
    try:
        with opened(data) as archive:
            names = archive.namelist()
            texts = ((text_part(archive, name), mark) for name, mark in PLACES if name in names)
            found = next(filter(None, (mark.search(text) for text, mark in texts)), None)
            return dt.datetime.fromisoformat(found[1]).isoformat() if found else None
    except DAMAGED:
        return None
