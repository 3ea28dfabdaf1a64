"""A ticket's number: ``ADU-26-00147K``, year, serial and one check character.

The check is a sum weighted by place, modulo the prime 23: it finds every single mistyped character and every two
that were swapped. The letters leave out those that are read as digits.
"""

import re

from sqlalchemy import text, update

from models import TicketCounter, db
from workflow.refusals import MistypedNumber

CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
PATTERN = re.compile(r"ADU-?(\d{2})-?(\d{5,8})([A-Z])", re.ASCII)

FIRST_OF_YEAR = text("INSERT INTO ticket_counter (year, last) VALUES (:year, 0) ON CONFLICT (year) DO NOTHING")


def compose(year: int, serial: int) -> str:
    """The number of the ``serial``-th ticket of ``year``."""
    digits = f"{year % 100:02d}{serial:05d}"
    return f"ADU-{digits[:2]}-{digits[2:]}{check_letter(digits)}"


def check_letter(digits: str) -> str:
    """The letter that belongs to the digits of year and serial."""
    weighted = sum(place * int(digit) for place, digit in enumerate(digits, start=2))
    return CHECK_LETTERS[weighted % len(CHECK_LETTERS)]


def parse(text: str) -> str | None:
    """The number in its one spelling, None where ``text`` is none. Raises MistypedNumber."""
    found = PATTERN.fullmatch(re.sub(r"\s", "", text).upper())
    if not found:
        return None
    year, serial, letter = found.groups()
    if check_letter(year + serial) != letter:
        raise MistypedNumber(text)
    return f"ADU-{year}-{serial}{letter}"


def next_number(year: int) -> str:
    """Draw the next number of ``year``, inside a unit of work; whoever draws at the same time waits."""
    db.session.execute(FIRST_OF_YEAR, {"year": year})
    draw = (
        update(TicketCounter)
        .where(TicketCounter.year == year)
        .values(last=TicketCounter.last + 1)
        .returning(TicketCounter.last)
    )
    return compose(year, db.session.execute(draw).scalar_one())
