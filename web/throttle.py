"""Slows down whoever guesses passwords, by account and by address, and locks nobody out.

A browser on which an account signed in before is known by a cookie and counted by itself, so that strangers
who hammer on the account, or colleagues behind the same address, slow down themselves and not its owner.
"""

import ipaddress
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete, func, select

from access.policy import Refusal
from models import SignInAttempt, clock, db
from models.keyring import index_of
from web.actor import origin
from workflow.signins import clean_email
from workflow.turns import in_turn

FREE_BY_ACCOUNT: Final = 5
FREE_BY_ADDRESS: Final = 20
FIRST_WAIT: Final = 15
LONGEST_WAIT: Final = 300
FORGOTTEN_AFTER: Final = timedelta(hours=1)
DEVICE_COOKIE: Final = "loket-device"
DEVICE_DAYS: Final = 180
DEVICE_ACCOUNTS: Final = 8


class Slowed(Refusal):
    """Too many failed tries; the next one counts after ``seconds``."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Key:
    """What tries are counted by, and how many are free of a wait."""

    name: str
    free: int


def wait_after(tries: int, free: int) -> int:
    """Seconds to wait after so many failed tries: none while they are free, then doubling to five minutes."""
    return 0 if tries < free else min(FIRST_WAIT * 2 ** min(tries - free, 10), LONGEST_WAIT)


def keys_for(email: str) -> tuple[Key, ...]:
    """A known device is counted by itself; anything else by the account and by the address."""
    account = account_key(email)
    device = _devices().get(account)
    if device:
        return (Key(f"device:{device}", FREE_BY_ACCOUNT),)
    return (Key(f"account:{account}", FREE_BY_ACCOUNT), Key(f"address:{_network(origin())}", FREE_BY_ADDRESS))


def account_key(email: str) -> str:
    """The account as a blind index, whether there is one of that address or not."""
    return (index_of("signin", clean_email(email)) or "-")[:32]


def take_a_try(keys: tuple[Key, ...]) -> list[int]:
    """Count a try before it is made, inside a unit of work; the ids of its rows. Raises Slowed."""
    for key in sorted(keys, key=lambda one: one.name):
        in_turn(f"signin.{key.name}")
    wait = max(_wait(key) for key in keys)
    if wait > 0:
        raise Slowed(wait)
    rows = [SignInAttempt(key=key.name, at=clock.now()) for key in keys]
    db.session.add_all(rows)
    db.session.flush()
    return [row.id for row in rows]


def forgive(email: str, tried: list[int]) -> None:
    """Forget the tries of an account that signed in after all, this one, and whatever is old."""
    for stale in (
        SignInAttempt.id.in_(tried),
        SignInAttempt.key.in_([key.name for key in keys_for(email) if not key.name.startswith("address:")]),
        SignInAttempt.at < clock.now() - FORGOTTEN_AFTER,
    ):
        db.session.execute(delete(SignInAttempt).where(stale), execution_options={"synchronize_session": False})


def know_device(answer: Response, email: str) -> None:
    """Let the browser prove next time that this account signed in on it."""
    accounts = _devices()
    mine = accounts.pop(account_key(email), None) or secrets.token_hex(16)
    kept = dict([*accounts.items(), (account_key(email), mine)][-DEVICE_ACCOUNTS:])
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    answer.set_cookie(
        _cookie_name(), _signer().dumps(kept), max_age=DEVICE_DAYS * 86400, secure=secure, httponly=True, samesite="Lax"
    )


def _wait(key: Key) -> int:
    """Seconds from now until the next try of ``key`` counts."""
    recent = select(func.count(), func.max(SignInAttempt.at)).where(
        SignInAttempt.key == key.name, SignInAttempt.at > clock.now() - FORGOTTEN_AFTER
    )
    tries, last = db.session.execute(recent).one()
    return _left(last, wait_after(tries, key.free)) if tries else 0


def _left(last: datetime, wait: int) -> int:
    left = (last + timedelta(seconds=wait) - clock.now()).total_seconds()
    return max(0, -int(-left // 1))


def _network(address: str) -> str:
    """An IPv4 address, or the /64 network that one IPv6 customer holds."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address[:45]
    return address if known.version == 4 else str(ipaddress.ip_network((known, 64), strict=False))


def _devices() -> dict[str, str]:
    """The accounts that signed in on this browser, with the name of the browser for each."""
    try:
        kept = _signer().loads(request.cookies.get(_cookie_name(), ""))
    except BadSignature:
        return {}
    return {str(account): str(device) for account, device in kept.items()} if isinstance(kept, dict) else {}


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=DEVICE_COOKIE)


def _cookie_name() -> str:
    return f"__Host-{DEVICE_COOKIE}" if current_app.config["SESSION_COOKIE_SECURE"] else DEVICE_COOKIE
