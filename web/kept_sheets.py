"""Keeps a returned batch sheet between its preview and its confirmation: sealed, for a day, for whoever sent it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any, Final

from flask import current_app

from intake.vault import REF
from models.types import new_ref
from web.sealed_store import SealedStore
from workflow.returned_sheet import Said

KEPT: Final = timedelta(days=1)


def keep(rows: Sequence[Said], *, facility: str, person: int | None) -> str:
    """Keep the rows; the name under which they are found again."""
    ref = new_ref()
    _store().keep(ref, {"facility": facility, "person": person, "rows": [_plain(one) for one in rows]})
    return ref


def kept(ref: str, *, facility: str, person: int | None) -> list[Said] | None:
    """The rows of that name, None where they are gone or were sent by somebody else or for another facility."""
    found = _store().kept(ref) if REF.fullmatch(ref) else None
    if not isinstance(found, dict) or (found["facility"], found["person"]) != (facility, person):
        return None
    return [_said(one) for one in found["rows"]]


def drop(ref: str) -> None:
    if REF.fullmatch(ref):
        _store().drop(ref)


def _store() -> SealedStore:
    return SealedStore(current_app.config["LOKET"].home / "returned-sheets", "handoff.returned", KEPT)


def _plain(one: Said) -> dict[str, Any]:
    return asdict(one) | {"day": one.day.isoformat() if one.day else None}


def _said(one: Mapping[str, Any]) -> Said:
    return Said(**{**one, "day": date.fromisoformat(one["day"]) if one["day"] else None})
