"""What every registry answers when it is asked about one NIK: found, not found, or not available now, and why."""

import enum
from dataclasses import dataclass
from datetime import date
from typing import Protocol


class Result(enum.StrEnum):
    """The three answers; ``UNAVAILABLE`` says nothing about the person, and never becomes ``NOT_FOUND``."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    UNAVAILABLE = "unavailable"


class Why(enum.StrEnum):
    """Why a registry was not available: where the question, or the answer, was lost."""

    TIMEOUT = "timeout"
    NO_CONNECTION = "no_connection"
    UNTRUSTED = "untrusted"
    REFUSED = "refused"
    TOO_OFTEN = "too_often"
    FAULT = "fault"
    MOVED = "moved"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    OTHER_PERSON = "other_person"


SOMEBODY_ANSWERED = frozenset({Why.TOO_LARGE, Why.OTHER_PERSON})
"""Reasons that lie in the answer to this one question, and say nothing about the next."""


class Standing(enum.StrEnum):
    """What a registry says of a dose."""

    GIVEN = "given"
    NOT_GIVEN = "not_given"
    IN_ERROR = "in_error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """One dose as a registry tells it; what it does not tell is empty."""

    number: str = ""
    vaccine: str = ""
    on: date | None = None
    facility: str = ""
    lot: str = ""
    standing: Standing = Standing.GIVEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody a registry keeps under the NIK; ``confirmed`` where it repeated the whole NIK itself.

    ``birth_date`` is ISO where it can be read, ``sex`` L or P; nothing of it is shown in any repr.
    """

    name: str
    birth_date: str
    sex: str
    doses: tuple[Dose, ...]
    confirmed: bool = True

    def __repr__(self) -> str:
        return f"Person(doses={len(self.doses)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a registry said; more than one of ``people`` means that it keeps several under one NIK.

    ``pause``: seconds for which it asked to be left in peace.
    """

    result: Result
    people: tuple[Person, ...] = ()
    why: Why | None = None
    pause: int = 0

    @property
    def doses(self) -> int:
        return sum(len(person.doses) for person in self.people)


def found(*people: Person) -> Answer:
    return Answer(result=Result.FOUND, people=people)


def not_found() -> Answer:
    return Answer(result=Result.NOT_FOUND)


def unavailable(why: Why, *, pause: int = 0) -> Answer:
    return Answer(result=Result.UNAVAILABLE, why=why, pause=pause)


class Registry(Protocol):
    """A registry that can be asked about one NIK of sixteen digits."""

    @property
    def name(self) -> str:
        """What events and pages call it: a code, not a word."""

    def ask(self, nik: str) -> Answer:
        """Everybody it keeps under ``nik``, with their doses; never raises for what the registry does."""
