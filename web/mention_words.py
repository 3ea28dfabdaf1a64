"""Says why somebody could not be named in a note."""

from flask_babel import lazy_gettext as _l

from web.fault_words import GO_BACK, NOTHING_SAVED, Words
from web.refusal_words import UNFIT
from workflow.refusals import Unmentionable


def unmentionable(refusal: Unmentionable) -> Words:
    what = (
        _l("Several people are called %(name)s. Write the whole name.", name=refusal.name)
        if refusal.problem == "several"
        else _l("%(name)s does not see this complaint, so a mention would not be read.", name=refusal.name)
    )
    return Words(UNFIT, what, NOTHING_SAVED, GO_BACK, "at")
