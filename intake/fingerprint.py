"""What makes two rows of two files the same complaint, so that importing a file again makes no double."""

from collections import Counter
from collections.abc import Iterable, Iterator

from identity import names
from intake.clean import Cleaned
from intake.fields import Field
from intake.rows import RawRow
from intake.vocabulary import plain


def essence(raw: RawRow, row: Cleaned) -> str:
    """The complaint in one line of normal forms, whatever the format, spelling and order of the columns.

    Neither the running number nor the place in the file belongs to it, for a recap grows and is sorted; nor
    do the clerk's remarks, written later. It holds personal values: hash it with a key, never store it.
    """
    person = row.person
    parts = (
        row.reported.isoformat() if row.reported else "",
        person.nik or person.nik_known or "",
        " ".join(names.search_words(person.name)),
        person.birth_date.isoformat() if person.birth_date else "",
        next(iter(person.phones), ""),
        plain(" ".join(raw.words[Field.COMPLAINT])),
    )
    return "|".join(parts)


def numbered(essences: Iterable[str]) -> Iterator[str]:
    """``essences`` with the count of each so far: the second of two equal rows is a complaint of its own."""
    seen: Counter[str] = Counter()
    for text in essences:
        seen[text] += 1
        yield f"{text}|{seen[text]}"
