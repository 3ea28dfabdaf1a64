"""A key for each ticket, kept wrapped under the desk's master key: destroy one and its values are gone."""

import os

from privacy.seal import Unreadable, seal_bytes, unseal_bytes

KEY_BYTES = 32


def new_key() -> bytes:
    """256 random bits of the operating system."""
    return os.urandom(KEY_BYTES)


def wrap(master: bytes, key: bytes, place: str) -> str:
    """``key`` sealed under ``master`` for ``place`` (such as ``ticket:<ref>``), as printable hex."""
    return seal_bytes(master, key, place=_wrapping(place)).hex()


def unwrap(master: bytes, wrapped: str, place: str) -> bytes:
    """The key wrapped for ``place``; raises Unreadable."""
    try:
        token = bytes.fromhex(wrapped)
    except ValueError as problem:
        raise Unreadable(place) from problem
    return unseal_bytes(master, token, place=_wrapping(place))


def _wrapping(place: str) -> str:
    """A place of its own, so that a sealed value can never be taken for a key."""
    return f"key/{place}"
