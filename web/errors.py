"""Turns refusals and errors into answers: one table from what was raised to a status code and words."""

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from access.policy import Forbidden, NotVisible, OwnAccount, Refusal
from audit.recorder import note_event
from intake.incoming import WrongStage
from web import desk_refusals, handoff_words
from web import refusal_words as say
from web.actor import current_actor
from web.fault_words import SESSION_ENDED, UNKNOWN, Words, words_for
from web.mention_words import unmentionable
from web.saved import saved
from workflow.refusals import (
    AlreadyDecided,
    AlreadyPaired,
    AssignedToOther,
    BadDefinition,
    BadValue,
    BulkRefused,
    CannotUndo,
    HandOffEnded,
    IllegalTransition,
    ImportUnderWay,
    ImportUnfinished,
    MacroRefused,
    MissingRequirement,
    MistypedNumber,
    NewerDefinition,
    NotAssignee,
    NotThatBatch,
    NotTheFirst,
    OpenHandOff,
    RegistryResting,
    SamePerson,
    StaleDraft,
    StaleTicket,
    TooLate,
    TooOften,
    Unmentionable,
    UnreadableUpload,
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a refusal becomes: a status code, and the words for this one refusal."""

    status: int
    words: Callable[[Any], Words]


ANSWERS: Final[Mapping[type[Refusal], Answer]] = MappingProxyType(
    {
        Forbidden: Answer(403, say.always(words_for(403))),
        NotVisible: Answer(404, say.always(words_for(404))),
        OwnAccount: Answer(403, say.always(say.OWN_ACCOUNT)),
        NotAssignee: Answer(403, say.always(say.NOT_ASSIGNEE)),
        SamePerson: Answer(403, desk_refusals.same_person),
        BadDefinition: Answer(422, desk_refusals.bad_definition),
        NewerDefinition: Answer(409, say.always(desk_refusals.NEWER_DEFINITION)),
        StaleDraft: Answer(409, say.always(desk_refusals.STALE_DRAFT)),
        AssignedToOther: Answer(409, say.always(say.ASSIGNED_TO_OTHER)),
        IllegalTransition: Answer(409, say.illegal_transition),
        AlreadyPaired: Answer(409, say.always(say.ALREADY_PAIRED)),
        AlreadyDecided: Answer(409, say.always(say.ALREADY_DECIDED)),
        StaleTicket: Answer(409, say.always(say.STALE)),
        OpenHandOff: Answer(409, handoff_words.open_hand_off),
        HandOffEnded: Answer(409, say.always(handoff_words.HAND_OFF_ENDED)),
        TooLate: Answer(409, say.too_late),
        RegistryResting: Answer(409, say.registry_resting),
        BulkRefused: Answer(409, say.always(say.BULK_REFUSED)),
        CannotUndo: Answer(409, say.cannot_undo),
        MacroRefused: Answer(409, lambda refusal: say.macro_refused(refusal, why(refusal.why))),
        WrongStage: Answer(409, say.wrong_stage),
        ImportUnderWay: Answer(409, say.always(say.IMPORT_UNDER_WAY)),
        ImportUnfinished: Answer(409, say.import_unfinished),
        NotThatBatch: Answer(409, say.not_that_batch),
        MissingRequirement: Answer(422, say.missing_requirement),
        BadValue: Answer(422, say.bad_value),
        NotTheFirst: Answer(422, say.not_the_first),
        MistypedNumber: Answer(422, say.always(say.MISTYPED)),
        Unmentionable: Answer(422, unmentionable),
        UnreadableUpload: Answer(422, say.unreadable_upload),
        TooOften: Answer(429, say.too_often),
        Refusal: Answer(422, say.always(words_for(422))),
    }
)


def answer_to(refusal: Refusal) -> Answer:
    """Find the answer of the nearest class in the table; every refusal has one."""
    return next(ANSWERS[kind] for kind in type(refusal).__mro__ if kind in ANSWERS)


def why(refusal: Refusal) -> str:
    """Say in one sentence why not; for a button that is shown but rests."""
    return str(answer_to(refusal).words(refusal).what)


def wants_json() -> bool:
    """Whether the caller is a program: the API, or a script that asked for JSON."""
    if request.path.startswith("/api/"):
        return True
    accepted = request.accept_mimetypes
    return accepted["application/json"] > accepted["text/html"]


def _problem(status: int, words: Words, error_id: str) -> Response:
    body = {
        "title": words.title,
        "status": status,
        "detail": words.what,
        "advice": words.advice,
        "error_id": error_id,
    }
    answer = jsonify({key: str(value) if key != "status" else value for key, value in body.items() if value})
    answer.mimetype = "application/problem+json"
    return answer


def _page(status: int, words: Words, error_id: str) -> Response:
    staff = status < 500 and current_actor().id is not None
    return make_response(
        render_template("errors/fault.html", words=words, status=status, error_id=error_id, staff=staff)
    )


def fault(status: int, words: Words, error_id: str = "") -> Response:
    """Answer with an error page, or with problem+json where a program asks."""
    make = _problem if wants_json() else _page
    answer = make(status, words, error_id or new_error_id())
    answer.status_code = status
    return answer


def new_error_id() -> str:
    """Make a short number that a person can read out and that the log finds again."""
    return secrets.token_hex(4).upper()


def _answer_refusal(refusal: Refusal) -> Response:
    error_id = new_error_id()
    answer = answer_to(refusal)
    log.info("refused %s %s: %s", error_id, request.endpoint, type(refusal).__name__)
    _note_refusal(refusal, error_id)
    return fault(answer.status, answer.words(refusal), error_id)


def _note_refusal(refusal: Refusal, error_id: str) -> None:
    actor = current_actor()
    if actor.id is None:
        return
    facts = {"refusal": type(refusal).__name__, "endpoint": request.endpoint or "-", "error": error_id}
    permission = getattr(refusal, "permission", None)
    if permission:
        facts["permission"] = str(permission)
    with saved():
        note_event(actor, "access.refused", label=getattr(refusal, "label", ""), facts=facts)


def _answer_http(error: HTTPException) -> Response | HTTPException:
    if error.response is not None or error.code is None:
        return error
    words = SESSION_ENDED if isinstance(error, CSRFError) else words_for(error.code)
    answer = fault(error.code, words)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            answer.headers[name] = value
    return answer


def _answer_crash(error: Exception) -> Response:
    error_id = new_error_id()
    log.error(
        "fault %s %s",
        error_id,
        request.endpoint,
        exc_info=getattr(error, "original_exception", None) or error,
    )
    try:
        return fault(500, words_for(500), error_id)
    except Exception:
        log.exception("fault %s could not be shown", error_id)
        return Response(f"{UNKNOWN.title}. {error_id}", status=500, mimetype="text/plain")


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.jinja_env.globals["why"] = why
    app.register_error_handler(Refusal, _answer_refusal)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(500, _answer_crash)
