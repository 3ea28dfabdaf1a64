"""The personal values of a record, sealed as one under the key of its batch."""

import json
from dataclasses import dataclass

from privacy.seal import seal_bytes, unseal_bytes

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """Whom a record is about. ``nik`` and ``birth_date`` are as the registry writes them where they can't be read."""

    nik: str
    name: str
    birth_date: str
    sex: str
    phones: tuple[str, ...]
    ticket: str
    certificate: str

    def seal(self, key: bytes, *, batch: str, row: int) -> bytes:
        """The values under ``key``, bound to the batch's ref and the row: moved elsewhere, they don't open."""
        values = (self.nik, self.name, self.birth_date, self.sex, self.phones, self.ticket, self.certificate)
        text = _encode(values)
        return seal_bytes(key, text.encode(), place=_place(batch, row))


def unseal(key: bytes, token: bytes, *, batch: str, row: int) -> Personal:
    """What ``Personal.seal`` sealed there. Raises privacy.seal.Unreadable."""
    nik, name, birth_date, sex, phones, ticket, certificate = json.loads(
        unseal_bytes(key, token, place=_place(batch, row))
    )
    return Personal(
        nik=nik,
        name=name,
        birth_date=birth_date,
        sex=sex,
        phones=tuple(phones),
        ticket=ticket,
        certificate=certificate,
    )


def key_place(batch: str) -> str:
    """Where the key of a batch is wrapped."""
    return f"record_batch.key:{batch}"


def _place(batch: str, row: int) -> str:
    return f"record:{batch}:{row}"
