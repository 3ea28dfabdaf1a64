"""The changes of events as a person may read them: sealed values opened with their ticket's key and masked."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, Select, select

from models import Attachment, Correction, ExtraValue, HandOff, MergedValue, Note, Ticket
from models.keyring import open_key
from privacy.masks import mask_nik, mask_phone, mask_text
from privacy.seal import Unreadable, unseal

SEALED: Final = "_sealed"
ERASED: Final = "[terhapus]"
UNREADABLE: Final = "[tidak terbaca]"
MOST_KEYS: Final = 20_000
NUMBER: Final = re.compile(r"(?<![0-9A-Za-z])\+?\d(?:[ .\-]?\d){9,16}(?![0-9A-Za-z])")
DIGITS_OF_NIK: Final = (15, 16, 17)
SHORTEST_NUMBER: Final = 10
SIDES: Final = ("before", "after")
PLAIN, SECRET = "value", "secret_sealed"  # of an extra field

Mask = Callable[[str], str]
Change = dict[str, Any]


def mask_numbers(text: str) -> str:
    """Free text in which whatever looks like a NIK or a telephone number is masked."""
    return NUMBER.sub(_mask_number, text) if len(text) >= SHORTEST_NUMBER else text


def _mask_number(found: re.Match[str]) -> str:
    digits = re.sub(r"[ .\-]", "", found[0])
    if len(digits.removeprefix("+")) in DIGITS_OF_NIK:
        return mask_nik(digits)
    return mask_phone(digits) if re.match(r"(?:\+?62|0)", digits) else found[0]


MASKS: Final[Mapping[str, Mask]] = MappingProxyType(
    {
        "subject_nik": mask_nik,
        "subject_phone": mask_phone,
        "reporter_phone": mask_phone,
        # The values of a correction, by the field it mends.
        "nik": mask_nik,
        "phone": mask_phone,
        "name": mask_numbers,
        "sex": mask_numbers,
        "dose": mask_numbers,
        "vaccinated_on": mask_numbers,
        "vaccine": mask_numbers,
        "facility": mask_numbers,
        "vaccine_ticket": mask_numbers,
    }
)


# By kind of object: its ref, its ticket's ref and wrapped key, and the field that a correction or a merge is of.
KEYS: Final[Mapping[str, Select[*tuple[Any, ...]]]] = MappingProxyType(
    {
        "ticket": select(Ticket.ref.label("own"), Ticket.ref, Ticket.wrapped_key),
        "attachment": select(Attachment.ref.label("own"), Ticket.ref, Ticket.wrapped_key).join(Attachment.ticket),
        "note": select(Note.ref.label("own"), Ticket.ref, Ticket.wrapped_key).join(Note.ticket),
        "extra_value": select(ExtraValue.ref.label("own"), Ticket.ref, Ticket.wrapped_key).join(ExtraValue.ticket),
        "hand_off": select(HandOff.ref.label("own"), Ticket.ref, Ticket.wrapped_key).join(HandOff.ticket),
        "correction": select(Correction.ref.label("own"), Ticket.ref, Ticket.wrapped_key, Correction.field).join(
            Correction.ticket
        ),
        "merge": select(MergedValue.ref.label("own"), Ticket.ref, Ticket.wrapped_key, MergedValue.field).join(
            MergedValue.ticket
        ),
    }
)


class Reader:
    """Opens and masks; it keeps the keys it unwrapped, for the events of a ticket stand near each other."""

    def __init__(self, connection: Connection, *, hidden: Collection[str] = ()) -> None:
        """``hidden``: the codes of the extra fields that are masked now; what older events say of them is masked."""
        self._connection = connection
        self._hidden = hidden
        self._keys: dict[str, tuple[bytes | None, str]] = {}

    def changes(self, events: Iterable[Mapping[str, Any]]) -> list[list[Change]]:
        """The changes of each of ``events``, in order, masked where they stand; one statement a kind of object."""
        events = list(events)
        told: list[list[Change]] = [event.get("changes", []) for event in events]
        for event in events:
            self._hide(event)
        sealed = [change for changes in told for change in changes if change["field"].endswith(SEALED)]
        self._load({change["object"] for change in sealed})
        for changes in told:
            for change in changes:
                self._mask(change)
        return told

    def _hide(self, event: Mapping[str, Any]) -> None:
        """Mask what an event says in plain of a field that is masked now, or that this very event seals."""
        changes, codes = event.get("changes", []), event.get("facts", {}).get("fields", {})
        sealed = {change["object"] for change in changes if change["field"] == SECRET and change.get("after")}
        for change in changes:
            name = change["object"]
            if change["field"] == PLAIN and name in codes and (name in sealed or codes[name] in self._hidden):
                change.update({side: mask_text(change[side]) for side in SIDES if change.get(side)})

    def _load(self, objects: set[str]) -> None:
        if len(self._keys) > MOST_KEYS:
            self._keys.clear()
        wanted: dict[str, list[str]] = {}
        for name in objects - self._keys.keys():
            table, _, ref = name.partition(":")
            wanted.setdefault(table, []).append(ref)
        for table, refs in wanted.items():
            if table in KEYS:
                self._load_table(table, refs)

    def _load_table(self, table: str, refs: list[str]) -> None:
        query = KEYS[table]
        for ref, ticket, wrapped, *field in self._connection.execute(query.where(query.selected_columns.own.in_(refs))):
            self._keys[f"{table}:{ref}"] = (_opened(wrapped, ticket), field[0] if field else "")

    def _mask(self, change: Change) -> None:
        sealed = change["field"].endswith(SEALED)
        for side in SIDES:
            value = change.get(side)
            if isinstance(value, str):
                change[side] = self._opened_and_masked(change, value) if sealed else mask_numbers(value)

    def _opened_and_masked(self, change: Change, token: str) -> str:
        table, _, ref = change["object"].partition(":")
        field = change["field"].removesuffix(SEALED)
        key, corrected = self._keys.get(change["object"], (b"", ""))
        if key is None:
            return ERASED
        try:
            text = unseal(key, token, place=f"{table}.{field}:{ref}")
        except (Unreadable, ValueError):
            return UNREADABLE
        return unicodedata.normalize("NFC", MASKS.get(corrected or field, mask_text)(text))


def _opened(wrapped: str | None, ref: str) -> bytes | None:
    """The ticket's key; None once it was destroyed, empty where it can't be unwrapped."""
    if wrapped is None:
        return None
    try:
        return open_key(wrapped, ref)
    except Unreadable:
        return b""
