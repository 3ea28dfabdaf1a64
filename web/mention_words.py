"""Says why somebody could not be named in a note."""

from flask_babel import lazy_gettext as _l

from web.fault_words import GO_BACK, NOTHING_SAVED, Words
from web.refusal_words import UNFIT
from workflow.refusals import Unmentionable


def unmentionable(refusal: Unmentionable) -> Words:
    what = {
        "several": _l("Several people are called %(name)s. Write the whole name.", name=refusal.name),
        "same_name": _l(
            "Several people are called %(name)s. Choose one of the list, or write what stands before the @ of their "
            "e-mail address in brackets behind the name.",
            name=refusal.name,
        ),
        "sees_it_not": _l("%(name)s does not see this complaint, so a mention would not be read.", name=refusal.name),
    }
    return Words(UNFIT, what[refusal.problem], NOTHING_SAVED, GO_BACK, "at")
