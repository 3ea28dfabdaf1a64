"""How somebody wants their desk to be: small settings of their own, kept with the person and not with the browser."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sqlalchemy import select

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from models import UserSetting, db
from models.upsert import write_over
from workflow.refusals import BadValue

CHOICES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({"keys": ("on", "off")})
"""Each setting with what can be chosen; the first is as shipped."""


def choose(name: str, value: str, *, actor: Actor) -> None:
    """Set one's own setting. Raises Forbidden, BadValue."""
    require(actor, Permission.DESK_READ)
    if value not in CHOICES.get(name, ()):
        raise BadValue("setting", "unknown_code")
    write_over(UserSetting, {"user_id": actor.id, "name": name}, {"value": value})


def chosen(user_id: int | None) -> dict[str, str]:
    """Every setting of somebody; one statement."""
    shipped = {name: values[0] for name, values in CHOICES.items()}
    query = select(UserSetting.name, UserSetting.value).where(UserSetting.user_id == user_id)
    return shipped | {row.name: row.value for row in db.session.execute(query) if row.name in shipped}
