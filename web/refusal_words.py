"""The words of the desk's refusals; what they say depends on the facts a refusal carries."""

from typing import Final

from flask_babel import lazy_gettext as _l

from web.fault_words import NOTHING_SAVED, Words

OWN_ACCOUNT: Final = Words(
    _l("Not on your own account"),
    _l("Nobody changes their own role, regions or standing."),
    NOTHING_SAVED,
    _l("Ask another administrator to do it."),
    "person-lock",
)
