"""The extra fields of a desk definition: their codes, choices, where they are required, and who sees them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from access.permissions import Permission, granted
from models import Role, Ticket
from workflow.definition_keys import CHOICE, FIELD
from workflow.definition_parts import FILING, Choice, Field, FieldKind
from workflow.definition_text import Mistakes, read_table

CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,28}[a-z0-9]")
SEERS: Final = tuple(role for role in Role if granted(role, Permission.TICKET_READ))
FILERS: Final = tuple(role for role in SEERS if granted(role, Permission.TICKET_FILE))
MOST_CHOICES: Final = 60
Tables = Sequence[Mapping[str, Any]]


def taken_codes() -> frozenset[str]:
    """The names a complaint has already: columns, what is sealed in them, and what forms call them."""
    columns = {column.name for column in Ticket.__table__.columns}
    names = {name.removesuffix("_sealed").removesuffix("_id") for name in columns}
    return frozenset(columns | names | {"reason", "last_event_id", "csrf_token", "q", "tab", "after", "before"})


def fields_of(tables: Tables, moves: Tables, mistakes: Mistakes) -> list[Field | None]:
    """The fields in the order of the file; None for one that is wrong."""
    fields: list[Field | None] = []
    codes: set[str] = set()
    for number, table in enumerate(tables, 1):
        place, before = f"field[{number}]", len(mistakes.found)
        read = read_table(table, FIELD, place, mistakes)
        _judge_code(read, codes, place, mistakes)
        choices = _choices_of(read, place, mistakes)
        _judge_required(read, moves, place, mistakes)
        fields.append(_field(read, choices) if len(mistakes.found) == before else None)
    return fields


def _judge_code(read: Mapping[str, Any], codes: set[str], place: str, mistakes: Mistakes) -> None:
    code = read.get("code")
    if code is None:
        return
    if not CODE.fullmatch(code):
        mistakes.say(f"{place}.code", "bad_code", code=code)
    elif code in taken_codes():
        mistakes.say(f"{place}.code", "code_taken", code=code)
    elif code in codes:
        mistakes.say(f"{place}.code", "code_twice", code=code)
    codes.add(code)


def _choices_of(read: Mapping[str, Any], place: str, mistakes: Mistakes) -> tuple[Choice, ...]:
    offers = read.get("choices", [])
    is_choice = read.get("kind") == FieldKind.CHOICE
    if is_choice and not offers:
        mistakes.say(f"{place}.choices", "no_choices")
    if offers and not is_choice and "kind" in read:
        mistakes.say(f"{place}.choices", "choices_of_no_choice", kind=read["kind"])
    if len(offers) > MOST_CHOICES:
        mistakes.say(f"{place}.choices", "too_many", most=MOST_CHOICES, found=len(offers))
    choices: list[Choice] = []
    for number, table in enumerate(offers[:MOST_CHOICES], 1):
        there, before = f"{place}.choices[{number}]", len(mistakes.found)
        values = read_table(table, CHOICE, there, mistakes)
        if values.get("code") in {choice.code for choice in choices}:
            mistakes.say(f"{there}.code", "choice_twice", code=values["code"])
        if len(mistakes.found) == before:
            choices.append(Choice(**values))
    return tuple(choices)


def _judge_required(read: Mapping[str, Any], moves: Tables, place: str, mistakes: Mistakes) -> None:
    """A field can be required only where there is such a move, and of people who see what they fill in."""
    roles_at = {FILING: [role.value for role in FILERS]}
    roles_at |= {move["verb"]: _listed(move.get("roles")) for move in moves if isinstance(move.get("verb"), str)}
    seen_by = read.get("roles") or tuple(role.value for role in SEERS)
    for role in read.get("roles", ()):
        if Role(role) not in SEERS:
            mistakes.say(f"{place}.roles", "sees_no_complaint", role=role)
    for verb in read.get("required_at", ()):
        if verb not in roles_at:
            mistakes.say(f"{place}.required_at", "required_nowhere", verb=verb)
            continue
        for role in (one for one in roles_at[verb] if one in SEERS):
            if role not in seen_by:
                mistakes.say(f"{place}.required_at", "required_unseen", verb=verb, role=role)
            elif read.get("masked") and verb != FILING and not granted(Role(role), Permission.PERSONAL_REVEAL):
                mistakes.say(f"{place}.required_at", "required_masked", verb=verb, role=role)


def _listed(value: Any) -> list[str]:
    """The texts of what should be a list of them; the rest is told elsewhere."""
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _field(read: Mapping[str, Any], choices: tuple[Choice, ...]) -> Field:
    plain = {name: value for name, value in read.items() if name not in ("kind", "choices", "roles")}
    roles = tuple(map(Role, read["roles"])) if read.get("roles") else SEERS
    return Field(kind=FieldKind(read["kind"]), choices=choices, roles=roles, **plain)
