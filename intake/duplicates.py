"""Rows of one file that seem to be the same person's complaint again: shown, never dropped."""

from collections import defaultdict
from collections.abc import Iterator

from identity import names
from intake.person import Person

ALIKE_WITH_PHONE = 0.75
ALIKE_WITH_BIRTH_DATE = 0.88


class Seen:
    """The people of the rows read so far, by what a second complaint would share with the first."""

    def __init__(self) -> None:
        self._by_key: dict[str, list[tuple[str, Person]]] = defaultdict(list)

    def earlier(self, person: Person) -> str | None:
        """The place of the first row that may be about ``person`` too, or None."""
        places = (
            place for key in _keys(person) for place, other in self._by_key.get(key, ()) if _same(key, person, other)
        )
        return next(places, None)

    def add(self, person: Person, place: str) -> None:
        for key in _keys(person):
            self._by_key[key].append((place, person))


def _keys(person: Person) -> Iterator[str]:
    if person.nik:
        yield f"nik:{person.nik}"
    if person.nik_known and len(person.nik_known) == 15:
        yield f"nik:{person.nik_known}"
    yield from (f"phone:{number}" for number in person.phones)
    if person.birth_date:
        yield f"born:{person.birth_date}"


def _same(key: str, person: Person, other: Person) -> bool:
    """A NIK is enough; a family shares a phone and a town a birthday, so there the name must agree."""
    if key.startswith("nik:"):
        return True
    least = ALIKE_WITH_PHONE if key.startswith("phone:") else ALIKE_WITH_BIRTH_DATE
    return names.similarity(person.name, other.name) >= least
