"""People named in a note: found in what was typed, kept by their ids, and read again under the names they have now."""

import re
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
            return length, whole
    word = WORD.match(rest)
    if word is None:
        return 0, []
    return word.end(), [person for person in people if person.name.split()[0].casefold() == word[0].casefold()]


def _one_of(people: Sequence[User], seers: set[int]) -> int:
    """The one of these who sees the ticket."""
    seeing = [person for person in people if person.id in seers]
    if not seeing:
        raise Unmentionable(people[0].name, "sees_it_not")
    if len(seeing) > 1:
        raise Unmentionable(people[0].name.split()[0], "several")
    return seeing[0].id
