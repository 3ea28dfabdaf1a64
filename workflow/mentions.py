"""People named in a note: found in what was typed, kept by their ids, and read again under the names they have now."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from sqlalchemy import select

from access.actors import Actor
from access.permissions import Permission
from access.policy import require, who_see
from models import Role, Ticket, User, db
from workflow.refusals import Unmentionable

MARK: Final = "\u2063"  # invisible, and taken out of whatever is typed
KEPT: Final = re.compile(f"{MARK}@(\\d+){MARK}", re.ASCII)
TYPED: Final = re.compile(r"(?<![\w.@])@(?=\w)")
BESIDE: Final = re.compile(r" \(([\w.+-]{1,64})\)")
"""The mail name behind a whole name that several people have."""
WORD: Final = re.compile(r"\w+(?:['’-]\w+)*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a note; ``named`` where it is somebody's name."""

    text: str
    named: bool = False


def offered(ticket: Ticket, *, actor: Actor) -> list[User]:
    """Who can be named in a note on the ticket: everybody who sees it, by name. Raises Forbidden, NotVisible."""
    require(actor, Permission.TICKET_NOTE, on=ticket)
    return [person for person in who_see(ticket, _everybody()) if person.id != actor.id]


def typed_for(people: Sequence[User], *, actor: Actor) -> dict[int, str]:
    """How each of these is typed after an @: by name, and with the mail name where several are called so."""
    names = Counter([actor.name.casefold(), *(person.name.casefold() for person in people)])
    return {
        person.id: person.name if names[person.name.casefold()] == 1 else f"{person.name} ({_mail_name(person)})"
        for person in people
    }


def kept(text: str, ticket: Ticket) -> tuple[str, list[int]]:
    """``text`` with each ``@name`` as the id of the person, and those ids; an ``@`` before no name stays as it is.

    Raises Unmentionable for somebody who does not see the ticket, and for a first name that several have.
    """
    text, found = text.replace(MARK, ""), list[int]()
    if "@" not in text:
        return text, found
    everybody = _everybody()
    seers = {person.id for person in who_see(ticket, everybody)}
    parts, done = [], 0
    for match in TYPED.finditer(text):
        length, people = _called(text[match.end() :], everybody)
        if match.start() < done or not people:
            continue
        found.append(_one_of(people, seers))
        parts.append(f"{text[done : match.start()]}{MARK}@{found[-1]}{MARK}")
        done = match.end() + length
    return "".join(parts) + text[done:], found


def ids_in(text: str) -> set[int]:
    """The ids of the people whom a kept text names."""
    return {int(number) for number in KEPT.findall(text)}


def read(text: str, names: Mapping[int, str], clean: Callable[[str], str] = str) -> list[Piece]:
    """A kept text as it reads today; ``clean`` goes over what was typed, not over names."""
    parts = KEPT.split(text)
    pieces = [
        Piece("@" + names.get(int(part), "–"), named=True) if place % 2 else Piece(clean(part))
        for place, part in enumerate(parts)
    ]
    return [piece for piece in pieces if piece.text]


def _everybody() -> list[User]:
    query = select(User).where(User.active, User.role != Role.ADMIN).order_by(User.name, User.id)
    return list(db.session.scalars(query))


def _called(rest: str, people: Sequence[User]) -> tuple[int, list[User]]:
    """The longest name that ``rest`` begins with, and who is called so: by whole name, else by the first word of it."""
    by_length = sorted(people, key=lambda person: -len(person.name))
    for length, same in groupby(by_length, key=lambda person: len(person.name)):
        if re.match(r"\w", rest[length : length + 1]):
            continue
        whole = [person for person in same if person.name.casefold() == rest[:length].casefold()]
        if whole:
            return _told_apart(rest, length, whole)
    word = WORD.match(rest)
    if word is None:
        return 0, []
    return word.end(), [person for person in people if person.name.split()[0].casefold() == word[0].casefold()]


def _told_apart(rest: str, length: int, same: list[User]) -> tuple[int, list[User]]:
    """Of people with one name, whose mail name stands in brackets behind it; all of them where none does."""
    beside = BESIDE.match(rest, length)
    told = [person for person in same if beside and _mail_name(person) == beside[1].casefold()]
    return (beside.end(), told) if beside and told else (length, same)


def _mail_name(person: User) -> str:
    return person.email.partition("@")[0].casefold()


def _one_of(people: Sequence[User], seers: set[int]) -> int:
    """The one of these who sees the ticket."""
    seeing = [person for person in people if person.id in seers]
    if not seeing:
        raise Unmentionable(people[0].name, "sees_it_not")
    if len(seeing) > 1:
        same = len({person.name.casefold() for person in seeing}) == 1
        raise Unmentionable(seeing[0].name if same else people[0].name.split()[0], "same_name" if same else "several")
    return seeing[0].id
