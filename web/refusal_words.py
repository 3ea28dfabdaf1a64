"""The words of the desk's refusals; what they say depends on the facts a refusal carries."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from access.policy import Refusal
from intake.incoming import WrongStage
from web import extra_words, handoff_words, people_refusals
from web.fault_words import GO_BACK, NOTHING_SAVED, OTHER_KEPT, Words
from web.import_stage_words import STAGES
from web.list_limits import too_many_rows
from web.outside_words import registry_name
from web.upload_words import UPLOADS
from web.wording_words import STEPS
from web.words import show_time
from workflow.refusals import (
    BadValue,
    CannotUndo,
    IllegalTransition,
    ImportUnfinished,
    MacroRefused,
    MissingRequirement,
    NotThatBatch,
    NotTheFirst,
    RegistryResting,
    Requirement,
    TooLate,
    TooOften,
    UnreadableUpload,
)

NOT_NOW: Final = _l("Not in this status")
INCOMPLETE: Final = _l("Something is still missing")
UNFIT: Final = _l("Something does not fit")

ONLY_FROM: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "take": _l("Only an open complaint can be taken."),
        "correct": _l("Only a complaint being verified can be marked as corrected."),
        "send_back": _l("Only a corrected complaint can be sent back."),
        "close": _l("Only a corrected complaint can be closed."),
        "dismiss": _l("Only a complaint that is open or being verified can be dismissed."),
        "reopen": _l("Only a closed complaint can be reopened."),
        "release": _l("Only a complaint being verified can be returned to the queue."),
        "counterpart": _l("A paired complaint is opened while this one is being verified."),
        "undo_duplicate": _l("Only a complaint that was closed as a duplicate can be taken back like this."),
        "merge": _l("A closed complaint takes over no values."),
        "rate": _l("Only the reporter of a closed complaint is asked, and not of a duplicate."),
        "correction": _l("Corrections are written while a complaint is being verified."),
        "match": _l("A record is chosen while a complaint is being verified."),
        "cause": _l("The cause is determined while a complaint is being verified."),
        "attach": _l("A closed complaint takes no more files."),
        "assign": _l("This complaint can no longer be assigned."),
        "outside": _l("Nobody is asked about a closed complaint."),
        "hand_off": _l("Somebody outside is asked while a complaint is being verified."),
        "answer": _l("Nobody outside is waited for."),
        "change_hand_off": _l("Nobody outside is waited for."),
        "edit": _l("The facts of this complaint can no longer be changed."),
    }
)
NEEDS: Final[Mapping[Requirement, Any]] = MappingProxyType(
    {
        Requirement.REASON: _l("Write the reason. It is kept in the audit trail."),
        Requirement.CORRECTION: _l("Write at least one correction with its evidence file first."),
        Requirement.TOLD_HOW: _l("Say how the reporter was told."),
        Requirement.TOLD_AT: _l("Say when the reporter was told."),
        Requirement.OUTCOME: _l("Choose how the complaint ends."),
        Requirement.ORIGINAL: _l("Name the complaint that this one repeats."),
        Requirement.ASSIGNEE: _l("Choose who will work on it."),
        **handoff_words.NEEDS,
        Requirement.FIELD: _l("Fill in what this desk asks for."),
        Requirement.WHOLE_NIK: _l("The complaint has no NIK of 16 digits to ask by."),
    }
)
FIELDS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "subject_name": _l("The name of the person vaccinated"),
        "told_at": _l("The time the reporter was told"),
        "assignee": _l("The assignee"),
        "field": _l("The field to correct"),
        "source": _l("The source checked"),
        "tickets": _l("The choice of complaints"),
        "macro": _l("The macro"),
        "canned": _l("The ready text"),
        "before": _l("The value before"),
        "after": _l("The value after"),
        "evidence": _l("The evidence file"),
        "text": _l("The text"),
        "record": _l("The record"),
        "cause": _l("The cause"),
        "reason": _l("The reason"),
        **people_refusals.FIELDS,
        "file": _l("The file"),
        "category": _l("The category"),
        "channel": _l("The channel"),
        "region_code": _l("The region"),
        "description": _l("The description"),
        "came_from": _l("Where the file came from"),
        **handoff_words.FIELDS,
        "view": _l("The view"),
        "view_name": _l("The name of the view"),
    }
)
PROBLEMS: Final[Mapping[str, Callable[[Any], Any]]] = MappingProxyType(
    {
        "required": lambda field: _l("%(field)s is missing.", field=field),
        "too_long": lambda field: _l("%(field)s is too long.", field=field),
        "in_future": lambda field: _l("%(field)s lies in the future.", field=field),
        "unknown_code": lambda field: _l("%(field)s is not one this desk knows.", field=field),
        "too_many_tickets": lambda _field: _l("At most 200 complaints can be changed in one go."),
        "too_many_rows": lambda _field: too_many_rows(),
        **handoff_words.PROBLEMS,
        "too_many": lambda _field: _l("This complaint already has as many files as it may have."),
        "not_for_dismiss": lambda _field: _l("A complaint cannot be dismissed with this outcome."),
        "is_repeated": lambda _field: _l("Other complaints repeat this one, so it is the first: close the other one."),
        "said_apart": lambda _field: _l("It was decided that these two are not the same. Take that back first."),
        "nothing_to_withdraw": lambda _field: _l("Nothing stands that could be taken back."),
        "itself": lambda _field: _l("A complaint cannot be a duplicate of itself."),
        "cannot_work_here": lambda _field: _l("This person does not work on complaints of this region."),
        "not_yours": lambda _field: _l("This region is not one of yours."),
        "not_found_now": lambda _field: _l("This record is no longer among those found. Look at the complaint again."),
        **people_refusals.PROBLEMS,
        **extra_words.PROBLEMS,
        "too_many_views": lambda _field: _l("There are as many views as there may be. Put one away first."),
        "personal_number": lambda _field: _l("A name holds no NIK and no phone number: others may read it."),
        "unchanged": lambda _field: _l("The value before and the value after are the same."),
    }
)
BATCHES: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "describe": _l("Only a file of vaccination data can be described."),
        "take_back": _l("Only a file of vaccination data that counts can be taken back."),
        "give_up": _l("Only an import that stopped half way can be given up."),
    }
)
UNDOING: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "too_late": _l("More than ten seconds have passed."),
        "changed": _l("Something has happened to the complaint since."),
    }
)

OWN_ACCOUNT: Final = Words(
    _l("Not on your own account"),
    _l("Nobody changes their own role, regions or standing."),
    NOTHING_SAVED,
    _l("Ask another administrator to do it."),
    "person-lock",
)
NOT_ASSIGNEE: Final = Words(
    _l("This complaint is with someone else"),
    _l("Only the person it is assigned to may do this."),
    NOTHING_SAVED,
    _l("Ask a supervisor to assign it to you."),
    "person-lock",
)
ASSIGNED_TO_OTHER: Final = Words(
    _l("This complaint is kept for someone else"),
    _l("A supervisor has assigned it to another person."),
    NOTHING_SAVED,
    _l("Take another one, or ask a supervisor."),
    "person-lock",
)
SAME_PERSON: Final = Words(
    _l("A second person is needed"),
    _l("Whoever made the correction cannot decide about it."),
    NOTHING_SAVED,
    _l("Ask a colleague or a supervisor to do this step."),
    "people",
)
STALE: Final = Words(
    _l("This complaint has changed"),
    _l("Someone changed it after you opened it."),
    OTHER_KEPT,
    _l("Open it again, look at what changed, and repeat your step if it is still needed."),
    "arrow-left-right",
)
MISTYPED: Final = Words(
    _l("This number has been mistyped"),
    _l("Its last sign does not fit the rest, so no complaint can have it."),
    "",
    _l("Compare it with the receipt, sign by sign."),
    "input-cursor-text",
)
ALREADY_PAIRED: Final = Words(
    _l("There is a paired complaint already"),
    _l("This complaint has its paired complaint already."),
    NOTHING_SAVED,
    _l("Open the complaint again: it stands among the related ones."),
    "arrow-left-right",
)
ALREADY_DECIDED: Final = Words(
    _l("This has been decided already"),
    _l("Somebody has decided about these two complaints already."),
    OTHER_KEPT,
    _l("Open both again and look at what was decided. It can be taken back."),
    "intersect",
)
BULK_REFUSED: Final = Words(
    _l("Not all of them"),
    _l("Some of the complaints were refused, so none was changed."),
    NOTHING_SAVED,
    GO_BACK,
    "slash-circle",
)
IMPORT_UNDER_WAY: Final = Words(
    _l("Not just now"),
    _l("Vaccination data are being imported or taken back just now."),
    NOTHING_SAVED,
    _l("Wait until that is done, and try again."),
    "hourglass-split",
)


def not_the_first(refusal: NotTheFirst) -> Words:
    what = (
        _l("That complaint repeats another one itself. Name %(number)s.", number=refusal.first)
        if refusal.first
        else _l("That complaint repeats a complaint of another office itself.")
    )
    return Words(UNFIT, what, NOTHING_SAVED, GO_BACK, "intersect")


def illegal_transition(refusal: IllegalTransition) -> Words:
    what = ONLY_FROM.get(refusal.verb, _l("This step does not start from the present status."))
    return Words(NOT_NOW, what, NOTHING_SAVED, _l("Open the complaint again to see where it stands."), "signpost-split")


def missing_requirement(refusal: MissingRequirement) -> Words:
    what = NEEDS[refusal.requirement]
    if refusal.field:
        what = _l("%(field)s is missing.", field=extra_words.label_of(refusal.field) or refusal.field)
    return Words(INCOMPLETE, what, NOTHING_SAVED, GO_BACK, "pencil-square")


def too_late(refusal: TooLate) -> Words:
    what = _l("A complaint can be reopened within %(days)s days of its closing.", days=refusal.days)
    return Words(_l("It is too late for this"), what, NOTHING_SAVED, _l("File a new complaint."), "calendar-x")


def bad_value(refusal: BadValue) -> Words:
    field = FIELDS.get(refusal.field) or extra_words.label_of(refusal.field) or _l("A field")
    say = PROBLEMS.get(refusal.problem, lambda name: _l("%(field)s does not fit.", field=name))
    return Words(UNFIT, say(field), NOTHING_SAVED, GO_BACK, "pencil-square")


def macro_refused(refusal: MacroRefused, why: str) -> Words:
    what = _l("%(step)s: %(why)s", step=STEPS[refusal.step], why=why)
    return Words(_l("The macro was not applied"), what, NOTHING_SAVED, GO_BACK, "slash-circle")


def cannot_undo(refusal: CannotUndo) -> Words:
    what = UNDOING.get(refusal.problem, _l("This cannot be taken back."))
    advice = _l("Open the complaint and change it back by hand.")
    return Words(_l("Not taken back"), what, _l("Everything stays as it was saved."), advice, "arrow-counterclockwise")


def too_often(refusal: TooOften) -> Words:
    what = _l("At most %(limit)s times in %(minutes)s minutes.", limit=refusal.limit, minutes=refusal.minutes)
    advice = _l("Wait a while. If your work needs more, speak with your supervisor.")
    return Words(_l("That was too often"), what, NOTHING_SAVED, advice, "hourglass-split")


def registry_resting(refusal: RegistryResting) -> Words:
    moment = show_time(refusal.until)
    what = _l(
        "%(name)s is not available now. Try again at %(time)s.", name=registry_name(refusal.registry), time=moment
    )
    advice = _l("It does not mean that the person was not found.")
    return Words(_l("Not available now"), what, _l("Nothing was sent."), advice, "hourglass-split")


def unreadable_upload(refusal: UnreadableUpload) -> Words:
    what = UPLOADS.get(refusal.problem, _l("The file cannot be read."))
    return Words(_l("The file was not accepted"), what, NOTHING_SAVED, GO_BACK, "file-earmark-x")


def wrong_stage(refusal: WrongStage) -> Words:
    what = _l("The file is at another stage: %(stage)s.", stage=STAGES[refusal.stage])
    return Words(_l("Not now"), what, NOTHING_SAVED, _l("Open it again under Imports."), "hourglass-split")


def import_unfinished(refusal: ImportUnfinished) -> Words:
    what = _l("The import of %(file)s stopped half way, or its rows read differently now.", file=refusal.filename)
    advice = _l("Import that very file again to go on, or give that import up first.")
    return Words(_l("An import is not finished"), what, NOTHING_SAVED, advice, "database-exclamation")


def not_that_batch(refusal: NotThatBatch) -> Words:
    what = BATCHES.get(refusal.verb, _l("This cannot be done with this file."))
    return Words(_l("Not with this file"), what, NOTHING_SAVED, _l("Look at how the file stands."), "database-x")


def always(words: Words) -> Callable[[Refusal], Words]:
    """Make a words function that says the same whatever the facts."""
    return lambda _refusal: words
