"""Random tokens that are told once, in a cookie or a link, and kept as a digest."""

import hashlib
import secrets

BYTES = 32


def new_token() -> str:
    """256 random bits, fit for an address."""
    return secrets.token_urlsafe(BYTES)


def digest_of(token: str) -> str:
    """What the database keeps; a token is random, so a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()
