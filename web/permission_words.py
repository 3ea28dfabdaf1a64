"""The permission matrix in words: what each permission is, and where a role's grant has a limit.

Who holds what is in ``access.permissions.GRANTS`` alone; this table only names it.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from access.permissions import Permission, granted
from models import Role
from workflow.accounts import ROLES

P = Permission


class Mark(enum.StrEnum):
    """How far a role may go."""

    YES = "yes"
    LIMITED = "limited"
    REASON = "reason"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of the matrix; ``words`` say the limit where there is one."""

    mark: Mark
    words: Any = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One permission, with a cell for each role in the order of ROLES."""

    permission: Permission
    label: Any
    cells: tuple[Cell, ...]


GROUPS: Final[tuple[tuple[Any, Mapping[Permission, Any]], ...]] = (
    (
        _l("Complaints"),
        {
            P.TICKET_READ: _l("See complaints, personal fields masked"),
            P.TICKET_SEARCH: _l("Search complaints"),
            P.TICKET_FILE: _l("File a new complaint"),
            P.TICKET_NOTE: _l("Write notes"),
            P.TICKET_EDIT: _l("Change the facts of a complaint"),
            P.TICKET_ASSIGN: _l("Assign somebody"),
            P.TICKET_TAKE: _l("Take a complaint in hand"),
            P.TICKET_HAND_OFF: _l("Ask somebody outside, chase them, and record their answer"),
            P.TICKET_CORRECT: _l("Record corrections and mark as corrected"),
            P.TICKET_SEND_BACK: _l("Send back to verification"),
            P.TICKET_CLOSE: _l("Tell the reporter and close"),
            P.TICKET_DISMISS: _l("Close without a correction"),
            P.TICKET_REOPEN: _l("Reopen"),
            P.TICKET_DEADLINE: _l("Compute deadlines and escalate what is overdue: the desk itself"),
            P.TICKET_COUNTERPART: _l("Open the complaint of whose record the NIK carries, in any region"),
            P.TICKET_PAIR: _l("Decide that two complaints are not the same"),
            P.TICKET_MERGE: _l("Merge two complaints"),
            P.TICKET_EXPORT: _l("Export the list of complaints"),
            P.VIEW_SHARE: _l("Share a saved view of the list"),
        },
    ),
    (
        _l("Personal data"),
        {
            P.RECORD_READ: _l("Look up vaccination records, masked"),
            P.OUTSIDE_QUERY: _l("Ask the national registry by NIK"),
            P.PERSONAL_REVEAL: _l("Show a full NIK, phone or address"),
            P.ATTACHMENT_ADD: _l("Add evidence files"),
            P.ATTACHMENT_OPEN: _l("Open evidence files"),
            P.IMPORT_MEND: _l("See and mend the rows of a file before it is imported"),
        },
    ),
    (
        _l("Oversight"),
        {
            P.REPORT_READ: _l("Read the figures of the desk's quality"),
            P.AUDIT_READ: _l("Read the audit trail"),
            P.AUDIT_EXPORT: _l("Export the audit trail"),
        },
    ),
    (
        _l("Settings"),
        {
            P.IMPORT_RUN: _l("Import files, personal values masked"),
            P.REFERENCE_EDIT: _l("Change reference data"),
            P.WORDING_EDIT: _l("Change ready texts and macros"),
            P.USER_MANAGE: _l("Manage users and roles"),
            P.MATRIX_READ: _l("See this table"),
            P.DESK_PUBLISH: _l("Put another desk definition in force"),
            P.DESK_READ: _l("Open the home page and one's own account"),
        },
    ),
)

REGIONS: Final = Cell(Mark.LIMITED, _l("Own regions"))
ASSIGNED: Final = Cell(Mark.LIMITED, _l("When assigned"))
NOT_OWN: Final = Cell(Mark.LIMITED, _l("Not one's own"))
REASON: Final = Cell(Mark.REASON, _l("Reason"))
OP, VER, SUP, AUD, ADM = ROLES

LIMITS: Final[Mapping[tuple[Permission, Role], Cell]] = MappingProxyType(
    {
        **{(permission, role): REGIONS for permission in (P.TICKET_READ, P.TICKET_SEARCH) for role in (OP, VER, SUP)},
        **{(P.TICKET_FILE, role): REGIONS for role in (OP, SUP)},
        **{(P.TICKET_CORRECT, role): ASSIGNED for role in (VER, SUP)},
        (P.TICKET_HAND_OFF, VER): Cell(Mark.LIMITED, _l("When assigned; chasing in the own regions")),
        (P.TICKET_HAND_OFF, SUP): REGIONS,
        (P.TICKET_EDIT, OP): Cell(Mark.LIMITED, _l("While it is open")),
        (P.TICKET_EDIT, VER): ASSIGNED,
        (P.TICKET_SEND_BACK, VER): Cell(Mark.REASON, _l("Reason; not one's own")),
        (P.TICKET_SEND_BACK, SUP): REASON,
        (P.TICKET_CLOSE, VER): NOT_OWN,
        (P.TICKET_CLOSE, SUP): NOT_OWN,
        (P.TICKET_DISMISS, VER): Cell(Mark.REASON, _l("Reason; when assigned")),
        (P.TICKET_DISMISS, SUP): REASON,
        **{(P.TICKET_REOPEN, role): Cell(Mark.REASON, _l("Reason; for a limited time")) for role in (OP, SUP)},
        (P.TICKET_COUNTERPART, VER): Cell(Mark.REASON, _l("Reason; when assigned")),
        (P.TICKET_COUNTERPART, SUP): REASON,
        (P.TICKET_MERGE, SUP): REASON,
        **{(P.TICKET_PAIR, role): REASON for role in (VER, SUP)},
        (P.VIEW_SHARE, SUP): REGIONS,
        (P.TICKET_EXPORT, SUP): REGIONS,
        **{(P.RECORD_READ, role): REGIONS for role in (VER, SUP)},
        (P.OUTSIDE_QUERY, VER): Cell(Mark.REASON, _l("Reason; when assigned")),
        (P.OUTSIDE_QUERY, SUP): REASON,
        (P.PERSONAL_REVEAL, VER): Cell(Mark.REASON, _l("Reason; when assigned")),
        (P.PERSONAL_REVEAL, SUP): REASON,
        (P.ATTACHMENT_OPEN, VER): Cell(Mark.REASON, _l("Reason; when assigned")),
        (P.ATTACHMENT_OPEN, SUP): REASON,
        (P.IMPORT_MEND, SUP): Cell(Mark.LIMITED, _l("One's own file")),
        (P.REPORT_READ, SUP): REGIONS,
        (P.AUDIT_EXPORT, AUD): REASON,
        (P.REFERENCE_EDIT, ADM): REASON,
        **{(P.WORDING_EDIT, role): REASON for role in (SUP, ADM)},
        (P.DESK_PUBLISH, ADM): Cell(Mark.REASON, _l("Reason; not one's own draft")),
        (P.USER_MANAGE, ADM): Cell(Mark.REASON, _l("Reason; never oneself")),
    }
)


def matrix() -> list[tuple[Any, list[Line]]]:
    """Every permission in its group, with a cell for each role, made from the policy itself."""
    return [
        (group, [Line(permission, label, _cells(permission)) for permission, label in labels.items()])
        for group, labels in GROUPS
    ]


def _cells(permission: Permission) -> tuple[Cell, ...]:
    return tuple(_cell(permission, role) for role in ROLES)


def _cell(permission: Permission, role: Role) -> Cell:
    if not granted(role, permission):
        return Cell(Mark.NO)
    return LIMITS.get((permission, role), Cell(Mark.YES))
