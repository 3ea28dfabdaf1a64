"""Ready texts where a text is asked: what is offered, and the one that an address asks for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from flask import request

from models import Purpose, Ticket
from web.language import language
from web.reference_names import Names, reference_names
from workflow import wording


@dataclass(frozen=True, slots=True)
class Place:
    """Where a form asks for a text: the field, and which texts are for it."""

    field: str
    purposes: tuple[Purpose, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """One ready text, filled for a ticket (or not yet, where it is for many)."""

    code: str
    title: str
    text: str
    to_reporter: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a form offers for one of its fields."""

    field: str
    offers: tuple[Offer, ...]


PLACES: Final[Mapping[str, Place]] = MappingProxyType(
    {
        "note": Place("text", (Purpose.NOTE, Purpose.MESSAGE)),
        "hand_off": Place("asked", (Purpose.HAND_OFF,)),
        "send_back": Place("reason", (Purpose.SEND_BACK,)),
        "dismiss": Place("reason", (Purpose.DISMISS,)),
    }
)


def shelf(verb: str, ticket: Ticket | None = None) -> Shelf | None:
    """The ready texts for the form of ``verb``; None where it asks for no text or none is kept."""
    place = PLACES.get(verb)
    if place is None:
        return None
    names = reference_names()
    values = _values(ticket, names) if ticket else {}
    offers = tuple(_offers(names, place.purposes, values))
    return Shelf(place.field, offers) if offers else None


def prefill(form: Any, verb: str, ticket: Ticket | None = None) -> None:
    """Put the ready text that the address names (``?canned=code``) into the form; for browsers without scripts."""
    asked, known = request.args.get("canned", ""), shelf(verb, ticket)
    chosen = next((offer for offer in known.offers if offer.code == asked), None) if known and asked else None
    if known is None or chosen is None:
        return
    form[known.field].data = chosen.text
    if "to_reporter" in form:
        form["to_reporter"].data = "1" if chosen.to_reporter else "0"


def _values(ticket: Ticket, names: Names) -> dict[str, str]:
    category = names.categories.get(ticket.category_id)
    return wording.values_of(ticket, category=category.name if category else "–", language=language())


def _offers(names: Names, purposes: tuple[Purpose, ...], values: Mapping[str, str]) -> Iterable[Offer]:
    for purpose in purposes:
        for text in names.texts:
            if text.purpose == purpose:
                yield Offer(text.code, text.title, wording.fill(text.text, values), purpose is Purpose.MESSAGE)
