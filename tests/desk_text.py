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
PLAIN = shipped_text().partition("[[field]]")[0]
"""The shipped one without its extra fields."""

ADDED = shipped_text() + REJECTED_ABOVE


def put_in_force(text: str, admin: Actor, **more: Any) -> DeskVersion:
    """Publish ``text`` as ``admin``; somebody else is said to have drafted it."""
    known: dict[str, Any] = {"made_by": (admin.id or 0) - 1, "note": "Diminta pusat"}
    with writing():
        return desk.publish(text, actor=admin, **(known | more))


FIELDS = """
[[field]]
code = "needs_for"
kind = "choice"
label_id = "Keperluan"
label_en = "Needed for"
help_en = "What the certificate is for."
required_at = ["file"]
choices = [
  { code = "umrah", label_id = "Umrah atau haji", label_en = "Pilgrimage" },
  { code = "work", label_id = "Kerja", label_en = "Work" },
]

[[field]]
code = "travel_on"
kind = "date"
label_id = "Tanggal berangkat"
label_en = "Date of travel"

[[field]]
code = "fee"
kind = "number"
label_id = "Biaya"
label_en = "Fee"
roles = ["verifier", "supervisor", "auditor"]

[[field]]
code = "checked_by_phone"
kind = "yes_no"
label_id = "Sudah ditelepon"
label_en = "Called back"
required_at = ["take"]

[[field]]
code = "village"
kind = "text"
label_id = "Nama kampung"
label_en = "Name of the village"

[[field]]
code = "passport"
kind = "text"
label_id = "Nomor paspor"
label_en = "Passport number"
masked = true

[[field]]
code = "wedding_on"
kind = "date"
label_id = "Tanggal menikah"
label_en = "Wedding day"
masked = true

[[rule]]
name = "Umrah didahulukan"
when = { field = { needs_for = "umrah" } }
then = { priority = "urgent" }
"""
WITHOUT_FIELDS = shipped_text().split("[[field]]")[0]
WITH_FIELDS = WITHOUT_FIELDS + FIELDS
"""The shipped definition with a field of each kind: masked, hidden from the counter, required."""
FILLED = {
    "needs_for": "work",
    "travel_on": "30-11-2026",
    "village": "Kampung Arab",
    "passport": "C1234567",
    "wedding_on": "12-05-1999",
}
