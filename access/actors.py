"""Who acts: a person with the role they hold now, or the desk itself."""

from dataclasses import dataclass

from models.user import Role, User


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody as the rules and the trail know them; rules take it as an argument.

    ``stands_for``: those who are absent today and whose substitute this person is.
    """

    id: int | None
    name: str
    role: Role
    regions: frozenset[str]
    session: str = ""
    origin: str = ""
    email: str = ""
    stands_for: frozenset[int] = frozenset()

    @property
    def persons(self) -> frozenset[int]:
        """Whose work this person does today: their own, and that of those they stand in for."""
        return self.stands_for | ({self.id} if self.id is not None else set())


def actor_of(user: User, *, session: str, origin: str) -> Actor:
    """The actor that ``user`` is in this session, from this address."""
    return Actor(
        id=user.id,
        name=user.name,
        role=user.role,
        regions=user.regions,
        session=session,
        origin=origin,
        email=user.email,
    )


def system_actor(name: str, *, origin: str) -> Actor:
    """The desk itself at work: ``name`` says what for (import, schedule, command)."""
    return Actor(id=None, name=name, role=Role.SYSTEM, regions=frozenset(), origin=origin)


def stranger(*, origin: str) -> Actor:
    """Somebody who has not signed in; may do nothing, and is named in refusals."""
    return Actor(id=None, name="-", role=Role.STRANGER, regions=frozenset(), origin=origin)
