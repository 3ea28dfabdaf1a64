"""What the form of a move must hold in the plain model of the desk, by kind, and what a merge gives back."""

from collections.abc import Callable, Mapping
from typing import Any


def lacking(desk: Any, ticket: Any, who: Any, move: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    """Why a move that can begin is refused all the same; empty where it is made."""
    given = {**facts, "correction": ticket.lines or ""}
    if not all(str(given[need] or "").strip() for need in move["needs"]):
        return "MissingRequirement"
    if unfilled(desk, move["verb"], {**ticket.fields, **kept(facts["fields"])}):
        return "MissingRequirement"
    wrong = BY_KIND[move["kind"]](desk, ticket, who, **facts) if move["kind"] in BY_KIND else ""
    if wrong or unknown(desk, facts["fields"]):
        return wrong or "BadValue"
    taken = move["kind"] == "undo_duplicate" and ticket.taken
    return str(desk.barred(ticket.original, who, {"supervisor"})) if taken else ""


def unfilled(desk: Any, verb: str, fields: Mapping[str, str]) -> bool:
    """Whether an extra field that ``verb`` requires is empty."""
    required = [one["code"] for one in desk.desk.get("field", ()) if verb in one.get("required_at", ())]
    return not all(fields.get(code) for code in required)


def unknown(desk: Any, fields: Mapping[str, str]) -> bool:
    """Whether a field is given that the definition does not have; "wood" is no choice of any."""
    codes = {one["code"] for one in desk.desk.get("field", ())}
    return not codes.issuperset(fields) or "wood" in fields.values()


def kept(fields: Mapping[str, str]) -> dict[str, str]:
    """The values as they are kept; an empty one is none."""
    return {code: {"ya": "yes"}.get(value, value) for code, value in fields.items() if value}


def _of_hand_off(desk: Any, ticket: Any, _who: Any, party: str, office: str, chase_on: Any, **_: Any) -> str:
    waited_for = [(row.party, row.office) for row in ticket.asked if row.until is None]
    unnamed = party == "another_office" and not office
    return "BadValue" if unnamed or chase_on < desk.today() or (party, office) in waited_for else ""


def _of_answer(_desk: Any, ticket: Any, _who: Any, hand_off: Any, result: str, **_: Any) -> str:
    if not any(hand_off is row for row in ticket.asked):
        return "BadValue"
    if hand_off.until:
        return "HandOffEnded"
    return "BadValue" if result in ("other", "withdrawn") else ""


def _of_close(desk: Any, _ticket: Any, _who: Any, told_at: Any, **_: Any) -> str:
    return "BadValue" if told_at > desk.now else ""


def _of_dismiss(desk: Any, ticket: Any, who: Any, outcome: str, original: Any, **_: Any) -> str:
    if outcome != "duplicate":
        return "BadValue" if outcome == "corrected" else ""
    if original is None:
        return "MissingRequirement"
    if desk.barred(original, who):
        return "NotVisible"
    if original is ticket or original.original is ticket:
        return "BadValue"
    if original.original:
        return "NotTheFirst"
    return "BadValue" if any(other.original is ticket for other in desk.tickets) else ""


BY_KIND: dict[str, Callable[..., str]] = {
    "hand_off": _of_hand_off, "answer": _of_answer, "close": _of_close, "dismiss": _of_dismiss,
}  # fmt: skip


def give_back(ticket: Any) -> list[str]:
    """Put back the dose that the original took over from ``ticket``, unless it changed since or is closed."""
    if not ticket.taken:
        return []
    before, after = ticket.taken
    if ticket.original.status != "closed" and ticket.original.dose == after:
        ticket.original.dose = before
    return ["ticket.unmerge"]
