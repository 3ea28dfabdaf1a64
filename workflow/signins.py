"""Sign-ins as rows and events: begun, ended, failed; one row a session, and its token only as a digest."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, select, update

from access.actors import Actor, actor_of, stranger
from audit.recorder import note_event
from models import Role, User, UserSession, clock, db
from models.keyring import index_of
from models.types import new_ref
from workflow.absences import stood_in_for
from workflow.tokens import digest_of, new_token

LIFETIME = timedelta(hours=12)


def clean_email(text: str) -> str:
    """An address as the user table keeps it; a sign that no address has is left out."""
    return "".join(sign for sign in text if sign.isprintable()).strip().lower()


def find(email: str) -> User | None:
    """The user of an e-mail address, active or not."""
    return db.session.scalar(select(User).where(User.email == clean_email(email)))


def begin(user: User, *, origin: str) -> str:
    """Note that ``user`` signed in, and give the token of the new session."""
    token, now = new_token(), clock.now()
    row = UserSession(
        ref=new_ref(), digest=digest_of(token), user_id=user.id, origin=origin, started_at=now, until=now + LIFETIME
    )
    db.session.add(row)
    db.session.flush()
    note_event(actor_of(user, session=row.ref, origin=origin), "signin.ok", label=user.email, on=[user])
    return token


def fail(email: str, *, origin: str) -> None:
    """Note a failed sign-in; the address is kept as its blind index, for it may be a mistyped password."""
    user = find(email)
    facts = {"account": index_of("email", clean_email(email)) or "-"}
    note_event(stranger(origin=origin), "signin.failed", on=[user] if user else [], facts=facts)


def end(actor: Actor) -> None:
    """Note that ``actor`` signed out; their session is over, whoever holds a copy of its cookie."""
    row = db.session.scalar(_running().where(UserSession.ref == actor.session))
    if row is not None:
        row.ended_at = clock.now()
        db.session.flush()
        note_event(actor, "signin.ended", label=row.user.email, on=[row.user])


def end_all_of(user: User) -> None:
    """End every session of ``user``."""
    now = clock.now()
    db.session.execute(
        update(UserSession).where(UserSession.user_id == user.id, UserSession.ended_at.is_(None)).values(ended_at=now),
        execution_options={"synchronize_session": False},
    )


def holder_of(token: str) -> Row[int, str, str, Role, str, str, str, str | None] | None:
    """Who holds ``token``: session, user, standing and for whom they stand in; None when it is over. One statement."""
    columns = (User.id, User.name, User.email, User.role, User.region_codes, User.locale, UserSession.ref)
    return db.session.execute(
        select(*columns, stood_in_for())
        .join(User, User.id == UserSession.user_id)
        .where(UserSession.digest == digest_of(token), UserSession.ended_at.is_(None))
        .where(UserSession.until > clock.now(), User.active)
    ).one_or_none()


def last_signins(ids: list[int]) -> dict[int, datetime]:
    """When each of these users last signed in, of those who ever did."""
    newest = (
        select(UserSession.user_id, func.max(UserSession.started_at).label("last"))
        .where(UserSession.user_id.in_(ids))
        .group_by(UserSession.user_id)
    )
    return {row.user_id: row.last for row in db.session.execute(newest)}


def _running() -> Any:
    return select(UserSession).where(UserSession.ended_at.is_(None))
