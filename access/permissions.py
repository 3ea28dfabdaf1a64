"""Who may do what: every permission, and the one table from role to permissions."""

import enum
from collections.abc import Mapping
from types import MappingProxyType

from models.user import Role


class Permission(enum.StrEnum):
    """Something that can be allowed; the matrix page and docs/permissions.md are made from this list."""

    TICKET_READ = "ticket.read"
    TICKET_FILE = "ticket.file"
    TICKET_NOTE = "ticket.note"
    TICKET_EDIT = "ticket.edit"
    TICKET_TAKE = "ticket.take"
    TICKET_ASSIGN = "ticket.assign"
    TICKET_HAND_OFF = "ticket.hand_off"
    TICKET_CORRECT = "ticket.correct"
    TICKET_SEND_BACK = "ticket.send_back"
    TICKET_CLOSE = "ticket.close"
    TICKET_DISMISS = "ticket.dismiss"
    TICKET_REOPEN = "ticket.reopen"
    TICKET_PAIR = "ticket.pair"
    TICKET_MERGE = "ticket.merge"
    TICKET_COUNTERPART = "ticket.counterpart"
    TICKET_SEARCH = "ticket.search"
    TICKET_DEADLINE = "ticket.deadline"
    TICKET_EXPORT = "ticket.export"
    VIEW_SHARE = "view.share"
    RECORD_READ = "record.read"
    OUTSIDE_QUERY = "outside.query"
    PERSONAL_REVEAL = "personal.reveal"
    ATTACHMENT_ADD = "attachment.add"
    ATTACHMENT_OPEN = "attachment.open"
    IMPORT_RUN = "import.run"
    IMPORT_MEND = "import.mend"
    REPORT_READ = "report.read"
    AUDIT_READ = "audit.read"
    AUDIT_EXPORT = "audit.export"
    USER_MANAGE = "user.manage"
    REFERENCE_EDIT = "reference.edit"
    WORDING_EDIT = "wording.edit"
    MATRIX_READ = "matrix.read"
    DESK_READ = "desk.read"
    DESK_PUBLISH = "desk.publish"


P = Permission

GRANTS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.OPERATOR: frozenset(
            {P.DESK_READ, P.MATRIX_READ, P.TICKET_READ, P.TICKET_SEARCH, P.TICKET_FILE, P.TICKET_NOTE, P.TICKET_EDIT,
             P.TICKET_CLOSE, P.TICKET_REOPEN, P.ATTACHMENT_ADD}
        ),
        Role.VERIFIER: frozenset(
            {P.DESK_READ, P.MATRIX_READ, P.TICKET_READ, P.TICKET_SEARCH, P.TICKET_NOTE, P.TICKET_EDIT, P.TICKET_TAKE,
             P.TICKET_HAND_OFF, P.TICKET_CORRECT, P.TICKET_SEND_BACK, P.TICKET_CLOSE, P.TICKET_DISMISS, P.TICKET_PAIR,
             P.TICKET_COUNTERPART, P.RECORD_READ, P.OUTSIDE_QUERY, P.PERSONAL_REVEAL, P.ATTACHMENT_ADD,
             P.ATTACHMENT_OPEN}
        ),
        Role.SUPERVISOR: frozenset(
            {P.DESK_READ, P.MATRIX_READ, P.TICKET_READ, P.TICKET_SEARCH, P.TICKET_FILE, P.TICKET_NOTE, P.TICKET_EDIT,
             P.TICKET_TAKE, P.TICKET_ASSIGN, P.TICKET_HAND_OFF, P.TICKET_CORRECT, P.TICKET_SEND_BACK, P.TICKET_CLOSE,
             P.TICKET_DISMISS,
             P.TICKET_REOPEN, P.TICKET_PAIR, P.TICKET_MERGE, P.TICKET_COUNTERPART, P.RECORD_READ, P.OUTSIDE_QUERY,
             P.PERSONAL_REVEAL, P.ATTACHMENT_ADD, P.ATTACHMENT_OPEN, P.IMPORT_RUN, P.IMPORT_MEND, P.REPORT_READ,
             P.AUDIT_READ, P.WORDING_EDIT, P.VIEW_SHARE, P.TICKET_EXPORT}
        ),
        Role.AUDITOR: frozenset(
            {P.DESK_READ, P.MATRIX_READ, P.TICKET_READ, P.TICKET_SEARCH, P.TICKET_EXPORT, P.RECORD_READ,
             P.REPORT_READ, P.AUDIT_READ, P.AUDIT_EXPORT}
        ),
        Role.ADMIN: frozenset(
            {P.DESK_READ, P.MATRIX_READ, P.USER_MANAGE, P.REFERENCE_EDIT, P.WORDING_EDIT, P.IMPORT_RUN, P.DESK_PUBLISH}
        ),
        Role.SYSTEM: frozenset(
            {P.TICKET_FILE, P.TICKET_ASSIGN, P.TICKET_NOTE, P.TICKET_DEADLINE, P.OUTSIDE_QUERY, P.IMPORT_RUN,
             P.AUDIT_EXPORT, P.USER_MANAGE, P.REFERENCE_EDIT}
        ),
        Role.STRANGER: frozenset(),
    }
)  # fmt: skip


def granted(role: Role, permission: Permission) -> bool:
    """Whether ``role`` holds ``permission`` at all; the row rule may still say no."""
    return permission in GRANTS[role]
