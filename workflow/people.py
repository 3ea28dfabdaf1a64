"""The rules for the people of the desk: added, changed, disabled, given a one-time link, and their own settings."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from access.actors import Actor, actor_of, system_actor
from access.permissions import Permission
from access.policy import Refusal, require
from audit.context import acting
from models import Role, User, clock, db
from workflow.accounts import Account, Standing
from workflow.refusals import BadValue
from workflow.signins import clean_email, end_all_of
from workflow.tokens import digest_of, new_token
from workflow.turns import in_turn

LINK_LIVES = timedelta(hours=24)
ADMINS = "people.admins"


class LastAdmin(Refusal):
    """Somebody must be left who can manage users."""


class LinkSpent(Refusal):
    """A one-time link that was used, replaced, or is too old; or that never was one."""


class StaleUser(Refusal):
    """The user changed since the form was opened."""

    def __init__(self, seen: int, newest: int) -> None:
        super().__init__(seen, newest)
        self.seen = seen
        self.newest = newest


class NotOwnAccount(Refusal):
    """Language and password are set by oneself alone."""


@dataclass(frozen=True, slots=True)
class Invited:
    """A user and the token of their one-time link, which is told here and never again."""

    user: User
    token: str


def add(account: Account, *, actor: Actor, reason: str = "") -> Invited:
    """Make a user without a password and a link by which they set one.

    Raises Forbidden, and BadValue for an address that is malformed or taken, a name or regions that are missing.
    """
    require(actor, Permission.USER_MANAGE)
    account = account.checked()
    if db.session.scalar(select(User.id).where(User.email == account.email)) is not None:
        raise BadValue("email", "taken")
    user = User(
        email=account.email,
        name=account.name,
        role=account.role,
        region_codes=account.region_codes,
        locale=account.locale,
        fs_uniquifier=new_token(),
    )
    token = _give_link(user)
    with acting(actor, "user.create", reason):
        db.session.add(user)
    return Invited(user, token)


def change(user: User, standing: Standing, *, actor: Actor, reason: str, last_event_id: int | None = None) -> None:
    """Give ``user`` another name, role, regions or standing. Raises OwnAccount, StaleUser, LastAdmin, BadValue."""
    require(actor, Permission.USER_MANAGE, on=user)
    db.session.refresh(user, with_for_update=True)
    _ensure_fresh(user, last_event_id)
    standing = standing.checked()
    _ensure_reason(reason)
    if not (standing.active and standing.role == Role.ADMIN):
        _ensure_another_admin(user)
    action = "user.change" if standing.active == user.active else "user.enable" if standing.active else "user.disable"
    with acting(actor, action, reason, object=user):
        user.name = standing.name
        user.role = standing.role
        user.region_codes = standing.region_codes
        user.active = standing.active
        if not standing.active:
            _shut(user)


def disable(user: User, *, actor: Actor, reason: str) -> None:
    """Let ``user`` in no more, from this moment on. Raises OwnAccount, LastAdmin, BadValue."""
    change(user, Standing.of(user, active=False), actor=actor, reason=reason)


def renew_link(user: User, *, actor: Actor, reason: str) -> Invited:
    """Give ``user`` a new one-time link; the old password stays until it is used. Raises OwnAccount, BadValue."""
    require(actor, Permission.USER_MANAGE, on=user)
    _ensure_reason(reason)
    if not user.active:
        raise BadValue("active", "disabled")
    with acting(actor, "user.link", reason, object=user):
        token = _give_link(user)
    return Invited(user, token)


def end_sessions(user: User, *, actor: Actor, reason: str) -> None:
    """Sign ``user`` out everywhere."""
    require(actor, Permission.USER_MANAGE, on=user)
    _ensure_reason(reason)
    with acting(actor, "user.sign_out", reason, object=user):
        user.fs_uniquifier = new_token()
        end_all_of(user)


def holder_of_link(token: str) -> User:
    """Whose one-time link this is. Raises LinkSpent."""
    user = db.session.scalar(select(User).where(User.link_digest == digest_of(token)))
    if user is None or not user.active or user.link_until is None or user.link_until <= clock.now():
        raise LinkSpent
    return user


def use_link(token: str, *, password_digest: str, origin: str) -> User:
    """Set the password of whoever holds the link, and spend it. Raises LinkSpent."""
    in_turn(f"people.link.{digest_of(token)}")
    user = holder_of_link(token)
    _set_password(user, password_digest, actor_of(user, session="", origin=origin), facts={"by": "link"})
    return user


def change_password(user: User, *, password_digest: str, actor: Actor) -> None:
    """Set one's own password; every session ends. Raises NotOwnAccount."""
    _ensure_own(user, actor)
    _set_password(user, password_digest, actor, facts={"by": "self"})


def choose_language(user: User, locale: str, *, actor: Actor) -> None:
    """Set the language one reads. Raises NotOwnAccount, BadValue."""
    _ensure_own(user, actor)
    if locale not in ("id", "en"):
        raise BadValue("locale", "unknown")
    with acting(actor, "user.language", object=user):
        user.locale = locale


def desk_is_empty() -> bool:
    """Whether nobody was ever added."""
    return db.session.scalar(select(User.id).limit(1)) is None


def add_first_admin(email: str, name: str, *, password_digest: str, origin: str) -> User:
    """Make the first user of an empty desk, an administrator. Raises LinkSpent on a desk that has users."""
    in_turn(ADMINS)
    if not desk_is_empty():
        raise LinkSpent
    account = Account(email=clean_email(email), name=name, role=Role.ADMIN)
    invited = add(account, actor=system_actor("Loket", origin=origin), reason="")
    oneself = actor_of(invited.user, session="", origin=origin)
    _set_password(invited.user, password_digest, oneself, facts={"by": "first link"})
    return invited.user


def _give_link(user: User) -> str:
    token = new_token()
    user.link_digest = digest_of(token)
    user.link_until = clock.now() + LINK_LIVES
    return token


def _set_password(user: User, digest: str, actor: Actor, facts: dict[str, str]) -> None:
    with acting(actor, "user.password", object=user, facts=facts):
        user.password = digest
        user.link_digest = None
        user.link_until = None
        user.fs_uniquifier = new_token()
        end_all_of(user)


def _shut(user: User) -> None:
    user.link_digest = None
    user.link_until = None
    end_all_of(user)


def _ensure_own(user: User, actor: Actor) -> None:
    require(actor, Permission.DESK_READ)
    if user.id != actor.id:
        raise NotOwnAccount


def _ensure_fresh(user: User, last_event_id: int | None) -> None:
    if last_event_id is not None and last_event_id != user.last_event_id:
        raise StaleUser(last_event_id, user.last_event_id)


def _ensure_reason(reason: str) -> None:
    if not reason.strip():
        raise BadValue("reason", "required")


def _ensure_another_admin(user: User) -> None:
    """Raise LastAdmin when ``user`` is the only active administrator."""
    if user.role != Role.ADMIN or not user.active:
        return
    in_turn(ADMINS)
    others = select(func.count()).where(User.role == Role.ADMIN, User.active, User.id != user.id)
    if not db.session.scalar(others):
        raise LastAdmin
