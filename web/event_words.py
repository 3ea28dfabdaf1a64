"""Says an event in a person's words: what was done, to which group of doings it belongs, and its icon."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from web import desk_told, extra_words, handoff_told, outside_words, people_words, view_words
from web.event_values import Names, field_name, list_words, value_words
from web.move_words import ICONS, PREFIX, label_of, step_of
from web.permission_words import GROUPS as PERMISSION_GROUPS
from workflow import desk

Event = Mapping[str, Any]
PERMISSIONS: Final = {str(permission): words for _, group in PERMISSION_GROUPS for permission, words in group.items()}
Say = Callable[[Event, Names], str]

GROUPS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "change": _l("Changes"),
        "personal": _l("Personal data"),
        "reading": _l("Reading"),
        "taking": _l("Imports and exports"),
        "access": _l("Sign-in and access"),
        "setting": _l("Users and settings"),
    }
)


@dataclass(frozen=True, slots=True)
class Doing:
    """One action of the trail: its group, its icon, and its words (fixed, or made from the event)."""

    group: str
    icon: str
    words: Any
    say: Say | None = None


def sentence(event: Event, names: Names) -> str:
    """What was done, as a sentence without its subject: ``Changed name, dose``."""
    doing, event = doing_of(event["action"], event.get("desk")), extra_words.told(event)
    told = (doing.say(event, names) if doing.say else "") or str(doing.words)
    return people_words.in_whose_place(told, event, names)


def doing_of(action: str, version: int | None = None) -> Doing:
    """The words of an action; of a move that a desk definition added its label there, else the action's own name."""
    return DOINGS.get(action) or _added(action, version) or Doing("change", "dot", action)


def _added(action: str, version: int | None) -> Doing | None:
    step = step_of(action, version)
    return Doing("change", ICONS[step.kind], label_of(step)) if step else None


def actions_of(group: str) -> tuple[str, ...]:
    """The actions of a group, for the filter; none for a group that is not known."""
    added = added_actions() if group == "change" else ()
    return tuple(action for action, doing in DOINGS.items() if doing.group == group) + added


def added_actions() -> tuple[str, ...]:
    """The events of moves that the definition in force has added to the built-in ones."""
    return tuple(action for verb in desk.current().steps if (action := f"{PREFIX}{verb}") not in DOINGS)


def _after(event: Event, field: str) -> Any:
    return next((change.get("after") for change in event.get("changes", ()) if change["field"] == field), None)


def _fact(event: Event, name: str) -> Any:
    return event.get("facts", {}).get(name)


def _edited(event: Event, _names: Names) -> str:
    fields = dict.fromkeys(field_name(change["field"]) for change in event.get("changes", ()))
    return str(gettext("Changed %(fields)s", fields=list_words(list(fields), most=4))) if fields else ""


def _dismissed(event: Event, names: Names) -> str:
    return str(
        gettext("Dismissed the complaint: %(outcome)s", outcome=value_words("outcome", _after(event, "outcome"), names))
    )


def _line_added(event: Event, names: Names) -> str:
    return str(gettext("Wrote a correction: %(field)s", field=value_words("field", _after(event, "field"), names)))


def _revealed(event: Event, _names: Names) -> str:
    return str(gettext("Saw in full: %(field)s", field=field_name(str(_fact(event, "field")))))


def _noted(event: Event, _names: Names) -> str:
    return str(gettext("Wrote down a message to the reporter")) if _after(event, "to_reporter") else ""


def _searched(event: Event, _names: Names) -> str:
    found = _fact(event, "found")
    if not isinstance(found, int):
        return ""
    return str(ngettext("Searched, found %(num)d complaint", "Searched, found %(num)d complaints", found))


def _undone(event: Event, _names: Names) -> str:
    fields = dict.fromkeys(field_name(change["field"]) for change in event.get("changes", ()))
    said = list_words(list(fields), most=4)
    return str(gettext("Took back the change just made: %(fields)s", fields=said)) if fields else ""


def _printed(event: Event, _names: Names) -> str:
    count = _fact(event, "count")
    if not isinstance(count, int) or count < 2:
        return ""
    return str(ngettext("Printed %(num)d complaint", "Printed %(num)d complaints", count))


def _exported(event: Event, _names: Names) -> str:
    count = _fact(event, "count")
    if not isinstance(count, int):
        return ""
    kind = str(_fact(event, "format") or "").upper()
    return str(ngettext("Exported %(num)d row as %(kind)s", "Exported %(num)d rows as %(kind)s", count, kind=kind))


def _imported(event: Event, _names: Names) -> str:
    new = _fact(event, "new") if "new" in event.get("facts", {}) else _after(event, "new")
    if not isinstance(new, int):
        return ""
    return str(ngettext("Imported a file: %(num)d new row", "Imported a file: %(num)d new rows", new))


def _part(event: Event, _names: Names) -> str:
    kept = _after(event, "kept")
    return str(gettext("Imported a part of vaccination data: %(kept)s rows and keys so far", kept=kept)) if kept else ""


def _refused(event: Event, _names: Names) -> str:
    permission = str(_fact(event, "permission") or "")
    what = PERMISSIONS.get(permission) or _fact(event, "what") or _fact(event, "refusal") or "–"
    return str(gettext("Was refused: %(what)s", what=what))


def _records_searched(event: Event, _names: Names) -> str:
    found = _fact(event, "found")
    if not isinstance(found, int):
        return ""
    return str(ngettext("Searched the records, found %(num)d", "Searched the records, found %(num)d", found))


def _caused(event: Event, names: Names) -> str:
    cause = _after(event, "cause_id")
    return (
        str(gettext("Said what the cause was: %(cause)s", cause=value_words("cause_id", cause, names))) if cause else ""
    )


def _chosen(event: Event, names: Names) -> str:
    return str(gettext("Chose a record: %(tier)s", tier=value_words("tier", _after(event, "tier"), names)))


def _recomputed(event: Event, names: Names) -> str:
    due = _after(event, "due_at")
    return str(gettext("Moved the deadline to %(due)s", due=value_words("due_at", due, names))) if due else ""


def _user_edited(event: Event, names: Names) -> str:
    role = _after(event, "role")
    return (
        gettext("Changed a role to %(role)s", role=value_words("role", role, names)) if role else _edited(event, names)
    )


def _page_seen(event: Event, _names: Names) -> str:
    return str(gettext("Saw page %(page)s of an attached file", page=_fact(event, "page")))


DOINGS: Final[Mapping[str, Doing]] = MappingProxyType(
    {
        "ticket.file": Doing("change", "plus-circle", _l("Filed a complaint")),
        "ticket.edit": Doing("change", "pencil", _l("Changed a complaint"), _edited),
        "ticket.fields": Doing("change", "ui-checks", _l("Filled in extra fields"), _edited),
        "ticket.assign": Doing("change", "person-check", _l("Assigned a complaint"), people_words.assigned),
        "ticket.take": Doing("change", "person-plus", _l("Took the complaint on")),
        "ticket.hand_off": Doing("change", "box-arrow-up-right", _l("Asked somebody outside"), handoff_told.handed_off),
        "ticket.answer": Doing("change", "reply", _l("Recorded an answer from outside"), handoff_told.answered),
        "handoff.chase": Doing("change", "bell", _l("Reminded somebody outside")),
        "handoff.change": Doing("change", "calendar-event", _l("Changed when somebody outside is reminded"), _edited),
        "handoff.sheet": Doing(
            "personal", "file-earmark-arrow-down", _l("Took a facility's batch sheet away"), handoff_told.sheet
        ),
        "handoff.returned": Doing(
            "change", "file-earmark-check", _l("Read a facility's batch sheet back"), handoff_told.sheet_back
        ),
        "handoff.withdraw": Doing("change", "eraser", _l("Took back what was asked outside")),
        "ticket.correct": Doing("change", "check2", _l("Marked the complaint as corrected")),
        "ticket.send_back": Doing("change", "arrow-return-left", _l("Sent the complaint back for verification")),
        "ticket.close": Doing("change", "check-circle", _l("Closed the complaint")),
        "ticket.dismiss": Doing("change", "x-circle", _l("Dismissed the complaint"), _dismissed),
        "ticket.reopen": Doing("change", "arrow-counterclockwise", _l("Reopened the complaint")),
        "ticket.undo_duplicate": Doing("change", "arrow-counterclockwise", _l("Took back that it was a duplicate")),
        "ticket.release": Doing("change", "box-arrow-in-left", _l("Returned the complaint to the queue")),
        "ticket.apart": Doing("change", "intersect", _l("Decided that this complaint and another are not the same")),
        "ticket.apart_withdrawn": Doing(
            "change", "intersect", _l("Took back that this complaint and another are not the same")
        ),
        "ticket.counterpart": Doing("change", "arrow-left-right", _l("Opened the paired complaint")),
        "ticket.duplicates": Doing("reading", "files", _l("Looked for earlier complaints of the same person")),
        "ticket.escalate": Doing(
            "change", "exclamation-triangle", _l("Brought the overdue complaint to the supervisors")
        ),
        "ticket.recompute": Doing("change", "calendar-range", _l("Computed the deadline anew"), _recomputed),
        "ticket.reseal": Doing("change", "lock", _l("Sealed what the desk masks from now on"), _edited),
        "rule.skipped": Doing("change", "skip-forward", _l("A rule of the desk could not be followed")),
        "ticket.read": Doing("reading", "eye", _l("Opened the complaint")),
        "ticket.search": Doing("reading", "search", _l("Searched the complaints"), _searched),
        "ticket.receipt": Doing("reading", "printer", _l("Printed the receipt")),
        "ticket.undo": Doing("change", "arrow-counterclockwise", _l("Took back the change just made"), _undone),
        "ticket.print": Doing("reading", "printer", _l("Printed the complaint"), _printed),
        "record.match_all": Doing("taking", "database", _l("Matched the imported complaints with the records")),
        "record.preview": Doing("reading", "database", _l("Looked for records while a complaint was typed")),
        "record.search": Doing("reading", "database", _l("Searched the records"), _records_searched),
        "record.outside.ask": Doing("personal", "send", _l("Asked a registry outside"), outside_words.asked),
        "record.outside.answer": Doing(
            "personal", "reply", _l("Got the answer of a registry outside"), outside_words.answered
        ),
        "ticket.export": Doing("taking", "download", _l("Exported complaints"), _exported),
        "correction.add": Doing("change", "pencil-square", _l("Wrote a correction"), _line_added),
        "correction.withdraw": Doing("change", "eraser", _l("Withdrew a correction")),
        "ticket.cause": Doing("change", "question-diamond", _l("Said what the cause was"), _caused),
        "match.choose": Doing("change", "link", _l("Chose the record that is the person's"), _chosen),
        "match.none_fits": Doing("change", "ban", _l("Said that no record fits")),
        "note.add": Doing("change", "chat-left-text", _l("Wrote a note"), _noted),
        "attachment.add": Doing("change", "paperclip", _l("Attached a file")),
        "attachment.open": Doing("personal", "file-earmark-lock", _l("Opened an attached file")),
        "attachment.view": Doing("personal", "eye", _l("Saw a page of an attached file"), _page_seen),
        "attachment.download": Doing("personal", "download", _l("Downloaded an attached file")),
        "personal.reveal": Doing("personal", "eye", _l("Saw a personal value in full"), _revealed),
        "import.complaints": Doing("taking", "file-earmark-arrow-up", _l("Imported complaints"), _imported),
        "import.begin": Doing("taking", "database-add", _l("Began to import vaccination data")),
        "import.part": Doing("taking", "database-add", _l("Imported a part of vaccination data"), _part),
        "import.give_up": Doing("taking", "database-x", _l("Gave up an unfinished import")),
        "import.take_back": Doing("taking", "database-dash", _l("Took back imported vaccination data")),
        "import.describe": Doing("taking", "database-gear", _l("Described imported vaccination data"), _edited),
        "import.registry": Doing("taking", "database-add", _l("Imported vaccination data"), _imported),
        "import.stage": Doing("taking", "file-earmark-plus", _l("Sent a file to be imported")),
        "import.columns": Doing("taking", "layout-three-columns", _l("Confirmed the columns of a file")),
        "import.look": Doing("taking", "arrow-repeat", _l("Had a file checked again")),
        "import.checked": Doing("taking", "clipboard-check", _l("Checked the rows of a file")),
        "import.mend": Doing("personal", "pencil", _l("Mended rows of a file before its import")),
        "import.start": Doing("taking", "play", _l("Ordered an import")),
        "import.take": Doing("taking", "gear", _l("Began an import")),
        "import.again": Doing("taking", "arrow-repeat", _l("Took an import up again")),
        "import.done": Doing("taking", "check2", _l("Finished an import")),
        "import.fail": Doing("taking", "exclamation-octagon", _l("Could not import a file")),
        "import.cancel": Doing("taking", "x-circle", _l("Called an import off")),
        "layout.keep": Doing("setting", "bookmark", _l("Remembered a layout of columns")),
        "layout.rename": Doing("setting", "bookmark", _l("Renamed a layout of columns")),
        "layout.retire": Doing("setting", "bookmark-x", _l("Retired a layout of columns")),
        **{action: Doing("setting", icon, words) for action, (icon, words) in view_words.DOINGS.items()},
        **{action: Doing("setting", *told) for action, told in desk_told.DOINGS.items()},
        "import.rows": Doing("taking", "file-earmark-arrow-down", _l("Took back the rows to mend of an import")),
        "audit.read": Doing("reading", "journal-check", _l("Read the audit trail")),
        "audit.export": Doing("taking", "download", _l("Exported the audit trail"), _exported),
        "signin.ok": Doing("access", "box-arrow-in-right", _l("Signed in")),
        "signin.failed": Doing("access", "shield-exclamation", _l("Failed to sign in")),
        "signin.ended": Doing("access", "box-arrow-right", _l("Signed out")),
        "access.refused": Doing("access", "slash-circle", _l("Was refused"), _refused),
        "refused": Doing("access", "slash-circle", _l("Was refused"), _refused),
        "user.create": Doing("setting", "person-plus", _l("Added a user")),
        "user.edit": Doing("setting", "person-gear", _l("Changed a user"), _user_edited),
        "user.change": Doing("setting", "person-gear", _l("Changed a user"), _user_edited),
        "user.enable": Doing("setting", "person-check", _l("Let a user in again")),
        "user.disable": Doing("setting", "person-slash", _l("Disabled a user")),
        "user.link": Doing("setting", "link-45deg", _l("Made a one-time link for a user")),
        "user.password": Doing("setting", "key", _l("Set a password")),
        "user.sign_out": Doing("setting", "box-arrow-right", _l("Signed a user out everywhere")),
        "user.language": Doing("setting", "translate", _l("Chose another language")),
        "ticket.merge": Doing("change", "files", _l("Merged another complaint into this one"), people_words.merged),
        "ticket.unmerge": Doing("change", "files", _l("Took a merge back"), people_words.unmerged),
        "absence.enter": Doing("setting", "calendar-x", _l("Entered an absence"), people_words.away),
        "absence.end": Doing("setting", "calendar-check", _l("Ended an absence")),
        "ticket.rate": Doing(
            "change", "emoji-smile", _l("Wrote down how satisfied the reporter is"), people_words.rated
        ),
        "reference.edit": Doing("setting", "tags", _l("Changed reference data"), _edited),
        "desk.publish": Doing("setting", "signpost-2", _l("Put another desk definition in force")),
        "desk.seed": Doing("setting", "box-seam", _l("Filled the desk with its reference data")),
    }
)
