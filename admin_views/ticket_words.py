"""The words of the ticket's page: its steps, its fields, what the buttons say, and what a form asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from models import NikState, Outcome, Status
from workflow.corrections import Field, Source
from workflow.likeness import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What an action is called: on its button, above its form, what the form says, and when it is done."""

    button: Any
    title: Any
    lead: Any = ""
    done: Any = ""
    icon: str = "check2"


SAYINGS: Final[Mapping[str, Saying]] = MappingProxyType(
    {
        "take": Saying(
            button=_l("Take on"),
            title=_l("Take this complaint on"),
            lead=_l("You become its assignee, and it is being verified from now on."),
            done=_l("The complaint is yours now."),
            icon="person-plus",
        ),
        "correct": Saying(
            button=_l("Mark as corrected"),
            title=_l("Mark as corrected"),
            lead=_l("The corrections below are complete. Somebody else tells the reporter and closes the complaint."),
            done=_l("Marked as corrected. A second person closes it."),
            icon="check2",
        ),
        "send_back": Saying(
            button=_l("Send back…"),
            title=_l("Send back for verification"),
            lead=_l("The assignee works on it again. Say what is still missing."),
            done=_l("Sent back for verification."),
            icon="arrow-return-left",
        ),
        "close": Saying(
            button=_l("Close…"),
            title=_l("Close the complaint"),
            lead=_l("A complaint is closed when the reporter knows the result. Say how and when they were told."),
            done=_l("The complaint is closed."),
            icon="check-circle",
        ),
        "dismiss": Saying(
            button=_l("Dismiss…"),
            title=_l("Dismiss the complaint"),
            lead=_l("It is closed without a correction. The reason is kept in the audit trail."),
            done=_l("The complaint is closed without a correction."),
            icon="x-circle",
        ),
        "reopen": Saying(
            button=_l("Reopen…"),
            title=_l("Reopen the complaint"),
            lead=_l("It is being verified again, with the same assignee. Say why."),
            done=_l("The complaint is open again."),
            icon="arrow-counterclockwise",
        ),
        "undo_duplicate": Saying(
            button=_l("Not a duplicate after all…"),
            title=_l("Not a duplicate after all"),
            lead=_l("The complaint goes back to where it was before it was closed as a duplicate. Say why."),
            done=_l("The complaint is back where it was."),
            icon="arrow-counterclockwise",
        ),
        "release": Saying(
            button=_l("Return to the queue…"),
            title=_l("Return the complaint to the queue"),
            lead=_l("It is open again and nobody's, and whoever is free takes it. Say why."),
            done=_l("The complaint is back in the queue."),
            icon="box-arrow-in-left",
        ),
        "counterpart": Saying(
            button=_l("Open a paired complaint…"),
            title=_l("Open a paired complaint"),
            lead=_l("This NIK or ticket number carries the record of somebody else, who needs a complaint as well."),
            done=_l("The paired complaint is open, in the region of the record."),
            icon="arrow-left-right",
        ),
        "assign": Saying(
            button=_l("Assign…"),
            title=_l("Assign the complaint"),
            lead=_l("Verifiers and supervisors of this region can be chosen."),
            done=_l("The assignee was changed."),
            icon="person-check",
        ),
        "edit": Saying(
            button=_l("Change"),
            title=_l("Change the complaint"),
            lead=_l("Personal values are not shown here. Leave such a field empty to keep what is there."),
            done=_l("The changes are saved."),
            icon="pencil",
        ),
        "correction": Saying(
            button=_l("Add a correction"),
            title=_l("Add a correction"),
            lead=_l("One field of the vaccination record: what it says, what is right, and what proves it."),
            done=_l("The correction was added."),
            icon="plus-lg",
        ),
        "withdraw": Saying(
            button=_l("Withdraw"),
            title=_l("Withdraw a correction"),
            lead=_l("The line stays in the audit trail and no longer counts."),
            done=_l("The correction was withdrawn."),
            icon="eraser",
        ),
        "note": Saying(
            button=_l("Save note"),
            title=_l("Write a note"),
            done=_l("The note is saved."),
            icon="chat-left-text",
        ),
        "attach": Saying(
            button=_l("Upload"),
            title=_l("Add a file"),
            done=_l("The file is kept with the complaint."),
            icon="upload",
        ),
        "open": Saying(
            button=_l("Open the file"),
            title=_l("Open an attached file"),
            lead=_l("Your name, the time and the reason are kept in the audit trail."),
            icon="file-earmark-lock",
        ),
        "reveal": Saying(
            button=_l("Reveal"),
            title=_l("Show in full"),
            icon="eye",
        ),
    }
)

STEP_WAITS: Final[Mapping[Status, Any]] = MappingProxyType(
    {
        Status.OPEN: "",
        Status.VERIFYING: _l("Waits for a verifier"),
        Status.CORRECTED: _l("Needs a correction with evidence"),
        Status.CLOSED: _l("After the reporter was told"),
    }
)
NIK_STATES: Final[Mapping[NikState, tuple[str, Any]]] = MappingProxyType(
    {
        NikState.MISSING: ("muted", _l("There is no NIK yet")),
        NikState.FITS: ("muted", _l("The structure of the NIK fits; only Dukcapil can confirm that it is valid")),
        NikState.WARNED: ("warn", _l("The structure of the NIK fits, but something should be checked")),
        NikState.REFUSED: ("bad", _l("The structure of the NIK does not fit; compare with the identity card")),
        NikState.INCOMPLETE: ("warn", _l("The NIK is incomplete (15 figures)")),
    }
)
SEXES: Final = MappingProxyType({"L": _l("Male"), "P": _l("Female")})
OUTCOMES: Final[Mapping[Outcome, Any]] = MappingProxyType(
    {
        Outcome.CORRECTED: _l("Data corrected"),
        Outcome.NO_FAULT_FOUND: _l("No fault found"),
        Outcome.NOT_OUR_AUTHORITY: _l("Not our authority"),
        Outcome.DUPLICATE: _l("Duplicate of another complaint"),
        Outcome.WITHDRAWN: _l("Withdrawn by the reporter"),
        Outcome.REJECTED: _l("Rejected"),
    }
)
TOLD_HOW: Final = (
    ("whatsapp", _l("WhatsApp")),
    ("phone", _l("Phone")),
    ("counter", _l("At the counter")),
    ("sms", _l("Text message")),
    ("email", _l("E-mail")),
    ("letter", _l("Letter")),
)
RECORD_FIELDS: Final[Mapping[Field, Any]] = MappingProxyType(
    {
        Field.NIK: _l("NIK"),
        Field.NAME: _l("Name"),
        Field.BIRTH_DATE: _l("Birth date"),
        Field.SEX: _l("Sex"),
        Field.PHONE: _l("Phone"),
        Field.DOSE: _l("Dose"),
        Field.VACCINATED_ON: _l("Date of vaccination"),
        Field.VACCINE: _l("Vaccine"),
        Field.FACILITY: _l("Place of vaccination"),
        Field.VACCINE_TICKET: _l("Vaccine ticket"),
        Field.RECORD: _l("The whole record"),
    }
)
SOURCES: Final[Mapping[Source, Any]] = MappingProxyType(
    {
        Source.KTP: _l("Identity card"),
        Source.FAMILY_CARD: _l("Family card"),
        Source.VACCINE_CARD: _l("Vaccination card"),
        Source.DUKCAPIL: _l("Dukcapil"),
        Source.FACILITY: _l("Health facility"),
        Source.OTHER: _l("Another source"),
    }
)
SECRETS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "subject_nik": _l("NIK"),
        "subject_birth_date": _l("Birth date"),
        "subject_phone": _l("Phone of the vaccinated person"),
        "reporter_phone": _l("Phone of the reporter"),
        "address": _l("Address"),
    }
)
WHY_REVEAL: Final = (
    ("compare", _l("Comparing with the reporter's identity or family card")),
    ("send", _l("Sending a correction to Pusdatin or Dukcapil")),
    ("answer", _l("Answering the reporter's question")),
    ("other", _l("Another reason")),
)
HOW_OPEN: Final = (
    ("view", _l("Look at it here, with a watermark")),
    ("download", _l("Download it, to send it on")),
)
WHY_OPEN: Final = (
    ("compare", _l("Checking the evidence of a correction")),
    ("send", _l("Sending a correction to Pusdatin or Dukcapil")),
    ("other", _l("Another reason")),
)
DUPLICATE_REASONS: Final[Mapping[Reason, Any]] = MappingProxyType(
    {
        Reason.NIK: _l("Same NIK"),
        Reason.PERSON: _l("Same name and birth date"),
        Reason.NEAR_NIK: _l("NIK almost the same"),
        Reason.NAME_PHONE: _l("Same phone and name"),
        Reason.TWIN: _l("Neighbouring NIK, same birth date, another name: perhaps twins"),
        Reason.PHONE: _l("Same phone"),
    }
)
