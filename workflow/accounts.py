"""What an administrator says of a user: checked facts, before they become a row."""

import re
from dataclasses import dataclass, replace
from typing import Self

from sqlalchemy import select

from models import Region, Role, User, db
from workflow.refusals import BadValue
from workflow.signins import clean_email

LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
EMAIL = re.compile(rf"[a-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{LABEL}(?:\.{LABEL})+")
LONGEST_EMAIL = 254
LONGEST_NAME = 120
ROLES = (Role.OPERATOR, Role.VERIFIER, Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN)
REGIONAL = frozenset({Role.OPERATOR, Role.VERIFIER, Role.SUPERVISOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Name, role, regions, and whether somebody may sign in at all."""

    name: str
    role: Role
    regions: frozenset[str] = frozenset()
    active: bool = True

    @classmethod
    def of(cls, user: User, *, active: bool) -> Self:
        return cls(name=user.name, role=user.role, regions=user.regions, active=active)

    @property
    def region_codes(self) -> str:
        return ",".join(sorted(self.regions))

    def checked(self) -> Self:
        """The same, in order; an auditor and an administrator have no regions. Raises BadValue."""
        name = " ".join(self.name.split())
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            raise BadValue("name", "required" if not name else "malformed")
        if self.role not in ROLES:
            raise BadValue("role", "unknown")
        return replace(self, name=name, regions=known_regions(self.regions) if self.role in REGIONAL else frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Standing):
    """A new user: the standing, the address they sign in with, and their language."""

    email: str
    locale: str = "id"

    def checked(self) -> Self:
        standing = Standing.checked(self)
        email = clean_email(self.email)
        if len(email) > LONGEST_EMAIL or not EMAIL.fullmatch(email):
            raise BadValue("email", "malformed")
        return replace(standing, email=email)


def regions_offered() -> list[tuple[str, str]]:
    """The regions somebody can be given: code and name, by name."""
    rows = db.session.execute(select(Region.code, Region.name).where(~Region.retired).order_by(Region.name))
    return [(code, name) for code, name in rows]


def known_regions(codes: frozenset[str]) -> frozenset[str]:
    """``codes`` when there is one at least and the desk knows them all. Raises BadValue."""
    if not codes:
        raise BadValue("regions", "required")
    if not codes <= {code for code, _ in regions_offered()}:
        raise BadValue("regions", "unknown")
    return codes
