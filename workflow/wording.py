"""Ready texts: which places in braces they may have, and how a ticket fills them."""

import re
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from models import CannedText, Purpose, Ticket
from models.clock import WITA
from workflow.refusals import BadValue

PLACES: Final = ("nomor", "nama", "kategori", "tenggat")
"""What may stand in braces, in Indonesian in every language: the words are looked up, never run as a format."""
PLACE: Final = re.compile(r"\{([^{}\n]{0,40})\}")
LONGEST: Final[Mapping[Purpose, int]] = MappingProxyType(
    {Purpose.NOTE: 2000, Purpose.MESSAGE: 2000, Purpose.HAND_OFF: 1000, Purpose.SEND_BACK: 300, Purpose.DISMISS: 300}
)
"""So that a filled one still fits where it is written."""
MONTHS: Final = MappingProxyType(
    {
        "id": ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
               "November", "Desember"),
        "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
               "November", "December"),
    }
)  # fmt: skip


def check(text: str, purpose: Purpose) -> None:
    """Return when ``text`` can be kept for ``purpose``. Raises BadValue: required, too_long, unknown_place."""
    if not text.strip():
        raise BadValue("text", "required")
    if len(text) > LONGEST[purpose]:
        raise BadValue("text", "too_long")
    if unknown_places(text):
        raise BadValue("text", "unknown_place")


def unknown_places(text: str) -> list[str]:
    """The places of ``text`` that nothing fills, as they are written."""
    return [place for place in PLACE.findall(text) if place not in PLACES]


def fill(text: str, values: Mapping[str, str]) -> str:
    """``text`` with its known places filled, once: what a value holds is not looked at again."""
    return PLACE.sub(lambda found: values.get(found[1], found[0]), text)


def values_of(ticket: Ticket, *, category: str = "", language: str = "id") -> dict[str, str]:
    """What the places stand for; ``category`` spares a look at the ticket's own."""
    named = category or (ticket.category.name_en if language == "en" else ticket.category.name_id)
    return {
        "nomor": ticket.number,
        "nama": ticket.subject_name,
        "kategori": named,
        "tenggat": day_words(ticket.due_at, language),
    }


def day_words(moment: datetime, language: str = "id") -> str:
    """The day of a moment at the desk, in words: 23 November 2026."""
    day = moment.astimezone(WITA)
    return f"{day.day} {MONTHS['en' if language == 'en' else 'id'][day.month - 1]} {day.year}"


def text_of(row: CannedText, language: str = "id") -> str:
    """The text in this language, in Indonesian where there is none."""
    return row.text_en if language == "en" and row.text_en else row.text_id
