"""What a person is told when an answer is an error: what happened, what is safe, what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class Words:
    """The text of an error page; ``safe`` and ``advice`` may be empty."""

    title: Any
    what: Any
    safe: Any = ""
    advice: Any = ""
    icon: str = "exclamation-octagon"


NOTHING_SAVED: Final = _l("Nothing was changed.")
OTHER_KEPT: Final = _l("The other change is kept; yours was not saved.")
GO_BACK: Final = _l("Go back, check what you typed, and try again.")

SESSION_ENDED: Final = Words(
    _l("This form has been open too long"),
    _l("Its protection against forged requests has expired, so what you sent was not accepted."),
    NOTHING_SAVED,
    _l("Go back, reload the page, and send it again. Copy longer texts first."),
    "hourglass-split",
)

BY_STATUS: Final[Mapping[int, Words]] = MappingProxyType(
    {
        400: Words(
            _l("The request could not be read"),
            _l("The browser sent something incomplete."),
            NOTHING_SAVED,
            GO_BACK,
        ),
        401: Words(
            _l("Please sign in"),
            _l("Your session has ended, or you have not signed in yet."),
            NOTHING_SAVED,
            _l("Sign in and repeat the last step."),
            "box-arrow-in-right",
        ),
        403: Words(
            _l("This is not part of your role"),
            _l("Your role does not allow this page or this step. The attempt was recorded."),
            NOTHING_SAVED,
            _l("If you need it for your work, ask an administrator to look at your role."),
            "lock",
        ),
        404: Words(
            _l("This page does not exist"),
            _l("It may have been mistyped, or it belongs to a region that is not yours."),
            "",
            _l("Check the address or the number, or search for it."),
            "question-circle",
        ),
        405: Words(
            _l("This address does not work that way"),
            _l("It is not meant to be opened like this."),
            NOTHING_SAVED,
            GO_BACK,
        ),
        409: Words(
            _l("Someone else was faster"),
            _l("This has been changed since you opened it."),
            OTHER_KEPT,
            _l("Open it again, look at what changed, and repeat your step if it is still needed."),
            "arrow-left-right",
        ),
        413: Words(
            _l("The file is too large"),
            _l("It is larger than this page accepts."),
            NOTHING_SAVED,
            _l("Make it smaller, or split it, and send it again."),
            "file-earmark-x",
        ),
        422: Words(
            _l("Something is missing or does not fit"),
            _l("What you sent cannot be saved like this."),
            NOTHING_SAVED,
            GO_BACK,
        ),
        429: Words(
            _l("That was too often"),
            _l("There were too many requests in a short time."),
            NOTHING_SAVED,
            _l("Wait a few minutes and try again."),
            "hourglass-split",
        ),
        500: Words(
            _l("Something went wrong on our side"),
            _l("The desk could not finish this. It is not your mistake."),
            _l("What was saved before is safe; this last step was not saved."),
            _l("Try again in a moment. If it happens again, tell your administrator the number below."),
        ),
    }
)
UNKNOWN: Final = BY_STATUS[500]


def words_for(status: int) -> Words:
    """Give the words of a status code; the nearest known one for a rare code."""
    if status in BY_STATUS:
        return BY_STATUS[status]
    return BY_STATUS[400] if 400 <= status < 500 else UNKNOWN
