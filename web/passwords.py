"""Passwords by Flask-Security's argon2: checked, digested, compared.

It takes long on purpose, so none of it is done inside a unit of work, which would hold up who else writes.
"""

from functools import cache
from typing import Any

from flask_security import hash_password, verify_password
from flask_security.proxies import _security

from workflow.passwords import ensure_good

NOBODYS = "no account has this password"


def digest_of(password: str, *, about: tuple[str, ...] = ()) -> str:
    """The digest of a good password. Raises workflow.refusals.BadValue for another."""
    ensure_good(password, about=about)
    return str(hash_password(password))


def matches(password: str, digest: str | None) -> bool:
    """Whether ``password`` is the one; for an account without a password, or no account, it takes as long."""
    fits = bool(verify_password(password, digest or _nobodys(_security.pwd_context)))
    return fits and digest is not None


@cache
def _nobodys(context: Any) -> str:
    """A digest with this desk's own settings, so that comparing with it takes the same time."""
    return str(context.hash(NOBODYS))
