"""Desk definitions for the tests: the shipped one with a move more, and how one is put in force."""

from typing import Any

from access.actors import Actor
from models import DeskVersion
from models.database import writing
from workflow import desk
from workflow.definition import shipped_text

REJECTED_ABOVE = """
[[move]]
verb = "rejected_above"
kind = "send_back"
from = ["corrected"]
to = "verifying"
roles = ["supervisor"]
needs = ["reason"]
label_id = "Koreksi ditolak pusat"
label_en = "Rejected above"
"""
ADDED = shipped_text() + REJECTED_ABOVE


def put_in_force(text: str, admin: Actor, **more: Any) -> DeskVersion:
    """Publish ``text`` as ``admin``; somebody else is said to have drafted it."""
    known: dict[str, Any] = {"made_by": (admin.id or 0) - 1, "note": "Diminta pusat"}
    with writing():
        return desk.publish(text, actor=admin, **(known | more))
