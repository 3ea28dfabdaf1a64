"""The keys of this process, and the sealed attributes that use them."""

from dataclasses import dataclass
from typing import Any, Protocol

from privacy.blind import blind_index
from privacy.keys import new_key, unwrap, wrap
from privacy.seal import seal, unseal


@dataclass(frozen=True, slots=True)
class Keyring:
    """The two keys that never enter the database."""

    master: bytes
    index: bytes


class NoKeys(RuntimeError):
    """The process asked for a key before ``install`` gave it any."""


_ring: Keyring | None = None


def install(ring: Keyring) -> None:
    """Give this process its keys, once, at the start."""
    global _ring  # noqa: PLW0603 - one process, one ring
    _ring = ring


def ring() -> Keyring:
    """The keys of this process. Raises NoKeys before ``install``."""
    if _ring is None:
        raise NoKeys
    return _ring


def index_of(kind: str, value: str | None) -> str | None:
    """The blind index of ``value``: equal values are found, none can be read back."""
    return blind_index(ring().index, kind, value) if value else None


def fresh_wrapped_key(ref: str) -> str:
    """A new key for the ticket ``ref``, wrapped by the master key."""
    return wrap(ring().master, new_key(), place=f"ticket.key:{ref}")


def open_key(wrapped: str, ref: str) -> bytes:
    """The ticket's own key. Raises privacy.seal.Unreadable when wrapped elsewhere."""
    return unwrap(ring().master, wrapped, place=f"ticket.key:{ref}")


class HasKey(Protocol):
    """A row whose personal values are sealed under a key."""

    ref: str

    def seal_key(self) -> bytes | None: ...


class Sealed:
    """A personal value: plain on the object, sealed in ``column``, erased with the key."""

    def __init__(self, column: str) -> None:
        self.column = column

    def __set_name__(self, owner: type, name: str) -> None:
        self.place = f"{owner.__tablename__}.{name}"  # type: ignore[attr-defined]

    def __get__(self, row: Any, owner: type | None = None) -> Any:
        if row is None:
            return self
        token, key = getattr(row, self.column), row.seal_key()
        return unseal(key, token, place=f"{self.place}:{row.ref}") if token and key else None

    def __set__(self, row: HasKey, text: str | None) -> None:
        if text == self.__get__(row):
            return
        setattr(row, self.column, self._token(row, text))

    def _token(self, row: HasKey, text: str | None) -> str | None:
        if not text:
            return None
        key = row.seal_key()
        if key is None:
            raise NoKeys
        return seal(key, text, place=f"{self.place}:{row.ref}")
