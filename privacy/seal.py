"""Seals a value so that only its key, at its own place, opens it again: AES-256-GCM (NIST SP 800-38D)."""

import base64
import binascii
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = "s1."
NONCE_BYTES = 12


class Unreadable(ValueError):
    """A token that this key does not open at this place: another key, another place, or changed bytes."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


def seal(key: bytes, text: str, *, place: str) -> str:
    """A printable token for ``text``, bound to ``place`` (such as ``ticket.subject_nik:<ref>``)."""
    return VERSION + _printable(_encrypt(key, text.encode(), place))


def unseal(key: bytes, token: str, *, place: str) -> str:
    """The text sealed into ``token`` at ``place``; raises Unreadable."""
    return _decrypt(key, _sealed_bytes(token, place), place).decode()


def seal_bytes(key: bytes, data: bytes, *, place: str) -> bytes:
    """``data`` sealed as bytes, 31 longer than it was."""
    return VERSION.encode() + _encrypt(key, data, place)


def unseal_bytes(key: bytes, token: bytes, *, place: str) -> bytes:
    """The bytes sealed into ``token`` at ``place``; raises Unreadable."""
    if not token.startswith(VERSION.encode()):
        raise Unreadable(place)
    return _decrypt(key, token[len(VERSION) :], place)


def _encrypt(key: bytes, data: bytes, place: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, data, _bound(place))


def _decrypt(key: bytes, sealed: bytes, place: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound(place))
    except (InvalidTag, ValueError) as problem:
        raise Unreadable(place) from problem


def _bound(place: str) -> bytes:
    return (VERSION + place).encode()


def _printable(sealed: bytes) -> str:
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def _sealed_bytes(token: str, place: str) -> bytes:
    """The bytes of a token in its one spelling: a second spelling of the same bytes is refused."""
    text = token.removeprefix(VERSION)
    try:
        sealed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as problem:
        raise Unreadable(place) from problem
    if VERSION + _printable(sealed) != token:
        raise Unreadable(place)
    return sealed
